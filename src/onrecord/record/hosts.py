"""For whom speakers speak, where `identify` has run: the one whom their role names, or else they themselves.

The role in the same document counts before all others; without one it is whom the speaker was seen to speak for in all
documents, where that is one only.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select

from onrecord.record.names import Bearing
from onrecord.record.said import Said
from onrecord.record.schema import actors, figures, identities, present_readings
from onrecord.spelling import plain

_SOLE = (
    select(identities.c.actor_key, func.min(identities.c.speaks_for).label("host"))
    .where(identities.c.speaks_for.is_not(None))
    .group_by(identities.c.actor_key)
    .having(func.min(identities.c.speaks_for) == func.max(identities.c.speaks_for))
)


def represented(said: Said) -> ColumnElement[str]:
    """Give the name of whom the speaker of a statement speaks for; of others his own, or what kind of voice it is."""
    sole = _SOLE.subquery()
    host = func.coalesce(identities.c.speaks_for, sole.c.host, actors.c.name)
    chosen = _speaker(said, host).join(actors, actors.c.key == identities.c.actor_key)
    found = chosen.outerjoin(sole, sole.c.actor_key == identities.c.actor_key).limit(1).scalar_subquery()
    return func.coalesce(found, said.row.c.speaker_name, said.row.c.speaker_kind)


class Speaking:
    """The speakers who speak for somebody, and he himself."""

    def __init__(self, connection: Connection, name: str) -> None:
        self._self = _called(connection, name)
        known = select(actors.c.name).where(actors.c.key.in_(self._self))
        called = {name, *connection.scalars(known)}
        # SQLite knows the small letters of ASCII only.
        self._hosts = called | {each.lower() for each in called}

    def spoken(self, said: Said) -> ColumnElement[bool]:
        """Whether one of them says a statement."""
        hosts = self._is_host(identities.c.speaks_for)
        some = select(identities.c.actor_key).where(hosts)
        sole = _SOLE.where(identities.c.actor_key.in_(some)).subquery()
        of_old = identities.c.actor_key.in_(select(sole.c.actor_key).where(self._is_host(sole.c.host)))
        himself = identities.c.actor_key.in_(self._self)
        unsaid = identities.c.speaks_for.is_(None)
        return _speaker(said, identities.c.figure_key).where(or_(hosts, himself, and_(unsaid, of_old))).exists()

    def _is_host(self, name: ColumnElement[str]) -> ColumnElement[bool]:
        return name.in_(self._hosts) | func.lower(name).in_(self._hosts)


def _speaker(said: Said, column: ColumnElement[Any]) -> Select[Any]:
    """Choose a column of who the speaker of a statement is."""
    here = and_(figures.c.reading_key == said.reading, figures.c.named_start == said.named)
    joined = figures.join(identities, identities.c.figure_key == figures.c.key)
    return select(column).select_from(joined).where(here).correlate(said.row, present_readings)


def _called(connection: Connection, name: str) -> set[int]:
    """Give the actors of whom a figure bears this name, in any spelling."""
    borne = Bearing(connection, name).borne(figures.c.name)
    chosen = select(identities.c.actor_key, figures.c.name).join(figures, figures.c.key == identities.c.figure_key)
    sought = _bare(name)
    return {key for key, called in connection.execute(chosen.where(borne).distinct()) if _bare(called) == sought}


def _bare(name: str) -> str:
    return plain(name).removeprefix("the ")
