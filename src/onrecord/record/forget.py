"""Takes a document out of the record for good; of what is not to come back, only hashes and a date remain."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, delete, exists, func, insert, select, update

from onrecord.errors import ForgottenError
from onrecord.facts import Capture, Document
from onrecord.record import copies, failures, homes, identities, issues, links, meaning, names, placing, spellings
from onrecord.record.schema import (
    FINDINGS,
    captures,
    documents,
    judgements,
    present_readings,
    readings,
    tombstones,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasure:
    """What forgetting a document did.

    ``versions`` are ids of its other versions, which are still here and may hold the same words. ``remains`` are what
    else may: copies that an upgrade made, and the log while another process reads.
    """

    document: str
    forgotten_at: str
    versions: tuple[str, ...]
    remains: tuple[str, ...]


def tombstone(connection: Connection, start: str) -> tuple[str, str] | None:
    """Give hash and date of the one thing forgotten whose hash begins so."""
    found = connection.execute(
        select(tombstones).where(tombstones.c.sha256 >= start, tombstones.c.sha256 < start + "g").limit(2)
    ).all()
    return (found[0].sha256, found[0].forgotten_at) if len(found) == 1 else None


def refusal(connection: Connection, document: Document, capture: Capture) -> ForgottenError | None:
    """Say when this text, or the bytes that it was made of, was forgotten, if it was."""
    text, data = _hashes(document, capture)
    date = connection.execute(_FORGOTTEN, {"text": text, "data": data}).scalar()
    if date is None:
        return None
    return ForgottenError(
        f"{document.name or document.id[:12]}: was forgotten on {date[:10]} and is not kept again; "
        "where it should be, say --again"
    )


def readmit(connection: Connection, document: Document, capture: Capture) -> None:
    """Let a text back in that was forgotten."""
    connection.execute(delete(tombstones).where(tombstones.c.sha256.in_(_hashes(document, capture))))


def erase(connection: Connection, id_: str, now: str) -> None:
    """Delete a document with all that was found in it and that points to it, and set its tombstone.

    The words may still lie in free space; the home's ``scrub`` clears that.
    """
    columns = documents.c.key, documents.c.supersedes
    key, older = connection.execute(select(*columns).where(documents.c.id == id_)).one()
    other = captures.alias()
    # Bytes that another version was made of, too, are still wanted.
    elsewhere = exists().where(other.c.sha256 == captures.c.sha256, other.c.document_key != key)
    here = select(captures.c.sha256).where(captures.c.document_key == key, ~elsewhere)
    hashes = set(connection.execute(here).scalars()) | {id_}
    newer = placing.newer(connection, key)
    for version in (key, *newer):
        placing.leave(connection, version)
    failures.leave(connection, connection.scalars(select(captures.c.name).where(captures.c.document_key == key)).all())
    identities.forget(connection, key, id_)
    _leave_readings(connection, key)
    for table in (captures, judgements):
        connection.execute(delete(table).where(table.c.document_key == key))
    copies.leave(connection, key)
    connection.execute(update(documents).where(documents.c.supersedes == key).values(supersedes=older))
    connection.execute(delete(documents).where(documents.c.key == key))
    copies.regroup(connection)
    placing.place(connection, newer)
    # Its names, too, are words of its text.
    spellings.rebuild(connection)
    names.rebuild(connection)
    connection.execute(delete(tombstones).where(tombstones.c.sha256.in_(hashes)))
    connection.execute(insert(tombstones), [{"sha256": sha256, "forgotten_at": now} for sha256 in sorted(hashes)])


def _leave_readings(connection: Connection, document: int) -> None:
    """Delete all that was found in a document, with what is derived of it."""
    of_document = select(readings.c.key).where(readings.c.document_key == document)
    shown = select(present_readings.c.reading_key).where(present_readings.c.document_key == document)
    for reading in connection.execute(shown).scalars().all():
        homes.of(connection).unindex_words(connection, reading)
    connection.execute(delete(present_readings).where(present_readings.c.document_key == document))
    for derived in (meaning, links, issues):
        derived.leave(connection, of_document)
    for table in FINDINGS:
        connection.execute(delete(table).where(table.c.reading_key.in_(of_document)))
    connection.execute(delete(readings).where(readings.c.document_key == document))


def _hashes(document: Document, capture: Capture) -> list[str]:
    return [document.id, capture.sha256]


# Made once, for it runs twice for every document.
_FORGOTTEN = select(func.min(tombstones.c.forgotten_at)).where(
    tombstones.c.sha256.in_([bindparam("text"), bindparam("data")])
)
