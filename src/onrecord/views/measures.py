"""Numbers of a system, each with its definition and its source; and what they would be if a tie were another.

All of them are of the signs of edges alone, an edge from one actor to another being one tie, however many say so.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from onrecord.errors import RecordError
from onrecord.views.parties import called
from onrecord.views.system import System

Signs = Mapping[tuple[str, str], int]
"""The sign of each directed edge, by its two ends."""

EXACT = 60
"""Of so many actors at most the line index is computed; beyond, it is left open."""

SECONDS = 20.0
"""How long the solver may look; where it stops, its bound is given with what it has found."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfActor:
    """The measures of one actor.

    *Degree by sign* (Wasserman and Faust 1994, ch. 4, for each sign): how many actors it holds a positive or negative
    tie toward (``positive_out``, ``negative_out``), and how many hold one toward it (``positive_in``, ``negative_in``).

    *Partners*, the effective number: one over the sum of squared shares of its positive ties, those that it holds and
    those that others hold toward it, each weighed by its documents (the inverse of Herfindahl's index; Laakso and
    Taagepera 1979). 0 without a positive tie; equal weights give the plain number.

    *Pressure*: the documents that tell of negative ties toward it, as a share of those that tell of any signed tie
    toward it (our own, after Maoz 2010 on signed in-degree); ``None`` where there are none.
    """

    positive_out: int
    negative_out: int
    positive_in: int
    negative_in: int
    partners: float
    pressure: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Frustration:
    """The line index of balance (Harary 1959; as an integer programme, Aref, Mason and Wilson 2018).

    That is the fewest pairs whose signs would have to change so that all triads, and all longer rings, are balanced.
    It is at least ``bound`` and at most ``found``; where the two are equal it is exact.
    """

    bound: int
    found: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """The measures of a system.

    *Balance*: of the triads whose three pairs have a sign, the share that is balanced, which is to say that the product
    of their signs is positive (Heider 1946; Cartwright and Harary 1956). A pair has the sign of its two directions, and
    none where they contradict each other. ``None`` without triads. ``frustration`` is ``None`` beyond 60 actors.
    """

    actors: Mapping[str, OfActor]
    triads: int
    balance: float | None
    frustration: Frustration | None

    def json(self) -> dict[str, Any]:
        """Give them in names and values."""
        frustration = self.frustration
        return {
            "balance": self.balance,
            "triads": self.triads,
            "line_index": None
            if frustration is None
            else {"at_least": frustration.bound, "at_most": frustration.found},
            "actors": {
                id_: {name: getattr(one, name) for name in OfActor.__dataclass_fields__}
                for id_, one in self.actors.items()
            },
        }


@dataclass(frozen=True, slots=True)
class Weighed:
    """What is measured of a system: the sign and the documents of each directed edge."""

    signs: Signs
    weights: Mapping[tuple[str, str], int]

    def dropped(self, source: str, target: str) -> Weighed:
        """The same without this edge. Raises ``RecordError`` where there is none."""
        self._edge(source, target)
        return Weighed(
            *({pair: value for pair, value in each.items() if pair != (source, target)} for each in self._both)
        )

    def flipped(self, source: str, target: str) -> Weighed:
        """The same with this edge of the other sign. Raises ``RecordError`` where there is none."""
        sign = self._edge(source, target)
        return Weighed({**self.signs, (source, target): -sign}, self.weights)

    def added(self, source: str, target: str, sign: int) -> Weighed:
        """The same with such an edge, as one document would tell it, in place of any there."""
        return Weighed({**self.signs, (source, target): sign}, {**self.weights, (source, target): 1})

    @property
    def _both(self) -> tuple[Mapping[tuple[str, str], int], ...]:
        return self.signs, self.weights

    def _edge(self, source: str, target: str) -> int:
        if (source, target) not in self.signs:
            raise RecordError(f"there is no tie from {source!r} to {target!r} in this system")
        return self.signs[source, target]


def weighed(system: System) -> Weighed:
    """Give what is measured of a system."""
    pairs = {(edge.source, edge.target): edge for edge in system.edges}
    return Weighed(
        {pair: edge.sign for pair, edge in pairs.items()}, {pair: edge.documents for pair, edge in pairs.items()}
    )


def named(system: System, name: str) -> str:
    """Give the id of the actor of this name. Raises ``RecordError`` where the system has none, or several."""
    id_ = called(system.actors, name)
    if id_ is None:
        raise RecordError(f"nobody in this system is called {name!r}; `onrecord system` lists who is there")
    return id_


def measures(of: Weighed) -> Measures:
    """Measure a system."""
    actors = sorted({end for pair in of.signs for end in pair})
    pairs = _pairs(of.signs)
    triads = _triads(pairs)
    return Measures(
        actors=_of_actors(of, actors),
        triads=len(triads),
        balance=sum(product > 0 for product in triads) / len(triads) if triads else None,
        frustration=frustration(pairs) if len(actors) <= EXACT else None,
    )


def _of_actors(of: Weighed, actors: Iterable[str]) -> dict[str, OfActor]:
    degree: Counter[tuple[str, str, int]] = Counter()
    friends: dict[str, list[int]] = defaultdict(list)
    toward: Counter[tuple[str, int]] = Counter()
    for (source, target), sign in of.signs.items():
        degree[source, "out", sign] += 1
        degree[target, "in", sign] += 1
        toward[target, sign] += of.weights[source, target]
        if sign > 0:
            friends[source].append(of.weights[source, target])
            friends[target].append(of.weights[source, target])
    return {
        actor: OfActor(
            positive_out=degree[actor, "out", 1],
            negative_out=degree[actor, "out", -1],
            positive_in=degree[actor, "in", 1],
            negative_in=degree[actor, "in", -1],
            partners=_effective(friends[actor]),
            pressure=_share(toward[actor, -1], toward[actor, 1]),
        )
        for actor in actors
    }


def _effective(weights: list[int]) -> float:
    return sum(weights) ** 2 / sum(weight**2 for weight in weights) if weights else 0.0


def _share(part: int, rest: int) -> float | None:
    return part / (part + rest) if part + rest else None


def _pairs(signs: Signs) -> dict[tuple[str, str], int]:
    """The sign of each pair that has one, whichever way it points."""
    both: Counter[tuple[str, str]] = Counter()
    for (source, target), sign in signs.items():
        both[min(source, target), max(source, target)] += sign
    return {pair: (total > 0) - (total < 0) for pair, total in both.items() if total}


def _triads(pairs: Signs) -> list[int]:
    """The product of the signs of each triad."""
    above: dict[str, set[str]] = defaultdict(set)
    for one, other in pairs:
        above[one].add(other)
    return [
        pairs[one, other] * pairs[one, third] * pairs[other, third]
        for one, other in pairs
        for third in above[one] & above[other]
    ]


def frustration(pairs: Signs) -> Frustration:
    """Give the line index of balance of pairs in order, by a mixed-integer programme that HiGHS solves.

    Each actor is on one of two sides, ``x`` 0 or 1; a tie is frustrated, ``f`` 1, where it is positive across the two
    or negative within one: ``f >= ±(x_i - x_j)``, or ``f >= ±(x_i + x_j - 1)``. The sum of ``f`` is made least.
    """
    import numpy as np  # noqa: PLC0415 - what only this measure needs
    from scipy.optimize import Bounds, LinearConstraint, milp  # noqa: PLC0415 - half a second
    from scipy.sparse import lil_matrix  # noqa: PLC0415

    if not pairs:
        return Frustration(bound=0, found=0)
    place = {actor: n for n, actor in enumerate(sorted({end for pair in pairs for end in pair}))}
    rows, least = lil_matrix((2 * len(pairs), len(place) + len(pairs))), np.zeros(2 * len(pairs))
    for n, ((one, other), sign) in enumerate(pairs.items()):
        for row, way in ((2 * n, 1), (2 * n + 1, -1)):
            rows[row, place[one]], rows[row, place[other]] = -way, way * sign
            rows[row, len(place) + n] = 1
            least[row] = -way if sign < 0 else 0
    cost = np.r_[np.zeros(len(place)), np.ones(len(pairs))]
    # The two sides may change their names: the first actor is on the first of them.
    upper = np.r_[0, np.ones(len(cost) - 1)]
    solved = milp(
        cost,
        integrality=np.r_[np.ones(len(place)), np.zeros(len(pairs))],
        bounds=Bounds(0, upper),
        constraints=LinearConstraint(rows.tocsr(), least, np.inf),
        options={"time_limit": SECONDS},
    )
    found = len(pairs) if solved.x is None else round(solved.fun)
    bound = 0 if solved.mip_dual_bound is None else int(np.ceil(solved.mip_dual_bound - 1e-6))
    return Frustration(bound=min(bound, found), found=found)


def stances(system: System) -> Iterator[tuple[str, str, int]]:
    """Give who takes which side on what: (actor, concept, sign) for each tie.

    A concept is whom the tie is toward, under each issue of the statement that voices it where it is coded.
    """
    for edge in system.edges:
        for tie in edge.ties:
            for issue in tie.issues or ("",):
                yield edge.source, f"{issue} {edge.target}", tie.relation.sign


def discourse(stances: Iterable[tuple[str, str, int]]) -> dict[tuple[str, str], dict[str, int]]:
    """Give how far actors agree and disagree over what they speak of, as discourse network analysis counts it.

    ``stances`` are (actor, concept, sign). *Congruence* of two actors is the number of concepts on which both show the
    same sign, *conflict* of those on which they show opposite ones; both are binary, so that who repeats himself counts
    once, and one who shows both signs is on both sides (Leifeld 2017, in The Oxford Handbook of Political Networks).
    """
    held: dict[str, set[tuple[str, int]]] = defaultdict(set)
    for actor, concept, sign in stances:
        if sign:
            held[actor].add((concept, sign))
    found = {}
    for one, other in combinations(sorted(held), 2):
        congruence = len(held[one] & held[other])
        conflict = len(held[one] & {(concept, -sign) for concept, sign in held[other]})
        if congruence or conflict:
            found[one, other] = {"congruence": congruence, "conflict": conflict}
    return found
