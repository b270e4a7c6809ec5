"""Measures of a system: small ones are counted by hand, and every solution against trying all of them."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from random import Random

import pytest

from onrecord.errors import RecordError
from onrecord.facts import Document, End, Kind, Layer, Relation, Span
from onrecord.record import Tie
from onrecord.views.measures import Frustration, Weighed, discourse, frustration, measures, stances
from onrecord.views.system import Edge, System

FRIENDS_OF_ONE = Weighed(
    {("a", "b"): 1, ("a", "c"): 1, ("b", "c"): -1, ("c", "b"): -1, ("d", "a"): 0},
    {("a", "b"): 3, ("a", "c"): 1, ("b", "c"): 1, ("c", "b"): 2, ("d", "a"): 1},
)


def test_degrees_are_counted_by_sign_and_direction() -> None:
    found = measures(FRIENDS_OF_ONE).actors
    assert (found["a"].positive_out, found["a"].negative_out, found["a"].positive_in) == (2, 0, 0)
    assert (found["b"].negative_out, found["b"].positive_in, found["b"].negative_in) == (1, 1, 1)


def test_partners_are_fewer_where_one_outweighs_the_others() -> None:
    found = measures(FRIENDS_OF_ONE).actors
    assert found["a"].partners == pytest.approx(16 / 10)
    assert found["b"].partners == 1
    assert found["d"].partners == 0


def test_pressure_is_the_share_of_documents_with_a_negative_tie() -> None:
    found = measures(FRIENDS_OF_ONE).actors
    assert found["b"].pressure == pytest.approx(2 / 5)
    assert found["a"].pressure is None


def test_two_friends_of_one_who_quarrel_are_out_of_balance() -> None:
    found = measures(FRIENDS_OF_ONE)
    assert (found.triads, found.balance, found.frustration) == (1, 0.0, Frustration(bound=1, found=1))


@pytest.mark.parametrize(("signs", "balance"), [((1, 1, 1), 1.0), ((1, -1, -1), 1.0), ((-1, -1, -1), 0.0)])
def test_a_triad_is_balanced_where_the_product_of_its_signs_is_positive(
    signs: tuple[int, int, int], balance: float
) -> None:
    pairs = dict(zip([("a", "b"), ("b", "c"), ("c", "a")], signs, strict=True))
    assert measures(Weighed(pairs, dict.fromkeys(pairs, 1))).balance == balance


def test_a_pair_whose_directions_contradict_each_other_is_in_no_triad() -> None:
    pairs = {("a", "b"): 1, ("b", "a"): -1, ("b", "c"): 1, ("c", "a"): 1}
    assert measures(Weighed(pairs, dict.fromkeys(pairs, 1))).triads == 0


@pytest.mark.parametrize("seed", range(25))
def test_the_line_index_is_what_trying_every_division_gives(seed: int) -> None:
    dice = Random(seed)  # noqa: S311 - the same systems every time
    actors = "abcdefgh"[: dice.randint(2, 8)]
    pairs = {(a, b): dice.choice((1, -1)) for a in actors for b in actors if a < b and dice.random() < 0.7}
    tried = [
        sum((side[a] == side[b]) is (sign < 0) for (a, b), sign in pairs.items())
        for sides in product((0, 1), repeat=len(actors))
        for side in [dict(zip(actors, sides, strict=True))]
    ]
    assert frustration(pairs) == Frustration(bound=min(tried), found=min(tried))


def test_beyond_sixty_actors_the_line_index_is_left_open() -> None:
    ring = {(f"{n:02}", f"{n + 1:02}"): 1 for n in range(61)}
    assert measures(Weighed(ring, dict.fromkeys(ring, 1))).frustration is None


def test_what_if_a_tie_were_gone_turned_or_new() -> None:
    assert measures(FRIENDS_OF_ONE.dropped("a", "b")).triads == 0
    turned = FRIENDS_OF_ONE.flipped("b", "c").flipped("c", "b")
    assert measures(turned).balance == 1.0
    assert measures(FRIENDS_OF_ONE.added("d", "c", -1)).actors["c"].negative_in == 2
    assert measures(FRIENDS_OF_ONE).balance == 0.0


def test_what_if_needs_a_tie_that_is_there() -> None:
    with pytest.raises(RecordError, match="no tie from 'b' to 'a'"):
        FRIENDS_OF_ONE.dropped("b", "a")


def test_congruence_and_conflict_count_each_concept_once() -> None:
    stances = [("a", "gas", 1), ("a", "gas", 1), ("b", "gas", 1), ("b", "talks", -1), ("a", "talks", 1), ("c", "x", 0)]
    assert discourse(stances) == {("a", "b"): {"congruence": 1, "conflict": 1}}


def test_a_side_is_taken_toward_somebody_under_each_issue() -> None:
    tie = Tie(relation=told("Arvenia", "Lorr"), voice="The Quay", outlet=None, date=None, words="words")
    ties = (replace(tie, issues=("gas", "talks")), tie)
    system = System(Layer.TOLD, {}, (Edge("arvenia", "lorr", ties),))
    assert list(stances(system)) == [
        ("arvenia", "gas lorr", -1),
        ("arvenia", "talks lorr", -1),
        ("arvenia", " lorr", -1),
    ]


def told(holder: str, target: str) -> Relation:
    ends = [End(name=name, kind=Kind.PLACE, implied=True) for name in (holder, target)]
    document = Document(text="text").id
    return Relation(document=document, holder=ends[0], target=ends[1], sign=-1, layer=Layer.TOLD, grounds=(Span(0, 4),))
