"""Dates are found with what they mean, and numbers that are no dates are left."""

from __future__ import annotations

import pytest

from onrecord.statements.times import times

WEDNESDAY = "2031-05-14"


def told(text: str, published: str | None = WEDNESDAY) -> dict[str, str]:
    return {time.span.of(text): time.value for time in times(text, published)}


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("It began in 2019.", "2019", "2019"),
        ("It has lasted since 2019.", "since 2019", "2019/.."),
        ("It must end by 2040.", "by 2040", "../2040"),
        ("The 2019 elections were fair.", "2019", "2019"),
        ("The war (1999) is past.", "1999", "1999"),
        ("Signed on 3 May 2019 in Calder.", "3 May 2019", "2019-05-03"),
        ("Signed on May 3rd, 2019.", "May 3rd, 2019", "2019-05-03"),
        ("Signed 2019-05-03.", "2019-05-03", "2019-05-03"),
        ("Signed 03.05.2019 in Calder.", "03.05.2019", "2019-05-03"),
        ("It was in May 2019.", "May 2019", "2019-05"),
        ("Closed since May 2019.", "since May 2019", "2019-05/.."),
        ("It went on from 1991 to 1999.", "1991 to 1999", "1991/1999"),
        ("The 1991–1999 war.", "1991–1999", "1991/1999"),
        ("The war of 1991-95.", "1991-95", "1991/1995"),
        ("From May 2019 to June 2020 it was shut.", "May 2019 to June 2020", "2019-05/2020-06"),
        ("Talks on 3-5 May 2019 failed.", "3-5 May 2019", "2019-05-03/2019-05-05"),
        ("As in the 1990s.", "1990s", "1990/1999"),
        ("As in the nineties.", "the nineties", "1990/1999"),
        ("🙂 It began in 2019.", "2019", "2019"),
    ],
)
def test_a_date_of_the_calendar_needs_no_other(text: str, words: str, value: str) -> None:
    assert told(text, None) == {words: value}
    assert told(text) == {words: value}


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("They met on Tuesday.", "on Tuesday", "2031-05-13"),
        ("They met on Wednesday.", "on Wednesday", "2031-05-14"),
        ("They will meet on Tuesday.", "on Tuesday", "2031-05-20"),
        ("Shut since Monday.", "since Monday", "2031-05-12/.."),
        ("They met Tuesday, aides said.", "Tuesday", "2031-05-13"),
        ("He saw Tuesday’s vote.", "Tuesday", "2031-05-13"),
        ("They met yesterday.", "yesterday", "2031-05-13"),
        ("It fell last year.", "last year", "2030"),
        ("It rose next month.", "next month", "2031-06"),
        ("It fell last week.", "last week", "2031-W19"),
        ("It fell two years ago.", "two years ago", "2029"),
        ("It fell three weeks ago.", "three weeks ago", "2031-W17"),
        ("It fell 10 days ago.", "10 days ago", "2031-05-04"),
        ("They meet on 5 June.", "5 June", "2031-06-05"),
        ("They met on April 30.", "April 30", "2031-04-30"),
    ],
)
def test_a_date_that_counts_from_publication_needs_it(text: str, words: str, value: str) -> None:
    assert told(text) == {words: value}
    assert told(text, None) == {}


@pytest.mark.parametrize(
    "text",
    [
        "1244 people and 2,014 tonnes, at 20.14 or 19:30.",
        "In 2019 villages the vote was void.",
        "They won 2019-13, for $2019.",
        "She lives at 1999 Elm Street, in 1999 Elm Street.",
        "He may 2019 times deny it; they march 3 abreast.",
        "On 30 February 2019 nothing happened.",
        "This is rare today, and the parties and authorities know it.",
        "They meet on 5 December.",
        "On Tuesdays, every Tuesday, on Good Friday, they sing.",
    ],
)
def test_a_number_that_is_no_date_is_left(text: str) -> None:
    assert told(text) == {}
