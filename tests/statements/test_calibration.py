from __future__ import annotations

import pytest

from onrecord.statements import calibration

SURE = (8.0, 3.0, 4.0, 1.0, 0.0, 2.5, 1.0)
UNSURE = (-0.5, 0.2, 0.0, 0.0, 0.0, 1.0, 0.0)


def test_better_clues_give_more_confidence() -> None:
    assert calibration.confidence(SURE) > 0.8 > calibration.confidence(UNSURE)


@pytest.mark.parametrize("clues", [SURE, UNSURE, (9.21,) * 7, (-9.21,) * 7])
def test_a_confidence_is_a_probability_of_two_digits(clues: tuple[float, ...]) -> None:
    p = calibration.confidence(clues)
    assert 0 <= p <= 1
    assert p == round(p, 2)


def test_clues_that_the_calibration_does_not_know_are_refused() -> None:
    with pytest.raises(ValueError, match=r"shorter|longer"):
        calibration.confidence((1.0,))
