"""Actors that are looked up by the same name, or surname with an office, and yet are two: for people to judge."""

from __future__ import annotations

from sqlalchemy import Connection, exists, select

from onrecord.record.bearers import actor_of, bearers
from onrecord.record.judgements import TAKEN_BACK, SubjectKind
from onrecord.record.sameness import places
from onrecord.record.schema import actor_marks, actors, identities, judgements
from onrecord.who import Actor

_AMONG = 500
"""So many pairs, those of most figures, are looked at; whoever has judged them all looks again."""


def alike(connection: Connection, limit: int) -> list[tuple[Actor, Actor]]:
    """Give so many pairs that nobody has judged, those of most figures first."""
    judged = _judged(connection)
    pairs = [(one, other) for one, other in connection.execute(_PAIRS) if frozenset((one, other)) not in judged][:limit]
    chosen = select(actors).where(actors.c.key.in_({key for pair in pairs for key in pair}))
    known = {row["key"]: actor_of(row) for row in connection.execute(chosen).mappings()}
    return [(known[one], known[other]) for one, other in pairs]


def _judged(connection: Connection) -> set[frozenset[int]]:
    """Give the actors that two figures are now of which somebody judged together, and did not take it back."""
    chosen = select(judgements.c.subject, judgements.c.note).where(
        judgements.c.subject_kind == SubjectKind.IDENTITY.value
    )
    last = {places(row.subject): row.note for row in connection.execute(chosen.order_by(judgements.c.key))}
    pairs = [pair for pair, note in last.items() if note != TAKEN_BACK and len(pair) > 1]
    bearing = bearers(connection, {place for pair in pairs for place in pair})
    return {frozenset(bearing[place].actor.key for place in pair if place in bearing) for pair in pairs}


_one, _other, _a, _b = actor_marks.alias(), actor_marks.alias(), actors.alias(), actors.alias()
_PAIRS = (
    select(_a.c.key, _b.c.key)
    .select_from(_one)
    .join(_other, (_other.c.mark == _one.c.mark) & (_one.c.actor_key < _other.c.actor_key))
    .join(_a, _a.c.key == _one.c.actor_key)
    .join(_b, _b.c.key == _other.c.actor_key)
    .where(*(exists().where(identities.c.actor_key == each.c.key) for each in (_a, _b)))
    .group_by(_a.c.key, _b.c.key, _a.c.figures, _b.c.figures)
    .order_by((_a.c.figures + _b.c.figures).desc(), _a.c.key, _b.c.key)
    .limit(_AMONG)
)
