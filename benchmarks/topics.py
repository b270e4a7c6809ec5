"""Meanings as statements have them: near to each other where they are about the same, by a seed.

The directions that the shipped encoder gives 400 invented sentences stand for topics. A statement is about up to three
of them, and strays from there as those sentences do from each other.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from onrecord import model
from onrecord.facts import Meaning

_STRAYING = 0.5
_ABOUT = 3


class Topics:
    """What there is to be meant."""

    def __init__(self) -> None:
        lines = (Path(__file__).parent / "paraphrases.tsv").read_text(encoding="utf-8").splitlines()
        phrases = [phrase for line in lines for phrase in line.split("\t")]
        self._topics = np.stack([model.sentences().direction(phrase) for phrase in phrases])
        spread = np.cov(self._topics.T) + 1e-6 * np.eye(self._topics.shape[1])
        self._straying: NDArray[np.float32] = _STRAYING * np.linalg.cholesky(spread).astype(np.float32)

    def meanings(self, draw: np.random.Generator, count: int) -> tuple[Meaning, ...]:
        """Give what so many statements mean."""
        shares = draw.dirichlet([0.5] * _ABOUT, count).astype(np.float32)
        about = self._topics[draw.integers(0, len(self._topics), (count, _ABOUT))]
        strayed = draw.standard_normal((count, self._topics.shape[1]), np.float32) @ self._straying.T
        rows = (about * shares[:, :, None]).sum(axis=1) + strayed
        rows = np.rint(127 * rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.int8)
        digest = model.meaning_digest()
        return tuple(Meaning(vector=row.tobytes(), model=digest) for row in rows)
