"""Paragraphs and sentences of a plain text.

A *paragraph* is a tuple of pieces: more than one where link text or a missing join has broken its line over
blank lines. A *sentence* is a tuple of spans for the same reason. Offsets are code points of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from onrecord.facts import Span, Spans

BULLET = re.compile(r"[•●▪◦‣∙■►▶♦◆*]\s+")
DASH = re.compile(r"(?:--?|[‐‒–—―−])\s*(?=[^\s\d-])")
ASKED_OR_ANSWERED = re.compile(r"(?:Q|A|Question|Answer)(?:\s*\d{1,2})?\s*[.:)]\s|Q\s{2,}(?=\S)")
LABEL = re.compile(r"[*_]*[^\W\d_a-z][\w.'’&-]*(?:\s+[\w.'’&(),-]+){0,9}?[*_]*\s*[:：](?:\s|$)")

_LINE = re.compile(r"[^\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
_END = re.compile(r"[.!?…:][\"'”’»)\]*_]*$")
_GLUED = re.compile(r"n['’]t\b|['’](?:s|re|ve|ll|d|m)\b|[.,;:!?)\]”»](?!\.)")
_DOTTED = re.compile(r"(?:\b[A-Za-z]\.)+$")
_OPEN_ENDED = frozenset(
    """a an the of to in on at by for with from and or but nor that which who whose as than into about between against
    over under toward towards through during among its their his her our your my this these those is are was were be
    been being has have had will would can could should may might must not such both via per said says""".split()
)


class _Line(NamedTuple):
    """A line without the space around it; ``indented`` and ``tight`` say what stood before it."""

    span: Span
    words: str
    indented: bool
    tight: bool


def paragraphs(text: str, title: str | None = None) -> tuple[Spans, ...]:
    """The paragraphs in order, each with its pieces; a title is never run together with what follows it."""
    lines = _unwrapped(text, list(_lines(text)))
    found: list[list[Span]] = []
    unfinished: int | None = None
    for i, line in enumerate(lines):
        following = lines[i + 1].words if i + 1 < len(lines) else ""
        if unfinished is not None and _continues(_tail(text, found[unfinished]), line, following):
            found[unfinished].append(line.span)
        else:
            found.append([line.span])
            if BULLET.match(line.words):
                continue  # a caption may stand in the middle of a sentence
            unfinished = len(found) - 1
        if line.words == title or (i == 0 and title is None and _headline(line, following)):
            unfinished = None
    return tuple(tuple(pieces) for pieces in sorted(found))


def hull(pieces: Spans) -> Span:
    """From the first to the last code point of the pieces."""
    return Span(pieces[0].start, pieces[-1].end)


def joined(text: str, pieces: Spans) -> str:
    """The words of the pieces as a reader would say them: one space between, none before n't, 's or punctuation."""
    return "".join(gap + piece.of(text) for gap, piece in zip(_gaps(text, pieces), pieces, strict=True))


def _lines(text: str) -> Iterator[_Line]:
    end = 0
    for match in _LINE.finditer(text):
        raw = match.group()
        words = raw.strip()
        if not words:
            continue
        start = match.start() + len(raw) - len(raw.lstrip())
        tight = text.count("\n", end, start) == 1
        end = start + len(words)
        yield _Line(Span(start, end), words, raw[0].isspace(), tight)


def _unwrapped(text: str, lines: list[_Line]) -> list[_Line]:
    """Lines of a text that was wrapped at a width, put together again; other texts as they are."""
    pairs = [(a, b) for a, b in pairwise(lines) if b.tight]
    runs_on = sum(len(a.words) >= 45 and not _END.search(a.words) for a, _ in pairs)
    if len(pairs) < 3 or runs_on * 2 < len(pairs):
        return lines
    width = max(len(a.words) for a, _ in pairs)
    whole = lines[:1]
    last = lines[0]
    for line in lines[1:]:
        short = len(last.words) < width * 0.7
        if line.tight and not _opens(line.words) and not (short and _END.search(last.words)):
            span = Span(whole[-1].span.start, line.span.end)
            whole[-1] = whole[-1]._replace(span=span, words=span.of(text))
        else:
            whole.append(line)
        last = line
    return whole


def _opens(words: str) -> bool:
    return bool(BULLET.match(words) or DASH.match(words) or ASKED_OR_ANSWERED.match(words) or LABEL.match(words))


def _tail(text: str, pieces: list[Span]) -> str:
    return text[max(pieces[0].start, pieces[-1].end - 300) : pieces[-1].end]


def _headline(line: _Line, following: str) -> bool:
    return not DASH.match(line.words) and len(following) > 3 * len(line.words)


def _continues(before: str, line: _Line, following: str) -> bool:
    """Tell whether the line goes on with what stands before it, across a blank line."""
    words = line.words
    if BULLET.match(words):
        return False
    if _GLUED.match(words):
        return True
    if before.rfind("(") > before.rfind(")") and (_closes(words) or _closes(following)):
        return True
    if _END.search(before) and not (_DOTTED.search(before) and words[0].islower()):
        return False
    return not (DASH.match(words) or LABEL.match(words)) and _runs_on(before, line, following)


def _runs_on(before: str, line: _Line, following: str) -> bool:
    """Tell whether a line goes on with one that no mark has ended."""
    first = line.words.split(None, 1)[0]
    if first[0].islower():
        return not any(c.isupper() for c in first)  # a brand may begin a sentence small
    return line.indented or before.rsplit(None, 1)[-1] in _OPEN_ENDED or _link(before, line.words, following)


def _closes(words: str) -> bool:
    return -1 < words.find(")") < (words.find("(") + 1 or len(words) + 1)


def _link(before: str, words: str, following: str) -> bool:
    """Whether a short capitalised line is link text between two halves of a sentence."""
    return (
        len(words.split()) <= 8
        and len(before.split()) >= 3
        and not _END.search(words)
        and bool(following)
        and (following[0].islower() or bool(_GLUED.match(following)))
    )


# Sentences -----------------------------------------------------------------------------------------------------

_STOP = re.compile(r"[.!?…]+[\"'”’»)\]]*\s+")
_WORD_BEFORE = re.compile(r"[\w.&'’-]+$")
_WORD_AFTER = re.compile(r"\W*(\w+)")
_OPENERS = "\"'“‘«„([–—-*•`….¿¡ "
_SAYS = re.compile(
    r"(?:[^\W\d_a-z][\w.'’-]*\s+){1,4}(?:said|says|asked|asks|added|wrote|replied|answered|told|tweeted|continued|"
    r"explained|noted|wondered|quipped|joked|shouted|insisted|declared|demanded|exclaimed)\b"
)
_TITLES = frozenset(
    """mr mrs ms mx dr prof gen sen sens rep reps gov lt col sgt capt maj adm rev hon st mt ft messrs amb pres supt cpl
    pvt cmdr brig fr sr. mme mlle vs viz cf ca approx e.g i.e eg ie det insp atty asst assoc dep""".split()
)
_SHORTENED = frozenset(
    """inc corp co ltd bros jr sr etc al dept est univ jan feb mar apr jun jul aug sep sept oct nov dec ave blvd rd ala
    ariz ark calif colo conn del fla ga ill ind kan ky la md mass mich minn miss mo mont neb nev okla ore pa penn tenn
    tex va vt wash wis wyo ph.d m.sc b.a m.a d.c n.y n.j""".split()
)
_BEFORE_NUMBER = frozenset("no nos art arts p pp vol fig figs sec ch para".split())
_STARTERS = frozenset(
    """the a an in it he she they we i you but and so this that these those his her their its our my on at for as if
    when while after before since because although though however there what why how who where which not no yes then
    also with from by one some many most all both each another under during last next now meanwhile still""".split()
)


def sentences(text: str, pieces: Spans) -> tuple[Spans, ...]:
    """The sentences of one paragraph, each as one span for every piece that it touches."""
    if len(pieces) == 1:
        start, end = pieces[0].start, pieces[0].end
        return tuple((Span(start + a, start + b),) for a, b in _bounds(text[start:end]))
    whole = ""
    starts = []
    for gap, piece in zip(_gaps(text, pieces), pieces, strict=True):
        starts.append(len(whole) + len(gap))
        whole += gap + piece.of(text)
    return tuple(tuple(_parts(text, pieces, starts, bounds)) for bounds in _bounds(whole))


def _gaps(text: str, pieces: Spans) -> list[str]:
    return [" " if i and not _GLUED.match(text, piece.start) else "" for i, piece in enumerate(pieces)]


def _parts(text: str, pieces: Spans, starts: list[int], bounds: tuple[int, int]) -> Iterator[Span]:
    for piece, at in zip(pieces, starts, strict=True):
        first, last = max(bounds[0], at), min(bounds[1], at + piece.end - piece.start)
        if first < last:
            span = Span(piece.start + first - at, piece.start + last - at)
            words = span.of(text)
            yield Span(span.start + len(words) - len(words.lstrip()), span.end - len(words) + len(words.rstrip()))


def _bounds(words: str) -> Iterator[tuple[int, int]]:
    """Start and end of each sentence, without the space between them."""
    start = len(words) - len(words.lstrip())
    for stop in _STOP.finditer(words):
        if stop.start() > start and _ends(words, stop):
            yield start, start + len(words[start : stop.end()].rstrip())
            start = stop.end()
    end = len(words.rstrip())
    if start < end:
        yield start, end


def _ends(words: str, stop: re.Match[str]) -> bool:
    """Whether a sentence ends at these marks."""
    rest = words[stop.end() : stop.end() + 60]
    first = rest.lstrip(_OPENERS)[:1]
    if not first or first.islower():
        return False
    marks = stop.group().rstrip()
    if marks[-1] in "\"”»’'" and _SAYS.match(rest):
        return False
    if marks[0] != "." or marks.startswith(".."):
        return True
    return _full_stop(words, stop.start(), rest, closed=len(marks) > 1)


def _full_stop(words: str, at: int, rest: str, *, closed: bool) -> bool:
    """Whether the dot at this place is more than the mark of an abbreviation, an initial or a number."""
    match = _WORD_BEFORE.search(words, max(0, at - 24), at)
    if match is None:
        return True
    word = match.group().lower()
    after = _WORD_AFTER.match(rest)
    following = after.group(1) if after else ""
    starts = following.lower() in _STARTERS
    if word in _TITLES:
        return closed
    initial = len(word) == 1 and match.group().isupper()
    if word in _BEFORE_NUMBER and not initial:
        return not following[:1].isdigit()
    if match.start() == 0 and (word.isdigit() or len(word) == 1) and len(word) <= 2:
        return False
    if word in _SHORTENED or initial or re.fullmatch(r"(?:[a-z]\.)+[a-z]", word):
        return starts and not following.islower() and not (len(word) == 1 and following == "A")
    return True
