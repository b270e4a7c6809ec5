"""The page of the system: who is for or against whom, as a graph to take hold of, as a table, and as a picture."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from starlette.datastructures import QueryParams
from starlette.responses import JSONResponse, Response

from onrecord.errors import RecordError
from onrecord.facts import Layer, Status
from onrecord.views import picture
from onrecord.views.system import Edge, Scope, System, evidence
from onrecord.views.tied import Tied, tied
from onrecord.web.kept import Computed, Kept
from onrecord.web.site import Here, address, page

router = APIRouter()

ROWS = 100
DRAWN = 2_000
"""So many ties at most are drawn in the browser, the strongest of them: more it cannot move as fast as a hand does."""

_NAMES = ("around", "since", "until", "voice", "outlet", "issue")
_STANDING = ("standing", "past")
_DRAWN = ("120", "400", "2000")


def scope(given: QueryParams) -> Scope:
    """Give the scope that an address asks for. Raises ``ValueError`` for what is none."""
    statuses = [value for value in given.getlist("status") if value] or _STANDING
    return Scope(
        layer=_one_of(Layer, given.get("layer") or "told"),
        statuses=frozenset(_one_of(Status, value) for value in statuses),
        confidence=_number(given.get("confidence") or "0"),
        fold=given.get("fold") == "yes",
        **{name: given.get(name, "").strip() or None for name in _NAMES},
    )


def among(kept: Kept, wanted: Scope) -> Computed[System]:
    """Give the system of a scope, as it is kept. Raises ``RecordError`` where nobody is called as is asked."""
    return kept.get(wanted, lambda _: ties(kept, fold=wanted.fold).system(wanted))


def ties(kept: Kept, *, fold: bool = False) -> Tied:
    """Give all ties of a record, which are read once for all scopes, and again when it has changed."""
    return kept.get(("ties", fold), lambda record: tied(record, fold=fold), now=True).value


@router.get("/system")
def whole(request: Request, site: Here, start: int = 0) -> Response:
    """Show the graph, and the same as a table."""
    wanted = scope(request.query_params)
    try:
        found, trouble = among(site.kept, wanted), None
    except RecordError as error:
        found, trouble = Computed(System(wanted.layer, {}, ()), None), str(error)
    given = [(name, value) for name, value in request.query_params.multi_items() if value and name != "start"]
    rows = found.value.edges[max(start, 0) : max(start, 0) + ROWS]
    return page(
        request,
        "system.html",
        scope=wanted,
        system=found.value,
        old_since=found.old_since,
        trouble=trouble,
        rows=rows,
        start=max(start, 0),
        next=address("/system", [*given, ("start", start + ROWS)]) if start + ROWS < len(found.value.edges) else None,
        here=lambda path: address(path, given),
        drawn=request.query_params.get("drawn", _DRAWN[0]),
        layers=[layer.value for layer in Layer],
        statuses=[status.value for status in Status],
        drawable=_DRAWN,
        tie=lambda edge: _tie_address(edge, wanted),
    )


@router.get("/system.json")
def graph(request: Request, site: Here, drawn: int = 120) -> Response:
    """Give what the graph is drawn of: the strongest ties, and those that they are between."""
    wanted = scope(request.query_params)
    found = among(site.kept, wanted).value
    edges = found.edges[: max(1, min(drawn, DRAWN))]
    ends = {id_: place for place, id_ in enumerate(dict.fromkeys(end for e in edges for end in (e.source, e.target)))}
    return JSONResponse(
        {
            "actors": [{"id": id_, "name": found.actors[id_].name} for id_ in ends],
            "edges": [[ends[edge.source], ends[edge.target], *_drawn(edge)] for edge in edges],
            "tie": address("/tie", _pairs(wanted)),
        }
    )


@router.get("/system.svg")
def drawing(request: Request, site: Here) -> Response:
    """Give the picture of the strongest ties."""
    drawn = picture.svg(among(site.kept, scope(request.query_params)).value)
    return _file(drawn.encode(), "image/svg+xml", "system.svg")


@router.get("/system.png")
def pixels(request: Request, site: Here) -> Response:
    """Give the same picture in pixels."""
    drawn = picture.png(picture.svg(among(site.kept, scope(request.query_params)).value))
    return _file(drawn, "image/png", "system.png")


@router.get("/tie")
def tie(request: Request, site: Here) -> Response:
    """Show the words that a tie rests on."""
    wanted, given = scope(request.query_params), request.query_params
    found = among(site.kept, wanted)
    ends = given.get("from", ""), given.get("to", "")
    edges = [edge for edge in found.value.edges if (edge.source, edge.target) == ends]
    if not edges:
        raise RecordError("there is no such tie; choose one in the system")
    return page(
        request,
        "panel-tie.html" if given.get("panel") else "tie.html",
        edge=edges[0],
        source=found.value.actors[ends[0]],
        target=found.value.actors[ends[1]],
        evidence=[evidence(each) for each in edges[0].ties],
        address_here=_tie_address(edges[0], wanted),
        layer=wanted.layer.value,
    )


def _drawn(edge: Edge) -> tuple[Any, ...]:
    """Give what a line is drawn of: its sign, whether it is past, its weight, and the first day of it."""
    return edge.sign, int(edge.status is Status.PAST), edge.documents, edge.dates[0]


def _tie_address(edge: Edge, wanted: Scope) -> str:
    return address("/tie", [("from", edge.source), ("to", edge.target), *_pairs(wanted)])


def _pairs(wanted: Scope) -> list[tuple[str, Any]]:
    """Give the parameters of a scope, but for what it is without any."""
    statuses = sorted(status.value for status in wanted.statuses)
    return [
        ("layer", wanted.layer.value if wanted.layer is not Layer.TOLD else None),
        ("confidence", wanted.confidence or None),
        ("fold", "yes" if wanted.fold else None),
        *((name, getattr(wanted, name)) for name in _NAMES),
        *(("status", status) for status in statuses if statuses != sorted(_STANDING)),
    ]


def _one_of(kind: Any, value: str) -> Any:  # noqa: ANN401 - an enumeration
    try:
        return kind(value)
    except ValueError as error:
        raise ValueError(f"{kind.__name__.lower()} is one of {', '.join(kind)}, not {value!r}") from error


def _number(value: str) -> float:
    try:
        return float(value)
    except ValueError as error:
        raise ValueError(f"confidence is a number from 0 to 1, not {value!r}") from error


def _file(data: bytes, kind: str, name: str) -> Response:
    return Response(data, media_type=kind, headers={"Content-Disposition": f'inline; filename="{name}"'})
