"""The door of a server that asks for a token."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import RedirectResponse, Response

from onrecord.web.guard import ENTRY, same
from onrecord.web.site import Form, Here, page, remember, words

router = APIRouter()


@router.get("/enter")
def door(request: Request) -> Response:
    """Ask for the token."""
    return page(request, "enter.html")


@router.post("/enter")
def enter(site: Here, form: Form) -> Response:
    """Let in who has the token; this browser is known from then on."""
    if site.limits.token is None or not same(words(form, "token"), site.limits.token):
        raise HTTPException(403, "That is not the token. It stands in the command that started the server.")
    answer = RedirectResponse("/", 303)
    remember(answer, ENTRY, site.limits.entry())
    return answer
