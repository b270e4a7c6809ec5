"""Asks the web as a good guest does: by robots.txt, no host too often, and again later where one is busy."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlunsplit

from onrecord.errors import SourceError, Unreachable
from onrecord.sources.fetch import AGENT, Found, checked, get, host_of

if TYPE_CHECKING:
    from protego import Protego

_BUSY = (HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Manners:
    """Seconds between two requests to one host, how often to try, how long to wait before that at first and at most."""

    apart_s: float = 1.0
    attempts: int = 4
    wait_s: float = 2.0
    wait_at_most_s: float = 60.0


class Guest:
    """Somebody who asks the web, and remembers for a run what each host allows and when it was last asked.

    ``own`` are addresses that the user named himself; their hosts may lie in his own network. Others may not.
    """

    def __init__(
        self,
        own: Iterable[str] = (),
        manners: Manners | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._own = frozenset(host for address in own if (host := _host(address)))
        self._manners = manners or Manners()
        self._clock, self._sleep = clock, sleep
        self._rules: dict[str, Protego | None] = {}
        self._asked: dict[str, float] = {}

    def get(self, address: str) -> Found:
        """Give what stands at an address, if its site lets us ask.

        Raises ``SourceError`` where it does not, or where the address is none of the web; ``Unreachable`` where nobody
        answers, or says again and again that it is busy.
        """
        parts = checked(address)
        origin = urlunsplit((parts.scheme, parts.netloc, "", "", ""))
        if origin not in self._rules:
            self._rules[origin] = self._robots(origin)
        rules = self._rules[origin]
        if rules is None:
            raise Unreachable(f"{address}: its site does not tell what it allows (robots.txt); try again later")
        if not rules.can_fetch(address, AGENT):
            raise SourceError(f"{address}: its site asks programs not to read it (robots.txt); save the page yourself")
        return self._patiently(address, host_of(parts), rules.crawl_delay(AGENT) or 0.0)

    def _robots(self, origin: str) -> Protego | None:
        """Give what a site allows; nothing where it cannot say now, which RFC 9309 takes for a no."""
        from protego import Protego  # noqa: PLC0415 - only for the web

        try:
            found = self._patiently(f"{origin}/robots.txt", host_of(checked(origin)), 0.0)
        except Unreachable:
            return None
        return Protego.parse(found.data.decode("utf-8", "replace") if found.status == HTTPStatus.OK else "")

    def _patiently(self, address: str, host: str, delay: float) -> Found:
        wait = self._manners.wait_s
        for _ in range(self._manners.attempts - 1):
            try:
                found = self._once(address, host, delay)
            except Unreachable:
                asked_to_wait = 0.0
            else:
                if not _is_busy(found):
                    return found
                asked_to_wait = _seconds(found.headers.get("retry-after", ""))
            self._sleep(min(max(wait, asked_to_wait), self._manners.wait_at_most_s))
            wait *= 2
        found = self._once(address, host, delay)
        if _is_busy(found):
            raise Unreachable(f"{address}: the server answers {found.status} {found.reason}; try again later")
        return found

    def _once(self, address: str, host: str, delay: float) -> Found:
        apart = max(self._manners.apart_s, delay)
        left = self._asked.get(host, -apart) + apart - self._clock()
        if left > 0:
            self._sleep(left)
        self._asked[host] = self._clock()
        return get(address, own=self._own)


def _host(address: str) -> str | None:
    try:
        return host_of(checked(address))
    except SourceError:
        return None


def _is_busy(found: Found) -> bool:
    return found.status >= 500 or found.status in _BUSY


def _seconds(words: str) -> float:
    """Give how long a server asks to wait; dates, which it may send instead, are left to the own waiting."""
    return float(words) if words.isascii() and words.isdigit() else 0.0
