"""From the model's clues to a probability that the statement is right.

A logistic regression, fitted by ``training/calibrate.py`` on PolNeAR's development articles: right means that
source and content are each at least half right (intersection over union).
"""

from __future__ import annotations

import functools
import json
import math
from importlib import resources


@functools.cache
def _weights() -> tuple[float, tuple[float, ...]]:
    given = json.loads((resources.files("onrecord") / "models" / "calibration.json").read_text())
    return float(given["bias"]), tuple(map(float, given["weights"]))


def confidence(clues: tuple[float, ...]) -> float:
    """The probability, to two digits, from an attribution's clues."""
    bias, weights = _weights()
    score = bias + sum(w * c for w, c in zip(weights, clues, strict=True))
    return round(1 / (1 + math.exp(-score)), 2)
