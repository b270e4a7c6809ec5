"""Statements as Discourse Network Analyzer has them: a person or an organization, a concept, and agreement with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from onrecord.actors.offices import office
from onrecord.facts import Kind, Layer, Relation, Speaker, Status
from onrecord.record import Entry, Verdict

_BODIES = (Kind.ORGANISATION, Kind.PLACE, Kind.GROUP)
_COUNTED = (Status.STANDING, Status.PAST)


@dataclass(frozen=True, slots=True)
class Stance:
    """What a statement shows of one concept; without one, the concept is empty and agreement says nothing."""

    person: str
    organization: str
    concept: str
    agreement: bool


def stances(entry: Entry) -> list[Stance]:
    """Give what a statement shows: the concept is toward whom, agreement whether for or against.

    That is what its voice shows itself and stands by; what it tells of others is no agreement of its own. What shows
    nothing is one statement without a concept.
    """
    person, organization = _speaking(entry.right.speaker)
    shown = dict(_toward(entry))
    return [Stance(person, organization, name, sign > 0) for name, sign in shown.items()] or [
        Stance(person, organization, "", agreement=True)
    ]


def second(published: str | None) -> int:
    """Give a day or moment of publication in seconds since 1970, in UTC; 0 where there is none."""
    if published is None:
        return 0
    moment = datetime.fromisoformat(published)
    return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())


def _toward(entry: Entry) -> Iterator[tuple[str, int]]:
    for related in entry.related:
        relation = related.right
        if related.judged is None or related.judged.judgement.verdict is not Verdict.NO:
            yield from _stance(relation)


def _stance(relation: Relation) -> Iterator[tuple[str, int]]:
    if relation.layer is Layer.SHOWN and relation.status in _COUNTED and relation.sign and relation.target:
        yield relation.target.name, relation.sign


def _speaking(speaker: Speaker) -> tuple[str, str]:
    name = speaker.name or ""
    if speaker.kind in _BODIES:
        return "", name
    held = office(speaker.role) if speaker.role else None
    return name, (held.speaks_for if held else None) or ""
