"""What programs send, and whether they meant to send it."""

from __future__ import annotations

from typing import Annotated

from fastapi import HTTPException, Request
from pydantic import BaseModel, ConfigDict, StringConstraints
from starlette.datastructures import Headers

from onrecord.web.guard import ENTRY, cookie

Words = Annotated[str, StringConstraints(pattern=r"^[^\x00]*$", max_length=5_000)]
Name = Annotated[str, StringConstraints(pattern=r"^[^\x00]+$", max_length=500)]


class Given(BaseModel):
    """What is sent: nothing but what is named."""

    model_config = ConfigDict(extra="forbid")


def meant(request: Request) -> None:
    """Refuse with 403 what a browser may have been made to send by another site.

    No site can have a browser send a token, or JSON unasked. Whoever is known by a cookie alone says where he is, as
    every browser does.
    """
    headers = request.headers
    by_cookie = "authorization" not in headers and bool(cookie(headers, ENTRY))
    if request.method == "POST" and by_cookie and not _says_where(headers):
        raise HTTPException(403, "Send the token as `Authorization: Bearer TOKEN`; a cookie alone is not enough.")


def _says_where(headers: Headers) -> bool:
    # Whatever else these say than this server, the guard has refused.
    return "origin" in headers or "sec-fetch-site" in headers
