"""Figures of different documents are joined where that is sure, with a reason; else they stay apart."""

from __future__ import annotations

import itertools
import time

import pytest

from onrecord.actors.identify import Register, acts, marks
from onrecord.actors.listed import state_of
from onrecord.facts import Kind
from onrecord.who import Identity, Sighting

_numbers = itertools.count(1)


def figure(name: str, role: str | None = None, kind: Kind = Kind.PERSON, **known: object) -> Sighting:
    key = next(_numbers)
    return Sighting(key=key, id=f"{key:016x}", name=name, kind=kind, role=role, **known)  # type: ignore[arg-type]


def place(*figures: Sighting) -> list[Identity]:
    return Register().place(figures, 1)


def joined(*figures: Sighting) -> bool:
    return len({identity.actor for identity in place(*figures)}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Aleksandr Belov",), ("Александр Белов",)),
        (("Pavel Zelinsky",), ("Павел Зелинский",)),
        (("Zeng Ming",), ("曾明",)),
        (("Kim Do-yun",), ("김도윤",)),
        (("Mohammed Karam",), ("محمد كرام",)),
        (("Kovási Ottokár",), ("Ottokár Kovási",)),
        (("Bill Hartwell",), ("William Hartwell",)),
        (("Aleksandr Belov", "Foreign Minister of Peru"), ("Belov", "Peruvian Foreign Minister")),
        (("A. Belov", "Peruvian ambassador to Chile"), ("Aleksandr Belov", "Ambassador of Peru in Chile")),
        (("Henrik Aldvar-Losten", "ambassador of Peru"), ("Hendrik Aldvar-Losten", "Peru's ambassador")),
    ],
)
def test_one_person_under_different_spellings_and_scripts_is_one_actor(one: tuple[str], other: tuple[str]) -> None:
    assert joined(figure(*one), figure(*other))
    assert joined(figure(*other), figure(*one))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Ivan Belov",), ("Igor Belov",)),
        (("Belov",), ("Aleksandr Belov",)),
        (("Belov", "Peruvian Foreign Minister"), ("Aleksandr Belov", "Foreign Minister of Chile")),
        (("Ivan Belov", "Foreign Minister of Peru"), ("Ivan Belov", "Foreign Minister of Chile")),
        (("Ivan Belov", "goalkeeper"), ("Ivan Belov", "Foreign Minister of Chile")),
        (("Belov", "minister"), ("Belov", "goalkeeper")),
        (("Williams",), ("Williams",)),
    ],
)
def test_two_people_and_those_of_whom_it_cannot_be_told_stay_apart(one: tuple[str], other: tuple[str]) -> None:
    assert not joined(figure(*one), figure(*other))


def test_an_office_passes_on() -> None:
    old = figure("Ivan Belov", "Peruvian Foreign Minister", published="2001-03-01")
    assert joined(old, figure("Belov", "Peruvian Foreign Minister", published="2003-03-01"))
    assert not joined(old, figure("Belov", "Peruvian Foreign Minister", published="2021-03-01"))


def test_where_two_could_be_meant_none_is_chosen() -> None:
    first, second = figure("Ivan Belov", "goalkeeper"), figure("Ivan Belov", "Foreign Minister of Chile")
    found = place(first, second, figure("Ivan Belov"))
    assert len({identity.actor for identity in found}) == 3
    assert found[2].why == "several could be meant"


def test_a_join_says_why() -> None:
    first, second = figure("Ivan Belov", "Foreign Minister of Peru"), figure("Belov", "Peruvian Foreign Minister")
    assert place(first, second)[1].why == "same surname, same role, of the same state or body"


@pytest.mark.parametrize(
    ("name", "kind", "acting", "actor"),
    [
        ("Serbia", Kind.PLACE, False, "Serbia"),
        ("Србија", Kind.PLACE, False, "Serbia"),
        ("Serbian", Kind.OTHER, False, "Serbia"),
        ("Belgrade", Kind.PLACE, True, "Serbia"),
        ("Belgrade", Kind.PLACE, False, "Belgrade"),
        ("Kremlin", Kind.ORGANISATION, True, "Russia"),
        ("Brussels", Kind.PLACE, True, "European Union"),
        ("Washington State", Kind.PLACE, True, "Washington State"),
        ("Belgrade–Novi Sad railway", Kind.OTHER, True, "Belgrade–Novi Sad railway"),
        ("Jordan", Kind.PERSON, True, "Jordan"),
        ("NATO", Kind.ORGANISATION, False, "North Atlantic Treaty Organization"),
        ("Arvenia", Kind.PLACE, True, "Arvenia"),
    ],
)
def test_states_and_bodies_are_known_and_their_false_friends_are_not_them(
    name: str, kind: Kind, acting: bool, actor: str
) -> None:
    register = Register()
    register.place([figure(name, kind=kind, acts=acting)], 1)
    [(known, _)] = register.changed()
    assert known.name == actor
    assert known.kind != "state" or actor in ("Serbia", "Russia")


def test_a_city_of_two_governments_is_that_of_which_the_document_speaks() -> None:
    found = place(
        figure("Brussels", kind=Kind.PLACE, acts=True, around=("Brussels", "Belgium")),
        figure("Belgium", kind=Kind.PLACE),
    )
    assert found[0].actor == found[1].actor


def test_what_a_parliament_is_the_document_must_say() -> None:
    peru, chile = "Peru", "Chile"
    body = Kind.ORGANISATION
    assert joined(figure("Parliament", kind=body, home=peru), figure("Parliament", kind=body, home=peru))
    assert not joined(figure("Parliament", kind=body, home=peru), figure("Parliament", kind=body, home=chile))
    assert not joined(figure("Parliament", kind=body), figure("Parliament", kind=body))
    assert joined(figure("Senate", kind=body, home="United States"), figure("U.S. Senate", kind=body))


def test_a_capital_that_was_read_as_a_person_is_its_state() -> None:
    assert joined(figure("Lima", acts=True), figure("Peru", kind=Kind.PLACE))
    assert not joined(figure("Jordan", acts=True), figure("Jordan", kind=Kind.PLACE))


def test_the_state_of_a_document_is_the_one_it_names_most() -> None:
    assert state_of([("Lima", 2), ("Peruvian", 3), ("Chile", 2), ("Otto Brandt", 9)]) == "Peru"
    assert state_of([("Peru", 2), ("Chile", 2)]) == ""
    assert state_of([]) == ""


def test_an_acronym_is_its_body() -> None:
    body = Kind.ORGANISATION
    assert joined(figure("Alliance of Free Northern Cities", kind=body), figure("AFNC", kind=body))


@pytest.mark.parametrize(
    ("text", "doing"),
    [
        ("Belgrade rejects the plan", True),
        ("Belgrade has not recognised it", True),
        ("He flew to Belgrade on Monday", False),
        ("the Belgrade railway opened", False),
    ],
)
def test_a_text_says_whether_a_city_acts(text: str, doing: bool) -> None:
    start = text.index("Belgrade")
    assert acts(text, start, start + len("Belgrade")) is doing


def test_going_on_gives_what_one_run_gives() -> None:
    figures = [
        figure(name, role)
        for name in ("Ivan Belov", "Igor Belov", "Belov", "Иван Белов")
        for role in (None, "Foreign Minister of Peru", "goalkeeper")
    ]
    whole = place(*figures)
    first = Register()
    found = first.place(figures[:5], 1)
    kept = {actor.key: (actor, new) for actor, new in first.changed()}
    second = Register(lambda wanted: [(a, [m for m in its if m in wanted]) for a, its in kept.values()])
    found += second.place(figures[5:], max(kept) + 1)
    assert found == whole


def test_a_figure_without_a_name_has_no_mark() -> None:
    assert marks(figure("of", kind=Kind.ORGANISATION)) == ()
    assert not joined(figure("The", kind=Kind.ORGANISATION), figure("The", kind=Kind.ORGANISATION))


def test_ten_thousand_figures_take_seconds_at_most() -> None:
    surnames = ["".join(s) for s in itertools.product(("Ba", "Ko", "Vi"), ("ra", "sto", "ne"), ("lov", "nic", "man"))]
    people = [figure(f"{given} {surname}") for given in ("Ivan", "Maria", "John") for surname in surnames] * 124
    begun = time.process_time()
    place(*people[:10_000])
    assert time.process_time() - begun < 10
