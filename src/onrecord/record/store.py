"""Writes documents with their captures and readings, inside a transaction that the record holds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import Connection, Insert, Select, Table, and_, bindparam, func, insert, select, union, update

from onrecord.facts import Capture, Document, Meaning, Metadata, Reading
from onrecord.record import copies, homes, links, meaning, names, placing, spellings
from onrecord.record.rows import (
    METADATA,
    Row,
    digest,
    mention_list,
    metadata_of,
    metadata_row,
    reading_digest,
    reading_rows,
)
from onrecord.record.schema import FINDINGS, SUPERSEDED, captures, documents, present_readings, readings, statements


class Outcome(StrEnum):
    """Give what adding a document did."""

    NEW = "new"
    VERSION = "version"
    """New, and it takes the place of an older text from the same address or the same bytes."""
    READING = "reading"
    """The document was there; what another reader found in it is now there too."""
    KNOWN = "known"


def capture_id(capture: Capture) -> str:
    """Give what makes a capture the same: its bytes, how they are to be read, and what was said about them."""
    about = [capture.media_type, capture.encoding, metadata_row(capture.metadata)]
    return digest([capture.sha256, about])


def now() -> str:
    """Give the present moment, in UTC."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Batch:
    """Stores documents in one transaction; the rows of their findings and all indexes wait for its end.

    Each statement that is run has its price, many times that of a row, so that what 32 documents need is run once.
    """

    def __init__(self, connection: Connection, keep_text: bool) -> None:
        self._connection, self._keep_text = connection, keep_text
        self._findings: dict[Table, list[Row]] = {table: [] for table in FINDINGS}
        self._meanings: dict[int, Sequence[Meaning]] = {}
        self._texts: dict[int, str] = {}
        self._replaced: list[int] = []
        self._read: list[_Read] = []

    def add(self, document: Document, capture: Capture, reading: Reading | None) -> Outcome:
        """Store what is not there yet; the reading was checked before."""
        connection, moment = self._connection, now()
        outcome = Outcome.KNOWN
        key = connection.execute(_DOCUMENT, {"id": document.id}).scalar()
        known = key is not None
        if key is None:
            older = _predecessor(connection, document, capture)
            outcome = Outcome.NEW if older is None else Outcome.VERSION
            key = self._document(document, older, moment)
        else:
            _complete(connection, key, document.metadata)
        if not (known and _has_capture(connection, key, document, capture)):
            _insert_capture(connection, key, document, capture, moment)
        if reading is not None and not (known and _has_reading(connection, key, reading)):
            self._reading(key, document, reading, moment)
            outcome = Outcome.READING if outcome is Outcome.KNOWN else outcome
        return outcome

    def finish(self) -> None:
        """Store all that waits."""
        connection = self._connection
        for table, rows in self._findings.items():
            if rows:
                connection.execute(_NEW_FINDING[table], rows)
        spellings.enter(connection, [(row["quote"], row["speaker_name"]) for row in self._findings[statements]])
        names.enter(connection, names.found_in(self._findings))
        meaning.enter(connection, self._meanings)
        copies.enter(connection, self._texts)
        for key in self._replaced:
            copies.reconsider(connection, key)
        _present(connection, self._read)
        placing.place(connection, [read.document for read in self._read])

    def _document(self, document: Document, older: int | None, moment: str) -> int:
        text = {"text": document.text} if self._keep_text else {"text": "", "withheld": len(document.text)}
        row = {"id": document.id, "supersedes": older, "added_at": moment} | text
        key = _inserted(self._connection, _NEW_DOCUMENT, row | metadata_row(document.metadata))
        self._texts[key] = document.text
        if older is not None:
            self._replaced.append(older)
        return key

    def _reading(self, key: int, document: Document, reading: Reading, moment: str) -> None:
        found = reading_rows(document.text, reading)
        mentions = [mention_list(mention) for mention in reading.mentions]
        row = {
            "document_key": key,
            "reader": reading.reader,
            "reader_number": reader_number(reading.reader),
            "digest": reading_digest(found, mentions),
            "added_at": moment,
            "mentions": mentions,
        }
        reading_key = _inserted(self._connection, _NEW_READING, row)
        for table, rows in found.items():
            self._findings[table] += [{"reading_key": reading_key, **row} for row in rows]
        if reading.meanings:
            self._meanings[reading_key] = reading.meanings
        self._read.append(_Read(key, reading_key, reader_number(reading.reader)))


class _Read(NamedTuple):
    """A reading that is to be shown: of which document, its key, and its reader's number."""

    document: int
    reading: int
    number: int


def rebuild(connection: Connection) -> None:
    """Compute again all that can be computed."""
    connection.execute(present_readings.delete())
    connection.execute(insert(present_readings).from_select(["document_key", "reading_key"], newest_readings()))
    placing.rebuild(connection)
    homes.of(connection).rebuild_words(connection)
    copies.rebuild(connection)
    meaning.rebuild(connection)
    spellings.rebuild(connection)
    names.rebuild(connection)
    links.clear(connection)


def newest_readings() -> Select[tuple[int, int]]:
    """Choose each document and its newest reader's reading: the one that views show."""
    rank = func.row_number().over(
        partition_by=readings.c.document_key, order_by=[readings.c.reader_number.desc(), readings.c.key.desc()]
    )
    ranked = select(readings.c.document_key, readings.c.key, rank.label("rank")).subquery()
    return select(ranked.c.document_key, ranked.c.key.label("reading_key")).where(ranked.c.rank == 1)


def _predecessor(connection: Connection, document: Document, capture: Capture) -> int | None:
    """Give the newest text from the same address, or out of the same bytes, unless it also stands elsewhere."""
    sha256 = capture.sha256
    found = connection.execute(_PREDECESSOR, {"sha256": sha256, "url": document.metadata.url}).scalar()
    if found is None:
        return None
    elsewhere = and_(
        captures.c.document_key == found, captures.c.url != document.metadata.url, captures.c.sha256 != sha256
    )
    return None if connection.execute(select(captures.c.key).where(elsewhere).limit(1)).scalar() else int(found)


def _complete(connection: Connection, key: int, given: Metadata) -> None:
    """Fill in what was missing about a document, where the two contradict each other in nothing."""
    columns = [documents.c[name] for name in METADATA]
    known = metadata_of(connection.execute(select(*columns).where(documents.c.key == key)).mappings().one())
    whole = known.over(given)
    if whole != known and whole == given.over(known):
        connection.execute(update(documents).where(documents.c.key == key), metadata_row(whole))
        copies.reconsider(connection, key)


def _insert_capture(connection: Connection, key: int, document: Document, capture: Capture, now: str) -> None:
    row = {
        "id": capture_id(capture),
        "document_key": key,
        "sha256": capture.sha256,
        "name": capture.name,
        "media_type": capture.media_type,
        "declared_encoding": capture.encoding,
        "encoding": document.encoding,
        "extractor": document.extractor,
        "notes": list(document.notes),
        "url": document.metadata.url,
        "outlet": document.metadata.outlet,
        "taken": capture.taken,
        "added_at": now,
    }
    connection.execute(_NEW_CAPTURE, row)


def _has_capture(connection: Connection, key: int, document: Document, capture: Capture) -> bool:
    there = select(captures.c.key).where(
        captures.c.id == capture_id(capture), captures.c.document_key == key, captures.c.extractor == document.extractor
    )
    return connection.execute(there).scalar() is not None


def _has_reading(connection: Connection, key: int, reading: Reading) -> bool:
    there = select(readings.c.key).where(readings.c.document_key == key, readings.c.reader == reading.reader)
    return connection.execute(there).scalar() is not None


def _inserted(connection: Connection, new: Insert, row: Row) -> int:
    """Insert a row and give its key."""
    [key] = connection.execute(new, row).one()
    return int(key)


# What runs for every document is made once: SQLAlchemy takes as long to make a statement as SQLite to run it.
_DOCUMENT = select(documents.c.key).where(documents.c.id == bindparam("id"))
# A union of look-ups, each in its index: joined with OR they would walk through all documents.
_PREDECESSOR = select(func.max(documents.c.key)).where(
    documents.c.key.in_(
        union(
            select(captures.c.document_key).where(captures.c.sha256 == bindparam("sha256")),
            select(captures.c.document_key).where(captures.c.url == bindparam("url")),
        )
    ),
    ~SUPERSEDED,
)
_SHOWN = (
    select(readings.c.document_key, readings.c.key, readings.c.reader_number)
    .join(present_readings, present_readings.c.reading_key == readings.c.key)
    .where(present_readings.c.document_key.in_(bindparam("documents", expanding=True)))
)
_NEW_DOCUMENT = insert(documents).returning(documents.c.key)
_NEW_READING = insert(readings).returning(readings.c.key)
_NEW_CAPTURE, _NEW_PRESENT = insert(captures), insert(present_readings)
_NEW_FINDING = {table: insert(table) for table in FINDINGS}


def reader_number(reader: str) -> int:
    """Give the number that a reader's name begins with, which is raised whenever reading changes; else 0."""
    number = re.match(r"\d{1,9}", reader)
    return int(number[0]) if number else 0


def model_of(reader: str) -> str:
    """Give the digest of the model that a reader's name ends with."""
    return reader.partition("-")[2]


def _present(connection: Connection, read: Sequence[_Read]) -> None:
    """Show these readings of their documents from now on, but where one of a newer reader is there."""
    rows = connection.execute(_SHOWN, {"documents": [each.document for each in read]})
    shown = {each.document: each for each in map(_Read._make, rows)}
    newest = dict(shown)
    for each in read:
        if each.number >= newest.get(each.document, each).number:
            newest[each.document] = each
    for document, before in shown.items():
        if newest[document] != before:
            homes.of(connection).unindex_words(connection, before.reading)
            links.leave(connection, before.reading)
            connection.execute(present_readings.delete().where(present_readings.c.document_key == document))
    if new := [each for document, each in newest.items() if each != shown.get(document)]:
        connection.execute(_NEW_PRESENT, [{"document_key": each.document, "reading_key": each.reading} for each in new])
        homes.of(connection).index_words(connection, [each.reading for each in new])
