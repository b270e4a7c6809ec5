from __future__ import annotations

import json
from pathlib import Path

import pytest

from marked import Case, cases, clutter, turns
from onrecord.documents.turns import layout
from onrecord.facts import Role

MET = [case for pile in ("wild", "invented", "negative") for case in cases(pile)]


@pytest.mark.parametrize("case", MET, ids=lambda case: case.name)
def test_turns_and_clutter_are_told_apart_as_the_case_marks_them(case: Case) -> None:
    found = layout(case.text, case.title)
    assert turns(found, case.text) == case.turns, case.shows
    assert clutter(found, case.text) == case.clutter, case.shows


@pytest.mark.xfail(reason="not told apart yet; move the case when it is")
@pytest.mark.parametrize("case", cases("known_failures"), ids=lambda case: case.name)
def test_known_failures_still_fail(case: Case) -> None:
    found = layout(case.text, case.title)
    assert (turns(found, case.text), clutter(found, case.text)) == (case.turns, case.clutter)


@pytest.mark.parametrize("case", MET, ids=lambda case: case.name)
def test_no_sentence_touches_clutter_and_every_turn_is_read(case: Case) -> None:
    found = layout(case.text, case.title)
    spans = [span for sentence in found.sentences for span in sentence]
    assert not any(span.overlaps(gone) for span in spans for gone, _ in found.clutter)
    assert all(any(turn.span.holds(span) for span in spans) for turn in found.turns)


@pytest.mark.parametrize("case", MET, ids=lambda case: case.name)
def test_the_name_of_a_voice_stands_where_the_turn_says(case: Case) -> None:
    for turn in layout(case.text, case.title).turns:
        assert turn.named_at is None or turn.named_at.of(case.text) == turn.speaker


def test_a_sentence_broken_by_link_text_has_a_span_for_each_piece() -> None:
    question = "— Then let's\n\nmove\n\n on to\n\nanother\n\n very important topic.\n\nWhy ca\n\nn't\n\n it wait?"
    text = f"{question}\n\n- It can. We wait."
    found = layout(text, None)
    assert [[span.of(text) for span in sentence] for sentence in found.sentences] == [
        ["Then let's", "move", "on to", "another", "very important topic."],
        ["Why ca", "n't", "it wait?"],
        ["It can."],
        ["We wait."],
    ]


def test_two_possible_guests_give_no_name() -> None:
    text = "How are you?\n\nWe are well, thank you.\n\nWhat do you do all day?\n\nWe mend our nets and wait."
    found = layout(f"Interview with Petra Lind and Leo Hartung\n\n{text}", "Interview with Petra Lind and Leo Hartung")
    assert {turn.speaker for turn in found.turns if turn.role is Role.ANSWER} == {None}


@pytest.mark.parametrize("text", ["", " \n\n ", "?", "—", "• ©", "“", "Q:\n\nA:", "(\n\n(\n\n("])
def test_scraps_are_read_without_complaint(text: str) -> None:
    assert layout(text, None).turns == ()


@pytest.mark.shared
def test_reports_have_no_turns(shared: Path) -> None:
    with (shared / "data" / "polnear-dev.jsonl").open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    assert sum(bool(layout(row["text"], row["title"]).turns) for row in rows) <= 1
