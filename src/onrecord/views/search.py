"""Finding statements by their words, their speaker, and where and when they stood."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from onrecord.record import Query, Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A statement in its JSON form, and the piece of its quote around what was looked for.

    ``snippet`` is that piece in parts, each with whether it was looked for.
    """

    statement: dict[str, Any]
    snippet: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Some of what was found; ``next`` is the ``page`` of the query for more, ``None`` where there is no more."""

    hits: tuple[Hit, ...]
    next: str | None


def search(record: Record, query: Query) -> Page:
    """Find statements: best match first, or where no words are asked for the newest first.

    A page is stable: what is added after the first page was asked for is on none of those that follow.
    """
    result = record.search(query)
    hits = (Hit(statement=hit.entry.json(), snippet=hit.snippet) for hit in result.hits)
    return Page(hits=tuple(hits), next=result.next)
