"""The same statement elsewhere: who else printed it, who first, and what is cut or changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from onrecord.likeness import Like, Likeness, Piece, differences, fold, likeness
from onrecord.record import Entry, Record

_ORDER = list(Like)


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeated:
    """A statement of another document, in its JSON form, that says the same: how like the two are.

    ``pieces`` lay the words of the statement that was asked for beside the words of this one.
    """

    statement: dict[str, Any]
    likeness: Likeness
    pieces: tuple[Piece, ...]

    @property
    def left_out(self) -> tuple[str, ...]:
        """Which stretches of the statement that was asked for are not printed here, where its words are repeated."""
        worded = self.likeness.kind is not Like.PARAPHRASE
        return tuple(piece.here for piece in self.pieces if worded and piece.here and not piece.there)

    def json(self) -> dict[str, Any]:
        """Give it in names and values."""
        return {
            "statement": self.statement,
            "kind": self.likeness.kind.value,
            "score": self.likeness.score,
            "diff": [{"here": piece.here, "there": piece.there, "same": piece.same} for piece in self.pieces],
            "left_out": list(self.left_out),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """A statement, in its JSON form, and where else it stands, the likest first.

    ``first`` are the documents that printed it on the earliest day, in their JSON form: nobody knows that of a
    document without a date, so that there is none where no document has one.
    """

    statement: dict[str, Any]
    others: tuple[Repeated, ...]
    first: tuple[dict[str, Any], ...]

    def rows(self) -> list[dict[str, Any]]:
        """Give the other statements, and how like each is."""
        return [other.json() for other in self.others]

    def json(self) -> dict[str, Any]:
        """Give it in names and values."""
        return {"statement": self.statement, "elsewhere": self.rows(), "first": list(self.first)}


def elsewhere(record: Record, start: str) -> Elsewhere:
    """Give where else the statement stands whose id begins so. Raises as ``Record.entry`` does."""
    entry = record.entry(start)
    mine, others = entry.json(), repetitions(record, entry)
    return Elsewhere(statement=mine, others=others, first=_first([mine, *(each.statement for each in others)]))


def repetitions(record: Record, entry: Entry) -> tuple[Repeated, ...]:
    """Give the statements of other documents that say the same as this one, the likest first, then the earliest."""
    mine = entry.json()
    others = []
    for other, linked in record.repeated(entry.statement.id):
        theirs = other.json()
        # Two that are linked through a third may be liker, or less like, than either is to that.
        how = likeness(fold(mine["quote"]), fold(theirs["quote"])) or linked
        if how.kind is not Like.PARAPHRASE or linked.kind is Like.PARAPHRASE:
            pieces = tuple(differences(mine["quote"], theirs["quote"]))
            others.append(Repeated(statement=theirs, likeness=how, pieces=pieces))
    others.sort(key=lambda each: (_ORDER.index(each.likeness.kind), -each.likeness.score, _when(each.statement)))
    return tuple(others)


def _first(printed: Iterable[Mapping[str, Any]]) -> tuple[dict[str, Any], ...]:
    dated = {each["document"]["id"]: each["document"] for each in printed if each["document"]["published"]}
    days = {id_: _day(document["published"]) for id_, document in dated.items()}
    return tuple(document for id_, document in dated.items() if days[id_] == min(days.values()))


def _when(statement: Mapping[str, Any]) -> tuple[bool, str]:
    published = statement["document"]["published"]
    return published is None, _day(published) if published else ""


def _day(published: str) -> str:
    """The moment in UTC where it is known, else the day; a day alone counts as its beginning."""
    if len(published) <= len("2031-05-14"):
        return published
    return datetime.fromisoformat(published).astimezone(UTC).isoformat()
