"""The first page: what is new, who is heard most, the system in small, what was added."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.responses import Response

from onrecord.record import Added, By, Counts, Failure, Query, Record, Weight
from onrecord.views.counts import counts
from onrecord.views.picture import sketch
from onrecord.views.search import Hit, search
from onrecord.views.system import Edge, Scope, System
from onrecord.web.plots import bars
from onrecord.web.site import Here, Site, address, leaf, page
from onrecord.web.systems import among

router = APIRouter()

_NEWEST, _HEARD, _TIES, _ADDED = 6, 10, 8, 6
_AMONG = (30, 200)
"""Among so many of the newest statements those of the newest documents are looked for; mostly the fewer will do."""

_NAMELESS = (None, "guest", "interviewer", "unnamed", "unstated")


@dataclass(frozen=True, slots=True)
class _Sums:
    """What takes the whole record to count."""

    counts: Counts
    heard: tuple[Weight, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Glance:
    """A record at a glance: how much is there, who is heard most, the strongest ties, what is new and what failed.

    ``old_since`` is the moment that the sums are of, where the record has changed since.
    """

    sums: _Sums
    system: System
    ties: tuple[Edge, ...]
    newest: list[Hit]
    added: list[Added]
    failures: list[str]
    old_since: str | None


def glance(site: Site) -> Glance:
    """Look at a site's record."""
    sums = site.kept.get("home", _sums)
    system: System = among(site.kept, Scope()).value
    return Glance(
        sums=sums.value,
        system=system,
        ties=system.edges[:_TIES],
        newest=_newest(site.record),
        added=site.record.latest(_ADDED),
        failures=[_reason(failure) for failure in site.record.failures.latest(_ADDED)],
        old_since=sums.old_since,
    )


@router.get("/")
def home(request: Request, site: Here) -> Response:
    """Show the record at a glance."""
    seen = glance(site)
    heard = bars(seen.sums.heard, lambda weight: address("/actor", {"name": weight.name}))
    return page(
        request,
        "home.html",
        counts=seen.sums.counts,
        old_since=seen.old_since,
        heard=heard,
        system=seen.system,
        ties=seen.ties,
        sketch=sketch(seen.system, _TIES),
        newest=seen.newest,
        added=seen.added,
        failures=seen.failures,
    )


def _reason(failure: Failure) -> str:
    """Say what failed and why, without the place of its file."""
    name = leaf(failure.source)
    return f"{name}: {failure.why.replace(failure.source, name)}"


def _sums(record: Record) -> _Sums:
    weights = [weight for weight in counts(record, Query(), By.SPEAKER) if weight.name not in _NAMELESS]
    return _Sums(record.counts(), tuple(weights[:_HEARD]))


def _newest(record: Record) -> list[Hit]:
    """Give one statement of each of the newest documents: the first that is for or against somebody, else the first."""
    of: dict[str, Hit] = {}
    for limit in _AMONG:
        of = {}
        for hit in search(record, Query(limit=limit)).hits:
            document = hit.statement["document"]["id"]
            if document not in of or (hit.statement["relations"] and not of[document].statement["relations"]):
                of[document] = hit
        if len(of) > _NEWEST:
            # The last of them may have statements beyond these.
            break
    return list(of.values())[:_NEWEST]
