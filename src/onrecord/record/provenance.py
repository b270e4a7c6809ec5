"""Where a document came from, who read it and when, and its other versions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, RowMapping, func, select

from onrecord.facts import Metadata
from onrecord.record.rows import metadata_of
from onrecord.record.schema import captures, documents, present_readings, readings, statements
from onrecord.record.store import model_of


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureNote:
    """What is kept of a capture: not its bytes but their ``sha256``, and how a text was made of them."""

    name: str
    sha256: str
    media_type: str
    declared_encoding: str | None
    encoding: str
    extractor: str
    notes: tuple[str, ...]
    url: str | None
    outlet: str | None
    taken: str | None
    added_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingNote:
    """Who read a document and when.

    ``reader`` is made of ``number``, that of the rules, and ``model``, the digest of the weights. ``present`` is the
    reading that views show.
    """

    reader: str
    number: int
    model: str
    statements: int
    digest: str
    added_at: str
    present: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """All that is known of how a document came here.

    ``characters`` are code points of the text, whether it is kept or not. ``older`` and ``newer`` are the ids of its
    other versions, the nearest first.
    """

    document: str
    metadata: Metadata
    characters: int
    text_kept: bool
    added_at: str
    captures: tuple[CaptureNote, ...]
    readings: tuple[ReadingNote, ...]
    older: tuple[str, ...]
    newer: tuple[str, ...]

    @property
    def name(self) -> str:
        """What its first capture is called."""
        return self.captures[0].name


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """A document that was added: its id, what is known about it, and what its first capture is called."""

    document: str
    metadata: Metadata
    name: str


def provenances(connection: Connection, start: str) -> list[Provenance]:
    """Tell of the documents whose id begins so, at most two."""
    columns = [column for column in documents.c if column.name != "text"]
    chosen = (
        select(*columns, func.coalesce(documents.c.withheld, func.length(documents.c.text)).label("characters"))
        .where(documents.c.id >= start, documents.c.id < start + "g")
        .order_by(documents.c.id)
        .limit(2)
    )
    return [_provenance(connection, row) for row in connection.execute(chosen).mappings().all()]


def latest(connection: Connection, limit: int) -> list[Added]:
    """Name so many of the documents that were added last, the last first."""
    own = captures.alias()
    first = select(func.min(own.c.key)).where(own.c.document_key == documents.c.key).scalar_subquery()
    chosen = (
        select(*(column for column in documents.c if column.name != "text"), captures.c.name)
        .select_from(documents)
        .join(captures, captures.c.key == first)
        .order_by(documents.c.key.desc())
        .limit(limit)
    )
    return [
        Added(document=row["id"], metadata=metadata_of(row), name=row["name"])
        for row in connection.execute(chosen).mappings()
    ]


def _provenance(connection: Connection, row: RowMapping) -> Provenance:
    key = row["key"]
    return Provenance(
        document=row["id"],
        metadata=metadata_of(row),
        characters=row["characters"],
        text_kept=row["withheld"] is None,
        added_at=row["added_at"],
        captures=tuple(_captures(connection, key)),
        readings=tuple(_readings(connection, key)),
        older=tuple(_older(connection, row["supersedes"])),
        newer=tuple(_newer(connection, key)),
    )


def _captures(connection: Connection, document: int) -> Iterator[CaptureNote]:
    chosen = select(captures).where(captures.c.document_key == document).order_by(captures.c.key)
    for row in connection.execute(chosen).mappings():
        yield CaptureNote(
            name=row["name"],
            sha256=row["sha256"],
            media_type=row["media_type"],
            declared_encoding=row["declared_encoding"],
            encoding=row["encoding"],
            extractor=row["extractor"],
            notes=tuple(row["notes"]),
            url=row["url"],
            outlet=row["outlet"],
            taken=row["taken"],
            added_at=row["added_at"],
        )


def _readings(connection: Connection, document: int) -> Iterator[ReadingNote]:
    found = select(func.count()).where(statements.c.reading_key == readings.c.key).scalar_subquery()
    chosen = (
        select(readings, found.label("statements"), present_readings.c.reading_key.label("present_key"))
        .outerjoin(present_readings, present_readings.c.reading_key == readings.c.key)
        .where(readings.c.document_key == document)
        .order_by(readings.c.key)
    )
    for row in connection.execute(chosen).mappings():
        yield ReadingNote(
            reader=row["reader"],
            number=row["reader_number"],
            model=model_of(row["reader"]),
            statements=row["statements"],
            digest=row["digest"],
            added_at=row["added_at"],
            present=row["present_key"] is not None,
        )


def _older(connection: Connection, key: int | None) -> Iterator[str]:
    while key is not None:
        id_, key = connection.execute(
            select(documents.c.id, documents.c.supersedes).where(documents.c.key == key)
        ).one()
        yield id_


def _newer(connection: Connection, key: int) -> Iterator[str]:
    while row := connection.execute(
        select(documents.c.id, documents.c.key).where(documents.c.supersedes == key).order_by(documents.c.key)
    ).first():
        key = row.key
        yield row.id
