"""How a statement is written for others: the one JSON form that every command and the API share.

The names are a promise to users; ``read``, ``search``, ``show`` and ``export`` all come through here,
for statements that are kept in a record and for those that are not.
"""

from __future__ import annotations

from typing import Any

from onrecord.facts import Document, Metadata, Span, Statement, quote_of


def statement_json(document: Document, statement: Statement, reader: str) -> dict[str, Any]:
    """Give the JSON form of a statement that was found in this document by this reader."""
    return entry_json(statement, document.metadata, quote_of(document.text, statement.content), reader)


def entry_json(statement: Statement, metadata: Metadata, quote: str, reader: str) -> dict[str, Any]:
    """Give the JSON form of a statement whose quote is at hand and whose text need not be."""
    speaker = statement.speaker
    return {
        "id": statement.id,
        "document": {
            "id": statement.document,
            "url": metadata.url,
            "title": metadata.title,
            "outlet": metadata.outlet,
            "published": metadata.published,
            "language": metadata.language,
            "translated": metadata.translated,
        },
        "mode": statement.mode.value,
        "speaker": {
            "name": speaker.name,
            "role": speaker.role,
            "kind": speaker.kind.value,
            "span": _pair(speaker.span),
            "named_at": _pair(speaker.named_at),
        },
        "source": _pairs(statement.source),
        "cue": _pair(statement.cue),
        "cue_kind": statement.cue_kind.value if statement.cue_kind else None,
        "content": _pairs(statement.content),
        "quote": quote,
        "within": statement.within,
        "occasion": _pairs(statement.occasion),
        "said_on": statement.said_on,
        "confidence": statement.confidence,
        "reader": reader,
    }


def _pair(span: Span | None) -> list[int] | None:
    return span.pair() if span else None


def _pairs(spans: tuple[Span, ...]) -> list[list[int]]:
    return [span.pair() for span in spans]
