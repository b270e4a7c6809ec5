"""Positions: what an actor has shown toward whom over time, each line with its words. Always computed, never kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from onrecord.errors import RecordError
from onrecord.facts import Layer
from onrecord.record import Record, Tie
from onrecord.views.system import evidence, folded


@dataclass(frozen=True, slots=True)
class Position:
    """What one actor has shown, the earliest first and what has no date last; every tie has a target."""

    actor: str
    ties: tuple[Tie, ...]

    def json(self) -> dict[str, Any]:
        """Give it in names and values."""
        return {"actor": self.actor, "shown": [{"toward": target_of(tie)} | evidence(tie) for tie in self.ties]}


def position(record: Record, actor: str, on: str | None = None) -> Position:
    """Give what the record shows of an actor, toward everybody or on one target or issue.

    Raises ``RecordError`` where it shows nothing of anybody of this name.
    """
    return position_of(record.ties(), actor, on)


def position_of(ties: Iterable[Tie], actor: str, on: str | None = None) -> Position:
    """Give what these ties show of an actor. Raises as ``position`` does."""
    shown = [tie for tie in ties if _is_shown(tie) and tie.relation.holder]
    own = [tie for tie in shown if tie.relation.holder and folded(tie.relation.holder.name) == folded(actor)]
    if not own:
        raise RecordError(f"nothing here is shown by {actor!r}; `onrecord system --layer shown` lists who shows what")
    kept = own if on is None else [tie for tie in own if _is_on(tie, on)]
    holder = own[0].relation.holder
    return Position(holder.name if holder else actor, tuple(sorted(kept, key=lambda tie: (tie.date is None, tie.date))))


def target_of(tie: Tie) -> str:
    """The name that a tie gives its target."""
    return tie.relation.target.name if tie.relation.target else ""


def _is_shown(tie: Tie) -> bool:
    return tie.relation.layer is Layer.SHOWN and tie.relation.target is not None


def _is_on(tie: Tie, on: str) -> bool:
    return folded(target_of(tie)) == folded(on) or on in tie.issues
