"""What the values refuse, and what their ids are made of."""

from typing import Any

import pytest

from onrecord.facts import End, Kind, Layer, Relation, Span, Status

UNION = End(name="the Union", kind=Kind.ORGANISATION, span=Span(0, 9))
ARDESIA = End(name="Ardesia", kind=Kind.PLACE, span=Span(18, 25))


def relation(**other: Any) -> Relation:
    given: dict[str, Any] = {"document": "d", "holder": UNION, "target": ARDESIA, "sign": -1, "layer": Layer.TOLD}
    return Relation(**{**given, "grounds": (Span(10, 17),), **other})


def test_a_judgement_on_a_relation_survives_a_reader_that_thinks_otherwise_of_it() -> None:
    assert relation().id == relation(sign=1, status=Status.DENIED, confidence=0.2).id
    assert relation().id != relation(voice="0123456789abcdef").id


def test_the_two_directions_of_a_tie_are_two_relations() -> None:
    assert relation().id != relation(holder=ARDESIA, target=UNION).id


def test_an_end_may_be_open_but_not_both() -> None:
    assert relation(holder=None).target is ARDESIA
    with pytest.raises(ValueError, match="at least one end"):
        relation(holder=None, target=None)


def test_an_end_without_words_of_its_own_is_implied() -> None:
    assert End(name="the Union", kind=Kind.ORGANISATION, implied=True).span is None
    with pytest.raises(ValueError, match="implied"):
        End(name="the Union", kind=Kind.ORGANISATION)


def test_a_relation_rests_on_words() -> None:
    with pytest.raises(ValueError, match="grounds"):
        relation(grounds=())
