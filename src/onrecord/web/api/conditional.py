"""Answers as JSON, which whoever has them already is not given again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Coroutine
from typing import Any

import orjson
from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import Response


class Answer(Response):
    """What is found, as JSON."""

    media_type = "application/json"

    def render(self, content: Any) -> bytes:  # noqa: ANN401 - whatever the views give
        """Give it as bytes."""
        return orjson.dumps(content)


class Conditional(APIRoute):
    """A route whose answers have an entity tag: 304 for whoever brings the one of what is there (RFC 9110, 13.1.2).

    It is the digest of the answer, so that it is right whoever changed the record, and weak, for the same answer may go
    out compressed.
    """

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Give what answers a request."""
        answer = super().get_route_handler()

        async def conditional(request: Request) -> Response:
            response = await answer(request)
            if request.method != "GET" or response.status_code != 200:
                return response
            tag = f'W/"{hashlib.blake2b(response.body, digest_size=16).hexdigest()}"'
            headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
            if _brought(request.headers.get("if-none-match", ""), tag):
                return Response(status_code=304, headers=headers)
            response.headers.update(headers)
            return response

        return conditional


def _brought(tags: str, tag: str) -> bool:
    """Whether a tag, or any, is among those of ``If-None-Match``; compared weakly, as that header asks for."""
    listed = [each.strip().removeprefix("W/") for each in tags.split(",")]
    return tags.strip() == "*" or tag.removeprefix("W/") in listed
