"""What a passage shows between two mentions and toward one, whatever else the text holds."""

from __future__ import annotations

import pytest

from onrecord.facts import Document, Span
from onrecord.model import WINDOW_PIECES
from onrecord.reading import stances, weigh

AGAINST = "Lethmar condemned Oltara for the shelling of the port."
FOR = "Lethmar praised Oltara for its courage."
NEITHER = "Lethmar lies north of Oltara."
FAR = "the grey harbour " * WINDOW_PIECES


def _span(text: str, words: str) -> Span:
    at = text.index(words)
    return Span(at, at + len(words))


def _signs(text: str) -> tuple[int, int]:
    found = weigh(Document(text=text), _span(text, "Lethmar"), _span(text, "Oltara"))
    return found.there, found.back


@pytest.mark.parametrize(("text", "sign"), [(AGAINST, -1), (FOR, 1), (NEITHER, 0)])
def test_a_sentence_is_weighed_for_what_one_mention_shows_the_other(text: str, sign: int) -> None:
    assert _signs(text) == (sign, 0)


def test_who_is_asked_of_first_changes_only_the_order_of_the_answer() -> None:
    there = weigh(Document(text=AGAINST), _span(AGAINST, "Lethmar"), _span(AGAINST, "Oltara"))
    back = weigh(Document(text=AGAINST), _span(AGAINST, "Oltara"), _span(AGAINST, "Lethmar"))
    assert (there.there, there.back, there.score) == (back.back, back.there, back.score)


def test_offsets_are_code_points() -> None:
    assert _signs(f"🌊 {AGAINST}") == (-1, 0)


@pytest.mark.parametrize(("text", "sign"), [(AGAINST, -1), (FOR, 1), (NEITHER, 0)])
def test_a_sentence_has_a_stance_toward_a_mention(text: str, sign: int) -> None:
    [found] = stances(Document(text=text), [_span(text, "Oltara")])
    assert found.sign == sign
    assert 0 < found.score <= 1


def test_only_the_sentences_that_the_mentions_touch_are_weighed() -> None:
    text = f"{NEITHER} Brenia hates Zembria. {FAR}. {AGAINST}"
    assert _signs(text) == (0, 0)
    [found] = stances(Document(text=text), [_span(text, "Oltara")])
    assert found == stances(Document(text=NEITHER), [_span(NEITHER, "Oltara")])[0]


def test_a_mention_behind_a_window_is_read_in_the_last_one_that_holds_it() -> None:
    text = f"While {FAR}slept, {AGAINST}"
    [found] = stances(Document(text=text), [_span(text, "Oltara")])
    assert found.score > 0


def test_mentions_that_no_window_holds_show_nothing() -> None:
    text = f"Lethmar saw {FAR}and condemned Oltara."
    found = weigh(Document(text=text), _span(text, "Lethmar"), _span(text, "Oltara"))
    assert (found.there, found.back, found.score) == (0, 0, 0.0)


@pytest.mark.parametrize("target", [Span(7, 8), Span(500, 510)])
def test_words_that_are_none_have_no_stance(target: Span) -> None:
    [found] = stances(Document(text=AGAINST), [target])
    assert (found.sign, found.score) == (0, 0.0)
