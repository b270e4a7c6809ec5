"""How much a record holds, and one state of it told from another, so that what was computed can be kept until then."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from onrecord.record.schema import documents, identified, judgements, readings, tombstones

Stamp = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """How much a record holds: documents of all versions, and the statements that views show."""

    documents: int
    statements: int
    readings: int


def stamp(connection: Connection) -> Stamp:
    """Give numbers of which one is another after anything was added, judged, compared or forgotten.

    Each is the end of an index, whatever the size of the record; issues that statements were put under are not seen.
    """
    return tuple(connection.execute(_STAMP).one())


_keys = (documents.c.key, readings.c.key, judgements.c.key, identified.c.reading_key)
_STAMP = select(
    *(select(func.coalesce(func.max(key), 0)).scalar_subquery() for key in _keys),
    select(func.count()).select_from(tombstones).scalar_subquery(),
)
