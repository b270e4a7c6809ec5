from __future__ import annotations

import pytest

from onrecord.facts import Span
from onrecord.statements.occasion import occasion_of, said_on

WEDNESDAY = "2024-05-22"


def _content(sentence: str) -> tuple[Span, ...]:
    """The words behind "that"."""
    at = sentence.find(" that ") + 1
    return (Span(at, len(sentence)),) if at else ()


def _occasion(sentence: str) -> list[str]:
    return [s.of(sentence) for s in occasion_of(sentence, (Span(0, len(sentence)),), _content(sentence))]


def _day(sentence: str, published: str | None = WEDNESDAY) -> str | None:
    at = sentence.index("said")
    return said_on(sentence, Span(at, at + 4), (Span(0, len(sentence)),), _content(sentence), published)


@pytest.mark.parametrize(
    ("sentence", "occasion"),
    [
        ("In his interview for the Courier, Orlan said that it was late.", "In his interview for the Courier"),
        ("Orlan wrote in a letter to the Board of Arvel that it was late.", "in a letter to the Board of Arvel"),
        ("Orlan said at a press conference in Dorsk on Monday that it was late.", "at a press conference in Dorsk"),
        ("Orlan said on his weekly podcast that it was late.", "on his weekly podcast"),
        ("Orlan said during the debate on Tuesday that it was late.", "during the debate"),
    ],
)
def test_the_occasion_is_named_by_its_own_words(sentence: str, occasion: str) -> None:
    assert _occasion(sentence) == [occasion]


@pytest.mark.parametrize(
    "sentence",
    [
        "Orlan said that it was late in the debate.",
        "Orlan said in a low voice that it was late.",
        "In a statement-like gesture Orlan left.",
        "Orlan said that in his interview for the Courier he was misquoted.",
    ],
)
def test_words_of_the_content_and_other_circumstances_are_no_occasion(sentence: str) -> None:
    assert _occasion(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "day"),
    [
        ("Orlan said on Monday that it was late.", "2024-05-20"),
        ("On Wednesday Orlan said that it was late.", "2024-05-22"),
        ("Orlan said late Thursday that it was late.", "2024-05-16"),
        ("Orlan said Friday that it was late.", "2024-05-17"),
        ("On 3 May Orlan said that it was late.", "2024-05-03"),
        ("On Dec. 30 Orlan said that it was late.", "2023-12-30"),
        ("Orlan said on Monday, March 4, 2019 that it was late.", "2019-03-04"),
    ],
)
def test_a_day_is_the_last_such_day_up_to_the_publication(sentence: str, day: str) -> None:
    assert _day(sentence) == day


@pytest.mark.parametrize(
    "sentence",
    [
        "Orlan said that on Monday it was late.",
        "Orlan said that it was late.",
        "On Monday's train Orlan said that it was late.",
        "On 31 June Orlan said that it was late.",
    ],
)
def test_days_of_other_things_are_not_the_day_of_the_words(sentence: str) -> None:
    assert _day(sentence) is None


def test_without_a_date_of_publication_only_a_whole_date_tells_the_day() -> None:
    assert _day("Orlan said on Monday that it was late.", None) is None
    assert _day("On 3 May Orlan said that it was late.", None) is None
    assert _day("On 3 May 2024 Orlan said that it was late.", None) == "2024-05-03"


def test_a_publication_told_to_the_minute_counts_by_its_day() -> None:
    assert _day("Orlan said on Monday that it was late.", "2024-05-22T09:00:00+02:00") == "2024-05-20"
