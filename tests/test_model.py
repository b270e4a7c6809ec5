from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from noise import texts
from onrecord import model
from onrecord.errors import ModelError
from onrecord.facts import Span
from onrecord.model import WINDOW_PIECES, Words, windows, words_of


def _forms(text: str) -> list[str]:
    words = words_of(text)
    return [text[s:e] for s, e in zip(words.start.tolist(), words.end.tolist(), strict=True)]


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("", []),
        (" \n\u200b", []),
        ("The ferry", ["The", "ferry"]),
        ("“No,” he said", ["“", "No", ",", "”", "he", "said"]),
        ("sea 🌊 wind", ["sea", "🌊", "wind"]),
        ("🌊🌊 Arvel", ["🌊🌊", "Arvel"]),
        ("Zoë and Zoe\u0308 met", ["Zoë", "and", "Zoe\u0308", "met"]),
        ("Ça va 北京", ["Ça", "va", "北", "京"]),
    ],
)
def test_words_stand_at_code_points_of_the_text(text: str, forms: list[str]) -> None:
    assert _forms(text) == forms


@settings(deadline=None)
@given(st.one_of(texts, st.text(max_size=80)))
def test_words_are_in_order_and_leave_out_only_what_cannot_be_seen(text: str) -> None:
    words = words_of(text)
    assert (words.start < words.end).all()
    assert (words.end[:-1] <= words.start[1:]).all()
    assert len(words.first) == len(words) + 1
    assert (np.diff(words.first) > 0).all()
    assert words.first[-1] == len(words.pieces)
    covered = {i for s, e in zip(words.start.tolist(), words.end.tolist(), strict=True) for i in range(s, e)}
    assert all(i in covered for i, letter in enumerate(text) if letter.isascii() and letter.isalnum())


@settings(deadline=None)
@given(texts, st.data())
def test_words_taken_are_as_they_were(text: str, data: st.DataObject) -> None:
    words = words_of(text)
    keep = np.array(data.draw(st.lists(st.booleans(), min_size=len(words), max_size=len(words))), dtype=bool)
    taken = words.take(keep)
    pieces = np.split(words.pieces, words.first[1:-1]) if len(words) else []
    kept = [piece for piece, stays in zip(pieces, keep.tolist(), strict=True) if stays]
    assert taken.start.tolist() == words.start[keep].tolist()
    assert taken.pieces.tolist() == [number for piece in kept for number in piece.tolist()]
    assert np.diff(taken.first).tolist() == [len(piece) for piece in kept]
    assert all(len(mark) == len(taken) for mark in (taken.case, taken.gap, taken.quote))


def test_a_span_has_the_words_that_it_touches() -> None:
    words = words_of("The old ferry left")
    assert words.index(Span(5, 10)) == (1, 3)
    assert words.index(Span(3, 4)) == (1, 1)
    assert words.index(Span(0, 18)) == (0, 4)


def test_letter_case_gaps_and_quotes_are_marked() -> None:
    words = words_of("NATO and Orlan\nsaid: “We left.\n\nThey 2 stayed")
    assert words.case.tolist() == [2, 0, 1, 0, 3, 3, 1, 0, 3, 1, 3, 0]
    assert words.gap.tolist() == [3, 1, 1, 2, 0, 1, 0, 1, 0, 3, 1, 1]
    assert words.quote.tolist() == [0, 0, 0, 0, 0, 2, 1, 1, 1, 0, 0, 0]


def test_straight_marks_open_and_close_in_turn() -> None:
    assert words_of('"We left," she said. "We did."').quote.tolist() == [2, 1, 1, 1, 2, 0, 0, 0, 2, 1, 1, 1, 2]


def _words(sizes: list[int]) -> Words:
    """Words of so many pieces each."""
    at = np.arange(len(sizes), dtype=np.int64) * 2
    first = np.r_[0, np.cumsum(np.array(sizes, dtype=np.int64))]
    none = np.zeros(len(sizes), np.int64)
    return Words(at, at + 1, np.zeros(first[-1], np.int64), first, none, none.copy(), none)


sentence_sizes = st.lists(st.lists(st.integers(1, 40), min_size=1, max_size=16), max_size=12)


@settings(deadline=None)
@given(sentence_sizes)
def test_windows_follow_on_each_other_and_leave_no_word_out(sizes: list[list[int]]) -> None:
    words = _words([size for sentence in sizes for size in sentence])
    ends = np.cumsum([len(sentence) for sentence in sizes]).tolist()
    sentences = list(zip([0, *ends[:-1]], ends, strict=True)) if ends else []
    found = windows(words, sentences)
    assert [i for start, end in found for i in range(start, end)] == list(range(len(words)))
    for start, end in found:
        assert words.first[end] - words.first[start] <= WINDOW_PIECES
    short = all(words.first[e] - words.first[s] <= WINDOW_PIECES for s, e in sentences)
    assert not short or {end for _, end in found} <= set(ends)


def test_the_end_of_a_paragraph_closes_a_window_that_is_full_enough() -> None:
    words = _words([10] * 40)
    words.gap[20] = 3
    sentences = [(i, i + 4) for i in range(0, 40, 4)]
    assert windows(words, sentences) == [(0, 20), (20, 40)]


def test_a_word_longer_than_a_window_is_read_all_the_same() -> None:
    words = _words([3, WINDOW_PIECES + 50, 3])
    assert windows(words, [(0, 3)]) == [(0, 1), (1, 2), (2, 3)]


def test_a_missing_model_file_tells_what_to_do() -> None:
    with pytest.raises(ModelError, match=r"gone\.onnx is missing from this installation; install onrecord again"):
        model._session("gone.onnx")


@pytest.mark.parametrize("data", [b"", b"no network", b"\0" * 100])
def test_a_damaged_model_file_tells_what_to_do(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(model, "_file", lambda _: data)
    with pytest.raises(ModelError, match=r"cannot be read .*; install onrecord again"):
        model._session("encoder.onnx")


def test_a_sentence_has_a_direction_near_to_those_that_say_the_same() -> None:
    said, again, other = map(
        model.sentences().direction, ("The harbour stays open.", "The port remains open.", "Wheat is dear.")
    )
    assert said @ said == pytest.approx(1, abs=1e-5)
    assert said @ again > 0.5 > said @ other
    assert not model.sentences().direction(" ").any()


def test_the_shipped_model_answers_for_every_word() -> None:
    words = words_of("Orlan said: “The ferry left.”")
    read = model.load().encode(words, 0, len(words))
    assert (read.vectors.shape, read.cue.shape) == ((len(words), 384), (len(words), 3))
    assert (read.names.shape, read.nominals.shape) == ((len(words), 9), (len(words), 7))
    roles = model.load().roles(read.vectors, [(1, 2), (4, 6)])
    assert (roles.emissions.shape, roles.step.shape, roles.first.shape) == ((2, len(words), 5), (5, 5), (5,))


def test_mentions_of_a_sentence_are_weighed_in_pairs_and_alone() -> None:
    words = words_of("Orlan praised the Lethmarians.")
    halfway = model.load().halfway(words, 0, len(words))
    assert halfway.shape == (len(words.pieces), 384)
    signs = model.load().signs(halfway, [(0, 1), (1, 2), (3, 4)])
    assert (signs.pairs.shape, signs.stances.shape) == ((3, 3, 3), (3, 3))
