"""What every page has at hand: the record, what was computed of it, templates, and forms that only it can have made."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from secrets import token_hex
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Depends, HTTPException, Request
from starlette.datastructures import FormData
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.templating import Jinja2Templates

from onrecord.record import Record
from onrecord.web.guard import Limits, cookie, same
from onrecord.web.jobs import Jobs
from onrecord.web.kept import Kept
from onrecord.web.problem import API

_SESSION = "onrecord-session"
JUDGE = "onrecord-judge"
"""The cookie with the name of who judges."""

_OF_PAGES = ("drawn", "panel", "id", "skip")
"""Parameters that choose what is seen of a page, and ask for nothing else."""

_YEAR_S = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Site:
    """A server's record and what is made of it; one for all requests."""

    record: Record
    limits: Limits
    templates: Jinja2Templates
    kept: Kept
    jobs: Jobs
    login: str


def of(request: Request) -> Site:
    """Give the site that a request is to."""
    site: Site = request.app.state.site
    return site


Here = Annotated[Site, Depends(of)]


def page(request: Request, name: str, status: int = 200, /, **shown: Any) -> HTMLResponse:  # noqa: ANN401 - for Jinja
    """Give the page of a template, with what forms need to be known as this site's."""
    site = of(request)
    session = cookie(request.headers, _SESSION)
    fresh = "" if _is_session(session) else token_hex(16)
    shown |= {"form_key": _key(site, fresh or session), "judge": judge_of(request), "twin": _twin(request)}
    answer = site.templates.TemplateResponse(request, name, shown, status_code=status)
    if fresh:
        remember(answer, _SESSION, fresh)
    return answer


async def genuine(request: Request) -> FormData:
    """Give the form of a request; refused with 403 where it was on no page that this server gave this browser."""
    form = await request.form()
    key, session = form.get("form_key"), cookie(request.headers, _SESSION)
    if not (isinstance(key, str) and _is_session(session) and same(key, _key(of(request), session))):
        raise HTTPException(403, "This form is out of date. Go back, reload the page, and send it again.")
    return form


Form = Annotated[FormData, Depends(genuine)]


def remember(answer: Response, name: str, value: str) -> None:
    """Set a cookie that no script reads and no other site sends."""
    answer.set_cookie(name, value, max_age=_YEAR_S, httponly=True, samesite="strict")


def judge_of(request: Request) -> str:
    """Give the name of who judges in this browser: as it was last given, else who started the server."""
    named = cookie(request.headers, JUDGE)
    return bytes.fromhex(named).decode(errors="replace") if _is_hex(named) else of(request).login


def words(form: FormData, name: str) -> str:
    """Give a field of a form in words; empty where it is missing."""
    value = form.get(name)
    return value.strip() if isinstance(value, str) else ""


def back(form: FormData, otherwise: str) -> RedirectResponse:
    """Lead back to the page that a form was on; only to one of this server's own."""
    there = words(form, "back")
    own = there.startswith("/") and not there.startswith(("//", "/\\"))
    return RedirectResponse(there if own else otherwise, 303)


def leaf(name: str) -> str:
    """Give the last part of the name of a file: where it lies on the server is nobody's business."""
    return name.replace("\\", "/").rstrip("/").rpartition("/")[2]


def address(path: str, given: Mapping[str, Any] | Iterable[tuple[str, Any]]) -> str:
    """Give an address with parameters; what is empty is left out."""
    pairs = given.items() if isinstance(given, Mapping) else given
    kept = [(name, value) for name, value in pairs if value not in (None, "", False)]
    return f"{path}?{urlencode(kept)}" if kept else path


def _twin(request: Request) -> str:
    """Give the address at which a program is given what a page shows."""
    asked = [(name, value) for name, value in request.query_params.multi_items() if name not in _OF_PAGES]
    return address(API + request.url.path, asked)


def _key(site: Site, session: str) -> str:
    return hmac.new(site.limits.secret, session.encode(), hashlib.sha256).hexdigest()


def _is_session(value: str) -> bool:
    return len(value) == 32 and _is_hex(value)


def _is_hex(value: str) -> bool:
    return bool(value) and len(value) % 2 == 0 and all(char in "0123456789abcdef" for char in value)
