"""Listens and answers until it is stopped."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Callable

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

from onrecord.errors import OnrecordError
from onrecord.web.guard import Limits

_HEADERS_WITHIN_S = 15.0

# Whoever is still being answered when the server is stopped.
_GOODBYE_S = 5


def serve(pages: ASGIApp, where: tuple[str, int], limits: Limits, told: Callable[[str], None]) -> None:
    """Answer by an application at this host and port (0 is any that is free) until it is interrupted.

    ``told`` hears the address once it is open. Raises ``OnrecordError`` as ``listening`` does.
    """
    with listening(where, limits) as socket_:
        told(address_of(socket_))
        server(pages).run(sockets=[socket_])


def listening(where: tuple[str, int], limits: Limits) -> socket.socket:
    """Listen at this host and port.

    Raises ``OnrecordError`` for a host that others can reach without a token, and for one that cannot be listened at.
    """
    host, port = where
    if limits.token is None and not _is_loopback(host):
        raise OnrecordError(
            f"{host} can be reached by others; say who may come in with --token, or leave --host at 127.0.0.1"
        )
    try:
        return socket.create_server(where, family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        raise OnrecordError(
            f"cannot listen at {host}:{port} ({error.strerror}); give another --host or --port"
        ) from error


def address_of(socket_: socket.socket) -> str:
    """Give the address of the first page."""
    host, port, *_ = socket_.getsockname()
    return f"http://{f'[{host}]' if ':' in host else host}:{port}/"


def server(pages: ASGIApp) -> uvicorn.Server:
    """Give a server that is not running yet."""
    config = uvicorn.Config(
        pages,
        http=_Patient,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=_GOODBYE_S,
    )
    return uvicorn.Server(config)


class _Patient(H11Protocol):
    """A connection that is closed where a request's headers take too long to come."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for the first request."""
        super().connection_made(transport)
        self._wait()

    def on_response_complete(self) -> None:
        """Begin to wait for the next request."""
        super().on_response_complete()
        self._wait()

    def _wait(self) -> None:
        self.loop.call_later(_HEADERS_WITHIN_S, self._late, self.cycle)

    def _late(self, before: object) -> None:
        if self.cycle is before and not self.transport.is_closing():
            self.transport.close()


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
