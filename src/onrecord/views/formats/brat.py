"""Statements in brat's standoff: a text and its annotations for each document, and the types that they have.

brat counts code points, as Onrecord does, and marks nothing across the end of a line: what runs over it is in pieces.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import count
from pathlib import Path

from onrecord.facts import Mode, Span
from onrecord.record import Entry, Query, Record
from onrecord.views.formats.bundles import bundles

CONFIGURATION = f"""[entities]
Content
Cue
Source

[relations]
ReportedBy	Arg1:Content, Arg2:Cue
SaidBy	Arg1:Content, Arg2:Source
<OVERLAP>	Arg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>

[events]

[attributes]
Mode	Arg:Content, Value:{"|".join(Mode)}
"""
_DIGITS = 16
_LINE = re.compile(r"[^\r\n]+")


def write(record: Record, query: Query, path: Path) -> None:
    """Write what a query finds into a folder, but for documents whose text is not kept."""
    (path / "annotation.conf").write_text(CONFIGURATION, encoding="utf-8")
    for bundle in bundles(record, query):
        if bundle.text is not None:
            name = bundle.document[:_DIGITS]
            (path / f"{name}.txt").write_bytes(bundle.text.encode())
            (path / f"{name}.ann").write_text("".join(_standoff(bundle.text, bundle.entries)), encoding="utf-8")


def _standoff(text: str, entries: Iterable[Entry]) -> Iterator[str]:
    marks, relations, attributes, notes = count(1), count(1), count(1), count(1)
    for entry in entries:
        statement = entry.right
        content = next(marks)
        yield _mark(content, "Content", statement.content, text)
        yield f"A{next(attributes)}\tMode T{content} {statement.mode.value}\n"
        if statement.speaker.name:
            yield f"#{next(notes)}\tAnnotatorNotes T{content}\tspeaker: {statement.speaker.name}\n"
        for type_, name, spans in (
            ("ReportedBy", "Cue", (statement.cue,) if statement.cue else ()),
            ("SaidBy", "Source", statement.source),
        ):
            if spans:
                other = next(marks)
                yield _mark(other, name, spans, text)
                yield f"R{next(relations)}\t{type_} Arg1:T{content} Arg2:T{other}\n"


def _mark(number: int, type_: str, spans: Iterable[Span], text: str) -> str:
    pieces = [piece for span in spans for piece in _by_line(span, text)]
    places = ";".join(f"{piece.start} {piece.end}" for piece in pieces)
    return f"T{number}\t{type_} {places}\t{' '.join(piece.of(text) for piece in pieces)}\n"


def _by_line(span: Span, text: str) -> Iterator[Span]:
    for line in _LINE.finditer(text, span.start, span.end):
        if line[0].strip():
            yield Span(*line.span())
