"""The application: every page over one record, behind the guard."""

from __future__ import annotations

import getpass
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import date
from importlib.metadata import version
from typing import Any

import anyio.to_thread
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.templating import Jinja2Templates
from starlette.types import ASGIApp

from onrecord.errors import OnrecordError
from onrecord.facts import Event
from onrecord.ingest import Reader
from onrecord.record import Record
from onrecord.views.citation import citation, fragment, on_the_web
from onrecord.web import actors, adding, comparing, describing, entering, home, judging, searching, systems, texts
from onrecord.web.api.app import api
from onrecord.web.guard import Guard, Limits
from onrecord.web.jobs import Jobs
from onrecord.web.kept import Kept
from onrecord.web.problem import API
from onrecord.web.refusal import refusal
from onrecord.web.site import Site, address, leaf, page

_FAMILIES = (home, searching, texts, actors, systems, comparing, judging, adding, entering, describing)
_PAGES = (
    ("/search", "Search"),
    ("/system", "System"),
    ("/compare", "Compare"),
    ("/changes", "Changes"),
    ("/review", "Review"),
    ("/add", "Add"),
)

# Fewer than the connections that a record lends; what is above waits its turn.
_THREADS = 10


def app(record: Record, limits: Limits | None = None, reader: Reader | None = None) -> ASGIApp:
    """Give the application that shows this record, judges in it and adds to it.

    ``limits`` say whom it answers; without a ``reader`` this version's own reads what is added.
    """
    limits = limits or Limits()
    pages = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, lifespan=_lifespan)
    pages.state.site = Site(record, limits, _templates(), Kept(record), Jobs(record, reader), _login())
    pages.mount(API, api(pages.state.site))
    pages.mount("/static", StaticFiles(packages=[("onrecord.web", "static")]))
    for family in _FAMILIES:
        pages.include_router(family.router)
    for kind, handler in _HANDLERS.items():
        pages.add_exception_handler(kind, handler)
    return Guard(pages, limits)


@asynccontextmanager
async def _lifespan(_: FastAPI) -> AsyncIterator[None]:
    anyio.to_thread.current_default_thread_limiter().total_tokens = _THREADS
    yield


def _templates() -> Jinja2Templates:
    environment = Environment(
        loader=PackageLoader("onrecord.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"day": day, "citation": citation, "fragment": fragment, "leaf": leaf}
    environment.globals |= {"address": address, "on_the_web": on_the_web, "version": version("onrecord")}
    environment.globals |= {"pages": _PAGES, "events": [event.value for event in Event]}
    environment.globals |= {"signs": {1: "+", 0: "0", -1: "−"}, "toward": {1: "for", 0: "neutral", -1: "against"}}
    return Jinja2Templates(env=environment)


def day(published: str | None) -> str:
    """Give a date of publication as people write it."""
    if not published:
        return "undated"
    found = date.fromisoformat(published[:10])
    return f"{found.day} {found:%b} {found.year}"


def _login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ""


async def _refused(request: Request, error: Exception) -> Response:
    return _error(request, *refusal(error, request.app.state.site.record))


async def _http(request: Request, error: Exception) -> Response:
    code = error.status_code if isinstance(error, HTTPException) else 400
    detail = error.detail if isinstance(error, HTTPException) else "That address or form was not understood."
    return _error(request, code, "There is no such page." if detail == "Not Found" else str(detail))


async def _fault(request: Request, _: Exception) -> Response:
    return _error(request, 500, "A fault in Onrecord. What happened stands in the server's own output.")


def _error(request: Request, code: int, words: str) -> Response:
    return page(request, "error.html", code, code=code, words=words)


_HANDLERS: Mapping[Any, Any] = {
    OnrecordError: _refused,
    ValueError: _refused,
    RequestValidationError: _http,
    HTTPException: _http,
    Exception: _fault,
}
