"""The system of a record: ties counted, told apart by layer, status and voice, each with its words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import count
from typing import Any

import pytest

import quoting
from onrecord.errors import RecordError
from onrecord.facts import Document, End, Kind, Layer, Relation, Span, Status
from onrecord.record import Record, Tie, open_record
from onrecord.views.parties import Parties
from onrecord.views.picture import STRONGEST, png, svg
from onrecord.views.system import Scope, System, system, system_of

REPORTS = (
    ("Mira Tessarić said: “Arvenia presses Lorr.” Lorr backs Dorsk", "The Quay", "2031-05-04"),
    ("Ilan Dorsey said: “Arvenia presses Lorr, Dorsk presses Lorr.”", "The Tide", "2031-06-01"),
    ("Ilan Dorsey said: “Arvenia backs Lorr.”", "The Tide", None),
)


@pytest.fixture
def record(place: str) -> Iterator[Record]:
    with open_record(place) as opened:
        for text, outlet, published in REPORTS:
            document = quoting.document(text)
            about = replace(document.metadata, outlet=outlet, published=published)
            document = replace(document, metadata=about)
            opened.add(document, None, quoting.read(document))
        yield opened


def pairs(found: System) -> list[str]:
    return [f"{edge.source} {'0+-'[edge.sign]} {edge.target}" for edge in found.edges]


def test_ties_of_one_pair_are_one_edge_with_all_that_it_rests_on(record: Record) -> None:
    edge = system(record, Scope()).edges[0].json()
    assert (edge["from"], edge["to"], edge["sign"], edge["layer"]) == ("arvenia", "lorr", -1, "told")
    assert (edge["documents"], edge["statements"], edge["status"]) == (3, 3, "standing")
    assert edge["voices"] == ["Ilan Dorsey", "Mira Tessarić"]
    assert (edge["first"], edge["last"]) == ("2031-05-04", "2031-06-01")
    assert edge["shares"] == {"+1": 0.333, "0": 0.0, "-1": 0.667}
    assert edge["evidence"][0]["words"] == "“Arvenia presses Lorr.”"
    assert record.entry(edge["evidence"][0]["statement"]).quote == "“Arvenia presses Lorr.”"


def test_what_the_outlet_says_itself_has_its_name_and_its_words(record: Record) -> None:
    [edge] = system(record, Scope(voice="the quay")).edges
    assert (edge.source, edge.target, edge.voices, edge.statements) == ("lorr", "dorsk", ("The Quay",), ())
    assert edge.ties[0].words == "Lorr backs Dorsk"


@pytest.mark.parametrize(
    ("scope", "found"),
    [
        ({}, ["arvenia - lorr", "dorsk - lorr", "lorr + dorsk"]),
        ({"around": "DORSK"}, ["dorsk - lorr", "lorr + dorsk"]),
        ({"since": "2031-06-01"}, ["arvenia - lorr", "dorsk - lorr"]),
        ({"until": "2031-05-31"}, ["arvenia - lorr", "lorr + dorsk"]),
        ({"voice": "Mira Tessarić"}, ["arvenia - lorr"]),
        ({"outlet": "The Tide"}, ["arvenia 0 lorr", "dorsk - lorr"]),
        ({"confidence": 0.9}, []),
        ({"layer": Layer.SHOWN}, []),
        ({"statuses": frozenset({Status.DENIED})}, []),
    ],
)
def test_every_filter_narrows(record: Record, scope: dict[str, Any], found: list[str]) -> None:
    assert sorted(pairs(system(record, Scope(**scope)))) == found


def test_nobody_of_a_name_is_told(record: Record) -> None:
    with pytest.raises(RecordError, match="no tie here is with 'Sulmar'"):
        system(record, Scope(around="Sulmar"))


def test_a_scope_refuses_what_is_no_date_and_no_probability() -> None:
    with pytest.raises(ValueError, match="a date must be like"):
        Scope(since="May")
    with pytest.raises(ValueError, match="between 0 and 1"):
        Scope(confidence=2.0)


def of(ties: Iterable[Tie], scope: Scope) -> System:
    """The system of ties whose actors are told apart by their names."""
    return system_of(ties, scope, Parties({}))


_places = count()


def tie(holder: str | None, target: str, sign: int = 1, **about: Any) -> Tie:
    """A tie as an outlet tells it, each in a document of its own."""
    at = next(_places)
    ends = [End(name=name, kind=Kind.PLACE, implied=True) if name else None for name in (holder, target)]
    about = {"layer": Layer.TOLD, "status": Status.STANDING} | about
    relation = Relation(
        document=Document(text=f"text {at}").id,
        holder=ends[0],
        target=ends[1],
        sign=sign,
        grounds=(Span(0, 4),),
        **about,
    )
    return Tie(relation=relation, voice="The Quay", outlet="The Quay", date=None, words="text")


def test_spellings_of_one_name_are_one_actor_by_its_most_frequent() -> None:
    found = of([tie("the Union", "Lorr"), tie("Union", "Lorr"), tie("Union", "Lorr")], Scope())
    assert found.actors["union"].json() == {
        "id": "union",
        "name": "Union",
        "aliases": ["the Union"],
        "kind": "place",
        "wikidata": None,
    }


def test_open_ends_and_ties_with_oneself_are_left_out() -> None:
    assert of([tie(None, "Lorr"), tie("Lorr", "lorr")], Scope()).edges == ()


def test_an_edge_is_past_only_where_nobody_says_that_it_stands() -> None:
    past = tie("Arvenia", "Lorr", status=Status.PAST)
    assert of([past], Scope()).edges[0].status is Status.PAST
    assert of([past, tie("Arvenia", "Lorr")], Scope()).edges[0].status is Status.STANDING


def test_layers_are_never_mixed() -> None:
    ties = [tie("Arvenia", "Lorr"), tie("Arvenia", "Lorr", -1, layer=Layer.SHOWN)]
    for layer, sign in ((Layer.TOLD, 1), (Layer.SHOWN, -1)):
        [edge] = of(ties, Scope(layer=layer)).edges
        assert edge.sign == sign


def test_a_picture_names_actors_and_voices_and_is_the_same_each_time() -> None:
    found = of([tie("Arvenia & <Co>", "Lorr", -1), tie("Lorr", "Dorsk", status=Status.PAST)], Scope())
    drawn = svg(found)
    assert drawn == svg(found)
    assert "Arvenia &amp; &lt;Co&gt; against Lorr: as told by The Quay, 1 document" in drawn
    assert png(drawn).startswith(b"\x89PNG")


def test_of_five_thousand_actors_the_strongest_ties_are_drawn_and_the_rest_is_told() -> None:
    ties = [tie(f"State {n}", f"State {n + 1}") for n in range(4999)] + [tie("State 7", "State 8")]
    drawn = svg(of(ties, Scope()))
    assert "State 7 for State 8: as told by The Quay, 2 documents" in drawn
    assert drawn.count("<circle") == STRONGEST
    assert "Not drawn: 4,959 weaker ties, and 4,9" in drawn
    assert "of 5,000 actors" in drawn


def test_there_is_no_picture_of_nothing() -> None:
    with pytest.raises(RecordError, match="no tie to draw"):
        svg(of([], Scope()))
