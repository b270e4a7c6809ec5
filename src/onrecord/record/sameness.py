"""What people and rules say of who is who: judgements on one figure, whether it is whom it is taken for, or on two.

A figure is named by its document and where its fullest name begins, so that what is said of it outlives a reading.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Set
from typing import NamedTuple

from sqlalchemy import Connection, delete, select

from onrecord.record.bearers import Place
from onrecord.record.judgements import JudgeKind, Judgement, Said, SubjectKind, Verdict, judge, judgement_of, weigh
from onrecord.record.schema import judgements
from onrecord.record.store import now


class Counting(NamedTuple):
    """What counts of one figure, or of two."""

    places: tuple[Place, ...]
    verdict: Verdict


def keep(connection: Connection, at: tuple[Place, ...], said: Said) -> None:
    """Keep what somebody says of the figure at this place, or of the two."""
    subject = "+".join(f"{document}:{start}" for document, start in at)
    judge(connection, at[0][0], said.on(SubjectKind.IDENTITY, subject, now()))


def counting(connection: Connection) -> list[Counting]:
    """Give what counts of each figure or pair that was judged, in the order of its making, of rules before persons."""
    said: defaultdict[frozenset[Place], list[tuple[int, Judgement]]] = defaultdict(list)
    chosen = select(judgements).where(judgements.c.subject_kind == SubjectKind.IDENTITY.value)
    for row in connection.execute(chosen.order_by(judgements.c.key)).mappings():
        said[frozenset(places(row["subject"]))].append((row["key"], judgement_of(row)))
    weighed = [weigh(each) for each in said.values()]
    weighed.sort(key=lambda each: (each.judgement.judge.kind is JudgeKind.PERSON, each.key))
    return [Counting(places(each.judgement.subject), each.judgement.verdict) for each in weighed]


def said_of(connection: Connection, at: Set[Place]) -> list[Judgement]:
    """Give what was said of these figures and of no others, in the order of its making."""
    chosen = select(judgements).where(judgements.c.subject_kind == SubjectKind.IDENTITY.value)
    rows = connection.execute(chosen.order_by(judgements.c.key)).mappings()
    return [judgement_of(row) for row in rows if at >= set(places(row["subject"]))]


def forget(connection: Connection, document: str) -> None:
    """Drop what was said of the figures of the document with this id."""
    of_it = judgements.c.subject.contains(f"{document}:")
    connection.execute(delete(judgements).where(judgements.c.subject_kind == SubjectKind.IDENTITY.value, of_it))


def places(subject: str) -> tuple[Place, ...]:
    """Give the figures that a subject names; ``ValueError`` where it names none."""
    each = (part.split(":") for part in subject.split("+"))
    return tuple((document, int(start)) for document, start in each)
