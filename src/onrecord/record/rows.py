"""Values to rows and back. A row's digest is over what is stored, so that it can be checked alone."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any, TypeVarTuple

import orjson
from sqlalchemy import Connection, CursorResult, Select

from onrecord.facts import (
    CueKind,
    Figure,
    Form,
    Kind,
    Mention,
    Metadata,
    Mode,
    Span,
    Spans,
    Speaker,
    Statement,
)
from onrecord.record.schema import statements

Row = dict[str, Any]
_Columns = TypeVarTuple("_Columns")

METADATA = ("url", "title", "outlet", "author", "published", "language", "original_language", "translated")

_STATEMENT = tuple(c.name for c in statements.c if c.name not in ("key", "reading_key", "digest"))


# SQLAlchemy's names of columns are a kind of str of its own.
_CANONICAL = orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS


def streamed(connection: Connection, chosen: Select[*_Columns]) -> CursorResult[*_Columns]:
    """Give rows of which few are in memory; to be closed, which a server waits for, by ``with``."""
    return connection.execute(chosen, execution_options={"yield_per": 1000})


def digest(value: object) -> str:
    """32 hex digits over the canonical JSON of a value."""
    return hashlib.sha256(orjson.dumps(value, option=_CANONICAL)).hexdigest()[:32]


def statement_digest(row: Mapping[Any, Any]) -> str:
    """Give the digest that a stored statement ought to bear."""
    return digest({name: row[name] for name in _STATEMENT})


def reading_digest(found: Iterable[Mapping[Any, Any]], figures: Iterable[Row], mentions: list[list[Any]]) -> str:
    """Give the digest of a whole reading: its statements' digests in order, its figures and its mentions."""
    return digest([[row["digest"] for row in found], list(figures), mentions])


def metadata_row(metadata: Metadata) -> Row:
    """Give the columns of a document that describe it."""
    return {name: getattr(metadata, name) for name in METADATA}


def metadata_of(row: Mapping[Any, Any]) -> Metadata:
    """Give the metadata that such columns hold."""
    return Metadata(**{name: row[name] for name in METADATA})


def statement_row(statement: Statement, quote: str) -> Row:
    """Give the columns of a statement, without the reading that it belongs to."""
    speaker = statement.speaker
    row: Row = {
        "id": statement.id,
        "mode": statement.mode.value,
        "speaker_name": speaker.name,
        "speaker_role": speaker.role,
        "speaker_kind": speaker.kind.value,
        **_ends("speaker", speaker.span),
        **_ends("named", speaker.named_at),
        **_ends("cue", statement.cue),
        "cue_kind": statement.cue_kind.value if statement.cue_kind else None,
        "within": statement.within,
        "said_on": statement.said_on,
        "confidence": float(statement.confidence),
        "content": _pairs(statement.content),
        "source": _pairs(statement.source),
        "occasion": _pairs(statement.occasion),
        "quote": quote,
    }
    row["digest"] = digest(row)
    return row


def statement_of(row: Mapping[Any, Any], document: str) -> Statement:
    """Give the statement that such columns hold, of the document with this id."""
    return Statement(
        document=document,
        mode=Mode(row["mode"]),
        speaker=Speaker(
            kind=Kind(row["speaker_kind"]),
            name=row["speaker_name"],
            role=row["speaker_role"],
            span=_span(row, "speaker"),
            named_at=_span(row, "named"),
        ),
        content=_spans(row["content"]),
        source=_spans(row["source"]),
        cue=_span(row, "cue"),
        cue_kind=CueKind(row["cue_kind"]) if row["cue_kind"] else None,
        within=row["within"],
        occasion=_spans(row["occasion"]),
        said_on=row["said_on"],
        confidence=row["confidence"],
    )


def figure_row(figure: Figure) -> Row:
    """Give the columns of a figure, without the reading that it belongs to."""
    return {
        "name": figure.name,
        "kind": figure.kind.value,
        "role": figure.role,
        **_ends("named", figure.named_at),
        **_ends("role", figure.role_at),
        "mentions": _pairs(figure.mentions),
    }


def figure_of(row: Mapping[Any, Any]) -> Figure:
    """Give the figure that such columns hold."""
    return Figure(
        name=row["name"],
        named_at=Span(row["named_start"], row["named_end"]),
        kind=Kind(row["kind"]),
        mentions=_spans(row["mentions"]),
        role=row["role"],
        role_at=_span(row, "role"),
    )


def mention_list(mention: Mention) -> list[Any]:
    """Give a mention as a short JSON list: start, end, head start, head end, kind, form, confidence."""
    confidence = float(mention.confidence)
    return [*mention.span.pair(), *mention.head.pair(), mention.kind.value, mention.form.value, confidence]


def mention_of(values: list[Any]) -> Mention:
    """Give the mention that such a list holds."""
    start, end, head_start, head_end, kind, form, confidence = values
    return Mention(
        span=Span(start, end),
        head=Span(head_start, head_end),
        kind=Kind(kind),
        form=Form(form),
        confidence=confidence,
    )


def _ends(name: str, span: Span | None) -> Row:
    return {f"{name}_start": span.start if span else None, f"{name}_end": span.end if span else None}


def _span(row: Mapping[Any, Any], name: str) -> Span | None:
    start = row[f"{name}_start"]
    return None if start is None else Span(start, row[f"{name}_end"])


def _pairs(spans: Spans) -> list[list[int]]:
    return [span.pair() for span in spans]


def _spans(pairs: list[list[int]]) -> Spans:
    return tuple(Span(start, end) for start, end in pairs)
