"""One statement in its context, with the words that are its evidence marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from onrecord.facts import Span, Statement
from onrecord.record import Judgement, Record
from onrecord.views.copies import Place, places
from onrecord.views.elsewhere import Repeated, repetitions

# Long enough to find the place again in another copy of the text, as W3C's TextQuoteSelector wants it.
_SELECTOR_CHARS = 32

_CONTEXT_CHARS = 400

# A line can be a whole book; more of it is not shown for its end's sake.
_LINE_CHARS = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A stretch of the text, and what it is to the statement: ``content``, ``cue``, ``source``, ``occasion``."""

    span: Span
    words: str
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A statement and the text around it.

    ``statement`` is its JSON form; ``prefix`` and ``suffix`` are the characters around its content, by which it
    can be found in another copy; ``segments`` follow each other without gaps. ``present`` is false where the
    newest reader did not find it, ``superseded`` true where a newer version of the document took its place. Where
    ``text_kept`` is false there is nothing around the quote. Of the ``judgements`` the newest is first.
    ``also_at`` are near copies of the document, or what it is a copy of; ``elsewhere`` are statements of other
    documents that say the same.
    """

    statement: dict[str, Any]
    document_name: str
    prefix: str
    suffix: str
    segments: tuple[Segment, ...]
    present: bool
    superseded: bool
    text_kept: bool
    judgements: tuple[Judgement, ...]
    also_at: tuple[Place, ...]
    elsewhere: tuple[Repeated, ...]

    def json(self) -> dict[str, Any]:
        """Give it in names and values: the statement with what stands around its words, and all judgements on it."""
        return self.statement | {
            "prefix": self.prefix,
            "suffix": self.suffix,
            "present": self.present,
            "superseded": self.superseded,
            "text_kept": self.text_kept,
            "judgements": [judgement.json() for judgement in self.judgements],
        }


def show(record: Record, start: str, around: int = _CONTEXT_CHARS, *, as_read: bool = False) -> Shown:
    """Show the statement whose id begins so, with as many characters around, out to the ends of their lines.

    ``as_read`` leaves out what anybody has said of it since. Raises ``RecordError`` where there is none, or more than
    one; then it names them.
    """
    entry = record.entry(start)
    subject = entry.judged.subject if entry.judged else entry.id
    entry = entry.as_read() if as_read else entry
    known = record.provenances(entry.statement.document)[0]
    text = record.document(known.document).text if known.text_kept else None
    right = entry.right
    prefix, suffix = around_words(text or "", right.content)
    if text is None:
        first, last = right.content[0].start, right.content[-1].end
        segments: Iterable[Segment] = [Segment(span=Span(first, last), words=entry.words, marks=("content",))]
    else:
        segments = _segments(text, _context(text, right, around), _marks(right))
    return Shown(
        statement=entry.json(),
        document_name=known.captures[0].name,
        prefix=prefix,
        suffix=suffix,
        segments=tuple(segments),
        present=entry.present,
        superseded=entry.superseded,
        text_kept=known.text_kept,
        judgements=() if as_read else tuple(record.judgements(subject)),
        also_at=places(record, known.document),
        elsewhere=repetitions(record, entry),
    )


def around_words(text: str, content: Sequence[Span]) -> tuple[str, str]:
    """Give the characters before and after the words of a statement, by which they are found in a copy of the text."""
    first, last = content[0].start, content[-1].end
    return text[max(0, first - _SELECTOR_CHARS) : first], text[last : last + _SELECTOR_CHARS]


def _marks(statement: Statement) -> dict[str, tuple[Span, ...]]:
    return {
        "content": statement.content,
        "cue": (statement.cue,) if statement.cue else (),
        "source": statement.source,
        "occasion": statement.occasion,
    }


def _context(text: str, statement: Statement, around: int) -> Span:
    """Everything that is marked, and whole lines around it until there are enough characters."""
    spans = [span for marked in _marks(statement).values() for span in marked]
    first = min(span.start for span in spans)
    last = max(span.end for span in spans)
    before = text.rfind("\n", 0, max(0, first - around)) + 1
    after = text.find("\n", min(len(text), last + around))
    most = around + _LINE_CHARS
    return Span(max(before, first - most, 0), min(len(text) if after < 0 else after, last + most))


def _segments(text: str, context: Span, marks: dict[str, tuple[Span, ...]]) -> Iterator[Segment]:
    """Cut the context wherever a marked span begins or ends."""
    edges = {context.start, context.end}
    for spans in marks.values():
        edges |= {edge for span in spans for edge in (span.start, span.end)}
    cuts = sorted(edges)
    for start, end in pairwise(cuts):
        piece = Span(start, end)
        names = tuple(name for name, spans in marks.items() if any(span.holds(piece) for span in spans))
        yield Segment(span=piece, words=piece.of(text), marks=names)
