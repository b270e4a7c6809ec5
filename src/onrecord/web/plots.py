"""Small plots of how much there is of what: each part of one leads to what it counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from onrecord.record import Weight


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
