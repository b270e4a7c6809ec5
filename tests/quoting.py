"""A reader so simple that the record is tested without the model.

It reads “NAME said: “WORDS””, “A presses B”, “A backs B”, “the N Accord” and “in 2031”, and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from onrecord.facts import (
    Capture,
    CueKind,
    Document,
    End,
    Figure,
    Form,
    Instrument,
    Kind,
    Layer,
    Mention,
    Metadata,
    Mode,
    Reading,
    Relation,
    Span,
    Speaker,
    Statement,
    Time,
)
from onrecord.ingest import Reader

_SAID = re.compile(r"(?P<name>[A-Z]\w+ [A-Z]\w+) (?P<cue>said|hoped): (?P<quote>“[^”]*”)")
_TIE = re.compile(r"(?P<holder>[A-Z]\w+) (?P<verb>presses|backs) (?P<target>[A-Z]\w+)")
_ACCORD = re.compile(r"the (?P<name>[A-Z]\w+ Accord)")
_YEAR = re.compile(r"in (?P<year>\d{4})")

HARBOUR = "Mira Tessarić said: “Arvenia will never close the harbour.”"


def document(text: str = HARBOUR, name: str = "a.txt", extractor: str = "plain", **metadata: str) -> Document:
    return Document(text=text, name=name, extractor=extractor, metadata=Metadata(**metadata))


def capture(text: str = HARBOUR, name: str = "a.txt", **metadata: str) -> Capture:
    return Capture(name=name, data=text.encode(), metadata=Metadata(language="en", **metadata))


def read(document: Document, reader: str = "1-quoting") -> Reading:
    if "CRASH" in document.text:
        raise KeyError("crash")
    found = list(_SAID.finditer(document.text))
    statements = tuple(_statement(document, match) for match in found)
    return Reading(
        document=document.id,
        reader=reader,
        statements=statements,
        relations=tuple(_relation(document, match, statements) for match in _TIE.finditer(document.text)),
        instruments=tuple(
            Instrument(name=match["name"], span=Span(*match.span("name"))) for match in _ACCORD.finditer(document.text)
        ),
        times=tuple(
            Time(value=match["year"], span=Span(*match.span("year"))) for match in _YEAR.finditer(document.text)
        ),
        mentions=tuple(_mention(span) for span in _names(found)),
        figures=tuple(
            Figure(name=span.of(document.text), named_at=span, kind=Kind.PERSON, mentions=(span,))
            for span in _names(found)
        ),
    )


def read_again(document: Document) -> Reading:
    """A newer reader: it sees only what was said, not what was hoped."""
    found = read(document, "2-quoting")
    spoken = tuple(s for s in found.statements if s.cue_kind is CueKind.SPEECH)
    return Reading(document=document.id, reader="2-quoting", statements=spoken)


READER = Reader("1-quoting", read)
NEWER = Reader("2-quoting", read_again)


def _statement(document: Document, match: re.Match[str]) -> Statement:
    name = Span(*match.span("name"))
    return Statement(
        document=document.id,
        mode=Mode.DIRECT,
        speaker=Speaker(kind=Kind.PERSON, name=match["name"], span=name, named_at=name),
        content=(Span(*match.span("quote")),),
        source=(name,),
        cue=Span(*match.span("cue")),
        cue_kind=CueKind.SPEECH if match["cue"] == "said" else CueKind.OTHER,
        confidence=0.87,
    )


def _relation(document: Document, match: re.Match[str], statements: tuple[Statement, ...]) -> Relation:
    holder, target = (
        End(name=match[end], kind=Kind.PLACE, span=Span(*match.span(end))) for end in ("holder", "target")
    )
    grounds = Span(*match.span())
    return Relation(
        document=document.id,
        holder=holder,
        target=target,
        sign=1 if match["verb"] == "backs" else -1,
        layer=Layer.TOLD,
        grounds=(grounds,),
        voice=next((s.id for s in statements if s.content[0].holds(grounds)), None),
        confidence=0.75,
    )


def _names(found: list[re.Match[str]]) -> Iterator[Span]:
    return (Span(*match.span("name")) for match in found)


def _mention(span: Span) -> Mention:
    return Mention(span=span, head=Span(span.end - 1, span.end), kind=Kind.PERSON, form=Form.NAME, confidence=0.5)
