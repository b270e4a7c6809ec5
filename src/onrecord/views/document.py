"""A whole text with all that was said in it marked, paragraph by paragraph."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from onrecord.errors import RecordError
from onrecord.facts import Span, Statement
from onrecord.jsonform import relation_json
from onrecord.record import Entry, Provenance, Record
from onrecord.views.copies import Place, places

PART_CHARS = 40_000
"""About so many characters are given at once; a book is given in parts, cut between paragraphs."""

_BREAK = re.compile(r"\s*\n\s*")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a paragraph; ``statement`` is the id of the innermost statement whose words it is.

    ``first`` is true for the first words of a statement; ``depth`` counts the statements around it; ``cue`` is the id
    of the statement that it is the cue of.
    """

    words: str
    statement: str | None = None
    first: bool = False
    depth: int = 0
    cue: str | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph in pieces without gaps from its ``start`` on, the relations whose words begin in it, and its turn.

    ``turn`` is ``question`` or ``answer``, or nothing.
    """

    start: int
    pieces: tuple[Piece, ...]
    relations: tuple[dict[str, Any], ...]
    turn: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of a document: its paragraphs and the statements that begin in it, in the order of the text.

    ``text`` are its words from ``start`` on, ``None`` where they are not kept. ``speakers`` are names, or kinds where
    there is none, of all who speak in the document, the most heard first.
    """

    known: Provenance
    number: int
    parts: int
    start: int
    text: str | None
    paragraphs: tuple[Paragraph, ...]
    entries: tuple[Entry, ...]
    speakers: tuple[str, ...]
    also_at: tuple[Place, ...]

    def json(self) -> dict[str, Any]:
        """Give it in names and values; ``relations`` are those that the outlet itself voices here."""
        beside = (relation for paragraph in self.paragraphs for relation in paragraph.relations)
        return {
            "part": self.number,
            "parts": self.parts,
            "start": self.start,
            "text": self.text,
            "speakers": list(self.speakers),
            "statements": [entry.json() for entry in self.entries],
            "relations": [relation for relation in beside if relation["voice"] == "outlet"],
        }


def document(record: Record, start: str, number: int = 1) -> Part:
    """Give a part of the document whose id begins so, the first is 1.

    A text that is not kept has no paragraphs. Raises ``RecordError`` where there is no such document or part, or more
    than one.
    """
    found = record.provenances(start)
    if len(found) != 1:
        raise RecordError(f"{'more than one' if found else 'no'} document begins with {start!r} in {record.name}")
    [known] = found
    text = record.document(known.document).text if known.text_kept else ""
    cuts = _parts(text)
    if not 1 <= number < len(cuts):
        raise RecordError(f"document {known.document[:12]} has no part {number}; it has {len(cuts) - 1}")
    part = Span(cuts[number - 1], cuts[number]) if text else None
    entries = record.entries_of(known.document)
    reading = record.reading(known.document)
    relations = [relation_json(relation) for relation in reading.relations] if reading else []
    heard = Counter(speaker_of(entry.right) for entry in entries)
    return Part(
        known=known,
        number=number,
        parts=len(cuts) - 1,
        start=part.start if part else 0,
        text=text[part.start : part.end] if part else None,
        paragraphs=tuple(_paragraphs(text, part, entries, relations)) if part else (),
        entries=tuple(e for e in entries if part is None or part.start <= e.right.content[0].start < part.end),
        speakers=tuple(name for name, _ in heard.most_common()),
        also_at=places(record, known.document),
    )


def part_of(record: Record, entry: Entry) -> int:
    """Tell in which part of its document a statement begins."""
    known = record.provenances(entry.statement.document)[0]
    if not known.text_kept or known.characters <= PART_CHARS:
        return 1
    return bisect_right(_parts(record.document(known.document).text)[:-1], entry.right.content[0].start)


def speaker_of(statement: Statement) -> str:
    """Give the name of who says something, or what kind of voice it is."""
    return statement.speaker.name or statement.speaker.kind.value


def _parts(text: str) -> list[int]:
    """Where parts begin, and where the last one ends."""
    cuts = [0]
    while len(text) - cuts[-1] > PART_CHARS * 1.25:
        there = text.find("\n", cuts[-1] + PART_CHARS)
        if there < 0 or there > cuts[-1] + 2 * PART_CHARS:
            there = cuts[-1] + PART_CHARS
        cuts.append(there + 1)
    return [*cuts, max(len(text), cuts[-1] + 1)]


def _paragraphs(
    text: str, part: Span, entries: Sequence[Entry], relations: Sequence[Mapping[str, Any]]
) -> Iterator[Paragraph]:
    begin = part.start
    inside = [entry for entry in entries if any(span.overlaps(part) for span in _spans(entry.right))]
    for gap in _BREAK.finditer(text, part.start, part.end):
        if begin < gap.start():
            yield _paragraph(text, Span(begin, gap.start()), inside, relations)
        begin = gap.end()
    if begin < min(part.end, len(text)):
        yield _paragraph(text, Span(begin, min(part.end, len(text))), inside, relations)


def _paragraph(text: str, where: Span, entries: Sequence[Entry], relations: Sequence[Mapping[str, Any]]) -> Paragraph:
    here = [entry for entry in entries if any(span.overlaps(where) for span in _spans(entry.right))]
    edges = {where.start, where.end}
    for entry in here:
        edges |= {min(max(edge, where.start), where.end) for span in _spans(entry.right) for edge in span.pair()}
    beside = [dict(each) for each in relations if where.start <= each["grounds"][0][0] < where.end]
    turns = [entry.right.mode.value for entry in here if entry.right.mode.value in ("question", "answer")]
    pieces = tuple(_piece(text, Span(*cut), here) for cut in pairwise(sorted(edges)))
    return Paragraph(where.start, pieces, tuple(beside), turns[0] if turns else None)


def _piece(text: str, span: Span, entries: Sequence[Entry]) -> Piece:
    around = [entry for entry in entries if any(each.holds(span) for each in entry.right.content)]
    cues = [entry.id for entry in entries if entry.right.cue and entry.right.cue.holds(span)]
    if not around:
        return Piece(span.of(text), cue=cues[-1] if cues else None)
    innermost = min(around, key=lambda entry: sum(each.end - each.start for each in entry.right.content))
    return Piece(
        words=span.of(text),
        statement=innermost.id,
        first=innermost.right.content[0].start == span.start,
        depth=len(around) - 1,
        cue=cues[-1] if cues else None,
    )


def _spans(statement: Statement) -> Iterator[Span]:
    yield from statement.content
    if statement.cue:
        yield statement.cue
