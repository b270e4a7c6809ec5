"""Finding statements by their words, their speaker, and where and when they stood."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from onrecord.facts import Span
from onrecord.record import Group, Match, Query, Record
from onrecord.views.show import around_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A statement in its JSON form, and the piece of its quote around what was looked for.

    ``snippet`` is that piece in parts, each with whether it was looked for. ``score`` says how near it lies to the
    meaning that was looked for, from -1 to 1; ``copies`` is how many near copies its document has elsewhere.
    """

    statement: dict[str, Any]
    score: float | None
    copies: int
    snippet: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Some of what was found; ``next`` is the ``page`` of the query for more, ``None`` where there is no more."""

    hits: tuple[Hit, ...]
    next: str | None

    def rows(self) -> Iterator[dict[str, Any]]:
        """Give the statements."""
        return (hit.statement for hit in self.hits)

    def opened(self, record: Record) -> Iterator[dict[str, Any]]:
        """Give the statements with the characters before and after their words, which are empty where no text is kept.

        What is read is checked against its digest.
        """
        texts = record.texts(hit.statement["document"]["id"] for hit in self.hits)
        for hit in self.hits:
            content = [Span(*pair) for pair in hit.statement["content"]]
            prefix, suffix = around_words(texts.get(hit.statement["document"]["id"], ""), content)
            yield hit.statement | {"prefix": prefix, "suffix": suffix}


def search(record: Record, query: Query) -> Page:
    """Find statements: the nearest in meaning, else the best match first, else the newest.

    A page is stable: what is added after the first page was asked for is on none of those that follow.
    """
    result = record.search(query)
    groups = record.copies_of({hit.entry.statement.document for hit in result.hits})
    return Page(hits=tuple(_hit(hit, groups) for hit in result.hits), next=result.next)


def _hit(found: Match, groups: Mapping[str, Group]) -> Hit:
    group = groups.get(found.entry.statement.document)
    copies = len(group.copies) if group else 0
    return Hit(statement=found.entry.json(), score=found.score, copies=copies, snippet=found.snippet)
