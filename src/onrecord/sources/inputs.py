"""Whatever a user names as a source becomes captures: files, addresses, and lists that lead to pages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from onrecord.errors import SourceError
from onrecord.facts import MAX_CHARS, Capture, Metadata
from onrecord.sources import files
from onrecord.sources.fetch import PAGE_BYTES, page_of
from onrecord.sources.lists import Link, links_of
from onrecord.sources.polite import Guest

_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
_LISTS = {".opml", ".xml", ".rss", ".atom", ".rdf"}
_DEEP = 3
"""How many lists may stand behind each other: an OPML of sitemaps of sitemaps."""

Known = Callable[[str], bool]
"""Whether what stands at an address is on record."""


def captures(
    sources: Iterable[str],
    given: Metadata,
    max_chars: int = MAX_CHARS,
    *,
    known: Known = lambda _: False,
    guest: Guest | None = None,
) -> Iterator[Capture | SourceError]:
    """Open the sources in turn and yield what they hold.

    A source is whatever ``sources.files.captures`` opens, the address of a page, or the address or file of a feed, an
    OPML list or a sitemap, whose pages are fetched, each once. Pages that a list leads to are left out where they are
    ``known``. What cannot be read is yielded as an error in its place, which says what to do.
    """
    sources = list(sources)
    named = [source for source in sources if _ADDRESS.match(source)]
    walk: _Walk | None = None
    for source in sources:
        is_list = Path(source).suffix.lower() in _LISTS and Path(source).is_file()
        if not is_list and source not in named:
            yield from files.captures([source], given, max_chars)
            continue
        try:
            walk = walk or _Walk(guest or Guest(named), given, known)
            yield from walk.from_address(source) if source in named else walk.from_file(source)
        except SourceError as error:
            yield error


class _Walk:
    """One walk over the web; it comes to each page once."""

    def __init__(self, guest: Guest, given: Metadata, known: Known) -> None:
        self._guest, self._given, self._known = guest, given, known
        self._seen: set[str] = set()

    def from_address(self, address: str) -> Iterator[Capture | SourceError]:
        """Yield the page that stands there, or those to which it leads."""
        yield from self._reached(address, self._given, _DEEP)

    def from_file(self, path: str) -> Iterator[Capture | SourceError]:
        """Yield the pages to which a list in a file leads."""
        with Path(path).open("rb") as stream:
            data = stream.read(PAGE_BYTES + 1)
        links = links_of(data, Path(path).absolute().as_uri()) if len(data) <= PAGE_BYTES else None
        if links is None:
            yield SourceError(f"{path}: is no feed, OPML list or sitemap that can be read; give one, or save its text")
        else:
            yield from self._followed(links, path, _DEEP)

    def _reached(self, address: str, given: Metadata, deep: int) -> Iterator[Capture | SourceError]:
        if address in self._seen:
            return
        self._seen.add(address)
        try:
            found = self._guest.get(address)
            self._seen.add(found.address)
            links = links_of(found.data, found.address)
            if links is None:
                yield page_of(found, given)
            else:
                yield from self._followed(links, address, deep)
        except SourceError as error:
            yield error

    def _followed(self, links: Iterable[Link], name: str, deep: int) -> Iterator[Capture | SourceError]:
        if not deep:
            yield SourceError(f"{name}: is a list behind {_DEEP} others; name it itself")
            return
        for number, link in enumerate(links, 1):
            given = self._given.over(Metadata(published=link.published))
            if link.address is None:
                text = self._given.over(Metadata(published=link.published, title=link.title))
                yield Capture(
                    name=f"{name}:{number}", data=(link.html or "").encode("utf-8", "replace"),
                    media_type="text/html", encoding="utf-8", metadata=text,
                )  # fmt: skip
            elif not _ADDRESS.match(link.address):
                yield SourceError(f"{name}: leads to {link.address}, which is no address of the web; it was left out")
            elif link.onward or not self._known(link.address):
                yield from self._reached(link.address, given, deep - 1)
