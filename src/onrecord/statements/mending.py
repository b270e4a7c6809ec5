"""The names of persons that a text has, mended where the model broke them.

What a name is in one place it is in all: a surname that the model missed, or took for a town once, is found by
the words. A run over a full stop is two names; an initial belongs to the name behind it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from onrecord.facts import Form, Kind, Layout, Mention, Role, Span
from onrecord.statements.names import bare_name, honorific_word, name_words
from onrecord.statements.roles import is_role

_INITIALS = re.compile(r"(?:\w\. ?)+")
_STOP = re.compile(r"(?<=[^\W\d_A-Z][^\W\d_A-Z])\.\s+(?=[^\W\d_a-z])|\s*\n\s*")
_NO_NAMES = frozenset("the a an in on at of by for from with and but or if as when his her its their our my".split())
_GIVEN = re.compile(r"(?:(?<![.!?:”\"] )(?<!\n)\b[^\W\d_a-z][\w'’-]+ ){1,3}$")


def persons_named(text: str, mentions: Sequence[Mention], layout: Layout) -> list[Span]:
    """Where persons are named, in order and disjoint."""
    told = [m for m in mentions if m.form is Form.NAME]
    spans = _joined(text, [part for m in told if m.kind is Kind.PERSON for part in _parts(text, m.span)])
    guests = [turn.named_at for turn in layout.turns if turn.role is Role.ANSWER and turn.named_at is not None]
    spans = _disjoint([*spans, *guests])
    others = [m.span for m in told if m.kind is not Kind.PERSON]
    spans = _disjoint([*spans, *_again(text, spans, others)])
    full = {word for span in spans for words in [name_words(span.of(text))] if len(words) > 1 for word in words}
    kept = [span for span in spans if _is_name(text, span, full)]
    return _disjoint([_completed(text, span, full) for span in kept])


def _parts(text: str, span: Span) -> Iterator[Span]:
    """A name that runs over the end of a sentence is two."""
    start = span.start
    for stop in _STOP.finditer(text, span.start, span.end):
        if start < stop.start() and not honorific_word(text[start : stop.start()].rpartition(" ")[2]):
            yield Span(start, stop.start())
            start = stop.end()
    if text[start : span.end].strip():
        yield Span(start, span.end)


def _joined(text: str, spans: list[Span]) -> list[Span]:
    """Initials with the name behind them."""
    out: list[Span] = []
    for span in sorted(spans):
        if out and span.start == out[-1].end + 1 and _INITIALS.fullmatch(out[-1].of(text)):
            out[-1] = Span(out[-1].start, span.end)
        else:
            out.append(span)
    return out


def _disjoint(spans: Iterable[Span]) -> list[Span]:
    """Of overlapping spans the longer ones, in order."""
    out: list[Span] = []
    for span in sorted(set(spans), key=lambda s: (s.start, -s.end)):
        if out and out[-1].overlaps(span):
            if out[-1].end - out[-1].start < span.end - span.start:
                out[-1] = span
        else:
            out.append(span)
    return out


def _again(text: str, spans: list[Span], others: list[Span]) -> list[Span]:
    """Where the surnames of written-out names stand elsewhere, unless that word mostly names something else."""
    bare = [bare_name(text, span).of(text) for span in spans]
    surnames = {name.rpartition(" ")[2] for name in bare if " " in name}
    taken = {at for span in others if " " in span.of(text) for at in range(span.start, span.end)}
    elsewhere = Counter(span.of(text) for span in others)
    here = Counter(bare)
    surnames = {w for w in surnames if len(w) > 2 and w[0].isupper() and elsewhere[w] <= here[w] and not is_role(w)}
    if not surnames:
        return []
    found = re.compile(rf"(?<![\w'’-])(?:{'|'.join(map(re.escape, sorted(surnames)))})(?:['’]s)?(?![\w-]|['’]\w)")
    return [Span(m.start(), m.end()) for m in found.finditer(text) if m.start() not in taken]


def _is_name(text: str, span: Span, full: set[str]) -> bool:
    """Whether there is more to it than a title: "Dame" alone is nobody's name, "King" may be."""
    words = name_words(span.of(text))
    if not words:
        return False
    return len(words) > 1 or words[0] in full or not (is_role(words[0]) or honorific_word(words[0]))


def _completed(text: str, span: Span, full: set[str]) -> Span:
    """A surname that nobody bears in full so far, with the given names before it that the model missed."""
    words = name_words(span.of(text))
    if len(words) > 1 or words[0] in full:
        return span
    given = _GIVEN.search(text, max(0, span.start - 40), span.start)
    if given is None or given[0].split()[0].casefold() in _NO_NAMES:
        return span
    named = bare_name(text, Span(given.start(), span.end))
    return named if named.start < span.start else span
