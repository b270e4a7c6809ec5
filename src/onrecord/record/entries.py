"""Reads statements back out, each with what is known of its document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, RowMapping, Table, bindparam, exists, func, select

from onrecord.errors import RecordError
from onrecord.facts import Document, Metadata, Reading, Statement
from onrecord.jsonform import entry_json
from onrecord.record.rows import METADATA, figure_of, mention_of, metadata_of, statement_digest, statement_of, streamed
from onrecord.record.schema import captures, documents, figures, present_readings, readings, statements


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A statement as the record holds it.

    ``present`` is false where the document's newest reader did not find it, ``superseded`` true where a newer
    version of the document has taken its place.
    """

    statement: Statement
    metadata: Metadata
    quote: str
    reader: str
    present: bool
    superseded: bool

    def json(self) -> dict[str, Any]:
        """Give the one JSON form of a statement."""
        return entry_json(self.statement, self.metadata, self.quote, self.reader)


_newer = documents.alias()
_superseded = exists().where(_newer.c.supersedes == documents.c.key)
_entries = (
    select(
        statements,
        readings.c.reader,
        present_readings.c.reading_key.label("present_key"),
        documents.c.id.label("document_id"),
        *(documents.c[name] for name in METADATA),
        _superseded.label("superseded"),
    )
    .join(readings, readings.c.key == statements.c.reading_key)
    .join(documents, documents.c.key == readings.c.document_key)
    .outerjoin(present_readings, present_readings.c.reading_key == readings.c.key)
)


def by_keys(connection: Connection, keys: list[int]) -> dict[int, Entry]:
    """Give the entries with these keys."""
    rows = connection.execute(_entries.where(statements.c.key.in_(keys))).mappings()
    return {row["key"]: _entry(row) for row in rows}


def by_id(connection: Connection, start: str, limit: int) -> list[Entry]:
    """Entries whose id begins so, of the present reading where it has them, else of the newest that has."""
    ids = (
        select(statements.c.id)
        .where(statements.c.id >= start, statements.c.id < start + "g")
        .distinct()
        .order_by(statements.c.id)
        .limit(limit)
    )
    chosen = _entries.where(statements.c.id.in_(ids)).order_by(
        statements.c.id,
        present_readings.c.reading_key.is_(None),
        readings.c.reader_number.desc(),
        readings.c.key.desc(),
    )
    first: dict[str, Entry] = {}
    for row in connection.execute(chosen).mappings():
        first.setdefault(row["id"], _entry(_intact(row)))
    return list(first.values())


def shown(connection: Connection) -> Iterator[Entry]:
    """Every statement of the present readings of the newest versions, in the order in which they were added."""
    newest = (
        select(present_readings.c.reading_key)
        .join(documents, documents.c.key == present_readings.c.document_key)
        .where(~_superseded)
        .order_by(present_readings.c.document_key)
    )
    # Document by document: sorting all statements at once would hold the whole record in memory.
    with streamed(connection, newest) as keys:
        for some in keys.scalars().partitions(50):
            chosen = _entries.where(statements.c.reading_key.in_(some)).order_by(documents.c.key, statements.c.key)
            yield from map(_entry, connection.execute(chosen).mappings())


def document(connection: Connection, start: str) -> list[Document]:
    """Documents whose id begins so, at most two."""
    chosen = (
        select(documents, captures.c.name, captures.c.extractor, captures.c.encoding, captures.c.notes)
        .join(captures, captures.c.document_key == documents.c.key)
        .where(documents.c.id >= start, documents.c.id < start + "g")
        .order_by(documents.c.id, captures.c.key)
    )
    found: dict[str, Document] = {}
    for row in connection.execute(chosen).mappings():
        if row["id"] not in found:
            found[row["id"]] = _document(row)
        if len(found) == 2:
            break
    return list(found.values())


def reading(connection: Connection, document: str, reader: str | None) -> Reading | None:
    """Give what a reader found in a document, whole; without a reader's name the present reading."""
    chosen = (
        select(readings.c.key, readings.c.reader, readings.c.mentions)
        .join(documents, documents.c.key == readings.c.document_key)
        .where(documents.c.id == document)
    )
    if reader is None:
        chosen = chosen.join(present_readings, present_readings.c.reading_key == readings.c.key)
    else:
        chosen = chosen.where(readings.c.reader == reader)
    row = connection.execute(chosen).first()
    if row is None:
        return None
    return Reading(
        document=document,
        reader=row.reader,
        statements=tuple(statement_of(s, document) for s in _rows(connection, statements, row.key)),
        mentions=tuple(mention_of(values) for values in row.mentions),
        figures=tuple(figure_of(f) for f in _rows(connection, figures, row.key)),
    )


_HAS_READ_CAPTURE = (
    select(readings.c.key)
    .join(captures, captures.c.document_key == readings.c.document_key)
    .where(
        captures.c.id == bindparam("capture"),
        captures.c.extractor == bindparam("extractor"),
        readings.c.reader == bindparam("reader"),
    )
    .limit(1)
)
_HAS_READING = (
    select(readings.c.key)
    .join(documents, documents.c.key == readings.c.document_key)
    .where(documents.c.id == bindparam("document"), readings.c.reader == bindparam("reader"))
)


def has_reading(connection: Connection, document: str, reader: str) -> bool:
    """Whether a document was read by a reader."""
    return connection.execute(_HAS_READING, {"document": document, "reader": reader}).scalar() is not None


def has_read_capture(connection: Connection, capture: str, extractor: str, reader: str) -> bool:
    """Whether what an extractor makes of the capture with this id was read by a reader."""
    sought = {"capture": capture, "extractor": extractor, "reader": reader}
    return connection.execute(_HAS_READ_CAPTURE, sought).scalar() is not None


def counts(connection: Connection) -> tuple[int, int, int]:
    """How many documents, statements that views show, and readings there are."""
    shown = (
        select(func.count())
        .select_from(documents)
        .join(present_readings, present_readings.c.document_key == documents.c.key)
        .join(statements, statements.c.reading_key == present_readings.c.reading_key)
        .where(~_superseded)
    )
    of = [select(func.count()).select_from(documents), shown, select(func.count()).select_from(readings)]
    found_documents, found_statements, found_readings = (connection.execute(count).scalar_one() for count in of)
    return found_documents, found_statements, found_readings


def _rows(connection: Connection, table: Table, reading_key: int) -> Iterable[RowMapping]:
    chosen = select(table).where(table.c.reading_key == reading_key).order_by(table.c.key)
    return connection.execute(chosen).mappings()


def _entry(row: RowMapping) -> Entry:
    return Entry(
        statement=statement_of(row, row["document_id"]),
        metadata=metadata_of(row),
        quote=row["quote"],
        reader=row["reader"],
        present=row["present_key"] is not None,
        superseded=row["superseded"],
    )


def _intact(row: RowMapping) -> RowMapping:
    if row["digest"] != statement_digest(row):
        raise ValueError(f"statement {row['id']} is not as it was stored: its digest is another")
    return row


def _document(row: RowMapping) -> Document:
    if row["withheld"] is not None:
        raise RecordError(f"the text of document {row['id'][:12]} is not kept in this record, only what was said in it")
    document = Document(
        text=row["text"],
        metadata=metadata_of(row),
        name=row["name"],
        extractor=row["extractor"],
        encoding=row["encoding"],
        notes=tuple(row["notes"]),
    )
    if document.id != row["id"]:
        raise ValueError(f"document {row['id']} is not the text that was added: its digest is another")
    return document
