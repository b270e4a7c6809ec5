"""Pages on which people say what is right: the queue, corrections, what was missed, who said what, who agrees."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from fastapi import APIRouter, Request
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from onrecord.facts import Mode
from onrecord.identifying import explain
from onrecord.record import EVERYTHING, Entry, Query, SubjectKind, Verdict
from onrecord.record.judgements import TAKEN_BACK
from onrecord.record.query import JUDGED
from onrecord.views.agreement import agreement
from onrecord.views.queue import queue, take_back
from onrecord.web.site import JUDGE, Form, Here, address, back, judge_of, page, remember, words
from onrecord.web.texts import finding

router = APIRouter()

_AHEAD = 12
_AROUND = 250
_LISTED = 100
_SEEN = 3
_ONE = ("cue", "speaker", "mode", "sign", "event", "status", "layer", "holder", "target")
_PIECES = ("content", "source")
_OWN = ("blind", "id", "skip")


@router.get("/review")
def review(request: Request, site: Here) -> Response:
    """Show what to judge next."""
    given = {name: value for name, value in request.query_params.items() if value}
    query = replace(Query.parse({name: value for name, value in given.items() if name not in _OWN}), limit=_AHEAD)
    skip = int(given["skip"]) if given.get("skip", "").isdecimal() and len(given["skip"]) < 6 else 0
    blind, by = given.get("blind") == "yes", judge_of(request)
    waiting = queue(site.record, replace(query, limit=_AHEAD + skip), by, blind=blind)[skip:]
    chosen = given.get("id") or (waiting[0].id if waiting else None)
    kept = {name: value for name, value in given.items() if name not in ("id", "skip")}
    return page(
        request,
        "review.html",
        finding=finding(site.record, chosen, _AROUND, as_read=blind) if chosen else None,
        waiting=[_brief(entry, blind) for entry in waiting if entry.id != chosen][: _AHEAD - 1],
        only=replace(query, limit=EVERYTHING.limit, page=None).flat(),
        blind=blind,
        at=lambda id_: address("/review", kept | {"id": id_}),
        back=address("/review", kept),
        after=address("/review", kept | {"skip": skip + 1}) if len(waiting) > 1 else None,
        before=address("/review", kept | {"skip": skip - 1}) if skip else None,
        last=next(iter(site.record.judged_last(1, by)), None),
        modes=[mode.value for mode in Mode],
        verdicts=JUDGED,
    )


@router.get("/review/same")
def who_is_who(request: Request, site: Here) -> Response:
    """Show two actors that may be one."""
    who = site.record.who
    pair = next(iter(who.alike(1)), None)
    last = next(iter(site.record.judged_last(1, judge_of(request))), None)
    undone = last is None or last.kind is not SubjectKind.IDENTITY or last.note == TAKEN_BACK
    return page(
        request,
        "same.html",
        pair=pair,
        apart=next(explain(site.record, pair[0].id, pair[1].id), "") if pair else "",
        seen={actor.id: who.seen(actor)[:_SEEN] for actor in pair or ()},
        said={actor.id: [site.record.entry(id_) for id_ in who.statements(actor)[:_SEEN]] for actor in pair or ()},
        last=None if undone else last,
    )


@router.post("/review/same")
def same_or_not(request: Request, site: Here, form: Form) -> Response:
    """Keep whether two actors are one."""
    verdict = Verdict(words(form, "verdict"))
    site.record.who.same(words(form, "one"), words(form, "other"), judge_of(request), verdict=verdict)
    return RedirectResponse("/review/same", 303)


@router.post("/review/same/undo")
def not_said(request: Request, site: Here, form: Form) -> Response:
    """Take back what this judge said last of who is who."""
    site.record.who.take_back(words(form, "subject"), judge_of(request))
    return RedirectResponse("/review/same", 303)


@router.get("/review/judged")
def judged(request: Request, site: Here, by: str = "") -> Response:
    """Show who judged what, the newest first."""
    return page(request, "judged.html", judgements=site.record.judged_last(_LISTED, by or None), by=by)


@router.get("/review/agreement")
def agreed(request: Request, site: Here) -> Response:
    """Show how far people agree who judged the same statements."""
    found = site.kept.get("agreement", agreement, now=True)
    return page(request, "agreement.html", agreement=found.value)


@router.post("/review/name")
def name(form: Form) -> Response:
    """Remember who judges in this browser."""
    answer = back(form, "/review")
    remember(answer, JUDGE, words(form, "by").encode().hex())
    return answer


@router.post("/judge/{id_}")
def judge(request: Request, site: Here, form: Form, id_: str) -> Response:
    """Keep what somebody says of a statement or relation, with what is right instead."""
    verdict, note = Verdict(words(form, "verdict") or "yes"), words(form, "note") or None
    given = _given(form)
    site.record.judge(id_, verdict, judge_of(request), note, given if verdict is Verdict.YES else None)
    return back(form, f"/statement/{id_}")


@router.post("/undo/{id_}")
def undo(request: Request, site: Here, form: Form, id_: str) -> Response:
    """Take back what this judge said last of a statement, and lead to it again."""
    take_back(site.record, id_, judge_of(request))
    if words(form, "back").startswith("/review"):
        there = words(form, "back")
        return RedirectResponse(f"{there}{'&' if '?' in there else '?'}id={id_}", 303)
    return back(form, f"/statement/{id_}")


@router.post("/document/{id_}/missed")
def missed(request: Request, site: Here, form: Form, id_: str) -> Response:
    """Keep a statement that the reader missed."""
    added = site.record.add_missing(id_, _given(form), judge_of(request), words(form, "note") or None)
    return RedirectResponse(f"/statement/{added.subject}", 303)


@router.post("/actor/{id_}/same")
def same(request: Request, site: Here, form: Form, id_: str) -> Response:
    """Keep that two actors are one."""
    one, _ = site.record.who.same(id_, words(form, "other"), judge_of(request), words(form, "note") or None)
    return RedirectResponse(f"/actor/{one.id}", 303)


@router.post("/actor/{id_}/split")
def split(request: Request, site: Here, form: Form, id_: str) -> Response:
    """Keep that the figure of one document, or each, is somebody else than the actor."""
    site.record.who.split(id_, judge_of(request), words(form, "note") or None, words(form, "document") or None)
    return RedirectResponse(f"/actor/{id_}", 303)


def _given(form: FormData) -> dict[str, Any]:
    """Give the corrections of a form: fields that are filled in; pieces stand on lines of their own."""
    given: dict[str, Any] = {name: words(form, name) for name in _ONE if words(form, name)}
    for name in _PIECES:
        if pieces := [line.strip() for line in words(form, name).splitlines() if line.strip()]:
            given[name] = pieces
    return given


def _brief(entry: Entry, blind: bool) -> dict[str, Any]:
    return (entry.as_read() if blind else entry).json()
