"""Small plots of how much there is of what: each part of one leads to what it counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from onrecord.record import Tie, Weight
from onrecord.views.actor import Held


@dataclass(frozen=True, slots=True)
class Bar:
    """What is counted, where it leads, how many documents, and their share of the most, in hundredths."""

    name: str
    address: str
    documents: int
    statements: int
    share: float


def bars(weights: Iterable[Weight], address: Callable[[Weight], str], unknown: str = "not known") -> list[Bar]:
    """Give a bar for each weight, the largest as long as can be; what has no name leads nowhere."""
    weights = list(weights)
    most = max((weight.documents for weight in weights), default=1)
    return [
        Bar(
            name=weight.name or unknown,
            address=address(weight) if weight.name else "",
            documents=weight.documents,
            statements=weight.statements,
            share=round(100 * weight.documents / most, 1),
        )
        for weight in weights
    ]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time on an axis of a hundred: where it begins, and how long it is; never too short to be seen."""

    start: float
    length: float


@dataclass(frozen=True, slots=True)
class Axis:
    """Time from the first day of a plot to the last, laid out on a hundred."""

    first: str
    last: str

    def at(self, day: str) -> float:
        """Where a day lies."""
        days = self._days(self.first, self.last)
        return round(100 * self._days(self.first, day) / days, 2) if days else 50.0

    def span(self, held: Held) -> Span | None:
        """Where a role was seen; ``None`` where no document with it has a date."""
        if not held.first or not held.last:
            return None
        start, end = self.at(held.first), self.at(held.last)
        return Span(min(start, 98.0), max(end - start, 2.0))

    @staticmethod
    def _days(one: str, other: str) -> int:
        return date.fromisoformat(other).toordinal() - date.fromisoformat(one).toordinal()


def axis(days: Iterable[str | None]) -> Axis | None:
    """Give the axis that holds these days; ``None`` where none is known."""
    known = [day[:10] for day in days if day]
    return Axis(min(known), max(known)) if known else None


def in_time(ties: Iterable[Tie]) -> list[Tie]:
    """Give ties in the order of time, those without a date last."""
    return sorted(ties, key=lambda tie: (tie.date is None, tie.date or ""))
