"""Krippendorff's alpha: 1 where people agree, 0 where they agree as often as chance would have it.

Written here, for the kept library (krippendorff on PyPI) is under the GPL and does not unitise.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from itertools import pairwise, permutations

from onrecord.facts import Span


def nominal_alpha(units: Iterable[Sequence[Hashable | None]]) -> float | None:
    """Give alpha for names: of each unit the values that observers gave it, ``None`` where one gave none.

    ``None`` where no unit has two values, or all values are the same, so that nothing could differ. After Krippendorff,
    "Computing Krippendorff's Alpha-Reliability" (2011).
    """
    weights: defaultdict[tuple[Hashable, Hashable], float] = defaultdict(float)
    for unit in units:
        values = [value for value in unit if value is not None]
        for pair in permutations(values, 2):
            weights[pair] += 1 / (len(values) - 1)
    totals: defaultdict[Hashable, float] = defaultdict(float)
    for (value, _), weight in weights.items():
        totals[value] += weight
    n = sum(totals.values())
    expected = n * n - sum(total * total for total in totals.values())
    if not expected:
        return None
    observed = sum(weight for (one, other), weight in weights.items() if one != other)
    return 1 - (n - 1) * observed / expected


def unitised_alpha(observers: Sequence[Sequence[Span]], length: int) -> float | None:
    """Give alpha for stretches that observers marked on one continuum of this length, those of each disjoint.

    ``None`` where nobody marked anything. After Krippendorff, "Measuring the Reliability of Qualitative Text Analysis
    Data", Quality & Quantity 38 (2004), for one category.
    """
    sections = [list(_sections(sorted(spans), length)) for spans in observers]
    expected = _expected(sections, length)
    if not expected:
        return None
    observed = sum(
        _difference(one, other) for mine, others in permutations(sections, 2) for one in mine for other in others
    )
    m = len(observers)
    return 1 - observed / (m * (m - 1) * length * length) / expected


_Section = tuple[int, int, bool]
"""Where a section begins, how long it is, and whether it was marked."""


def _sections(spans: Sequence[Span], length: int) -> Iterable[_Section]:
    """Give the marked stretches and the gaps between them."""
    edges = [0, *(edge for span in spans for edge in (span.start, span.end)), length]
    for number, (start, end) in enumerate(pairwise(edges)):
        if end > start:
            yield start, end - start, number % 2 == 1


def _difference(one: _Section, other: _Section) -> int:
    """Give how far two sections differ: by their ends squared, or a stretch in a gap by its length squared."""
    (b, long, marked), (c, wide, too) = one, other
    if marked and too and -long < b - c < wide:
        return int((b - c) ** 2 + (b + long - c - wide) ** 2)
    if marked and not too and wide - long >= b - c >= 0:
        return long * long
    if too and not marked and long - wide >= c - b >= 0:
        return wide * wide
    return 0


def _expected(sections: Sequence[Sequence[_Section]], length: int) -> float:
    units = [long for observer in sections for _, long, marked in observer if marked]
    gaps = [long for observer in sections for _, long, marked in observer if not marked]
    chance = 0.0
    for long in units:
        chance += (len(units) - 1) / 3 * (2 * long**3 - 3 * long**2 + long)
        chance += long**2 * sum(gap - long + 1 for gap in gaps if gap >= long)
    everywhere = len(sections) * length
    pairs = everywhere * (everywhere - 1) - sum(long * (long - 1) for long in units)
    return 2 / length * chance / pairs if pairs else 0.0
