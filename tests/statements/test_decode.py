from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.statements.decode import best_path, pieces, softmax


@settings(deadline=None)
@given(st.integers(0, 2**32 - 1), st.lists(st.integers(1, 4), min_size=1, max_size=3))
def test_the_path_is_the_likeliest_of_all_paths(seed: int, lengths: list[int]) -> None:
    draw = np.random.default_rng(seed)
    emissions = draw.normal(0, 2, (len(lengths), max(lengths), 3)).astype(np.float32)
    step, first = draw.normal(0, 2, (3, 3)).astype(np.float32), draw.normal(0, 2, 3).astype(np.float32)
    found = best_path(emissions, np.array(lengths), step, first)

    def score(k: int, path: tuple[int, ...]) -> float:
        steps = sum(float(step[a, b]) for a, b in pairwise(path))
        return float(first[path[0]]) + steps + sum(float(emissions[k, t, label]) for t, label in enumerate(path))

    for k, length in enumerate(lengths):
        best = max(score(k, path) for path in product(range(3), repeat=length))
        assert score(k, tuple(found[k, :length].tolist())) == pytest.approx(best, abs=1e-4)


def test_no_sequences_and_no_words_have_no_path() -> None:
    nothing = np.zeros((5, 5), np.float32)
    assert best_path(np.zeros((0, 4, 5), np.float32), np.zeros(0, np.int64), nothing, nothing[0]).shape == (0, 4)
    assert best_path(np.zeros((2, 0, 5), np.float32), np.zeros(2, np.int64), nothing, nothing[0]).shape == (2, 0)


@pytest.mark.parametrize(
    ("labels", "runs"),
    [
        ([], []),
        ([0, 0], []),
        ([1, 2, 2, 0], [(0, 3)]),
        ([1, 1, 2], [(0, 1), (1, 3)]),
        ([0, 2, 2], [(1, 3)]),
        ([3, 2, 4, 1], [(1, 2), (3, 4)]),
        ([2, 2, 1, 2], [(0, 2), (2, 4)]),
    ],
)
def test_runs_of_one_kind_begin_at_b_or_at_a_stray_i(labels: list[int], runs: list[tuple[int, int]]) -> None:
    assert pieces(np.array(labels, np.int64), 1) == runs


def test_probabilities_add_up_for_great_numbers_too() -> None:
    chance = softmax(np.array([[1e4, 0, -1e4], [0, 0, 0]], np.float32))
    assert chance.sum(axis=-1).tolist() == pytest.approx([1, 1])
    assert chance[0].tolist() == pytest.approx([1, 0, 0])
