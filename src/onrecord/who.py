"""The values of the second pass: figures as they are compared, and the actors that they are."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from onrecord.facts import Kind, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """A figure as its document shows it, to be compared with those of others.

    ``key`` numbers it in its record and ``id`` names it for good. ``acts`` says that the document has it say or do
    something, as no mere place does; ``around`` are the document's other names, the most mentioned first; ``home`` is
    the state that it is about, empty where it is about several. ``doubtful`` is a word that may be no name by itself.
    Of a name that is a state's elsewhere, ``part`` says that here it is that of a part of another, ``no_state`` that it
    is a team's or a region's.
    """

    key: int
    id: str
    name: str
    kind: Kind
    role: str | None = None
    published: str | None = None
    acts: bool = False
    around: tuple[str, ...] = ()
    home: str = ""
    doubtful: bool = False
    part: bool = False
    no_state: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Somebody known across documents.

    ``kind`` is a ``Kind``, or for what the gazetteer knows its kind there (state, territory, organisation, group,
    outlet); ``wikidata`` is empty where it is not certain. ``names`` are spellings, ``offices`` the roles in the form
    that they are compared in, ``first`` and ``last`` the dates of its documents; ``figures`` counts them. ``key``
    numbers it in its record.
    """

    key: int
    id: str
    name: str
    kind: str
    wikidata: str = ""
    names: tuple[str, ...] = ()
    offices: tuple[tuple[str, ...], ...] = ()
    first: str | None = None
    last: str | None = None
    figures: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Which actor a figure is, why, and for whom he speaks by the role he has there."""

    figure: int
    actor: int
    why: str
    speaks_for: str | None = None


def figure_id(document: str, named_at: Span) -> str:
    """The id of a figure: 16 hex digits over its document and where its fullest name stands."""
    return hashlib.sha256(f"{document} figure {named_at.start}-{named_at.end}".encode()).hexdigest()[:16]
