"""Event types: their quads, opposites and later names."""

from __future__ import annotations

import pytest

from onrecord.facts import Document, Event, Quad
from onrecord.reading import event
from onrecord.relations.events import ended, framed, refused
from onrecord.relations.manner import contexts, mode


def test_every_event_has_one_quad() -> None:
    assert {event.quad for event in Event} == set(Quad)


@pytest.mark.parametrize(("event", "name"), [("DEMAND", "REQUEST"), ("INVESTIGATE", "ACCUSE"), ("AID", "AID")])
def test_later_names(event: str, name: str) -> None:
    assert Event(event).polecat == name


@pytest.mark.parametrize(("event", "other"), [("AID", "SANCTION"), ("SUPPORT", "REJECT"), ("SANCTION", "CONCEDE")])
def test_ending_an_act_is_its_opposite(event: str, other: str) -> None:
    assert ended(Event(event)) is Event(other)


def test_what_is_to_come_is_agreed_to_or_threatened() -> None:
    assert framed(Event.AID, future=True) is Event.AGREE
    assert framed(Event.ASSAULT, future=True) is Event.THREATEN
    assert framed(Event.RETREAT, future=True, conditional=True) is Event.THREATEN
    assert framed(Event.AID, future=False) is Event.AID


@pytest.mark.parametrize(
    ("text", "what", "who", "whom"),
    [
        ("Arvenia refused to recognise the junta in Sulmar.", "REJECT", "Arvenia", "junta in Sulmar"),
        ("Carpian troops shelled Tolvia on Monday, officials said.", "ASSAULT", "Carpian troops", "Tolvia"),
        ("The Union said on Friday that Carpia must free the prisoners.", "DEMAND", "Union", "Carpia"),
        ("Carpia was sanctioned by the Union.", "SANCTION", "Union", "Carpia"),
    ],
)
def test_a_sentence_is_about_its_first_event(text: str, what: str, who: str, whom: str) -> None:
    assert event(Document(text=text)) == (Event(what), (who,), (whom,))


def test_a_sentence_without_an_event_is_about_none() -> None:
    assert event(Document(text="The river is wide and slow.")) is None


def test_refusing_help_is_a_rejection_and_refusing_harm_a_concession() -> None:
    assert refused(Event.AID) is Event.REJECT
    assert refused(Event.ASSAULT) is Event.CONCEDE


@pytest.mark.parametrize(
    ("event", "words", "name"),
    [
        ("PROTEST", "Dockers in Lorr began a hunger strike on Monday.", "hunger"),
        ("PROTEST", "Dockers in Lorr went on strike on Monday.", "strike"),
        ("ASSAULT", "A car bomb killed two guards in Lorr.", "explosives"),
        ("SANCTION", "Arvenia suspended its aid to Lorr.", "discontinue"),
        ("SANCTION", "Arvenia punished Lorr.", None),
        ("AGREE", "Arvenia agreed to a strike.", None),
    ],
)
def test_a_mode_is_told_where_the_words_show_it(event: str, words: str, name: str | None) -> None:
    assert mode(Event(event), words) == name


def test_contexts_are_told_by_their_words_the_most_first() -> None:
    assert contexts("Arvenia halted all trade and sold no tanks, and no ammunition, to Lorr.") == (
        "military",
        "economic",
    )
    assert contexts("Arvenia dislikes Lorr.") == ()
