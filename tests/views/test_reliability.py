"""Alpha is what the worked examples of its author say."""

from __future__ import annotations

import pytest

from onrecord.facts import Span
from onrecord.views.reliability import nominal_alpha, unitised_alpha

# Krippendorff 2011, examples A (two observers, two values) and C (four observers, missing values).
MEG, OWEN = "0100000010", "1110010000"


def unit_length(start: int, length: int) -> Span:
    """Of a continuum that begins at 150, as in the example."""
    return Span(start - 150, start - 150 + length)


def test_two_observers_and_two_values() -> None:
    assert nominal_alpha(zip(MEG, OWEN, strict=True)) == pytest.approx(0.095, abs=0.001)


def test_several_observers_some_of_whom_are_silent() -> None:
    a = [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None]
    b = [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3]
    c = [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None]
    d = [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None]
    assert nominal_alpha(zip(a, b, c, d, strict=True)) == pytest.approx(0.743, abs=0.001)


def test_where_nothing_could_differ_there_is_no_alpha() -> None:
    assert nominal_alpha([("yes", "yes"), ("yes", None)]) is None
    assert unitised_alpha([[], []], 10) is None


def test_stretches_that_differ_in_places() -> None:
    """Krippendorff 2004, p. 254, the two categories, each alone."""
    one = [unit_length(225, 70), unit_length(370, 30)]
    other = [unit_length(220, 80), unit_length(355, 20), unit_length(400, 20)]
    assert unitised_alpha([one, other], 300) == pytest.approx(0.7286, abs=0.0005)
    assert unitised_alpha([[unit_length(180, 60)]] * 2, 300) == 1.0
