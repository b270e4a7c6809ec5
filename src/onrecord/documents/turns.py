"""How a text lies on its page, and whose turn each part of an interview is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from operator import itemgetter

from onrecord.documents import clutter as marks
from onrecord.documents import dialogue, labels, voices
from onrecord.documents.form import form, is_caption, is_open, is_pulled
from onrecord.documents.quotations import quotations
from onrecord.documents.text import BULLET, DASH, hull, joined, paragraphs, sentences
from onrecord.documents.voices import Place, Voice
from onrecord.facts import Clutter, Layout, Role, Span, Spans, Turn

_ANNOUNCED = re.compile(
    r"(?i:\binterview(?:s|ed|ee)?\b|\bq\s*&\s*a\b|\bin conversation\b|\bquestions? and answers?\b|\bsat down with\b|"
    r"\banswer(?:s|ed)\b[^.]{0,30}\bquestions\b)"
)
_FURNITURE = re.compile(
    r"(?i:(?:the\s+)?(?:full\s+)?(?:interview|transcript|questions?(?:\s+(?:and|&)\s+answers?)?|q\s*&\s*a))\W*$"
)
_NAMED_IN_ASIDE = re.compile(r"[-–—]\s*(?P<name>[^\W\d_a-z][\w’'-]*(?:\s+[^\W\d_a-z][\w’'-]*){0,2})\s*[)\]]$")


_NAMELESS = re.compile(r"(?i:q|a|questions?|answers?|reporter|journalist|moderator|interviewer|press)")


@dataclass(frozen=True, slots=True)
class _Page:
    """The paragraphs of a text and what of them is clutter, as far as it is known.

    ``opening`` holds the labels and dashes that open turns, by paragraph.
    """

    text: str
    title: str | None
    paragraphs: tuple[Spans, ...]
    whole: Mapping[int, Clutter]
    inner: tuple[tuple[Span, Clutter], ...]
    turns: tuple[Turn, ...] = ()
    opening: Mapping[int, Span] = field(default_factory=dict)

    def words(self, i: int) -> str:
        """The words of one paragraph."""
        return joined(self.text, self.paragraphs[i])


def layout(text: str, title: str | None) -> Layout:
    """Paragraphs, readable sentences, clutter, quoted stretches and, in an interview, its turns with their voices.

    ``title`` is the title from outside the text, if one is known.
    """
    found = paragraphs(text, title)
    whole = marks.whole(text, found, title)
    inner = tuple(mark for i, pieces in enumerate(found) if i not in whole for mark in marks.inner(text, pieces))
    page = _Page(text, title, found, whole, inner)
    page = _transcript(page) or _conversation(page) or page
    clutter = sorted([*((hull(found[i]), kind) for i, kind in page.whole.items()), *page.inner])
    return Layout(
        paragraphs=tuple(hull(pieces) for pieces in found),
        sentences=_readable(page),
        clutter=tuple(clutter),
        turns=page.turns,
        quotations=quotations(text, tuple(hull(pieces) for i, pieces in enumerate(found) if i not in page.whole)),
    )


def _readable(page: _Page) -> tuple[Spans, ...]:
    gone = sorted(span for span, _ in page.inner)
    at = 0
    found: list[Spans] = []
    for i, pieces in enumerate(page.paragraphs):
        if i in page.whole:
            continue
        end = pieces[-1].end
        inside = []
        while at < len(gone) and gone[at].start < end:
            inside.append(gone[at])
            at += 1
        found += sentences(page.text, marks.without(pieces, inside, page.text) if inside else pieces)
    return tuple(found)


def _body(page: _Page) -> list[int]:
    """The paragraphs that are not clutter, without the title that the page may begin with."""
    order = [i for i in range(len(page.paragraphs)) if i not in page.whole]
    if not order or order[0] != 0:
        return order
    words = page.words(0)
    if page.title:
        titled = marks.plain(words) == marks.plain(page.title)
    else:
        titled = is_open(words) and not DASH.match(words) and all(page.words(i) != words for i in order[1:])
    return order[titled:]


# Labelled voices -------------------------------------------------------------------------------------------------


def _transcript(page: _Page) -> _Page | None:
    """The page with the turns that its labels mark; nothing if it is no transcript."""
    order = _body(page)
    opened = {order[entry.paragraph]: entry for entry in labels.labelled([page.words(i) for i in order])}
    if not opened:
        return None
    opening = {i: _label_span(page, i, entry.length) for i, entry in opened.items()}
    speaking, whole = _speaking(page, order, opened)
    whole |= _furniture(page, min(opened))
    inner = (*page.inner, *((span, Clutter.LABEL) for span in opening.values()))
    page = replace(page, whole=dict(page.whole) | whole, inner=tuple(sorted(inner)), opening=opening)
    return replace(page, turns=_labelled_turns(page, speaking))


def _speaking(
    page: _Page, order: Sequence[int], opened: Mapping[int, labels.Labelled]
) -> tuple[list[tuple[int, str]], dict[int, Clutter]]:
    """Each paragraph of a turn with its label, and the clutter that stands among them."""
    first, last = min(opened), max(opened)
    surnames = {entry.name.split()[-1] for entry in opened.values()}
    units = dialogue.units([(page.words(i), False, False) for i in order])
    speaking: list[tuple[int, str]] = []
    whole: dict[int, Clutter] = {}
    name = ""
    for i, unit in zip(order, units, strict=True):
        if i < first:
            continue
        if entry := opened.get(i):
            name = entry.name
            if entry.length >= len(unit.words):
                continue
        elif i > last and _is_closing(unit.words, surnames):
            break
        elif kind := _between(unit):
            whole[i] = kind
            continue
        speaking.append((i, name))
    return speaking, whole


def _label_span(page: _Page, i: int, length: int) -> Span:
    start = page.paragraphs[i][0].start
    span = marks.trimmed(page.text, Span(start, min(start + length, page.paragraphs[i][-1].end)))
    return span or page.paragraphs[i][0]


def _between(unit: dialogue.Unit) -> Clutter | None:
    """A heading, caption or pull quote among the turns of a transcript; items of a list are neither."""
    heading = unit.fragment and unit.open and unit.form.size <= 12 and not unit.listed
    return _kind(unit.words) if heading or is_pulled(unit.words) or is_caption(unit.words) else None


def _is_closing(words: str, surnames: set[str]) -> bool:
    """Whether a paragraph behind the last turn speaks about the voices instead of as one of them."""
    shape = form(words)
    named = any(re.search(rf"\b{re.escape(name)}\b", words) for name in surnames)
    return not shape.first_person and (shape.telling > 1.0 or named)


def _labelled_turns(page: _Page, speaking: Sequence[tuple[int, str]]) -> tuple[Turn, ...]:
    spans = {i: span for i, _ in speaking if (span := _spoken(page, i))}
    said = [(name, " ".join(spans[i].of(page.text).split())) for i, name in speaking if i in spans]
    whole = [(name, " ".join(words for _, words in turn)) for name, turn in groupby(said, key=itemgetter(0))]
    role = labels.roles(whole)
    names = _label_names(page, role, tuple(spans.values()))
    return tuple(_turn(page, i, spans[i], role[name], names[name]) for i, name in speaking if i in spans)


def _label_names(page: _Page, role: Mapping[str, Role | None], inside: Spans) -> dict[str, Voice | None]:
    """Name each label: the fullest name it is part of, else the label itself.

    Letters stand for the one voice that answers under its name, else for whom the text introduces.
    """
    places = _places(page, inside)
    names = {label: None if _NAMELESS.fullmatch(label) else _label_name(page, label, places) for label in role}
    answering = [label for label, r in role.items() if r is Role.ANSWER]
    known = {voice.name: voice for label in answering if (voice := names[label])}
    for label in answering:
        if names[label] is None:
            only = next(iter(known.values())) if len(known) == 1 else None
            names[label] = only or voices.guest(page.text, places, inside, page.title)
    return names


def _label_name(page: _Page, label: str, places: Sequence[Place]) -> Voice:
    at = next(span.start + n for span in page.opening.values() if (n := span.of(page.text).find(label)) >= 0)
    return voices.fullest(page.text, label, places) or Voice(label, Span(at, at + len(label)))


# Dashes, or nothing ----------------------------------------------------------------------------------------------


def _conversation(page: _Page) -> _Page | None:
    """The page with the turns that the form of its paragraphs shows; nothing if it is no interview."""
    order = [i for i in _body(page) if not _bullet(page, i)]
    if not any(page.text[page.paragraphs[i][-1].end - 1] in "?…" for i in order):
        return None
    dashes = {i: m.end() for i in order if (m := DASH.match(page.words(i)))}
    units = dialogue.units(
        [(page.words(i)[dashes.get(i, 0) :], i in dashes, i - 1 in page.whole or _bullet(page, i - 1)) for i in order]
    )
    announced = bool(_ANNOUNCED.search(page.title or page.words(0))) or any(
        _FURNITURE.match(page.words(i)) for i in order
    )
    path = dialogue.parts(units, announced=announced)
    if path is None:
        return None
    role = {i: r for i, r in zip(order, dialogue.roles(path), strict=True) if r}
    between = {i for i, part in zip(order, path, strict=True) if part is dialogue.Part.BETWEEN}
    bullets = [i for i in range(min(role), max(role)) if i not in page.whole and _bullet(page, i)]
    whole = {i: Clutter.CAPTION for i in bullets if is_open(page.words(i))} | {i: _kind(page.words(i)) for i in between}
    whole |= _furniture(page, min(role))
    opening = {i: _dash(page, i) for i in dashes if i in role}
    inner = (*page.inner, *((span, Clutter.LABEL) for span in opening.values()))
    page = replace(page, whole=whole | dict(page.whole), inner=tuple(sorted(inner)), opening=opening)
    return replace(page, turns=_unlabelled_turns(page, role))


def _kind(words: str) -> Clutter:
    return Clutter.CAPTION if is_pulled(words) or is_caption(words) else Clutter.HEADING


def _bullet(page: _Page, i: int) -> bool:
    return i >= 0 and bool(BULLET.match(page.text, page.paragraphs[i][0].start))


def _furniture(page: _Page, first: int) -> dict[int, Clutter]:
    """Headings above the first turn that only say that an interview follows."""
    return {i: Clutter.HEADING for i in range(1, first) if i not in page.whole and _FURNITURE.match(page.words(i))}


def _dash(page: _Page, i: int) -> Span:
    start = page.paragraphs[i][0].start
    match = DASH.match(page.text, start)
    return Span(start, start + len(match.group().rstrip())) if match else page.paragraphs[i][0]


def _unlabelled_turns(page: _Page, role: Mapping[int, Role]) -> tuple[Turn, ...]:
    spans = {i: span for i in role if (span := _spoken(page, i))}
    inside = tuple(spans.values())
    places = _places(page, inside)
    bylines = [hull(page.paragraphs[i]) for i, kind in page.whole.items() if kind is Clutter.BYLINE]
    guest = voices.guest(page.text, places, inside, page.title)
    asker = voices.asker(page.text, places, bylines, guest) or _signed(page)
    return tuple(_turn(page, i, span, role[i], guest if role[i] is Role.ANSWER else asker) for i, span in spans.items())


def _signed(page: _Page) -> Voice | None:
    """The outlet by the name with which its editor signs an aside."""
    for span, kind in page.inner:
        if kind is not Clutter.ASIDE:
            continue
        match = _NAMED_IN_ASIDE.search(span.of(page.text))
        if match and not re.fullmatch(r"(?i:ed|eds|editor|note|author|trans\w*)", match["name"]):
            return Voice(match["name"], Span(span.start + match.start("name"), span.start + match.end("name")))
    return None


# Both ------------------------------------------------------------------------------------------------------------


def _turn(page: _Page, i: int, span: Span, role: Role | None, voice: Voice | None) -> Turn:
    return Turn(
        span=span,
        role=role,
        speaker=voice.name if voice else None,
        named_at=voice.at if voice else None,
        label=page.opening.get(i),
    )


def _spoken(page: _Page, i: int) -> Span | None:
    """From the first to the last word of a paragraph, its label left out."""
    label = page.opening.get(i)
    left = marks.without(page.paragraphs[i], [label] if label else [], page.text)
    return hull(left) if left else None


def _places(page: _Page, inside: Spans) -> tuple[Place, ...]:
    """Where a voice may be named: title, introduction, captions up to their credits, what follows the last turn."""
    first = inside[0].start if inside else len(page.text)
    last = inside[-1].end if inside else 0
    found = []
    for i, pieces in enumerate(page.paragraphs):
        span = hull(pieces)
        kind = page.whole.get(i)
        if kind is Clutter.CAPTION:
            shown = marks.trimmed(page.text, Span(span.start, span.start + len(marks.credits_cut(span.of(page.text)))))
            if shown:
                found.append(Place(shown, 1.5))
        elif kind in {None, Clutter.HEADING} and not first <= span.start < last:
            found.append(Place(span, 3.0 if i == 0 and kind is None and is_open(page.words(0)) else 1.0))
    return tuple(found)
