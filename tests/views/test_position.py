"""A position: what an actor has shown toward whom, in order of time, each line with its words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest

from onrecord.errors import RecordError
from onrecord.facts import Document, End, Kind, Layer, Relation, Span
from onrecord.record import Tie
from onrecord.views.parties import Parties
from onrecord.views.position import Position, position_of
from onrecord.views.timeline import svg


def shown(target: str, date: str | None, sign: int = 1, **about: Any) -> Tie:
    ends = [End(name=name, kind=Kind.PLACE, implied=True) for name in ("Leyla Sorgun", target)]
    relation = Relation(
        document=Document(text=f"{target} {date}").id,
        holder=ends[0],
        target=ends[1],
        sign=sign,
        layer=Layer.SHOWN,
        grounds=(Span(0, 4),),
        voice="0123456789abcdef",
    )
    return replace(
        Tie(relation=relation, voice="Leyla Sorgun", outlet=None, date=date, words="We <back> them."), **about
    )


TIES = (
    shown("Dorsk", None),
    shown("Dorsk", "2031-05-09", -1),
    shown("the Union", "2031-05-02", issues=("gas",)),
    shown("Union", "2031-05-02", 0),
)


def of(ties: Iterable[Tie], actor: str, on: str | None = None) -> Position:
    """The position that these ties show, of actors told apart by their names."""
    return position_of(ties, actor, on, Parties({}))


def test_lines_come_in_order_of_time_and_open_to_their_words() -> None:
    told = of(TIES, "leyla  sorgun").json()
    assert told["actor"] == "Leyla Sorgun"
    assert [(line["date"], line["toward"], line["sign"]) for line in told["shown"]] == [
        ("2031-05-02", "Union", 1),
        ("2031-05-02", "Union", 0),
        ("2031-05-09", "Dorsk", -1),
        (None, "Dorsk", 1),
    ]
    assert told["shown"][0]["words"] == "We <back> them."
    assert told["shown"][0]["statement"] == "0123456789abcdef"


@pytest.mark.parametrize(("on", "lines"), [("union", 2), ("gas", 1), ("Arvenia", 0)])
def test_a_target_or_an_issue_narrows(on: str, lines: int) -> None:
    assert len(of(TIES, "Leyla Sorgun", on).shown) == lines


def test_what_others_tell_of_an_actor_is_not_its_position() -> None:
    told = replace(TIES[0].relation, layer=Layer.TOLD)
    with pytest.raises(RecordError, match="nothing here is shown by 'Leyla Sorgun'"):
        of([replace(TIES[0], relation=told)], "Leyla Sorgun")


def test_a_plot_has_a_row_for_each_target_and_tells_what_has_no_date() -> None:
    drawn = svg(of(TIES, "Leyla Sorgun"))
    assert drawn.count("<circle") == 3
    assert drawn.count("<line") == 2
    assert "1 without a date left out" in drawn
    assert "We &lt;back&gt; them." in drawn


def test_there_is_no_plot_without_a_date() -> None:
    with pytest.raises(RecordError, match="has a date"):
        svg(of(TIES[:1], "Leyla Sorgun"))
