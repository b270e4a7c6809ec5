"""Checks a record against itself, and names what does not fit.

Whole: nothing here is a sample. Flat: one document is in memory at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, except_, exists, func, or_, select

from onrecord.copies import fingerprint
from onrecord.errors import EvidenceError
from onrecord.facts import Document, Relation, Statement, quote_of
from onrecord.record import copies, homes, identities, links, meaning, names, placing, spellings, store
from onrecord.record.entries import rows_of
from onrecord.record.evidence import fits
from onrecord.record.judgements import judgement_digest
from onrecord.record.rows import Row, metadata_of, reading_digest, reading_of, row_digest, streamed
from onrecord.record.schema import (
    documents,
    judged,
    judged_relations,
    judgements,
    present_readings,
    readings,
    relations,
    statements,
    tombstones,
)

Progress = Callable[[int, int], None]

_REBUILD = "`onrecord rebuild` makes it again"
_UNREADABLE = (*homes.ERRORS, ValueError, TypeError, KeyError)


@dataclass(frozen=True, slots=True)
class Misfit:
    """Something that does not fit: what it is, and why."""

    what: str
    why: str


def verify(connection: Connection, progress: Progress) -> Iterator[Misfit]:
    """Give what does not fit; ``progress`` hears how many documents of how many are checked."""
    home = homes.of(connection)
    broken = False
    for fault in home.faults(connection):
        broken = True
        yield Misfit("the file", f"is damaged ({fault}); restore it from a backup")
    if broken:
        # What is read through broken pages says nothing.
        return
    for stray in home.strays(connection):
        yield Misfit(stray, "belongs to nothing; restore the record from a backup")
    total = connection.execute(select(func.count()).select_from(documents)).scalar_one()
    with streamed(connection, select(documents.c.key).order_by(documents.c.key)) as keys:
        for done, key in enumerate(keys.scalars(), 1):
            yield from _read_through(f"document number {key}", _document, connection, key)
            progress(done, total)
    yield from _read_through("a judgement", _judgements, connection)
    for (id_,) in connection.execute(select(documents.c.id).join(tombstones, tombstones.c.sha256 == documents.c.id)):
        yield Misfit(f"document {id_}", "is here although it was forgotten; `onrecord forget` it again")
    yield from _derived(connection)


def _derived(connection: Connection) -> Iterator[Misfit]:
    """Compare what is derived with what it would be now."""
    yield from _present(connection)
    for what, source, fit in _DERIVED:
        if not fit(connection):
            yield Misfit(what, f"is not that of the {source}; {_REBUILD}")
    yield from _who(connection)


def _who(connection: Connection) -> Iterator[Misfit]:
    for what in identities.misfits(connection):
        yield Misfit("who is who", f"{what}; `onrecord rebuild` makes it again")


_DERIVED: tuple[tuple[str, str, Callable[[Connection], bool]], ...] = (
    ("the index of words", "statements", lambda connection: homes.of(connection).words_fit(connection)),
    ("the grouping of near copies", "texts", copies.fit),
    ("what says the same elsewhere", "statements", links.fit),
    ("the list of spellings", "names", spellings.fit),
    ("the list of names", "statements", names.fit),
    ("the place of a judgement", "texts and readings", placing.fits),
)


def _read_through(
    what: str,
    look: Callable[..., Iterator[Misfit]],
    connection: Connection,
    *given: Any,  # noqa: ANN401 - whatever ``look`` takes
) -> Iterator[Misfit]:
    """Look at one thing; where it cannot even be read, that is what does not fit."""
    try:
        # PostgreSQL ends a transaction with its first error, unless there is a point before it to go back to.
        with connection.begin_nested():
            yield from look(connection, *given)
    except _UNREADABLE as error:
        yield Misfit(what, f"cannot be read ({getattr(error, 'orig', error)})")


@dataclass(frozen=True, slots=True)
class _Read:
    """A document that was read: its text, where that is kept, and how many characters it has."""

    id: str
    text: str | None
    characters: int

    @property
    def name(self) -> str:
        return f"document {self.id[:12]}"


def _document(connection: Connection, key: int) -> Iterator[Misfit]:
    row = connection.execute(select(documents).where(documents.c.key == key)).mappings().one()
    kept = Document(text=row["text"], metadata=metadata_of(row))
    withheld = row["withheld"]
    if withheld is None and kept.id != row["id"]:
        # Its spans would all be told too, and for no other reason.
        yield Misfit(f"document {row['id']}", "is not the text that was added: its digest is another")
        return
    if withheld is not None and kept.text:
        yield Misfit(f"document {row['id']}", "holds a text that was not to be kept")
    if withheld is None and copies.fingerprint_of(connection, key) != fingerprint(kept.text):
        yield Misfit(f"document {row['id']}", f"has a fingerprint that is not its text's; {_REBUILD}")
    document = _Read(row["id"], kept.text if withheld is None else None, withheld or len(kept.text))
    chosen = select(readings.c.key, readings.c.reader).where(readings.c.document_key == key).order_by(readings.c.key)
    for reading_key, reader in connection.execute(chosen).all():
        what = f"reading {reader} of {document.name}"
        yield from _read_through(what, _reading, connection, reading_key, what, document)


def _reading(connection: Connection, key: int, what: str, document: _Read) -> Iterator[Misfit]:
    row = connection.execute(select(readings).where(readings.c.key == key)).mappings().one()
    found = rows_of(connection, key)
    if row["digest"] != reading_digest(found, row["mentions"]):
        yield Misfit(what, "is not as it was stored: its digest is another")
    reading = reading_of(document.id, row["reader"], row["mentions"], found)
    for stored, statement in zip(found[statements], reading.statements, strict=True):
        yield from _finding(statements, stored, statement, document)
        if document.text is not None and quote_of(document.text, statement.content) != stored["quote"]:
            yield Misfit(_called(statements, stored, document), "quotes other words than those it points to")
    for stored, relation in zip(found[relations], reading.relations, strict=True):
        yield from _finding(relations, stored, relation, document)
    if not meaning.fits(connection, key):
        yield Misfit(what, f"has vectors that are not its statements'; {_REBUILD}")
    try:
        fits(reading, document.id, document.characters, document.name)
    except EvidenceError as misfit:
        yield Misfit(what, f"does not fit the text ({misfit})")


def _finding(table: Table, row: Row, finding: Statement | Relation, document: _Read) -> Iterator[Misfit]:
    what = _called(table, row, document)
    if row["digest"] != row_digest(table, row):
        yield Misfit(what, "is not as it was stored: its digest is another")
    if finding.id != row["id"]:
        yield Misfit(what, f"stands where {finding.id} would")


def _called(table: Table, row: Row, document: _Read) -> str:
    return f"{table.name.removesuffix('s')} {row['id']} of {document.name}"


def _judgements(connection: Connection) -> Iterator[Misfit]:
    there = or_(
        exists().where(statements.c.id == judgements.c.subject),
        exists().where(judged.c.subject == judgements.c.subject),
        exists().where(relations.c.id == judgements.c.subject),
        exists().where(judged_relations.c.subject == judgements.c.subject),
        judgements.c.subject_kind.in_(["identity", "change"]),
    )
    chosen = select(judgements, there.label("there")).order_by(judgements.c.key)
    with streamed(connection, chosen) as found:
        for row in found.mappings():
            what = f"judgement {row['key']} on {row['subject_kind']} {row['subject']}"
            if row["digest"] != judgement_digest(row):
                yield Misfit(what, "is not as it was stored: its digest is another")
            if not row["there"]:
                yield Misfit(what, f"is on a {row['subject_kind']} that is not here")


def _present(connection: Connection) -> Iterator[Misfit]:
    """Compare which reading of each document is shown with the newest that is there."""
    counted = store.newest_readings()
    shown = select(present_readings.c.document_key, present_readings.c.reading_key)
    for one, other in ((counted, shown), (shown, counted)):
        differing = except_(one, other).subquery()
        chosen = select(documents.c.id).join(differing, differing.c.document_key == documents.c.key)
        for (document,) in connection.execute(chosen):
            yield Misfit(f"document {document}", f"is not shown by its newest reading; {_REBUILD}")
