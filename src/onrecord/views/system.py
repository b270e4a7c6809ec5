"""The system that a record describes: who is for or against whom, according to whom, since when.

A system is a signed, directed, weighted graph. It is of one layer: ties *as told by* their voices, or attitudes *of*
the voices themselves; the two are never added up.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from onrecord.errors import RecordError
from onrecord.facts import Layer, Status, iso_date
from onrecord.jsonform import event_json
from onrecord.record import Record, Tie
from onrecord.views.parties import Parties, Party, Placed, called, folded, parties, placed

SIGNS = (1, 0, -1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Which ties of a record make up a system; what is ``None`` keeps nothing out.

    ``around`` leaves the ties that an actor holds or is the target of; it and ``voice`` are any of an actor's names,
    whatever their case, or its id. ``since`` and ``until`` are days of publication, both included; a tie without a date
    is in no range. ``outlet`` is a name; ``issue`` is the id of one that coding gave; ``confidence`` is the least that
    a relation may have. With ``fold`` persons are put into whom they speak for. Raises ``ValueError`` for what is no
    date or no probability.
    """

    layer: Layer = Layer.TOLD
    statuses: frozenset[Status] = frozenset({Status.STANDING, Status.PAST})
    around: str | None = None
    since: str | None = None
    until: str | None = None
    voice: str | None = None
    outlet: str | None = None
    issue: str | None = None
    confidence: float = 0.0
    fold: bool = False

    def __post_init__(self) -> None:
        for name in ("since", "until"):
            value = getattr(self, name)
            if value is not None:
                object.__setattr__(self, name, iso_date(value)[:10])
        if not 0.0 <= self.confidence <= 1.0:
            raise ValueError(f"a confidence lies between 0 and 1, and {self.confidence} does not")

    def holds(self, tie: Tie) -> bool:
        """Whether a tie belongs to the system, whoever is at its ends and says so."""
        relation = tie.relation
        return (
            relation.layer is self.layer
            and relation.status in self.statuses
            and relation.confidence >= self.confidence
            and (self.outlet is None or folded(tie.outlet or "") == folded(self.outlet))
            and (self.issue is None or self.issue in tie.issues)
            and self._in_time(tie.date)
        )

    def _in_time(self, date: str | None) -> bool:
        if date is None:
            return self.since is None and self.until is None
        return (self.since or date) <= date <= (self.until or date)


EVERYTHING_TOLD = Scope()
"""The scope that nobody has narrowed."""


@dataclass(frozen=True, slots=True)
class Edge:
    """All ties from one actor to another, each with its words.

    Its sign is that of most of the ties that have one, 0 where they weigh the same or none has; what near copies repeat
    word by word is one. It weighs as many documents as say so, near copies as one. It stands where one of its ties
    does; else its status is the first that it has in the order in which ``Status`` names them.
    """

    source: str
    target: str
    ties: tuple[Tie, ...] = field(repr=False)

    @property
    def sign(self) -> int:
        """1, 0 or -1."""
        balance = sum(self._signs)
        return (balance > 0) - (balance < 0)

    @property
    def shares(self) -> dict[int, float]:
        """The share of each sign among the ties."""
        found = Counter(self._signs)
        return {sign: found[sign] / found.total() for sign in SIGNS}

    @property
    def _signs(self) -> list[int]:
        """The signs of the ties, of what near copies repeat but once."""
        said = {(tie.original, tie.words if tie.original else tie.relation.id, tie.relation.sign) for tie in self.ties}
        return [sign for *_, sign in said]

    @property
    def documents(self) -> int:
        """How many documents say so."""
        return len({_document(tie) for tie in self.ties})

    @property
    def statements(self) -> tuple[str, ...]:
        """Ids of the statements that say so, in the order of adding; what outlets say themselves has none."""
        return tuple(dict.fromkeys(tie.relation.voice for tie in self.ties if tie.relation.voice))

    @property
    def voices(self) -> tuple[str, ...]:
        """Who says so, the most frequent first."""
        return tuple(voice for voice, _ in Counter(tie.voice for tie in self.ties).most_common())

    @property
    def status(self) -> Status:
        """When it holds."""
        found = {tie.relation.status for tie in self.ties}
        return next(status for status in Status if status in found)

    @property
    def dates(self) -> tuple[str | None, str | None]:
        """The first and the last day on which somebody published it."""
        dates = [tie.date for tie in self.ties if tie.date]
        return (min(dates), max(dates)) if dates else (None, None)

    def json(self, most: int | None = None) -> dict[str, Any]:
        """Give it in names and values, with ``most`` ties as evidence, the first that were added, or all."""
        first, last = self.dates
        return {
            "from": self.source,
            "to": self.target,
            "sign": self.sign,
            "layer": self.ties[0].relation.layer.value,
            "status": self.status.value,
            "shares": {f"{sign:+d}" if sign else "0": round(share, 3) for sign, share in self.shares.items()},
            "documents": self.documents,
            "statements": len(self.statements),
            "voices": list(self.voices),
            "first": first,
            "last": last,
            "evidence": [evidence(tie) for tie in self.ties[:most]],
        }


def evidence(tie: Tie) -> dict[str, Any]:
    """Give what a tie rests on, in names and values."""
    return {
        "relation": tie.id,
        "from": tie.relation.holder.name if tie.relation.holder else None,
        "to": tie.relation.target.name if tie.relation.target else None,
        "document": tie.relation.document,
        "url": tie.url,
        "translated": tie.translated,
        "statement": tie.relation.voice,
        "voice": tie.voice,
        "outlet": tie.outlet,
        "date": tie.date,
        "sign": tie.relation.sign,
        "status": tie.relation.status.value,
        **event_json(tie.relation),
        "grounds": [span.pair() for span in tie.relation.grounds],
        "words": tie.words,
        "content": [span.pair() for span in tie.content],
    }


@dataclass(frozen=True, slots=True)
class System:
    """Actors by their ids, and the edges among them, the strongest first."""

    layer: Layer
    actors: Mapping[str, Party]
    edges: tuple[Edge, ...]

    def only(self, edges: Sequence[Edge]) -> System:
        """Give the system of some of its edges, with those whom they tie."""
        ends = {end for edge in edges for end in (edge.source, edge.target)}
        actors = {id_: actor for id_, actor in self.actors.items() if id_ in ends}
        return System(self.layer, actors, tuple(edges))

    def rows(self) -> Iterator[dict[str, Any]]:
        """Give the edges, with the names of those whom they tie."""
        for edge in self.edges:
            named = {"from_name": self.actors[edge.source].name, "to_name": self.actors[edge.target].name}
            yield named | edge.json()

    def json(self, most: int | None = None) -> dict[str, Any]:
        """Give it in names and values, each edge with ``most`` ties as evidence, or all."""
        return {
            "actors": [actor.json() for actor in self.actors.values()],
            "edges": [edge.json(most) for edge in self.edges],
        }


def system(record: Record, scope: Scope = EVERYTHING_TOLD) -> System:
    """Give the system of a record. Raises ``RecordError`` where it has nobody of the name to look around."""
    ties = [tie for tie in record.ties() if scope.holds(tie)]
    return system_of(ties, scope, parties(record, ties, fold=scope.fold))


def system_of(ties: Iterable[Tie], scope: Scope, who: Parties) -> System:
    """Give the system that these ties form; those with an open end, or from somebody to himself, have no place in it.

    Raises ``RecordError`` where none of them has anybody of the name to look around, or several are called so.
    """
    return system_among(*placed(filter(scope.holds, ties), who), scope)


def system_among(found: Sequence[Placed], known: Mapping[str, Party], scope: Scope) -> System:
    """Give the system of ties that a scope holds, among those who are ``known``. Raises as above."""
    if scope.voice is not None:
        voice = called({each.voice: known[each.voice] for each in found}, scope.voice)
        found = [each for each in found if each.voice == voice]
    if scope.around is not None:
        around = called({end: known[end] for each in found for end in (each.source, each.target)}, scope.around)
        found = [each for each in found if around in (each.source, each.target)]
        if not found:
            raise RecordError(f"no tie here is with {scope.around!r}; give a name as `onrecord system` lists it")
    between: dict[tuple[str, str], list[Tie]] = defaultdict(list)
    for each in found:
        between[each.source, each.target].append(each.tie)
    edges = [Edge(*pair, tuple(ties)) for pair, ties in between.items()]
    edges.sort(key=lambda edge: (-edge.documents, -len(edge.ties), edge.source, edge.target))
    ends = sorted({end for pair in between for end in pair})
    return System(scope.layer, {id_: known[id_] for id_ in ends}, tuple(edges))


def _document(tie: Tie) -> str:
    """The document that says so; of near copies the original."""
    return tie.original or tie.relation.document
