"""The page of an actor: roles over time, what was shown toward whom, who speaks of whom, spellings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from onrecord.facts import Layer, Status
from onrecord.record import Tie
from onrecord.views.actor import actor
from onrecord.views.system import Edge, Scope, System
from onrecord.web.plots import axis, in_time
from onrecord.web.site import Here, address, page
from onrecord.web.systems import among

router = APIRouter()

_TOLD = Scope()
_SHOWN = replace(_TOLD, layer=Layer.SHOWN, statuses=frozenset(Status))
_STATEMENTS, _OTHERS = 8, 12


@dataclass(frozen=True, slots=True)
class Row:
    """What was shown toward one target, in the order of time; ``sign`` is that of most of it."""

    id: str
    target: str
    sign: int
    ties: list[Tie]


@dataclass(frozen=True, slots=True)
class Other:
    """Somebody who speaks of an actor, or of whom he speaks, and in how many ties."""

    name: str
    ties: int


@router.get("/actor")
def called(request: Request, site: Here, name: str) -> Response:
    """Lead to the actor of a name; where several are called so, let one be chosen."""
    found = site.record.who.named(name)
    if len(found) == 1:
        return RedirectResponse(f"/actor/{found[0].id}", 307)
    if not found:
        # Who was not compared, or is no figure, is known by name alone.
        return RedirectResponse(address("/search", {"speaker": name}), 307)
    return page(request, "called.html", name=name, found=found)


@router.get("/actor/{id_}")
def one(request: Request, site: Here, id_: str) -> Response:
    """Show an actor."""
    profile = actor(site.record, id_, _STATEMENTS)
    if profile.actor.id != id_:
        return RedirectResponse(f"/actor/{profile.actor.id}", 307)
    told, shown = among(site.kept, _TOLD), among(site.kept, _SHOWN)
    rows = [*_rows(shown.value, id_)]
    return page(
        request,
        "actor.html",
        profile=profile,
        held=axis(day for role in profile.roles for day in (role.first, role.last)),
        rows=rows,
        when=axis(tie.date for row in rows for tie in row.ties),
        speaks_of=_spoken_of(profile.actor.name, (told.value, shown.value)),
        spoken_of_by=_speaking_of(id_, told.value.edges),
        edges=[edge for edge in told.value.edges if id_ in (edge.source, edge.target)][:_OTHERS],
        system=told.value,
        old_since=told.old_since or shown.old_since,
    )


def _rows(system: System, id_: str) -> Iterator[Row]:
    for edge in system.edges:
        if edge.source == id_:
            yield Row(edge.target, system.actors[edge.target].name, edge.sign, in_time(edge.ties))


def _spoken_of(name: str, systems: Iterable[System]) -> list[Other]:
    """Give of whom an actor speaks, as told or shown by himself."""
    found: Counter[str] = Counter()
    for system in systems:
        for edge in system.edges:
            said = sum(tie.voice == name for tie in edge.ties)
            for end in {edge.source, edge.target} if said else ():
                found[system.actors[end].name] += said
    found.pop(name, None)
    return [Other(*each) for each in found.most_common(_OTHERS)]


def _speaking_of(id_: str, edges: Iterable[Edge]) -> list[Other]:
    found = Counter(tie.voice for edge in edges if id_ in (edge.source, edge.target) for tie in edge.ties)
    return [Other(*each) for each in found.most_common(_OTHERS)]
