"""Lists of addresses: feeds (RSS, Atom, JSON Feed), OPML and sitemaps; the only door to feedparser.

They are known by what they hold, not by their name. They are written by strangers: a list that is broken in its middle
gives what could be read of it, and a date that cannot be is no date.
"""

from __future__ import annotations

import calendar
import gzip
import io
import json
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urljoin

from onrecord.errors import SourceError
from onrecord.facts import iso_date

_GZIP = b"\x1f\x8b"
_UNPACKED_BYTES = 50 << 20
_HEAD = 4096
_BOM = b"\xef\xbb\xbf"
_ROOT = re.compile(
    rb"(?:\s++|<\?.*?\?>|<!--.*?-->|<!doctype[^>\[]*+(?:\[.*?\]\s*)?>)*+<(?:[\w-]+:)?([\w-]+)",
    re.IGNORECASE | re.DOTALL,
)
_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
_AHEAD = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Where a list leads: to a page, or with ``onward`` to another list.

    ``published`` is what the list says of the page, as ``Metadata`` takes it. ``html`` is the text that a feed gives
    itself, whole or not.
    """

    address: str | None
    onward: bool = False
    published: str | None = None
    title: str | None = None
    html: str | None = field(default=None, repr=False)


def links_of(data: bytes, address: str) -> tuple[Link, ...] | None:
    """Give the links of a list that stands at this address, each once; nothing for what is no list.

    Raises ``SourceError`` for a compressed one that is damaged or too large.
    """
    if data.startswith(_GZIP):
        data = _unpacked(data, address)
    data = data.removeprefix(_BOM).lstrip()
    if data.startswith(b"{"):
        found = _json_feed(data)
    else:
        root = _ROOT.match(data, 0, _HEAD)
        reads = _LISTS.get(root[1].lower()) if root else None
        found = list(reads(data)) if reads else None
    return None if found is None else tuple(_once(found, address))


def _once(found: list[Link], base: str) -> Iterator[Link]:
    """Give each link once, whole; one without page and text leads nowhere."""
    seen: set[str | None] = set()
    for link in found:
        address = urljoin(base, link.address.strip()) if link.address else None
        key = address or link.html
        if key and key not in seen:
            seen.add(key)
            yield Link(address=address, onward=link.onward, published=link.published, title=link.title, html=link.html)


def _feed(data: bytes) -> Iterator[Link]:
    import feedparser  # noqa: PLC0415 - only for feeds

    for entry in feedparser.parse(data, sanitize_html=False, resolve_relative_uris=False).entries:
        content = entry.get("content") or [entry.get("summary_detail") or {}]
        yield Link(
            address=entry.get("link") or None,
            published=_moment(entry.get("published_parsed")),
            title=entry.get("title") or None,
            html=content[0].get("value") or None,
        )


def _json_feed(data: bytes) -> list[Link] | None:
    try:
        values = json.loads(data)
    except (ValueError, RecursionError):
        return None
    if not isinstance(values, dict) or "jsonfeed.org/version" not in str(values.get("version")):
        return None
    items = values.get("items")
    return [_json_item(item) for item in items if isinstance(item, dict)] if isinstance(items, list) else []


def _json_item(item: dict[str, Any]) -> Link:
    words = {name: value for name, value in item.items() if isinstance(value, str)}
    return Link(
        address=words.get("url"),
        published=_believable(words.get("date_published", "")),
        title=words.get("title"),
        html=words.get("content_html") or words.get("content_text"),
    )


def _opml(data: bytes) -> Iterator[Link]:
    for outline in _elements(data, "outline"):
        address = next((value for name, value in outline.attrib.items() if name.lower() == "xmlurl"), None)
        if address:
            yield Link(address=address, onward=True)


def _sitemap(data: bytes) -> Iterator[Link]:
    for entry in _elements(data, "url", "sitemap"):
        words = {_local(child.tag): (child.text or "").strip() for child in entry.iter() if isinstance(child.tag, str)}
        yield Link(
            address=words.get("loc"),
            onward=_local(entry.tag) == "sitemap",
            published=_believable(words.get("publication_date", "")),
            title=words.get("title"),
        )


_LISTS: dict[bytes, Callable[[bytes], Iterator[Link]]] = {
    b"rss": _feed, b"feed": _feed, b"rdf": _feed, b"opml": _opml, b"urlset": _sitemap, b"sitemapindex": _sitemap,
}  # fmt: skip


def _elements(data: bytes, *names: str) -> Iterator[Any]:
    from lxml import etree  # noqa: PLC0415 - only for lists

    tags = [f"{{*}}{name}" for name in names]
    # Entities and what lies elsewhere are not fetched; a broken list is read as far as it goes.
    parsed = etree.iterparse(
        io.BytesIO(data), tag=tags, recover=True, resolve_entities=False, no_network=True, load_dtd=False
    )
    for _, element in parsed:
        yield element


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _moment(parsed: time.struct_time | None) -> str | None:
    if parsed is None:
        return None
    try:
        return _believable(datetime.fromtimestamp(calendar.timegm(parsed), UTC).isoformat())
    except (ValueError, OverflowError, OSError):
        return None


def _believable(words: str) -> str | None:
    """Give a date that a page may bear; clocks that stand still say 1970, and some say next year."""
    try:
        date = iso_date(words)
        moment = datetime.fromisoformat(date)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return date if _EARLIEST <= moment <= datetime.now(UTC) + _AHEAD else None


def _unpacked(data: bytes, address: str) -> bytes:
    try:
        with gzip.open(io.BytesIO(data)) as stream:
            whole = stream.read(_UNPACKED_BYTES + 1)
    except (OSError, EOFError) as error:
        raise SourceError(f"{address}: is compressed and damaged ({error}); fetch it anew") from error
    if len(whole) > _UNPACKED_BYTES:
        raise SourceError(f"{address}: unpacks to more than {_UNPACKED_BYTES >> 20} MB; split it")
    return whole
