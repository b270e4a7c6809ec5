"""Joins bare names by all that is known at once: a surname with the one who bears it, a name with the place of it.

Reports leave out the given name of whom everybody knows, and the reader takes the unknown name of a state for a
person's now and then, or a person's for a body's. Where several could be meant, nothing is joined.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, and_, bindparam, not_, or_, select, update

from onrecord.facts import Kind
from onrecord.record.schema import actor_marks, actors, identities

_PERSONS = (Kind.PERSON, Kind.GUEST)
_MISTAKEN = (Kind.ORGANISATION, Kind.OTHER)
_LEAST = 5
_SHARE = 0.8
"""Of the figures of a surname so many are one person's, in at least so many documents, for it to stand for him."""

_YEARS = 5


@dataclass(frozen=True, slots=True)
class _Called:
    """An actor under a bare name, or that could be meant by one."""

    key: int
    name: str
    kind: str
    figures: int
    first: str | None
    last: str | None
    listed: bool


def join(connection: Connection) -> None:
    """Let each figure under a bare name count as whom it can only be."""
    persons = _bearers(connection, _OF_SURNAME)
    bodies = _bearers(connection, _OF_NAME)
    joined = []
    for bare in (_Called(*row) for row in connection.execute(_BARE)):
        found = _leading(bare, persons[bare.name])
        if found is None and bare.figures == 1 and not persons[bare.name]:
            found = _only([body for body in bodies[bare.name] if _mistakable(bare, body)])
        if found is not None:
            joined.append({"bare": bare.key, "whom": found[0], "said": found[1]})
    if joined:
        connection.execute(_JOINED, joined)


def _leading(bare: _Called, persons: list[_Called]) -> tuple[int, str] | None:
    """The person who is nearly always meant by a surname, in these years."""
    if not persons:
        return None
    most, total = max(persons, key=lambda each: each.figures), sum(each.figures for each in persons)
    if most.figures < _LEAST or most.figures < _SHARE * total or not _in_time(bare.first, most):
        return None
    # What is no person's name more often than it is, is no slip of the reader.
    if bare.kind not in _PERSONS and bare.figures > most.figures / 2:
        return None
    return most.key, f"{most.figures} of {total} of this surname are {most.name}"


def _in_time(date: str | None, person: _Called) -> bool:
    if not (date and person.first and person.last):
        return True
    return int(person.first[:4]) - _YEARS <= int(date[:4]) <= int(person.last[:4]) + _YEARS


def _mistakable(bare: _Called, body: _Called) -> bool:
    """Whether the reader may have taken the one for the other: a place for a body only where no list knows it."""
    return bare.kind in _PERSONS or (body.kind == Kind.PLACE and not body.listed)


def _only(bodies: list[_Called]) -> tuple[int, str] | None:
    """What is called so in several documents, where it is one."""
    several = [body for body in bodies if body.figures > 1]
    if len(several) != 1:
        return None
    [body] = several
    return body.key, f"no person of this name is known, and {body.figures} figures of kind {body.kind}"


_ONE_WORD = actors.c.name.not_like("% %")
_LISTED = or_(actors.c.wikidata != "", actors.c.id.like("%:%"))
# What is no person and not in the gazetteer.
_UNLISTED = and_(not_(_LISTED), actors.c.kind.in_(_MISTAKEN))
_COLUMNS = (*(actors.c[name] for name in ("key", "name", "kind", "figures", "first", "last")), _LISTED.label("listed"))
_BARE = select(*_COLUMNS).where(_ONE_WORD, or_(actors.c.kind.in_(_PERSONS), _UNLISTED))
_names = _BARE.with_only_columns(actors.c.name).distinct().subquery()
_OF_SURNAME = (
    select(_names.c.name.label("bare"), *_COLUMNS)
    .join(actor_marks, actor_marks.c.mark == "s:" + _names.c.name)
    .join(actors, actors.c.key == actor_marks.c.actor_key)
)
_OF_NAME = (
    select(_names.c.name.label("bare"), *_COLUMNS)
    .join(actors, actors.c.name == _names.c.name)
    .where(actors.c.kind.not_in(_PERSONS))
)
_JOINED = (
    update(identities)
    .where(identities.c.found_key == bindparam("bare"))
    .values(actor_key=bindparam("whom"), why=bindparam("said"))
)


def _bearers(connection: Connection, chosen: Select[*tuple[Any, ...]]) -> dict[str, list[_Called]]:
    found: dict[str, list[_Called]] = defaultdict(list)
    for bare, *columns in connection.execute(chosen):
        found[bare].append(_Called(*columns))
    return found
