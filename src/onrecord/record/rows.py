"""Values to rows and back. A row's digest is over what is stored, so that it can be checked alone."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any, TypeVarTuple

import orjson
from sqlalchemy import Connection, CursorResult, Select, Table

from onrecord.facts import (
    CueKind,
    End,
    Event,
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
    Spans,
    Speaker,
    Statement,
    Status,
    Time,
    quote_of,
)
from onrecord.record.schema import figures, instruments, relations, statements, times

Row = dict[str, Any]
_Columns = TypeVarTuple("_Columns")

METADATA = ("url", "title", "outlet", "author", "published", "language", "original_language", "translated")

Found = Mapping[Table, Iterable[Mapping[Any, Any]]]
"""The rows of one reading, by their tables, without what numbers them."""

_NUMBERS = ("key", "reading_key")
_DIGESTED = {
    table: [c.name for c in table.c if c.name not in (*_NUMBERS, "digest")] for table in (statements, relations)
}


_LATER = ("mode", "contexts")

# SQLAlchemy's names of columns are a kind of str of its own.
_CANONICAL = orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS


def streamed(connection: Connection, chosen: Select[*_Columns]) -> CursorResult[*_Columns]:
    """Give rows of which few are in memory; to be closed, which a server waits for, by ``with``."""
    return connection.execute(chosen, execution_options={"yield_per": 1000})


def digest(value: object) -> str:
    """32 hex digits over the canonical JSON of a value."""
    return hashlib.sha256(orjson.dumps(value, option=_CANONICAL)).hexdigest()[:32]


def row_digest(table: Table, row: Mapping[Any, Any]) -> str:
    """Give the digest that a stored statement or relation ought to bear."""
    # What earlier readers did not say was in no digest.
    return digest({name: row[name] for name in _DIGESTED[table] if name not in _LATER or row[name]})


def reading_digest(found: Found, mentions: list[list[Any]]) -> str:
    """Give the digest of a whole reading: the digests of statements and relations in order, and all else as it is."""
    parts = [[row["digest"] for row in found[statements]], _plain(found[figures]), mentions]
    later = [[row["digest"] for row in found[relations]], _plain(found[instruments]), _plain(found[times])]
    # Records of before these were found hold digests without them.
    return digest(parts + later if any(later) else parts)


def reading_rows(text: str, reading: Reading) -> dict[Table, list[Row]]:
    """Give the rows of a reading of this text, by their tables, without the key of the reading."""
    return {
        statements: [statement_row(statement, quote_of(text, statement.content)) for statement in reading.statements],
        figures: [figure_row(figure) for figure in reading.figures],
        relations: [relation_row(relation) for relation in reading.relations],
        instruments: [{"name": named.name, **_ends("span", named.span)} for named in reading.instruments],
        times: [{"value": time.value, **_ends("span", time.span)} for time in reading.times],
    }


def reading_of(document: str, reader: str, mentions: list[list[Any]], found: Found) -> Reading:
    """Give the reading that such rows hold, of the document with this id."""
    return Reading(
        document=document,
        reader=reader,
        statements=tuple(statement_of(row, document) for row in found[statements]),
        mentions=tuple(mention_of(values) for values in mentions),
        figures=tuple(figure_of(row) for row in found[figures]),
        relations=tuple(relation_of(row, document) for row in found[relations]),
        instruments=tuple(instrument_of(row) for row in found[instruments]),
        times=tuple(time_of(row) for row in found[times]),
    )


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


def relation_row(relation: Relation) -> Row:
    """Give the columns of a relation, without the reading that it belongs to."""
    row: Row = {
        "id": relation.id,
        "voice": relation.voice,
        **_end_columns("holder", relation.holder),
        **_end_columns("target", relation.target),
        "sign": relation.sign,
        "layer": relation.layer.value,
        "status": relation.status.value,
        "event": relation.event.value if relation.event else None,
        "mode": relation.mode,
        "contexts": list(relation.contexts),
        "grounds": _pairs(relation.grounds),
        "confidence": float(relation.confidence),
    }
    row["digest"] = row_digest(relations, row)
    return row


def relation_of(row: Mapping[Any, Any], document: str) -> Relation:
    """Give the relation that such columns hold, of the document with this id."""
    return Relation(
        document=document,
        holder=_end(row, "holder"),
        target=_end(row, "target"),
        sign=row["sign"],
        layer=Layer(row["layer"]),
        grounds=_spans(row["grounds"]),
        status=Status(row["status"]),
        voice=row["voice"],
        event=Event(row["event"]) if row["event"] else None,
        mode=row["mode"],
        contexts=tuple(row["contexts"]),
        confidence=row["confidence"],
    )


def instrument_of(row: Mapping[Any, Any]) -> Instrument:
    """Give the instrument that such columns hold."""
    return Instrument(name=row["name"], span=Span(row["span_start"], row["span_end"]))


def time_of(row: Mapping[Any, Any]) -> Time:
    """Give the time that such columns hold."""
    return Time(value=row["value"], span=Span(row["span_start"], row["span_end"]))


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


def _plain(rows: Iterable[Mapping[Any, Any]]) -> list[Row]:
    return [dict(row) for row in rows]


def _end_columns(name: str, end: End | None) -> Row:
    return {
        f"{name}_name": end.name if end else None,
        f"{name}_kind": end.kind.value if end else None,
        **_ends(name, end.span if end else None),
        **_ends(f"{name}_named", end.named_at if end else None),
    }


def _end(row: Mapping[Any, Any], name: str) -> End | None:
    if row[f"{name}_name"] is None:
        return None
    span = _span(row, name)
    kind = Kind(row[f"{name}_kind"])
    return End(
        name=row[f"{name}_name"], kind=kind, span=span, named_at=_span(row, f"{name}_named"), implied=span is None
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
