"""Joins what was read as a person's bare name with the place or body that is called so everywhere else.

The reader takes the unknown name of a state for a person's now and then. Nothing is joined where a person of that
surname is known, or several are called so.
"""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import Connection, bindparam, exists, select, update

from onrecord.facts import Kind
from onrecord.record.schema import actor_marks, actors, identities

WHY = "no person of this name is known, and a {} of it is"

_PERSONS = (Kind.PERSON, Kind.GUEST)
_ONE_WORD = actors.c.name.not_like("% %")
_bodies = actors.alias()


def join(connection: Connection) -> None:
    """Let each figure that is alone under such a name count as the place or body."""
    other: dict[int, set[tuple[int, str]]] = defaultdict(set)
    for row in connection.execute(_NAMESAKES):
        other[row.key].add((row.body, row.kind))
    rows = [
        {"lone": lone, "body": body, "said": WHY.format(kind)}
        for lone, bodies in other.items()
        if len(bodies) == 1
        for body, kind in bodies
    ]
    if rows:
        connection.execute(_JOINED, rows)


_NAMESAKES = (
    select(actors.c.key, _bodies.c.key.label("body"), _bodies.c.kind)
    .join(_bodies, _bodies.c.name == actors.c.name)
    .where(actors.c.kind.in_(_PERSONS), _ONE_WORD, actors.c.figures == 1, _bodies.c.kind.not_in(_PERSONS))
    .where(~exists().where(actor_marks.c.mark == "s:" + actors.c.name))
)
_JOINED = (
    update(identities)
    .where(identities.c.found_key == bindparam("lone"))
    .values(actor_key=bindparam("body"), why=bindparam("said"))
)
