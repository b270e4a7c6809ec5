"""Arrays into spans: the best path through the labels of a window, and what lies on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Ints = NDArray[np.int64]

Piece = tuple[int, int]
"""A run of words, half-open."""


def softmax(logits: Floats) -> Floats:
    """Probabilities over the last axis."""
    high = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(high / high.sum(axis=-1, keepdims=True), dtype=np.float32)


def best_path(emissions: Floats, lengths: Ints, transitions: Floats, first: Floats) -> Ints:
    """The likeliest labels (K, n) of K sequences of ``lengths`` (K,) under a linear chain (Viterbi).

    ``emissions`` (K, n, L), ``transitions`` (L, L) from row to column, ``first`` (L,) to begin with. Labels
    past a sequence's length mean nothing.
    """
    count, longest, labels = emissions.shape
    path = np.zeros((count, longest), np.int64)
    if not path.size:
        return path
    score = emissions[:, 0] + first
    scores = np.empty((longest, count, labels), np.float32)
    back = np.empty((longest, count, labels), np.int8)
    scores[0] = score
    for t in range(1, longest):
        step = score[:, :, None] + transitions
        back[t] = step.argmax(axis=1)
        scores[t] = score = step.max(axis=1) + emissions[:, t]
    back[np.arange(longest)[:, None] >= lengths] = np.arange(labels)  # past its length a path stays as it is
    rows = np.arange(count)
    path[:, -1] = scores[lengths - 1, rows].argmax(axis=1)
    for t in range(longest - 1, 0, -1):
        path[:, t - 1] = back[t, rows, path[:, t]]
    return path


def pieces(labels: Ints, begin: int) -> list[Piece]:
    """Runs of one kind in a BIO path: ``begin`` is its B label, ``begin + 1`` its I label.

    An I after anything but its own kind opens a run as a B would.
    """
    at = np.flatnonzero((labels == begin) | (labels == begin + 1))
    opens = np.flatnonzero((np.diff(at, prepend=-2) > 1) | (labels[at] == begin))
    closes = np.r_[opens[1:], len(at)] - 1 if len(at) else opens
    return list(zip(at[opens].tolist(), (at[closes] + 1).tolist(), strict=True))
