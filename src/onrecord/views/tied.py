"""All ties of a record at once, from which the systems and positions of many scopes are drawn quickly."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from onrecord.facts import Layer
from onrecord.record import Record
from onrecord.views.parties import Party, Placed, called, parties, placed
from onrecord.views.position import Position, position_among
from onrecord.views.system import Scope, System, system_among


@dataclass(frozen=True, slots=True)
class Tied:
    """Ties between two actors, in the order of adding; ``known`` are all who are in them, ``of`` are those of each."""

    placed: tuple[Placed, ...]
    known: Mapping[str, Party]
    of: Mapping[str, tuple[Placed, ...]]

    def system(self, scope: Scope) -> System:
        """Give the system of a scope. Raises as ``views.system.system`` does."""
        found: Iterable[Placed] = self.placed
        if scope.around is not None:
            found = self.of.get(called(self.known, scope.around) or "", ())
        return system_among([each for each in found if scope.holds(each.tie)], self.known, scope)

    def position(self, actor: str, on: str | None = None) -> Position:
        """Give what is shown of an actor. Raises as ``views.position.position`` does."""
        own = self.of.get(called(self.known, actor) or "", ())
        return position_among([each for each in own if each.tie.relation.layer is Layer.SHOWN], self.known, actor, on)


def tied(record: Record, *, fold: bool = False) -> Tied:
    """Take up all ties of a record; with ``fold`` persons are put into whom they speak for."""
    ties = list(record.ties())
    found, known = placed(ties, parties(record, ties, fold=fold))
    of: dict[str, list[Placed]] = defaultdict(list)
    for each in found:
        for end in (each.source, each.target):
            of[end].append(each)
    return Tied(tuple(found), known, {id_: tuple(some) for id_, some in of.items()})
