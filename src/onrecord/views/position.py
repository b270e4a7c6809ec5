"""Positions: what an actor has shown toward whom over time, each line with its words. Always computed, never kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from onrecord.errors import RecordError
from onrecord.facts import Layer
from onrecord.record import Record, Tie
from onrecord.views.parties import Parties, Party, Placed, called, parties, placed
from onrecord.views.system import evidence


@dataclass(frozen=True, slots=True)
class Position:
    """What one actor has shown, the earliest first and what has no date last; ``targets`` are toward whom, by id."""

    actor: str
    shown: tuple[Placed, ...]
    targets: Mapping[str, Party]

    def rows(self) -> list[dict[str, Any]]:
        """Give what was shown."""
        return [{"toward": self.toward(each)} | evidence(each.tie) for each in self.shown]

    def json(self) -> dict[str, Any]:
        """Give it in names and values."""
        return {"actor": self.actor, "shown": self.rows()}

    def toward(self, each: Placed) -> str:
        """Give the name of whom something was shown toward."""
        return self.targets[each.target].name


def position(record: Record, actor: str, on: str | None = None, *, fold: bool = False) -> Position:
    """Give what the record shows of an actor, toward everybody or on one target or issue.

    An actor is any of its names, or its id; with ``fold`` persons are put into whom they speak for. Raises
    ``RecordError`` where it shows nothing of anybody of this name, or several have it.
    """
    shown = [tie for tie in record.ties() if tie.relation.layer is Layer.SHOWN]
    return position_of(shown, actor, on, parties(record, shown, fold=fold))


def position_of(ties: Iterable[Tie], actor: str, on: str | None, who: Parties) -> Position:
    """Give what these ties show of an actor. Raises as ``position`` does."""
    shown, known = placed((tie for tie in ties if tie.relation.layer is Layer.SHOWN), who)
    return position_among(shown, known, actor, on)


def position_among(shown: Sequence[Placed], known: Mapping[str, Party], actor: str, on: str | None) -> Position:
    """Give what ties of this layer show of an actor, among those who are ``known``. Raises as ``position`` does."""
    holder = called(known, actor)
    own = [each for each in shown if each.source == holder]
    if holder is None or not own:
        raise RecordError(f"nothing here is shown by {actor!r}; `onrecord system --layer shown` lists who shows what")
    target = called(known, on) if on else None
    kept = [each for each in own if on is None or each.target == target or on in each.tie.issues]
    kept.sort(key=lambda each: (each.tie.date is None, each.tie.date))
    return Position(known[holder].name, tuple(kept), {each.target: known[each.target] for each in kept})
