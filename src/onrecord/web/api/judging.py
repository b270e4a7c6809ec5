"""What programs say of findings and of who is who, below the pages' addresses; nothing is ever edited."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from pydantic import Field

from onrecord.facts import Event, Layer, Mode, Status
from onrecord.record import Judgement, Verdict
from onrecord.views.queue import take_back
from onrecord.web.api import shapes
from onrecord.web.api.conditional import Answer, Conditional
from onrecord.web.api.given import Given, Name, Words, meant
from onrecord.web.site import Here, judge_of

_Pieces = Annotated[list[Name], Field(min_length=1, max_length=100)]

router = APIRouter(route_class=Conditional, tags=["Judge"], dependencies=[Depends(meant)])


class Signed(Given):
    """What somebody says."""

    by: Name | None = Field(None, description="Who says so; else who started the server.")
    note: Words | None = Field(None, description="Why.")

    def judge(self, request: Request) -> str:
        """Give the name of who says so."""
        return self.by or judge_of(request)


class OfAStatement(Given):
    """What is right of a statement: exact words that stand in the text once, or offsets, like 120-188."""

    content: _Pieces | None = None
    cue: Name | None = None
    source: _Pieces | None = None
    speaker: Name | None = None
    mode: Mode | None = None


class Right(OfAStatement):
    """What is right of a statement or a relation; *nobody* is no cue, speaker, holder or target."""

    sign: Annotated[str, Field(pattern=r"^([+0-]|-?1)$")] | None = None
    event: Event | None = None
    status: Status | None = None
    layer: Layer | None = None
    holder: Name | None = None
    target: Name | None = None


class Saying(Signed):
    """A verdict on a finding, with a yes also what is right instead."""

    verdict: Verdict
    right: Right | None = None


class Missed(Signed):
    """A statement that the reader missed."""

    right: OfAStatement


class Verdicted(Signed):
    """A verdict on a change."""

    verdict: Verdict


class Sameness(Signed):
    """Whether another is the same actor."""

    other: Name
    verdict: Verdict = Verdict.YES


class Parting(Signed):
    """Whom to take out: the figure of one document, or each."""

    document: Name | None = None


@router.post("/judge/{id}", status_code=201, response_model=shapes.Judgement)
def judge(request: Request, site: Here, id: str, given: Saying) -> Answer:
    """Keep what somebody says of a statement or relation, with what is right instead; nothing is ever edited."""
    right = given.right.model_dump(exclude_none=True) if given.right else None
    return _kept(site.record.judge(id, given.verdict, given.judge(request), given.note, right))


@router.post("/undo/{id}", status_code=201, response_model=shapes.Judgement)
def undo(request: Request, site: Here, id: str, given: Signed) -> Answer:
    """Follow a judge's last judgement by the one before it."""
    take_back(site.record, id, given.judge(request))
    return _kept(site.record.judgements(id)[0])


@router.post("/document/{id}/missed", status_code=201, response_model=shapes.Judgement)
def add_missing(request: Request, site: Here, id: str, given: Missed) -> Answer:
    """Keep a statement that the reader missed."""
    right = given.right.model_dump(exclude_none=True)
    return _kept(site.record.add_missing(id, right, given.judge(request), given.note))


@router.post("/change/{id}", status_code=201, response_model=shapes.Judgement)
def judge_change(request: Request, site: Here, id: str, given: Verdicted) -> Answer:
    """Keep what somebody says of a proposed change."""
    return _kept(site.record.judge_change(id, given.verdict, given.judge(request), given.note))


@router.post("/actor/{id}/same", status_code=201, response_model=shapes.Same)
def join_actors(request: Request, site: Here, id: str, given: Sameness) -> Answer:
    """Keep that two actors are one, or are not."""
    one, _ = site.record.who.same(id, given.other, given.judge(request), given.note, given.verdict)
    told = {"id": one.id, "name": one.name, "kind": one.kind, "wikidata": one.wikidata or None}
    return Answer({"actor": told, "verdict": given.verdict}, 201)


@router.post("/actor/{id}/split", status_code=201, response_model=shapes.Split)
def split_actor(request: Request, site: Here, id: str, given: Parting) -> Answer:
    """Keep that the figure of one document, or each, is somebody else than the actor."""
    return Answer({"alone": site.record.who.split(id, given.judge(request), given.note, given.document)}, 201)


def _kept(judgement: Judgement) -> Answer:
    told: dict[str, Any] = {"subject": judgement.subject} | judgement.json()
    return Answer(told, 201)
