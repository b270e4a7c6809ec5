"""Two sides compared: what both say, what one alone, what shifted between them, and where they hardly fit together.

A side is a document, an outlet, an actor, or a range of time. Statements of one speaker are compared with each other;
where the sides have no speaker in common, or are two actors, any with any.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from onrecord.errors import RecordError
from onrecord.facts import VECTOR, Kind, Mode
from onrecord.likeness import fold
from onrecord.record import Entry, Query, Record
from onrecord.record.bearers import Bearer, Place
from onrecord.spelling import may_be_one
from onrecord.views.claims import Claim
from onrecord.views.pairing import Pair, Stand, pairs

_DOCUMENT = re.compile(r"[0-9a-f]{6,64}")
_DAY = r"\d{4}(?:-\d\d(?:-\d\d)?)?"
_RANGE = re.compile(rf"(?P<since>{_DAY})?(?P<open>\.\.)?(?P<until>{_DAY})?")


_ORDER = list(Stand)

_CURT = 4
"""An answer of so few words of content is understood by its question."""

_SURELY = 0.97
"""From this score on two statements are one claim, whoever is said to have made it."""

Group = tuple[list[Claim], list[Claim]]


class Sort(StrEnum):
    """What a side of a comparison is."""

    DOCUMENT = "document"
    OUTLET = "outlet"
    ACTOR = "actor"
    TIME = "time"


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One side: what it was called, what it is, and its statements in the order of adding."""

    name: str
    sort: Sort
    claims: tuple[Claim, ...]

    def json(self) -> dict[str, Any]:
        """Give it in names and values."""
        return {"name": self.name, "sort": self.sort.value, "statements": len(self.claims)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two sides, the pairs of their statements, and those that are in none."""

    a: Side
    b: Side
    pairs: tuple[Pair, ...]
    only_a: tuple[Claim, ...]
    only_b: tuple[Claim, ...]

    def of(self, kind: Stand) -> tuple[Pair, ...]:
        """Give the pairs of a kind."""
        return tuple(pair for pair in self.pairs if pair.kind is kind)

    def rows(self) -> Iterator[dict[str, Any]]:
        """Give the pairs, with both statements."""
        return (pair.json() | {"a": pair.a.entry.json(), "b": pair.b.entry.json()} for pair in self.pairs)

    def json(self) -> dict[str, Any]:
        """Give it in names and values; ``statements`` are those that it names, by their ids."""
        named = {claim.id: claim.entry for pair in self.pairs for claim in (pair.a, pair.b)}
        named |= {claim.id: claim.entry for claim in (*self.only_a, *self.only_b)}
        return {
            "a": self.a.json(),
            "b": self.b.json(),
            "pairs": [pair.json() for pair in self.pairs],
            "only_a": [claim.id for claim in self.only_a],
            "only_b": [claim.id for claim in self.only_b],
            "statements": {id_: entry.json() for id_, entry in named.items()},
        }


def compare(record: Record, one: str, other: str) -> Comparison:
    """Compare two sides: each a document, an outlet, an actor, or a range.

    A document goes by the beginning of its id (six digits or more), or by the path or address it was added by.
    A range is a year, month or day, or two of them with ``..`` between, either of which may be left out. Raises
    ``RecordError`` for what is none of these, or says nothing.
    """
    a, b = side(record, one), side(record, other)
    who = record.who.bearers({place(claim) for claim in (*a.claims, *b.claims)})
    groups = _by_speaker(a, b, who)
    found = {(pair.a.id, pair.b.id): pair for mine, theirs in groups for pair in pairs(mine, theirs)}
    found |= {(pair.a.id, pair.b.id): pair for pair in _misattributed(a, b, groups)}
    paired = {claim.id for pair in found.values() for claim in (pair.a, pair.b)}
    return Comparison(
        a=a,
        b=b,
        pairs=tuple(
            sorted(found.values(), key=lambda pair: (_ORDER.index(pair.kind), -pair.score, pair.a.id, pair.b.id))
        ),
        only_a=_alone((claim for mine, _ in groups for claim in mine), paired),
        only_b=_alone((claim for _, theirs in groups for claim in theirs), paired),
    )


def _alone(some: Iterable[Claim], paired: Collection[str]) -> tuple[Claim, ...]:
    return tuple({claim.id: claim for claim in some if claim.id not in paired}.values())


def side(record: Record, name: str) -> Side:
    """Find out what a side is and give it. Raises as ``compare`` does."""
    for sort, query in _queries(record, name):
        entries = list(record.entries(query))
        if answers := compared(entries):
            return Side(name=name, sort=sort, claims=tuple(claims(record, answers, _asked(entries))))
    raise RecordError(
        f"{name!r} is no document, outlet, speaker or time of a statement in {record.name}; "
        "give the file or address that was added, the beginning of a document's id, a name, "
        "or a time such as 2031-05 or 2031-01..2031-06"
    )


def claims(
    record: Record, entries: Iterable[Entry], asked: Mapping[str, Sequence[Entry]] | None = None
) -> Iterator[Claim]:
    """Give statements in the form in which they are compared; ``asked`` are the questions right before some of them."""
    kept, asked = list(entries), asked or {}
    vectors = record.vectors(entry.statement.id for entry in [*kept, *chain.from_iterable(asked.values())])

    def unit(some: Sequence[Entry]) -> NDArray[np.float32]:
        bytes_ = [vectors.get(entry.statement.id, bytes(VECTOR)) for entry in some]
        whole = np.sum([np.frombuffer(each, np.int8).astype(np.float32) for each in bytes_], axis=0)
        return np.asarray(whole / (np.linalg.norm(whole) or 1.0), np.float32)

    for entry in kept:
        speaker = entry.right.speaker.name or entry.right.speaker.kind.value
        questions = asked.get(entry.id, ()) if len(fold(entry.quote).stems) <= _CURT else ()
        vector = unit([entry]) + unit(questions) if questions else unit([entry])
        words = " ".join(question.quote for question in questions)
        yield Claim(entry, speaker, vector / (np.linalg.norm(vector) or 1.0), words)


def _asked(entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    """Give the questions right before an answer, by the id of its first sentence."""
    asked: dict[str, list[Entry]] = {}
    before: list[Entry] = []
    outer = (entry for entry in entries if entry.statement.within is None)
    for entry in sorted(outer, key=lambda entry: (entry.statement.document, entry.statement.content)):
        if entry.right.mode is Mode.QUESTION:
            before.append(entry)
        elif before:
            if entry.right.mode is Mode.ANSWER and before[-1].statement.document == entry.statement.document:
                asked[entry.id] = before
            before = []
    return asked


def _queries(record: Record, name: str) -> Iterator[tuple[Sort, Query]]:
    span = _RANGE.fullmatch(name)
    if span and (span["since"] or span["until"]):
        since, until = span["since"], span["until"] if span["open"] else span["since"]
        yield Sort.TIME, Query(since=_edge(since, last=False), until=_edge(until, last=True))
    if _DOCUMENT.fullmatch(name):
        yield Sort.DOCUMENT, Query(document=name)
    if document := record.captured(name):
        yield Sort.DOCUMENT, Query(document=document)
    yield Sort.OUTLET, Query(outlet=name)
    yield Sort.ACTOR, Query(speaker=name)


def _edge(day: str | None, last: bool) -> str | None:
    """Complete a year or a month to its first or last day."""
    if day is None or len(day) == len("2031-05-14"):
        return day
    year, _, month = day.partition("-")
    month = month or ("12" if last else "01")
    return f"{year}-{month}-{monthrange(int(year), int(month))[1] if last else 1:02}"


def compared(entries: Iterable[Entry]) -> list[Entry]:
    """Leave out questions with what stands within them, and what stands within a statement of the same speaker."""
    kept: dict[str, str | None] = {}
    found = []
    for entry in sorted(entries, key=lambda entry: entry.statement.within is not None):
        within, speaker = entry.statement.within, entry.right.speaker.name
        if entry.right.mode is not Mode.QUESTION and (within is None or kept.get(within, speaker) != speaker):
            kept[entry.statement.id] = speaker
            found.append(entry)
    return sorted(found, key=lambda entry: (entry.statement.document, entry.statement.content))


def _by_speaker(a: Side, b: Side, who: Mapping[Place, Bearer]) -> list[Group]:
    """Give the statements of each speaker whom both sides have; all, where none is, or for two actors."""
    if a.sort is not Sort.ACTOR or b.sort is not Sort.ACTOR:
        theirs = _spoken(b, who)
        found = [
            (mine, [claim for other, some in theirs.items() if _one(speaker, other) for claim in some])
            for speaker, mine in _spoken(a, who).items()
        ]
        common = [group for group in found if group[1]]
        if common and a.sort is b.sort is Sort.DOCUMENT:
            # "The minister said": he may be anybody of his own text.
            return [([*mine, *_unnamed(a)], [*some, *_unnamed(b)]) for mine, some in common]
        if common:
            return common
    return [(list(a.claims), list(b.claims))]


def _misattributed(a: Side, b: Side, groups: Sequence[Group]) -> Iterator[Pair]:
    """Give what is almost surely one claim that one side has from a speaker whom the other does not have at all."""
    for which in (0, 1):
        whole = (a.claims, b.claims)[which]
        common = {claim.id for group in groups for claim in group[which]}
        alone = [claim for claim in whole if claim.id not in common and claim.entry.statement.within is None]
        others = list({claim.id: claim for group in groups for claim in group[1 - which]}.values())
        sides = (others, alone) if which else (alone, others)
        for pair in pairs(*sides, least=_SURELY):
            yield replace(pair, kind=Stand.SHIFTED, what=f"speaker: {pair.a.speaker} / {pair.b.speaker}")


def _spoken(side: Side, who: Mapping[Place, Bearer]) -> dict[tuple[str | None, str], list[Claim]]:
    """Give what each speaker says who is named, by the actor that he is known to be, and by his name."""
    spoken: dict[tuple[str | None, str], list[Claim]] = defaultdict(list)
    for claim in side.claims:
        if claim.entry.right.speaker.name:
            bearer = who.get(place(claim))
            spoken[bearer.actor.id if bearer else None, claim.speaker].append(claim)
    return spoken


def _unnamed(side: Side) -> list[Claim]:
    return [claim for claim in side.claims if claim.entry.right.speaker.kind is Kind.UNNAMED]


def _one(speaker: tuple[str | None, str], other: tuple[str | None, str]) -> bool:
    """Whether two speakers are one: by who they are where that is known of both, else by their names."""
    return speaker[0] == other[0] if speaker[0] and other[0] else may_be_one(speaker[1], other[1])


def place(claim: Claim) -> Place:
    """Where the fullest name of a statement's speaker stands; nowhere, where he has none."""
    named = claim.entry.right.speaker.named_at
    return claim.entry.statement.document, named.start if named else -1
