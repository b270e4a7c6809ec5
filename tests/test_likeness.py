"""What repeats, cuts or rephrases another statement is told from what only sounds like it."""

from __future__ import annotations

import pytest

from onrecord.likeness import Like, differences, fold, likeness, runs

FERRIES = "The ferries will sail again in May, whatever the Union decides."


@pytest.mark.parametrize(
    ("other", "kind"),
    [
        ("“The ferries will sail again in May, whatever the Union decides,”", Like.IDENTICAL),
        ("that the ferries will sail again in May, whatever the union decides", Like.IDENTICAL),
        ("The ferries’ll sail again in May, whatever the Union decides", Like.IDENTICAL),
        ("The feries will sail again in May whatever the Union decides.", Like.NEAR),
        ("The ferries will sail again in spring, whatever the Union decides.", Like.NEAR),
        ("They will sail again in May, whatever", Like.PARTIAL),
        (f"We have repaired them all and painted them. {FERRIES} Nobody can say that we were idle.", Like.PARTIAL),
    ],
)
def test_repetitions_have_a_kind(other: str, kind: Like) -> None:
    found = likeness(fold(FERRIES), fold(other))
    assert found is not None
    assert found.kind is kind


@pytest.mark.parametrize(
    "other",
    [
        "The ferries will not sail again in May, whatever the Union decides.",
        "The ferries will sail again in June, whatever the Littoral Bank decides.",
        "The 7 ferries will sail again in May, whatever the Union decides.",
        "The ferries are old, and whatever the Union decides, they will not sail.",
        "The ferries will",
    ],
)
def test_another_claim_in_nearly_the_same_words_is_no_repetition(other: str) -> None:
    assert likeness(fold(FERRIES), fold(other)) is None


def test_a_paraphrase_needs_both_a_like_meaning_and_words_in_common() -> None:
    one, other = fold(FERRIES), fold("The ferries are to sail once more in May, let the Union decide what it likes")
    assert likeness(one, other) is None
    assert likeness(one, other, 0.3) is None
    found = likeness(one, other, 0.9)
    assert found is not None
    assert found.kind is Like.PARAPHRASE
    assert likeness(one, fold("Patience is what a tugboat teaches you every day"), 0.9) is None


def test_a_common_run_of_six_words_is_always_found() -> None:
    run = "will sail again in May whatever"
    around = ("a b c d e", "five six seven"), ("", "else entirely and more of it"), ("one two", "")
    for before, after in around:
        assert runs(fold(FERRIES)) & runs(fold(f"{before} {run} {after}"))


def test_differences_show_cuts_and_changes_in_the_order_of_the_words() -> None:
    laid = differences("We will sail in May, or never.", "we shall sail in May")
    assert [(piece.here, piece.there, piece.same) for piece in laid] == [
        ("We", "we", True),
        ("will", "shall", False),
        ("sail in May,", "sail in May", True),
        ("or never.", "", False),
    ]
