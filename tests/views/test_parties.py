"""The ends of ties are actors: known across documents by any name, by the gazetteer, or by whom somebody speaks for."""

from __future__ import annotations

import pytest

from onrecord.errors import RecordError
from onrecord.facts import Document, End, Kind, Layer, Relation, Span, Status
from onrecord.record import Tie
from onrecord.record.bearers import Bearer, Place
from onrecord.views.parties import Parties
from onrecord.views.system import Scope, System, system_of
from onrecord.who import Actor

TEXT = Document(text="Envoy Belov: our country backs Dorsk.")
BELOV = Actor(key=1, id="b1", name="Ilya Belov", kind="person", names=("Ilya Belov", "Илья Белов"))
ENVOY = Bearer(actor=BELOV, found="b1", role="Ambassador of Peru in Chile", speaks_for="Peru")
AT: Place = (TEXT.id, 6)


def end(name: str, kind: Kind = Kind.PLACE, at: int | None = None) -> End:
    span = None if at is None else Span(at, at + 5)
    return End(name=name, kind=kind, span=span, named_at=span, implied=span is None)


def tie(holder: End, target: End, document: str = TEXT.id, **about: object) -> Tie:
    relation = Relation(
        document=document,
        holder=holder,
        target=target,
        sign=1,
        layer=Layer.TOLD,
        status=Status.STANDING,
        grounds=(Span(0, 4),),
        voice="0123456789abcdef",
    )
    return Tie(relation=relation, voice="The Quay", outlet=None, date=None, words="words", **about)  # type: ignore[arg-type]


def of(*ties: Tie, scope: Scope | None = None, fold: bool = False) -> System:
    return system_of(ties, scope or Scope(), Parties({AT: ENVOY}, fold=fold))


def pairs(found: System) -> list[str]:
    return [f"{found.actors[edge.source].name} > {found.actors[edge.target].name}" for edge in found.edges]


@pytest.mark.parametrize(
    "name", ["Peru", "Lima", "the Peruvian government", "the government of Peru", "the Peruvian side", "Перу"]
)
def test_a_state_is_one_actor_under_all_that_stands_for_it(name: str) -> None:
    found = of(tie(end(name), end("Dorsk")))
    assert pairs(found) == ["Peru > Dorsk"]
    assert found.actors["Q419"].wikidata == "Q419"


def test_a_capital_that_was_read_as_a_person_is_its_state() -> None:
    assert pairs(of(tie(end("Lima", Kind.PERSON), end("Dorsk")))) == ["Peru > Dorsk"]


def test_a_figure_is_the_actor_that_it_was_found_to_be() -> None:
    found = of(tie(end("Belov", Kind.PERSON, at=6), end("Dorsk")))
    assert found.edges[0].source == "b1"
    assert found.actors["b1"].aliases == ("Belov", "Илья Белов")


def test_persons_are_put_into_whom_they_speak_for_where_that_is_asked() -> None:
    assert pairs(of(tie(end("Belov", Kind.PERSON, at=6), end("Dorsk")), fold=True)) == ["Peru > Dorsk"]


@pytest.mark.parametrize(
    ("words", "whom"), [("our country", "Peru"), ("our government", "Peru"), ("this country", "Chile")]
)
def test_our_country_is_whom_the_voice_speaks_for_and_this_country_where_he_sits(words: str, whom: str) -> None:
    assert pairs(of(tie(end(words), end("Dorsk"), speaker_at=6))) == [f"{whom} > Dorsk"]


def test_whom_nobody_speaks_for_stays_as_it_is_said() -> None:
    assert pairs(of(tie(end("our partners"), end("Dorsk"), speaker_at=6))) == ["our partners > Dorsk"]


@pytest.mark.parametrize("name", ["Ilya Belov", "илья белов", "belov", "b1"])
def test_any_name_of_an_actor_finds_it(name: str) -> None:
    both = tie(end("Belov", Kind.PERSON, at=6), end("Dorsk")), tie(end("Arvel"), end("Dorsk"))
    assert pairs(of(*both, scope=Scope(around=name))) == ["Ilya Belov > Dorsk"]


def test_what_stands_for_a_state_finds_it_too() -> None:
    assert pairs(of(tie(end("Peru"), end("Dorsk")), scope=Scope(around="Lima"))) == ["Peru > Dorsk"]


def test_a_voice_is_its_actor_under_each_of_its_names() -> None:
    found = of(tie(end("Peru"), end("Dorsk"), speaker_at=6), scope=Scope(voice="Илья Белов"))
    assert found.edges[0].voices == ("Ilya Belov",)


def test_a_name_of_several_is_refused_with_their_ids() -> None:
    other = Bearer(
        actor=Actor(key=2, id="b2", name="Oleg Belov", kind="person"), found="b2", role=None, speaks_for=None
    )
    who = Parties({AT: ENVOY, (TEXT.id, 20): other})
    both = [tie(end("Belov", Kind.PERSON, at=at), end("Dorsk")) for at in (6, 20)]
    with pytest.raises(RecordError, match="give the id of one:\n  b1  Ilya Belov"):
        system_of(both, Scope(around="Belov"), who)


def test_near_copies_count_as_their_original() -> None:
    copy = tie(end("Peru"), end("Dorsk"), document=Document(text="a copy").id, original=TEXT.id)
    [edge] = of(tie(end("Peru"), end("Dorsk"), original=TEXT.id), copy).edges
    assert (edge.documents, edge.shares[1], len(edge.ties)) == (1, 1.0, 2)


def test_what_a_person_says_is_one_actor_holds_for_names_that_are_no_figure() -> None:
    """Somebody said that Peru is the Lorr Board: "the Peruvian government" is it then, too."""
    board = Bearer(
        actor=Actor(key=3, id="l3", name="Lorr Board", kind="organisation"), found="Q419", role=None, speaks_for=None
    )
    who = Parties({AT: board})
    found = system_of([tie(end("the Peruvian government"), end("Dorsk"))], Scope(), who)
    assert found.edges[0].source == "l3"
