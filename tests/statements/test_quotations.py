from __future__ import annotations

from dataclasses import replace

import pytest

from onrecord.documents.turns import layout
from onrecord.facts import Kind, Mode, Span, Speaker, Statement
from onrecord.statements.attribution import Attribution
from onrecord.statements.quotations import Quotations


def _span(text: str, words: str) -> Span:
    return Span(text.index(words), text.index(words) + len(words))


def _quotations(text: str) -> Quotations:
    return Quotations(text, layout(text, None))


def _said(text: str, *words: str) -> Statement:
    who = Speaker(kind=Kind.PERSON, name="Orlan")
    content = tuple(_span(text, w) for w in words)
    return Statement(document="", mode=Mode.DIRECT, speaker=who, content=content)


@pytest.mark.parametrize(
    ("found", "whole"),
    [
        ("The sea is patient", "“The sea is patient,”"),
        ("“The sea is", "“The sea is patient,”"),
        ("sea is patient,”", "“The sea is patient,”"),
        ("“The sea", "“The sea"),
        ("is patient,”", "is patient,”"),
    ],
)
def test_content_reaches_to_the_marks_when_it_lacks_no_more_than_a_word(found: str, whole: str) -> None:
    text = "“The sea is patient,” said Orlan."
    a = Attribution(cue=_span(text, "said"), source=(_span(text, "Orlan"),), content=(_span(text, found),), clues=())
    assert [[s.of(text) for s in spans] for spans in _quotations(text).shared_out([a])] == [[whole]]


def test_words_that_two_cues_claim_go_to_the_nearer() -> None:
    text = "“He shut them,” said Orlan, adding that she had seen it. “It bears his name.”"
    last = _span(text, "“It bears his name.”")
    said, adding = (
        Attribution(cue=_span(text, cue), source=(), content=(_span(text, own), last), clues=())
        for cue, own in (("said", "“He shut them,”"), ("adding", "that she had seen it"))
    )
    assert _quotations(text).shared_out([said, adding]) == [
        (_span(text, "“He shut them,”"),),
        (_span(text, "that she had seen it"), last),
    ]


def test_content_does_not_reach_to_marks_around_its_own_cue() -> None:
    text = "“I said no more ferries,” said Orlan."
    a = Attribution(cue=_span(text, "said"), source=(), content=(_span(text, "no more ferries,"),), clues=())
    assert _quotations(text).shared_out([a]) == [(_span(text, "no more ferries,"),)]


def test_the_share_of_quoted_letters_ignores_marks_and_spaces() -> None:
    text = "Orlan said the sea was “patient” and “old”."
    share = _quotations(text).share
    assert share((_span(text, "“patient”"), _span(text, "“old”"))) == 1
    assert share((_span(text, "the sea was"),)) == 0
    assert 0 < share((_span(text, "the sea was “patient”"),)) < 1


def test_a_quotation_around_the_cue_makes_nothing_direct() -> None:
    text = "“Tavish told me that it was late,” said Orlan."
    assert _quotations(text).share((_span(text, "that it was late"),), _span(text, "told")) == 0


def test_a_quotation_that_nobody_claims_goes_on_with_the_quotation_before_it() -> None:
    text = "“We will stay,” said Orlan. “Nobody will move us from here.”"
    said = _said(text, "“We will stay,”")
    assert list(_quotations(text).unclaimed([said])) == [((_span(text, "“Nobody will move us from here.”"),), said)]


def test_a_quotation_two_paragraphs_on_is_nobodys() -> None:
    text = "“We will stay,” said Orlan.\n\nThe tide came in.\n\nIt rained. “Nobody will move us from here.”"
    assert [near for _, near in _quotations(text).unclaimed([_said(text, "“We will stay,”")])] == [None]


def test_what_is_not_quoted_lends_no_speaker() -> None:
    text = "Orlan said that they would stay. “Nobody will move us from here.”"
    said = replace(_said(text, "that they would stay"), mode=Mode.INDIRECT)
    assert [near for _, near in _quotations(text).unclaimed([said])] == [None]


@pytest.mark.parametrize(
    "text", ["The “Patience” left.", "“The Last Crossing” was shown.", "A “very old and quiet sea”."]
)
def test_scare_quotes_and_titles_are_no_speech(text: str) -> None:
    assert list(_quotations(text).unclaimed([])) == []
