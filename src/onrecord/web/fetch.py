"""Fetches a page that somebody gave the address of, from the open web alone.

Whoever may give this server an address could make it ask machines that only it can reach (server-side request
forgery). So each name is looked up once, every address that it has must be one of the open web, and the very address
that was checked is connected to: a name that is bound anew between check and connection changes nothing. The same
holds after every redirect.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from contextlib import closing
from dataclasses import replace
from importlib.metadata import version
from urllib.parse import SplitResult, urljoin, urlsplit

from onrecord.errors import SourceError, TooLarge
from onrecord.facts import Capture, Metadata
from onrecord.web.guard import UPLOAD_BYTES

WITHIN_S = 30.0
"""How long a page may take to come, with all its redirects."""

_REDIRECTS = 5
_AT_ONCE = 1 << 16
_MOVED = (301, 302, 303, 307, 308)
_TEXTS = ("text/html", "application/xhtml+xml", "text/plain")
_CARRYING_V4 = (
    ipaddress.ip_network("64:ff9b::/96"),
    ipaddress.ip_network("2002::/16"),
    ipaddress.ip_network("2001::/32"),
)
"""Addresses of version 6 that lead on to one of version 4: NAT64, 6to4, Teredo."""


def fetch(address: str, given: Metadata) -> Capture:
    """Give the page at an address, with what is given of it.

    Raises ``SourceError`` for addresses that are not of the open web, and for what is no page; ``TooLarge`` for what is
    larger than an upload may be.
    """
    until = time.monotonic() + WITHIN_S
    for _ in range(_REDIRECTS + 1):
        parts = _checked(address)
        try:
            found = _asked(parts, until)
        except (OSError, http.client.HTTPException) as error:
            raise SourceError(f"{address}: could not be fetched ({_reason(error)}); try again later") from error
        if isinstance(found, str):
            address = urljoin(address, found)
            continue
        return replace(found, name=address, metadata=given.over(Metadata(url=address)))
    raise SourceError(f"{address}: is led on more than {_REDIRECTS} times; give the address where that ends")


def public_addresses(host: str, port: int) -> list[str]:
    """Give the addresses of a host; ``SourceError`` where any is not one of the open web, or there is none."""
    try:
        found = {str(each[4][0]) for each in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    except (OSError, UnicodeError) as error:
        raise SourceError(f"{host}: no such host; check the address") from error
    if not found or not all(map(is_public, found)):
        raise SourceError(f"{host}: is no host of the open web, and is not asked")
    return sorted(found)


def is_public(address: str) -> bool:
    """Whether an address is one that everybody on the web can reach."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped:
            return is_public(str(ip.ipv4_mapped))
        if any(ip in network for network in _CARRYING_V4):
            return False
    return ip.is_global and not ip.is_multicast


def _checked(address: str) -> SplitResult:
    try:
        parts = urlsplit(address.strip())
        port = parts.port
    except ValueError as error:
        raise SourceError(f"{address}: is no address; give one that begins with https://") from error
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise SourceError(f"{address}: is no address of a web page; give one that begins with https://")
    if parts.username is not None or parts.password is not None:
        raise SourceError("an address with a name and password is not asked; give one without")
    if port == 0 or any(ord(char) <= 32 or ord(char) == 127 for char in address.strip()):
        raise SourceError(f"{address}: is no address; give one that begins with https://")
    return parts


def _asked(parts: SplitResult, until: float) -> Capture | str:
    """Ask once; gives the page, or where it is said to be."""
    host = parts.hostname or ""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    wire = _connected(public_addresses(host, port), port, until)
    # Whoever sends a byte at a time is cut off, whatever the library waits for.
    cut = threading.Timer(max(0.1, until - time.monotonic()), _shut, [wire])
    cut.start()
    try:
        if parts.scheme == "https":
            wire = ssl.create_default_context().wrap_socket(wire, server_hostname=host)
        with closing(_Wired(host, port, wire)) as connection:
            target = parts._replace(scheme="", netloc="", fragment="", path=parts.path or "/").geturl()
            connection.request("GET", _quoted(target), headers=_HEADERS)
            return _answer(connection.getresponse(), parts.geturl())
    finally:
        cut.cancel()
        wire.close()


def _answer(answer: http.client.HTTPResponse, address: str) -> Capture | str:
    there = answer.getheader("location")
    if answer.status in _MOVED and there:
        return there
    if answer.status != http.HTTPStatus.OK:
        raise SourceError(f"{address}: the server answers {answer.status} {answer.reason}; check the address")
    kind = answer.headers.get_content_type()
    if kind not in _TEXTS:
        raise SourceError(f"{address}: is {kind}, which is not read; give the address of a page or a text")
    data = b""
    while part := answer.read(_AT_ONCE):
        data += part
        if len(data) > UPLOAD_BYTES:
            raise TooLarge(f"{address}: is larger than {UPLOAD_BYTES >> 20} MB; save the part of it that matters")
    if answer.length:
        raise http.client.IncompleteRead(data, answer.length)
    page = kind != "text/plain"
    return Capture(
        name=address,
        data=data,
        media_type="text/html" if page else "text/plain",
        encoding=answer.headers.get_content_charset(),
    )


class _Wired(http.client.HTTPConnection):
    """A connection over a socket that is open already."""

    def __init__(self, host: str, port: int, wire: socket.socket) -> None:
        super().__init__(host, port)
        self.default_port = port if port in (80, 443) else 80
        self.sock = wire


_HEADERS = {
    "User-Agent": f"Onrecord/{version('onrecord')}",
    "Accept": "text/html,application/xhtml+xml,text/plain",
    "Accept-Encoding": "identity",
    "Connection": "close",
}


def _connected(addresses: list[str], port: int, until: float) -> socket.socket:
    last: OSError = TimeoutError()
    for address in addresses:
        left = until - time.monotonic()
        if left <= 0:
            break
        try:
            return socket.create_connection((address, port), timeout=min(10.0, left))
        except OSError as error:
            last = error
    raise last


def _shut(wire: socket.socket) -> None:
    try:
        wire.shutdown(socket.SHUT_RDWR)
    except OSError:
        wire.close()


def _quoted(target: str) -> str:
    return "".join(char if char.isascii() else "".join(f"%{byte:02X}" for byte in char.encode()) for char in target)


def _reason(error: Exception) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return "its certificate is not valid"
    if isinstance(error, TimeoutError):
        return "it took too long"
    return type(error).__name__
