from __future__ import annotations

import pytest

from onrecord.statements.cues import SAYING, SPEECH_VERBS, goes_on, is_impersonal, is_question, is_speech


@pytest.mark.parametrize(
    "cue",
    ["said", "has said", "according to", "pointed out", ":", "—", "in a statement", "Denying", "tweeted", "went on"],
)
def test_a_cue_of_spoken_or_written_words_is_speech(cue: str) -> None:
    assert is_speech(cue)


@pytest.mark.parametrize("cue", ["opposes", "expects", "allegedly", "is afraid", "wanted", "reportedly", "staying"])
def test_a_cue_of_thought_or_will_is_no_speech(cue: str) -> None:
    assert not is_speech(cue)


@pytest.mark.parametrize(
    ("cue", "content"),
    [
        ("asked", "whether the fund had paid"),
        ("wondered", "why the lamps were lit"),
        ("was asked", "“Who paid for it?”"),
        ("enquired", "if the quay was open"),
    ],
)
def test_what_somebody_asks_is_a_question(cue: str, content: str) -> None:
    assert is_question(cue, content)


@pytest.mark.parametrize(
    ("cue", "content"),
    [("asked", "for a glass of water"), ("knew", "whether the fund had paid"), ("said", "“Who knows?”")],
)
def test_a_request_or_a_doubt_is_no_question(cue: str, content: str) -> None:
    assert not is_question(cue, content)


@pytest.mark.parametrize("words", ["It is believed", "it was widely said", "It’s feared", "It has been reported"])
def test_beliefs_of_nobody_in_particular_are_impersonal(words: str) -> None:
    assert is_impersonal(words)


@pytest.mark.parametrize("words", ["It believed", "It said", "It is", "The board is believed", "It is the view"])
def test_an_it_that_speaks_is_somebody(words: str) -> None:
    assert not is_impersonal(words)


@pytest.mark.parametrize(
    ("before", "cue"),
    [
        ("Orlan said that it was late, and ", "stressed"),
        ("Orlan said that it was late but later ", "denied"),
        ("Orlan said that it was late and then quietly ", "added"),
        ("Orlan said that it was late, ", "adding"),
    ],
)
def test_a_verb_behind_and_or_a_participle_goes_on_with_the_subject(before: str, cue: str) -> None:
    assert goes_on(before, cue)


@pytest.mark.parametrize(
    ("before", "cue"),
    [
        ("Orlan said that it was late, and reporters were ", "told"),
        ("Orlan said that it was late, ", "asked"),
        ("Orlan said that it was late, and ", "was asked"),
        ("Orlan said that it was late, and ", "hoped"),
        ("Orlan said that it was late, and Tavish ", "stressed"),
    ],
)
def test_a_passive_or_another_subject_does_not_go_on(before: str, cue: str) -> None:
    assert not goes_on(before, cue)


def test_words_that_are_mostly_nouns_open_no_inner_statement() -> None:
    assert SAYING < SPEECH_VERBS
    assert {"said", "told", "claims", "denied"} <= SAYING
    assert not {"state", "report", "claim", "promise", "note"} & SAYING
