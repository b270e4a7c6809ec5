"""Fetches what stands at an address, from the open web alone: the one place in which sources reach the network.

Whoever may give a server of ours an address, or write a feed that we follow, could make it ask machines that only it
can reach (server-side request forgery). So each name is looked up once, every address that it has must be one of the
open web, and the very address that was checked is connected to: a name that is bound anew between check and connection
changes nothing. The same holds after every redirect.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from importlib.metadata import version
from urllib.parse import SplitResult, urljoin, urlsplit

from onrecord.errors import SourceError, TooLarge, Unreachable
from onrecord.facts import Capture, Metadata

AGENT = "Onrecord"
"""The name by which robots.txt may speak of us."""

PAGE_BYTES = 12 << 20
"""How large a page may be."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a server answered: at which address in the end, how, and what; the names of headers in small letters."""

    address: str
    status: int
    reason: str
    kind: str
    charset: str | None
    headers: Mapping[str, str]
    data: bytes


def fetch(address: str, given: Metadata) -> Capture:
    """Give the page at an address, with what is given of it.

    Raises ``SourceError`` for addresses that are not of the open web, and for what is no page; ``TooLarge`` for what is
    larger than a page may be; ``Unreachable`` where the server did not answer.
    """
    return page_of(get(address, headers={"Accept": "text/html,application/xhtml+xml,text/plain"}), given)


def page_of(found: Found, given: Metadata) -> Capture:
    """Make a capture of what was found. Raises ``SourceError`` where that is no page."""
    if found.status != http.HTTPStatus.OK:
        raise SourceError(f"{found.address}: the server answers {found.status} {found.reason}; check the address")
    if found.kind not in _TEXTS:
        raise SourceError(f"{found.address}: is {found.kind}, which is not read; give the address of a page or a text")
    return Capture(
        name=found.address,
        data=found.data,
        media_type="text/plain" if found.kind == "text/plain" else "text/html",
        encoding=found.charset,
        metadata=given.over(Metadata(url=found.address)),
    )


def get(address: str, *, headers: Mapping[str, str] | None = None, own: frozenset[str] = frozenset()) -> Found:
    """Ask for what stands at an address, and wherever it leads from there.

    Hosts in ``own`` (``host:port``) are asked wherever they are: who named them wants that. Raises as ``fetch`` does,
    but not for what the server answers.
    """
    until = time.monotonic() + WITHIN_S
    for _ in range(_REDIRECTS + 1):
        parts = checked(address)
        try:
            found = _asked(parts, until, headers or {}, own)
        except (OSError, http.client.HTTPException) as error:
            raise Unreachable(f"{address}: could not be fetched ({_reason(error)}); try again later") from error
        there = found.headers.get("location")
        if found.status not in _MOVED or not there:
            return found
        address = urljoin(address, there)
    raise SourceError(f"{address}: is led on more than {_REDIRECTS} times; give the address where that ends")


def host_of(parts: SplitResult) -> str:
    """Give host and port of an address."""
    return f"{parts.hostname}:{parts.port or (443 if parts.scheme == 'https' else 80)}"


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


def checked(address: str) -> SplitResult:
    """Take an address apart; ``SourceError`` for what is none of the web."""
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


def _asked(parts: SplitResult, until: float, headers: Mapping[str, str], own: frozenset[str]) -> Found:
    """Ask once."""
    host = parts.hostname or ""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    addresses = [host] if host_of(parts) in own else public_addresses(host, port)
    wire = _connected(addresses, port, until)
    # Whoever sends a byte at a time is cut off, whatever the library waits for.
    cut = threading.Timer(max(0.1, until - time.monotonic()), _shut, [wire])
    cut.start()
    try:
        if parts.scheme == "https":
            wire = ssl.create_default_context().wrap_socket(wire, server_hostname=host)
        with closing(_Wired(host, port, wire)) as connection:
            target = parts._replace(scheme="", netloc="", fragment="", path=parts.path or "/").geturl()
            connection.request("GET", _quoted(target), headers=_HEADERS | dict(headers))
            return _answer(connection.getresponse(), parts._replace(fragment="").geturl())
    finally:
        cut.cancel()
        wire.close()


def _answer(answer: http.client.HTTPResponse, address: str) -> Found:
    data = b""
    # What stands beside a refusal or a redirect is not wanted.
    while answer.status == http.HTTPStatus.OK and (part := answer.read(_AT_ONCE)):
        data += part
        if len(data) > PAGE_BYTES:
            raise TooLarge(f"{address}: is larger than {PAGE_BYTES >> 20} MB; save the part of it that matters")
    if answer.status == http.HTTPStatus.OK and answer.length:
        raise http.client.IncompleteRead(data, answer.length)
    return Found(
        address=address,
        status=answer.status,
        reason=answer.reason,
        kind=answer.headers.get_content_type(),
        charset=answer.headers.get_content_charset(),
        headers={name.lower(): value for name, value in answer.getheaders()},
        data=data,
    )


class _Wired(http.client.HTTPConnection):
    """A connection over a socket that is open already."""

    def __init__(self, host: str, port: int, wire: socket.socket) -> None:
        super().__init__(host, port)
        self.default_port = port if port in (80, 443) else 80
        self.sock = wire


_HEADERS = {
    "User-Agent": f"{AGENT}/{version('onrecord')}",
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
