"""What could not be read when it was added, and why, until it is added after all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, insert, select

from onrecord.record.identities import Opened
from onrecord.record.schema import failures
from onrecord.record.store import now

_KEPT = 1_000
"""So many are kept, the last: a folder of a million wrong files has nothing more to tell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A source that could not be read, why, and when that was tried last (UTC)."""

    source: str
    why: str
    failed_at: str


class Failures:
    """What could not be read, in a record."""

    def __init__(self, reading: Opened, writing: Opened) -> None:
        self._reading = reading
        self._writing = writing

    def note(self, failed: Mapping[str, str], mended: Iterable[str]) -> None:
        """Keep why sources could not be read, by their names, until they are among those that were."""
        if failed or self.latest(1):
            with self._writing() as connection:
                _note(connection, failed, mended)

    def latest(self, limit: int) -> list[Failure]:
        """Give so many, those that failed last first."""
        found = select(failures).order_by(failures.c.failed_at.desc(), failures.c.source).limit(limit)
        with self._reading() as connection:
            return [Failure(**row) for row in connection.execute(found).mappings()]


def leave(connection: Connection, sources: Iterable[str]) -> None:
    """Drop what is kept of these sources."""
    connection.execute(delete(failures).where(failures.c.source.in_(list(sources))))


def _note(connection: Connection, failed: Mapping[str, str], mended: Iterable[str]) -> None:
    last = dict(list(failed.items())[-_KEPT:])
    leave(connection, [*last, *mended])
    if last:
        moment = now()
        rows = [{"source": source, "why": why, "failed_at": moment} for source, why in last.items()]
        connection.execute(insert(failures), rows)
    spare = (connection.scalar(select(func.count()).select_from(failures)) or 0) - _KEPT
    if spare > 0:
        oldest = select(failures.c.source).order_by(failures.c.failed_at, failures.c.source).limit(spare)
        leave(connection, connection.scalars(oldest).all())
