"""Offsets in UTF-16 code units, in which Java, UIMA and JavaScript count, from and to code points."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from itertools import accumulate


def units(text: str) -> Callable[[int], int]:
    """Give what tells how many code units of a text stand before one of its code points.

    >>> units("😀 so")(2)
    3
    """
    if text.isascii():
        return int
    before = _before(text)
    return before.__getitem__


def points(text: str) -> Callable[[int], int]:
    """Give what tells which code point of a text stands after so many code units; ``ValueError`` where none does.

    >>> points("😀 so")(3)
    2
    """
    before = _before(text)

    def point(unit: int) -> int:
        at = bisect_left(before, unit)
        if at == len(before) or before[at] != unit:
            raise ValueError(f"no character of the text begins after {unit} code units")
        return at

    return point


def _before(text: str) -> list[int]:
    return list(accumulate((1 + (char > "\uffff") for char in text), initial=0))
