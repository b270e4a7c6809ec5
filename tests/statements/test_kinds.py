"""What a name names, by the words around it."""

from __future__ import annotations

import re

import pytest

from onrecord.facts import Form, Kind, Mention, Span
from onrecord.statements.groups import with_groups
from onrecord.statements.kinds import with_places


def kinds(text: str, **told: Kind) -> dict[str, Kind]:
    """The kinds of the names in a text, where the model told these."""
    found = [
        Mention(span=Span(m.start(), m.end()), head=Span(m.start(), m.end()), kind=kind, form=Form.NAME)
        for name, kind in told.items()
        for m in re.finditer(rf"\b{name.replace('_', ' ')}\b", text)
    ]
    return {m.span.of(text): m.kind for m in with_groups(text, with_places(text, found))}


@pytest.mark.parametrize(
    "text",
    [
        "The ambassador of Sundmark smiled.",
        "Sundmark’s government fell.",
        "Sundmark's foreign minister left.",
        "Fighting went on in Sundmark. Refugees crossed into Sundmark again.",
    ],
)
def test_what_has_ambassadors_and_governments_is_a_state(text: str) -> None:
    assert kinds(text, Sundmark=Kind.PERSON) == {"Sundmark": Kind.PLACE}


def test_a_name_that_a_people_is_called_after_is_a_state_and_the_people_is_no_person() -> None:
    found = kinds("Ardesia denied it. The Ardesian ferries sailed.", Ardesia=Kind.PERSON, Ardesian=Kind.PERSON)
    assert found == {"Ardesia": Kind.PLACE, "Ardesian": Kind.OTHER}


def test_the_surname_of_somebody_named_in_full_stays_a_person() -> None:
    text = "Ilka Marovec spoke. The government of Marovec resigned."
    assert kinds(text, Ilka_Marovec=Kind.PERSON, Marovec=Kind.PERSON)["Marovec"] is Kind.PERSON


def test_one_thing_that_happened_in_a_name_is_not_enough() -> None:
    assert kinds("She had seen talent in Dahl.", Dahl=Kind.PERSON) == {"Dahl": Kind.PERSON}


def test_a_people_that_the_model_takes_for_a_person_is_a_group_where_the_text_has_its_state() -> None:
    found = kinds("Ardesia denied it. The Ardesians sailed.", Ardesia=Kind.PERSON, Ardesians=Kind.PERSON)
    assert found == {"Ardesia": Kind.PLACE, "Ardesians": Kind.GROUP}


@pytest.mark.parametrize(
    "text", ["She went West with us.", "The Games began.", "An Ardesian sailed.", "The Corpus lay there."]
)
def test_what_is_no_people_and_no_bloc_is_no_group(text: str) -> None:
    told = dict.fromkeys(("West", "Games", "Ardesian", "Corpus"), Kind.OTHER)
    assert set(kinds(text, **told).values()) == {Kind.OTHER}
