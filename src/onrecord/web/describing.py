"""The page that describes the interface for programs."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from onrecord.web.site import page

router = APIRouter()


@router.get("/api")
def described(request: Request) -> Response:
    """Show what can be asked for, and let it be tried."""
    return page(request, "api.html")
