"""What stands before every page: whom it answers, how much it takes, and what a browser may do with the answer.

A page for one person on one machine is still open to every site that this person visits, so nothing here depends on
where the server listens: names are checked against DNS rebinding, forms against other sites, and nothing is run or
loaded but what the server itself gives (Content-Security-Policy, W3C).
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import ipaddress
from dataclasses import dataclass, field
from http import HTTPStatus
from http.cookies import CookieError, SimpleCookie
from secrets import token_bytes
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from onrecord.web.problem import API, problem

FORM_BYTES = 1 << 18
UPLOAD_BYTES = 12 << 20
"""Of all files of one form together, or of a text that is pasted."""

ENTRY = "onrecord-entry"
"""The cookie of who showed the token."""

_LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]"})
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # No site learns what was read here. With no referrer at all, forms would lose their Origin.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_SAFE = ("GET", "HEAD")
_LONG = ("/compare", "/changes", "/counts", "/position")
"""Pages that may take long to make."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Whom a server answers and how much it does at once.

    ``names`` are the hosts it goes by beside the loopback's; ``any_address`` lets every numeric address be one, as a
    site that rebinds its name has none. ``at_once`` requests are taken, ``heavy`` of them to take up or give away much;
    ``patience_s`` is how long a body may take to come.
    """

    names: frozenset[str] = frozenset()
    any_address: bool = False
    token: str | None = None
    at_once: int = 48
    heavy: int = 3
    patience_s: float = 20.0
    secret: bytes = field(default_factory=lambda: token_bytes(32), repr=False)

    def knows(self, host: str) -> bool:
        """Whether a request to this ``Host`` is meant for this server."""
        name = _without_port(host.lower())
        return name in _LOOPBACK or name in self.names or (self.any_address and _is_address(name))

    def entry(self) -> str:
        """Give the cookie of who showed the token; it outlives a restart and is no token itself."""
        return hmac.new((self.token or "").encode(), b"onrecord entry", hashlib.sha256).hexdigest()

    def lets_in(self, headers: Headers) -> bool:
        """Whether a request brings the token, if there is one."""
        if self.token is None:
            return True
        scheme, _, shown = headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer" and same(shown.strip(), self.token):
            return True
        return same(cookie(headers, ENTRY), self.entry())


class Guard:
    """Answers what must not reach a page, and puts the headers of safety on all that is answered."""

    def __init__(self, app: ASGIApp, limits: Limits) -> None:
        self._app = app
        self._limits = limits
        self._busy = 0
        self._hauling = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        guarded = _with_headers(send, "max-age=3600" if scope["path"].startswith("/static/") else "no-store")
        refused = self._refusal(scope, Headers(scope=scope))
        if refused is not None:
            await refused(scope, receive, guarded)
            return
        path = scope["path"].removeprefix(API)
        upload = path.startswith("/add") and scope["method"] == "POST"
        heavy = upload or path.endswith((".csv", ".jsonl")) or path in _LONG
        if self._busy >= self._limits.at_once or (heavy and self._hauling >= self._limits.heavy):
            busy = _told(scope, 503, "Too many are asking at once. Try again in a moment.", {"Retry-After": "2"})
            await busy(scope, receive, guarded)
            return
        self._busy += 1
        self._hauling += heavy
        try:
            await self._answered(scope, receive, guarded, UPLOAD_BYTES if upload else FORM_BYTES)
        finally:
            self._busy -= 1
            self._hauling -= heavy

    def _refusal(self, scope: Scope, headers: Headers) -> Response | None:
        host = headers.get("host", "")
        if not self._limits.knows(host):
            return _told(scope, 421, "This server does not go by that name. See `onrecord serve --help`, --name.")
        if scope["method"] not in (*_SAFE, "POST"):
            return _told(scope, 405, "Pages are read with GET and written to with POST.", {"Allow": "GET, HEAD, POST"})
        if scope["method"] == "POST" and not _from_here(headers, host):
            return _told(scope, 403, "That form was on another site's page.")
        if not self._limits.lets_in(headers) and not scope["path"].startswith(("/enter", "/static/")):
            program = scope["path"].startswith(API) or "html" not in headers.get("accept", "html")
            if scope["method"] == "POST" or program:
                return _told(scope, 401, "The token is missing.", {"WWW-Authenticate": "Bearer"})
            return RedirectResponse("/enter", 303)
        return None

    async def _answered(self, scope: Scope, receive: Receive, send: Send, most: int) -> None:
        """Take the body whole before any page sees it, so that no page waits for a slow one."""
        try:
            async with asyncio.timeout(self._limits.patience_s):
                body = await _body(receive, Headers(scope=scope), most)
        except TimeoutError:
            await _told(scope, 408, "That took too long to arrive.", {"Connection": "close"})(scope, receive, send)
            return
        if body is None:
            refused = _told(scope, 413, f"That is more than {most >> 10:,} KB at once.", {"Connection": "close"})
            await refused(scope, receive, send)
            return
        whole: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

        async def given() -> Message:
            return whole.pop() if whole else await receive()

        await self._app(scope, given, send)


def same(given: str, known: str) -> bool:
    """Compare two secrets in a time that tells nothing of either."""
    return hmac.compare_digest(given.encode(), known.encode())


def cookie(headers: Headers, name: str) -> str:
    """Give the value of a cookie, or nothing."""
    try:
        found = SimpleCookie(headers.get("cookie", "")).get(name)
    except CookieError:
        return ""
    return found.value if found else ""


async def _body(receive: Receive, headers: Headers, most: int) -> bytes | None:
    """Give the body of a request, or nothing where it is longer."""
    length = headers.get("content-length", "0")
    if not length.isdecimal() or int(length) > most:
        return None
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > most:
            return None
        if not message.get("more_body", False):
            return b"".join(parts)


def _with_headers(send: Send, kept: str) -> Send:
    async def guarded(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers[name] = value
            headers.setdefault("Cache-Control", kept)
        await send(message)

    return guarded


def _from_here(headers: Headers, host: str) -> bool:
    """Whether a form was on a page of this server, as far as the browser says."""
    origin = headers.get("origin")
    if origin is not None:
        return urlsplit(origin).netloc.lower() == host.lower()
    return headers.get("sec-fetch-site", "same-origin") in ("same-origin", "none")


def _without_port(host: str) -> str:
    if host.startswith("["):
        return host.partition("]")[0] + "]"
    return host.partition(":")[0]


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True


def _told(scope: Scope, code: int, words: str, headers: dict[str, str] | None = None) -> Response:
    if scope["path"].startswith(API):
        return problem(code, words, headers=headers)
    return PlainTextResponse(f"{code} {HTTPStatus(code).phrase}\n{words}\n", code, headers)
