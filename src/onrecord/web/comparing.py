"""Pages that lay statements side by side: two sides compared, and what an actor says otherwise than before."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeVar

from fastapi import APIRouter, Request
from starlette.responses import Response

from onrecord.errors import RecordError
from onrecord.record import Record, Verdict
from onrecord.views.changes import Changes, changes
from onrecord.views.compare import Comparison, compare
from onrecord.views.pairing import Stand
from onrecord.views.sidebyside import words as worded
from onrecord.web.kept import Computed, Kept
from onrecord.web.refusal import refusal
from onrecord.web.site import Form, Here, Site, back, judge_of, page, words

router = APIRouter()

_PAIRS, _ALONE, _OFFERED = 200, 60, 100
_LARGE = 50_000
"""In a record of more statements whatever may be long is left to the command line, which nobody else waits for."""

_DOCUMENT = re.compile(r"[0-9a-f]{6,64}")
_TITLES = {
    Stand.TENSION: "In tension",
    Stand.SHIFTED: "Shifted",
    Stand.SAME: "In both",
    Stand.RELATED: "About the same",
}

_Made = TypeVar("_Made")


@router.get("/compare")
def compared(request: Request, site: Here, a: str = "", b: str = "") -> Response:
    """Show two sides, what is in tension between them first."""
    one, other = a.strip(), b.strip()
    found, trouble = (None, None) if not (one and other) else _tried(site, lambda: sides(site.kept, one, other))
    return page(
        request,
        "compare.html",
        a=one,
        b=other,
        found=found,
        trouble=trouble,
        titles=_TITLES,
        most=(_PAIRS, _ALONE),
        texts=site.record.latest(_OFFERED),
        named={one: text for one in (one, other) if _DOCUMENT.fullmatch(one) for text in site.record.provenances(one)},
        beside=lambda claim, other: list(worded(claim, other)),
    )


@router.get("/changes")
def changed(request: Request, site: Here, actor: str = "", on: str = "") -> Response:
    """Show what is proposed as changed, the surest first."""
    who, what = actor.strip() or None, on.strip() or None
    found, trouble = _tried(site, lambda: proposed(site.kept, who, what))
    return page(
        request,
        "changes.html",
        actor=who or "",
        on=what or "",
        found=found,
        trouble=trouble,
        most=_PAIRS,
        beside=lambda claim, other: list(worded(claim, other)),
        here=str(request.url.path) + (f"?{request.url.query}" if request.url.query else ""),
    )


@router.post("/change/{id_}")
def judge(request: Request, site: Here, form: Form, id_: str) -> Response:
    """Keep what somebody says of a proposed change."""
    site.record.judge_change(id_, Verdict(words(form, "verdict")), judge_of(request))
    return back(form, "/changes")


def sides(kept: Kept, one: str, other: str) -> Comparison:
    """Give two sides compared. Raises ``RecordError`` as ``compare`` does, and for what would take too long here."""
    short = bool(_DOCUMENT.fullmatch(one) and _DOCUMENT.fullmatch(other))
    return _made(kept, ("compare", one, other), lambda record: compare(record, one, other), short)


def proposed(kept: Kept, actor: str | None, on: str | None) -> Changes:
    """Give proposed changes. Raises ``RecordError`` as ``changes`` does, and for what would take too long here."""
    return _made(kept, ("changes", actor, on), lambda record: changes(record, actor, on), bool(actor))


def _made(kept: Kept, key: tuple[str | None, ...], make: Callable[[Record], _Made], short: bool) -> _Made:
    counts: Computed[int] = kept.get("statements", lambda record: record.counts().statements)
    if not short and counts.value > _LARGE:
        raise RecordError("This record is too large to do that here; use `onrecord compare` or `onrecord changes`.")
    return kept.get(key, make, now=True).value


def _tried(site: Site, make: Callable[[], _Made]) -> tuple[_Made | None, str | None]:
    """Give what is made, or why it is not."""
    try:
        return make(), None
    except RecordError as error:
        return None, refusal(error, site.record)[1]
