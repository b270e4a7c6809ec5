"""The table of states, bodies and outlets, and what words stand for them."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from onrecord.actors.gazetteer import ActorKind, Use, entries, meanings, named


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Serbia", "Serbia"),
        ("the Republic of Serbia", "Serbia"),
        ("Србија", "Serbia"),
        ("Srbija", "Serbia"),
        ("Serbien", "Serbia"),
        ("U.S.", "United States"),
        ("the US", "United States"),
        ("中国", "China"),
        ("روسيا", "Russia"),
        ("भारत", "India"),
        ("Türkiye", "Turkey"),
        ("Kosovo and Metohija", "Kosovo"),
        ("Nato", "North Atlantic Treaty Organization"),
        ("N.A.T.O.", "North Atlantic Treaty Organization"),
        ("ЕС", "European Union"),
        ("Deutsche Welle", "Deutsche Welle"),
        ("GUAM", "GUAM Organization for Democracy and Economic Development"),
        ("Guam", "Guam"),
    ],
)
def test_a_name_is_known_in_its_forms_and_languages(words: str, name: str) -> None:
    entry = named(words)
    assert entry is not None
    assert entry.name == name


@pytest.mark.parametrize(
    "words", ["Congo", "Korea", "who", "us", "is", "Belgrade", "Serbs", "the Kremlin", "", "Arvenia"]
)
def test_words_that_name_none_or_several_name_nobody(words: str) -> None:
    assert named(words) is None


@pytest.mark.parametrize(
    ("words", "name", "use"),
    [
        ("Belgrade", "Serbia", Use.CAPITAL),
        ("the Kremlin", "Russia", Use.SEAT),
        ("Brussels", "European Union", Use.SEAT),
        ("Brussels", "Belgium", Use.CAPITAL),
        ("Serbian", "Serbia", Use.DEMONYM),
        ("Serbs", "Serbia", Use.PEOPLE),
        ("Serbia", "Serbia", Use.NAME),
    ],
)
def test_other_words_say_how_they_stand_for_an_actor(words: str, name: str, use: Use) -> None:
    assert (name, use) in {(meaning.entry.name, meaning.use) for meaning in meanings(words)}


def test_the_table_is_sound() -> None:
    names = Counter(entry.name for entry in entries())
    assert names.most_common(1)[0][1] == 1
    ids = Counter(entry.wikidata for entry in entries() if entry.wikidata)
    assert ids.most_common(1)[0][1] == 1
    for entry in entries():
        assert entry.source
        assert re.fullmatch(r"(Q[1-9]\d*)?", entry.wikidata)
        assert re.fullmatch(r"([A-Z]{2})?", entry.code)
        assert entry.name not in entry.aliases
        found = named(entry.name)
        assert found is entry


def test_the_table_has_all_states_and_the_bodies_that_news_speaks_of() -> None:
    kinds = Counter(entry.kind for entry in entries())
    assert kinds[ActorKind.STATE] >= 195
    assert kinds[ActorKind.ORGANISATION] + kinds[ActorKind.GROUP] >= 200
    assert kinds[ActorKind.OUTLET] >= 100


def test_every_state_has_a_capital_or_is_one() -> None:
    cities = {"Monaco", "Singapore", "Holy See"}
    assert {e.name for e in entries() if e.kind is ActorKind.STATE and not e.capital} == cities


def test_no_alias_is_claimed_by_two_but_where_words_are_ambiguous() -> None:
    claimed = Counter(alias for entry in entries() for alias in entry.aliases)
    assert {alias for alias, count in claimed.items() if count > 1} == {"Congo"}
