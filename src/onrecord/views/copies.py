"""Near copies: the same report at several outlets, and which of them is the original."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from onrecord.jsonform import document_json
from onrecord.record import Copy, Group, Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where else a report stands; where ``original`` is true, the others are copies of that."""

    copy: Copy
    original: bool

    def json(self) -> dict[str, Any]:
        """Give it in names and values."""
        return document_json(self.copy.document, self.copy.metadata) | {"original": self.original}


def copies(record: Record, limit: int) -> list[Group]:
    """Give the largest groups of near copies, so many of them."""
    return record.copies(limit)


def places(record: Record, document: str) -> tuple[Place, ...]:
    """Give where else the report stands that the document with this id is, or is a copy of; the original first."""
    group = record.copies_of([document]).get(document)
    if group is None:
        return ()
    everywhere = [Place(copy=copy, original=copy is group.original) for copy in (group.original, *group.copies)]
    return tuple(place for place in everywhere if place.copy.document != document)


def group_json(group: Group) -> dict[str, Any]:
    """Give a group in names and values."""
    original, *others = (document_json(copy.document, copy.metadata) for copy in (group.original, *group.copies))
    return {"original": original, "copies": others}
