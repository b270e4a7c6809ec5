"""Where a statement or a document came from, and what a record holds."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from onrecord.errors import RecordError
from onrecord.record import Counts, Entry, Failure, Provenance, Record
from onrecord.views.copies import Place, places


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """The provenance of a document, where else it stands, and the statement that was asked about, if one was."""

    entry: Entry | None
    provenance: Provenance
    also_at: tuple[Place, ...]

    def json(self) -> dict[str, Any]:
        """Give it in names and values."""
        statement = None if self.entry is None else {"id": self.entry.statement.id, "reader": self.entry.reader}
        return {"statement": statement} | asdict(self.provenance) | {"also_at": [at.json() for at in self.also_at]}


def about(record: Record, start: str) -> About:
    """Tell of the statement, or else of the document, whose id begins so.

    Raises ``RecordError`` where there is none, or more than one.
    """
    entries, found = record.entries_by_id(start), record.provenances(start)
    if entries and found:
        raise RecordError(f"a statement and a document begin with {start!r}; give more of the id")
    if len(found) > 1:
        raise RecordError(f"more than one document begins with {start!r}; give more of the id")
    if not entries and not found:
        raise RecordError(f"no statement and no document in {record.name} has an id that begins with {start!r}")
    entry = None if found else record.entry(start)
    known = found[0] if entry is None else record.provenances(entry.statement.document)[0]
    return About(entry=entry, provenance=known, also_at=places(record, known.document))


_FAILURES = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """How much a record holds, and what could not be read when it was added, the last first."""

    record: str
    counts: Counts
    failures: tuple[Failure, ...]

    def json(self) -> dict[str, Any]:
        """Give it in names and values."""
        return {"record": self.record} | asdict(self.counts) | {"failures": [asdict(each) for each in self.failures]}


def whole(record: Record) -> Whole:
    """Tell of a record."""
    return Whole(record=record.name, counts=record.counts(), failures=tuple(record.failures.latest(_FAILURES)))
