"""A reader that reads only “NAME said: “WORDS””, so that the record is tested without the model."""

from __future__ import annotations

import re
from collections.abc import Iterator

from onrecord.facts import (
    Capture,
    CueKind,
    Document,
    Figure,
    Form,
    Kind,
    Mention,
    Metadata,
    Mode,
    Reading,
    Span,
    Speaker,
    Statement,
)
from onrecord.ingest import Reader

_SAID = re.compile(r"(?P<name>[A-Z]\w+ [A-Z]\w+) (?P<cue>said|hoped): (?P<quote>“[^”]*”)")

HARBOUR = "Mira Tessarić said: “Arvenia will never close the harbour.”"


def document(text: str = HARBOUR, name: str = "a.txt", extractor: str = "plain", **metadata: str) -> Document:
    return Document(text=text, name=name, extractor=extractor, metadata=Metadata(**metadata))


def capture(text: str = HARBOUR, name: str = "a.txt", **metadata: str) -> Capture:
    return Capture(name=name, data=text.encode(), metadata=Metadata(language="en", **metadata))


def read(document: Document, reader: str = "1-quoting") -> Reading:
    if "CRASH" in document.text:
        raise KeyError("crash")
    found = list(_SAID.finditer(document.text))
    return Reading(
        document=document.id,
        reader=reader,
        statements=tuple(_statement(document, match) for match in found),
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


def _names(found: list[re.Match[str]]) -> Iterator[Span]:
    return (Span(*match.span("name")) for match in found)


def _mention(span: Span) -> Mention:
    return Mention(span=span, head=Span(span.end - 1, span.end), kind=Kind.PERSON, form=Form.NAME, confidence=0.5)
