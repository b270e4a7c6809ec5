"""The page of a search: its form is its address, so that it can be cited, and its rows can be taken away."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from fastapi import APIRouter, Request
from starlette.responses import Response, StreamingResponse

from onrecord.facts import CueKind, Event, Mode
from onrecord.record import EVERYTHING, By, Query, Record, Weight
from onrecord.record.query import JUDGED
from onrecord.statements.meaning import meaning
from onrecord.views.counts import counts
from onrecord.views.formats import jsonl, table
from onrecord.views.search import search
from onrecord.web.plots import Bar, bars
from onrecord.web.site import Here, address, page

router = APIRouter()

COUNTED = 5_000
"""Plots count no more statements than these, so that a page of a large record waits for none."""

PAGE = 20
"""Statements on a page."""

_BARS = 8
_NAMELESS = (None, "guest", "interviewer", "unnamed", "unstated")


_PLOTTED = (("Speaker", By.SPEAKER, "speaker"), ("Toward whom", By.TARGET, "target"), ("Outlet", By.OUTLET, "outlet"))


@dataclass(frozen=True, slots=True)
class Plot:
    """Counts by one thing, and whether they are months, which stand side by side."""

    title: str
    bars: list[Bar]
    months: bool = False


def asked(request: Request) -> Query:
    """Give the query that an address asks for, but for a ``meaning``. Raises ``ValueError`` for what is none."""
    given = {name: value for name, value in request.query_params.items() if name != "meaning"}
    return replace(Query.parse(given), limit=PAGE)


@router.get("/search")
def found(request: Request, site: Here) -> Response:
    """Show a page of what is found, with how much there is."""
    query, meant = asked(request), request.query_params.get("meaning", "").strip()
    hits = search(site.record, replace(query, meaning=meaning(meant)) if meant else query)
    only = replace(query, limit=EVERYTHING.limit, page=None).flat() | ({"meaning": meant} if meant else {})
    # What lies near a meaning has no end, and cannot be counted.
    total = None if meant else next(iter(counts(site.record, query, among=COUNTED)), None)
    return page(
        request,
        "search.html",
        only=only,
        narrowed=any(name != "words" for name in only),
        hits=hits.hits,
        next=address("/search", only | {"page": hits.next}) if hits.next else None,
        total=total,
        counted=COUNTED,
        plots=[] if meant else list(_plots(site.record, query, only)),
        choices={
            "mode": [mode.value for mode in Mode],
            "cue_kind": [kind.value for kind in CueKind],
            "event": [event.value for event in Event],
            "judged": JUDGED,
        },
    )


@router.get("/search.csv")
def as_table(request: Request, site: Here) -> Response:
    """Give exactly the rows that are found, for a spreadsheet."""
    return _download(table.lines(site.record, asked(request)), "text/csv; charset=utf-8", "statements.csv")


@router.get("/search.jsonl")
def as_lines(request: Request, site: Here) -> Response:
    """Give exactly the rows that are found, for programs."""
    return _download(jsonl.lines(site.record, asked(request)), "application/jsonl; charset=utf-8", "statements.jsonl")


def _download(lines: Iterator[str], kind: str, name: str) -> Response:
    return StreamingResponse(lines, media_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _plots(record: Record, query: Query, only: dict[str, str]) -> Iterator[Plot]:
    def leading(name: str) -> Callable[[Weight], str]:
        return lambda weight: address("/search", only | {name: weight.name})

    for title, by, name in _PLOTTED:
        weights = [
            weight for weight in counts(record, query, by, among=COUNTED) if weight.name not in (None, *_NAMELESS)
        ]
        yield Plot(title, bars(weights[:_BARS], leading(name)))
    months = [weight for weight in counts(record, query, By.MONTH, among=COUNTED) if weight.name]
    months.sort(key=lambda weight: weight.name or "")
    yield Plot("Month", bars(months, lambda weight: address("/search", only | _month(weight))), months=True)


def _month(weight: Weight) -> dict[str, str]:
    year, month = (weight.name or "").split("-")
    return {"since": f"{year}-{month}-01", "until": f"{year}-{month}-{monthrange(int(year), int(month))[1]}"}
