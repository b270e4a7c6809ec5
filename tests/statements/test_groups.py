"""Many of whom a text speaks as one are a group, by name or by description."""

from __future__ import annotations

import re

import pytest

from onrecord.facts import Form, Kind, Mention, Span
from onrecord.statements.groups import with_groups


def mention(text: str, words: str, kind: Kind, form: Form) -> Mention:
    start = re.search(rf"\b{words}\b", text).start()  # type: ignore[union-attr]
    span = Span(start, start + len(words))
    head = span if form is Form.NAME else Span(span.end - len(words.rpartition(" ")[2]), span.end)
    return Mention(span=span, head=head, kind=kind, form=form)


def described(text: str) -> list[tuple[str, str]]:
    """The groups that a text describes, with their heads, where the model found nothing."""
    return [(m.span.of(text), m.head.of(text)) for m in with_groups(text, ())]


def test_peoples_and_blocs_are_groups() -> None:
    text = "The West told the Ardesians that the Dorsk Republicans had won."
    told = [mention(text, name, Kind.OTHER, Form.NAME) for name in ("West", "Ardesians", "Dorsk Republicans")]
    assert [m.kind for m in with_groups(text, told)] == [Kind.GROUP] * 3


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("The opposition walked out.", [("The opposition", "opposition")]),
        ("It was up to the protesters.", [("the protesters", "protesters")]),
        ("It split the two countries for years.", [("the two countries", "countries")]),
        ("Western states and Ardesian farmers paid.", [("Western states", "states"), ("Ardesian farmers", "farmers")]),
        ("“🙂 Thousands of young voters went.”", [("Thousands of young voters", "voters")]),
        ("All of their wealthy donors stayed.", [("All of their wealthy donors", "donors")]),
        ("Both small states agreed.", [("Both small states", "states")]),
        ("Some of the angry young women agreed.", [("Some of the angry young women", "women")]),
    ],
)  # fmt: skip
def test_a_description_of_many_is_a_group_with_its_noun_as_head(text: str, groups: list[tuple[str, str]]) -> None:
    assert described(text) == groups


@pytest.mark.parametrize(
    "text",
    [
        "The opposition leader spoke at a public hearing.",
        "The envoy guides the pilot.",
        "The countries’ envoys-at-large met in the states-general.",
        "After voters left, the way was clear.",
    ],
)
def test_one_person_a_verb_and_a_word_in_another_are_no_group(text: str) -> None:
    assert described(text) == []


def test_the_models_description_of_many_becomes_a_group_with_all_of_its_words() -> None:
    text = "In Calder the angry workers shouted."
    [found] = with_groups(text, [mention(text, "workers", Kind.PERSON, Form.NOMINAL)])
    assert (found.span.of(text), found.head.of(text), found.kind) == ("the angry workers", "workers", Kind.GROUP)
    text = "In Calder angry workers shouted."
    [found] = with_groups(text, [mention(text, "angry workers", Kind.PERSON, Form.NOMINAL)])
    assert (found.span.of(text), found.kind) == ("angry workers", Kind.GROUP)


def test_one_worker_stays_a_person() -> None:
    text = "In Calder the angry worker shouted."
    told = mention(text, "angry worker", Kind.PERSON, Form.NOMINAL)
    assert with_groups(text, [told]) == (told,)
