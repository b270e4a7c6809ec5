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
    back = np.zeros(emissions.shape, np.int8)
    stay = np.arange(labels, dtype=np.int8)
    for t in range(1, longest):
        step = score[:, :, None] + transitions
        goes = (t < lengths)[:, None]
        back[:, t] = np.where(goes, step.argmax(axis=1), stay)
        score = np.where(goes, step.max(axis=1) + emissions[:, t], score)
    path[:, -1] = score.argmax(axis=1)
    rows = np.arange(count)
    for t in range(longest - 1, 0, -1):
        path[:, t - 1] = back[rows, t, path[:, t]]
    return path


def pieces(labels: Ints, begin: int) -> list[Piece]:
    """Runs of one kind in a BIO path: ``begin`` is its B label, ``begin + 1`` its I label.

    An I after anything but its own kind opens a run as a B would.
    """
    out: list[Piece] = []
    start = -1
    for i, label in enumerate(labels.tolist()):
        if start >= 0 and label != begin + 1:
            out.append((start, i))
            start = -1
        if label == begin or (label == begin + 1 and start < 0):
            start = i
    if start >= 0:
        out.append((start, len(labels)))
    return out
