"""What went wrong, told to programs: problem details (RFC 9457)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

import orjson
from starlette.responses import Response

API = "/api/v1"
"""Where programs ask; what goes wrong below it is told so."""

MEDIA_TYPE = "application/problem+json"


def problem(
    code: int, detail: str, errors: Sequence[Mapping[str, Any]] = (), headers: Mapping[str, str] | None = None
) -> Response:
    """Give the answer for a status and what it means here; ``errors`` name what was wrong with which parameter."""
    told: dict[str, Any] = {"type": "about:blank", "title": HTTPStatus(code).phrase, "status": code, "detail": detail}
    body = orjson.dumps(told | ({"errors": list(errors)} if errors else {}))
    return Response(body, code, headers, media_type=MEDIA_TYPE)
