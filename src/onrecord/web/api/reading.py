"""What the pages show, for programs: each page's address below ``/api/v1``, each view in its one JSON form."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request

from onrecord.errors import RecordError
from onrecord.jsonform import document_json
from onrecord.record import Record
from onrecord.statements.meaning import meaning
from onrecord.views.about import about
from onrecord.views.actor import actor
from onrecord.views.agreement import agreement
from onrecord.views.citation import on_the_web
from onrecord.views.counts import counts
from onrecord.views.document import document
from onrecord.views.elsewhere import elsewhere
from onrecord.views.queue import queue
from onrecord.views.search import search
from onrecord.views.show import show
from onrecord.web.api import asked, shapes
from onrecord.web.api.conditional import Answer, Conditional
from onrecord.web.comparing import proposed, sides
from onrecord.web.home import glance
from onrecord.web.site import Here, judge_of, leaf
from onrecord.web.systems import among, ties

router = APIRouter(route_class=Conditional, tags=["Read"])

_Start = Annotated[str, "The id, or how it begins."]


@router.get("/", response_model=shapes.Home)
def at_a_glance(site: Here) -> Answer:
    """How much there is, who is heard most, the strongest ties, and what is new."""
    seen = glance(site)
    return Answer(
        {
            "counts": asdict(seen.sums.counts),
            "heard": [asdict(weight) for weight in seen.sums.heard],
            **seen.system.only(seen.ties).json(),
            "newest": [hit.statement for hit in seen.newest],
            "added": [document_json(each.document, each.metadata) for each in seen.added],
            "failures": seen.failures,
            "as_of": seen.old_since,
        }
    )


@router.get("/search", response_model=shapes.Found)
def find_statements(site: Here, given: Annotated[asked.Search, Query()]) -> Answer:
    """Statements by their words, by what they mean, or the newest; as `onrecord search --json`.

    A page is stable: what is added after the first was asked for is on none of those that follow.
    """
    query = given.query()
    found = search(site.record, replace(query, meaning=meaning(given.meaning)) if given.meaning else query)
    return Answer({"statements": list(found.opened(site.record)), "next": found.next})


@router.get("/counts", response_model=shapes.Counted)
def count_statements(site: Here, given: Annotated[asked.Counting, Query()]) -> Answer:
    """Documents, statements and words, what is in most documents first; as `onrecord counts --json`."""
    found = counts(site.record, given.query(), given.by, copies=given.copies)
    return Answer({"counts": [asdict(weight) for weight in found[: given.limit]], "rows": len(found)})


@router.get("/document/{id}", response_model=shapes.Text)
def open_document(site: Here, id: _Start, part: Annotated[int, Query(ge=1, le=10**6)] = 1) -> Answer:
    """A document: where it came from, its text and what was said in it; of a long text a part."""
    found = document(site.record, id, part)
    return Answer(_provenance(site.record, found.known.document) | found.json())


@router.get("/statement/{id}", response_model=shapes.Shown)
def open_statement(site: Here, id: _Start) -> Answer:
    """A statement, what stands around its words, and all judgements on it; as `onrecord show --json`."""
    return Answer(show(site.record, id).json())


@router.get("/statement/{id}/elsewhere", response_model=shapes.Elsewhere)
def find_elsewhere(site: Here, id: _Start) -> Answer:
    """Where else a statement stands, and what is cut or changed there; as `onrecord elsewhere --json`."""
    return Answer(elsewhere(site.record, id).json())


@router.get("/actor", response_model=shapes.Actors)
def find_actors(site: Here, name: Annotated[str, Query(min_length=1, max_length=500)]) -> Answer:
    """Everybody who has this name, in any spelling seen."""
    found = site.record.who.named(name)
    named = [{"id": a.id, "name": a.name, "kind": a.kind, "wikidata": a.wikidata or None} for a in found]
    return Answer({"actors": named})


@router.get("/actor/{id}", response_model=shapes.Profile)
def open_actor(site: Here, id: str, limit: Annotated[int, Query(ge=1, le=asked.MOST)] = 20) -> Answer:
    """An actor: names, dated roles, the last statements; as `onrecord actor --json`."""
    found = actor(site.record, id, limit)
    return Answer(found.json() | {"said": found.said, "spoken_of": found.spoken_of})


@router.get("/position", response_model=shapes.Position)
def show_position(site: Here, actor: str, on: str | None = None, fold: bool = False) -> Answer:
    """What an actor has shown toward whom over time, with the words; as `onrecord position --json`."""
    return Answer(ties(site.kept, fold=fold).position(actor, on).json())


@router.get("/system", response_model=shapes.System)
def show_system(site: Here, given: Annotated[asked.System, Query()]) -> Answer:
    """Who is for or against whom, according to whom; as `onrecord system --json`, the strongest ties first."""
    found = among(site.kept, given.scope())
    many, end = len(found.value.edges), given.start + given.limit
    whole = found.value.only(found.value.edges[given.start : end]).json()
    return Answer(whole | {"ties": many, "next": end if end < many else None, "as_of": found.old_since})


@router.get("/tie", response_model=shapes.Tie)
def open_tie(site: Here, given: Annotated[asked.Tie, Query()]) -> Answer:
    """One tie, with all the words that it rests on."""
    found = among(site.kept, given.scope()).value
    edges = [edge for edge in found.edges if (edge.source, edge.target) == (given.source, given.target)]
    if not edges:
        raise RecordError("there is no such tie; choose one in the system")
    return Answer(found.only(edges).json())


@router.get("/compare", response_model=shapes.Comparison)
def compare_sides(site: Here, a: str, b: str) -> Answer:
    """Two sides, each a document, an outlet, an actor or a time; as `onrecord compare --json`."""
    return Answer(sides(site.kept, a, b).json())


@router.get("/changes", response_model=shapes.Changes)
def find_changes(site: Here, actor: str | None = None, on: str | None = None) -> Answer:
    """What is proposed as changed, the surest first; as `onrecord changes --json`."""
    return Answer(proposed(site.kept, actor, on).json())


@router.get("/review", response_model=shapes.Statements)
def find_unjudged(request: Request, site: Here, given: Annotated[asked.Queue, Query()]) -> Answer:
    """What is to be judged next, the least certain first."""
    waiting = queue(site.record, given.query(), given.by or judge_of(request), blind=given.blind)
    return Answer({"statements": [(entry.as_read() if given.blind else entry).json() for entry in waiting]})


@router.get("/review/judged", response_model=shapes.Judgements)
def find_judgements(
    site: Here, by: str | None = None, limit: Annotated[int, Query(ge=1, le=asked.MOST)] = 100
) -> Answer:
    """Who judged what, the newest first."""
    return Answer({"judgements": [{"subject": j.subject} | j.json() for j in site.record.judged_last(limit, by)]})


@router.get("/review/agreement", response_model=shapes.Agreement)
def show_agreement(site: Here) -> Answer:
    """How far people agree who judged the same; as `onrecord agreement --json`."""
    return Answer(site.kept.get("agreement", agreement, now=True).value.json())


def _provenance(record: Record, id_: str) -> dict[str, Any]:
    """Tell where a document came from; not where its file lies on the server, which is nobody's business."""
    known = about(record, id_).json()
    for capture in known["captures"]:
        if not on_the_web(capture["name"]):
            capture["name"] = leaf(capture["name"])
    return {name: value for name, value in known.items() if name != "statement"}
