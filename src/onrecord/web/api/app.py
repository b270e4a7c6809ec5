"""The application for programs: its description, its answers, and what it says where something is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import version
from typing import Any

from fastapi import Depends, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.security import HTTPBearer
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import Response

from onrecord.errors import OnrecordError
from onrecord.web.api import adding, judging, reading, shapes
from onrecord.web.problem import MEDIA_TYPE, problem
from onrecord.web.refusal import refusal
from onrecord.web.site import Site

_ABOUT = """
Everything that the pages show and take, as JSON: each page's address stands below `/api/v1`. Statements, relations and
stretches have the form of `onrecord export jsonl`. A server with a token asks for it as `Authorization: Bearer TOKEN`.
"""

_PROBLEM = {
    "description": "Not given, and why.",
    "content": {MEDIA_TYPE: {"schema": shapes.Problem.model_json_schema()}},
}
_GZIP_FROM_BYTES = 1_000


def api(site: Site) -> FastAPI:
    """Give the application over a site's record, to be mounted at ``/api/v1``."""
    made = FastAPI(
        title="Onrecord",
        version=version("onrecord"),
        description=_ABOUT,
        openapi_url="/openapi.json",
        docs_url=None,
        redoc_url=None,
        generate_unique_id_function=lambda route: route.name,
        dependencies=[Depends(HTTPBearer(auto_error=False, description="Where the server asks for a token."))],
        responses={"4XX": _PROBLEM, "5XX": _PROBLEM},
    )
    made.state.site = site
    for router in (reading.router, judging.router, adding.router):
        made.include_router(router)
    # Pages are not compressed: beside the key of a form, the length would tell of it what others have put there.
    made.add_middleware(GZipMiddleware, minimum_size=_GZIP_FROM_BYTES)
    for kind, handler in _HANDLERS.items():
        made.add_exception_handler(kind, handler)
    return made


async def _refused(request: Request, error: Exception) -> Response:
    return problem(*refusal(error, request.app.state.site.record))


async def _invalid(_: Request, error: RequestValidationError) -> Response:
    wrong = [
        {"in": each["loc"][0], "name": ".".join(map(str, each["loc"][1:])), "detail": each["msg"]}
        for each in error.errors()
    ]
    named = ", ".join(each["name"] or str(each["in"]) for each in wrong)
    return problem(422, f"not understood: {named}; see `errors`, and /api/v1/openapi.json for what can be", wrong)


async def _http(_: Request, error: HTTPException) -> Response:
    words = (
        "There is nothing at this address; see /api/v1/openapi.json." if error.detail == "Not Found" else error.detail
    )
    return problem(error.status_code, words, headers=error.headers)


async def _fault(_: Request, __: Exception) -> Response:
    return problem(500, "A fault in Onrecord. What happened stands in the server's own output.")


_HANDLERS: Mapping[Any, Any] = {
    OnrecordError: _refused,
    ValueError: _refused,
    RequestValidationError: _invalid,
    HTTPException: _http,
    Exception: _fault,
}
