"""Looks up who the figures of documents are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from onrecord.record.schema import actors, documents, figures, identities, present_readings
from onrecord.who import Actor

_AT_ONCE = 500

Place = tuple[str, int]
"""The id of a document, and where the fullest name of a figure begins in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bearer:
    """A figure as an actor: who it is, the id of the actor that the rules found it to be, and its role there."""

    actor: Actor
    found: str
    role: str | None
    speaks_for: str | None


def bearers(connection: Connection, places: Iterable[Place]) -> dict[Place, Bearer]:
    """Give who the figures at these places are; those not compared are not there."""
    wanted = set(places)
    known: dict[int, Actor] = {}
    found = {}
    for some in parts(sorted({document for document, _ in wanted})):
        rows = [
            row
            for row in connection.execute(_BEARERS.where(documents.c.id.in_(some)))
            if (row.id, row.named_start) in wanted
        ]
        known |= _actors(connection, {row.actor_key for row in rows} - known.keys())
        for row in rows:
            found[row.id, row.named_start] = Bearer(
                actor=known[row.actor_key], found=row.found, role=row.role, speaks_for=row.speaks_for
            )
    return found


def actor_of(row: Any) -> Actor:  # noqa: ANN401 - a row of the table
    """Give the actor that such columns hold."""
    values = {name: row[name] for name in actors.c.keys()}  # noqa: SIM118 - columns iterate as columns
    return Actor(
        **values | {"names": tuple(row["names"]), "offices": tuple(tuple(office) for office in row["offices"])}
    )


def parts(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """Give values so many at a time as every database takes in one query."""
    for start in range(0, len(values), _AT_ONCE):
        yield values[start : start + _AT_ONCE]


_BEARERS = (
    select(documents.c.id, figures.c.named_start, figures.c.role)
    .add_columns(identities.c.actor_key, identities.c.speaks_for, actors.c.id.label("found"))
    .join(present_readings, present_readings.c.document_key == documents.c.key)
    .join(figures, figures.c.reading_key == present_readings.c.reading_key)
    .join(identities, identities.c.figure_key == figures.c.key)
    .join(actors, actors.c.key == identities.c.found_key)
)


def _actors(connection: Connection, keys: set[int]) -> dict[int, Actor]:
    return {
        row["key"]: actor_of(row)
        for some in parts(sorted(keys))
        for row in connection.execute(select(actors).where(actors.c.key.in_(some))).mappings()
    }
