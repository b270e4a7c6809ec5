"""Statements come to be judged one after the other: the least certain first, what somebody judged never again."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

import quoting
from onrecord.cli import run
from onrecord.facts import Reading
from onrecord.record import Judge, JudgeKind, Query, Record, Verdict, open_record
from onrecord.views.agreement import agreement
from onrecord.views.queue import queue
from onrecord.views.show import show

TEXTS = {
    "Mira Tessarić said: “Arvenia presses Lorr, Dorsk backs Lorr.”": 0.9,
    "Ilan Dorsey said: “The harbour is shut.” So it is.": 0.4,
    "Ilva Deren said: “It rains.”": 0.6,
}


def read(text: str, reader: str = "1-quoting") -> Reading:
    found = quoting.read(quoting.document(text), reader)
    return replace(found, statements=tuple(replace(s, confidence=TEXTS[text]) for s in found.statements))


TIED, SHUT, RAINS = (read(text).statements[0].id for text in TEXTS)
QUOTES = {TIED: "Arvenia", SHUT: "The harbour", RAINS: "It rains"}


@pytest.fixture
def record(place: str) -> Iterator[Record]:
    with open_record(place) as opened:
        for text in TEXTS:
            opened.add(quoting.document(text), None, read(text))
        yield opened


def left(record: Record, by: str = "Edda Quill", blind: bool = False, **query: Any) -> list[str]:
    return [entry.id for entry in queue(record, Query(**query), by, blind=blind)]


@pytest.mark.parametrize("blind", [False, True])
def test_the_least_certain_comes_first_and_what_was_judged_no_more(record: Record, blind: bool) -> None:
    assert left(record, blind=blind) == [SHUT, RAINS, TIED]
    record.judge(RAINS, Verdict.UNSURE, "Edda Quill")
    assert left(record, blind=blind) == [SHUT, TIED]


def test_what_others_judged_comes_first_to_whoever_is_blind_and_else_where_it_is_asked_for(record: Record) -> None:
    record.judge(TIED, Verdict.NO, "Oren Hask")
    assert left(record) == [SHUT, RAINS]
    assert left(record, judged="any") == [TIED]
    assert left(record, blind=True) == [TIED]
    record.judge(TIED, Verdict.YES, "Edda Quill")
    assert left(record, blind=True) == [SHUT, RAINS]


def test_what_a_rule_of_the_same_name_judged_comes(record: Record) -> None:
    record.judge(RAINS, Verdict.YES, Judge("Edda Quill", JudgeKind.RULE))
    assert left(record, judged="any") == [RAINS]


@pytest.mark.parametrize(
    ("query", "found"),
    [({"words": "harbour"}, [SHUT]), ({"sign": -1}, [TIED]), ({"speaker": "Deren"}, [RAINS]), ({"judged": "any"}, [])],
)
def test_filters_are_those_of_search(record: Record, query: dict[str, Any], found: list[str]) -> None:
    assert left(record, **query) == found


def test_what_was_judged_in_an_older_version_does_not_come_again_where_its_words_stand(place: str) -> None:
    text = next(iter(TEXTS))
    with open_record(place) as record:
        for words in (text, f"Updated. {text}"):
            document = quoting.document(words, url="https://quay.example/1")
            record.add(document, None, quoting.read(document))
            record.judge(TIED, Verdict.YES, "Edda Quill")
        assert left(record, judged="any") == left(record) == []
        assert len(left(record, "Oren Hask", judged="any")) == 1


def test_whoever_is_blind_sees_nothing_of_what_others_said(record: Record) -> None:
    for id_, given in ((SHUT, {"speaker": "Ilva Deren"}), (TIED, {"mode": "mixed"})):
        record.judge(id_, Verdict.YES, "Oren Hask", None, given)
    [presses, _] = read(next(iter(TEXTS))).relations
    record.judge(presses.id, Verdict.NO, "Oren Hask")
    record.add_missing(quoting.document(list(TEXTS)[1]).id, {"content": ["So it is"]}, "Oren Hask")
    assert left(record, blind=True) == [SHUT, TIED]
    for id_ in (SHUT, TIED):
        shown = show(record, id_, as_read=True)
        assert "Oren Hask" not in str(shown)
        assert shown.statement["mode"] == "direct"


def review(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], record: Record, keys: str, *options: str
) -> tuple[str, str]:
    """What the command prints, its input a pipe."""
    monkeypatch.setenv("PGPASSWORD", "straits")
    monkeypatch.setattr("sys.stdin", io.StringIO(keys))
    assert run(["review", "--record", record.name, "--by", "Edda Quill", *options]) == 0
    printed = capsys.readouterr()
    return printed.out, printed.err


Piped = tuple[pytest.MonkeyPatch, pytest.CaptureFixture[str]]


@pytest.fixture
def piped(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Piped:
    return monkeypatch, capsys


def verdicts(record: Record, id_: str) -> list[str]:
    return [judgement.verdict.value for judgement in reversed(record.judgements(id_))]


def test_keys_judge_in_turn_and_the_same_command_goes_on(record: Record, piped: Piped) -> None:
    out, _ = review(*piped, record, "y\nn\nq")
    assert [verdicts(record, id_) for id_ in (SHUT, RAINS, TIED)] == [["yes"], ["no"], []]
    assert out.index("The harbour") < out.index("It rains") < out.index("Arvenia presses")
    assert "confidence  0.40" in out
    assert out.endswith("2 judgements by Edda Quill\n")
    out, _ = review(*piped, record, "u")
    assert "The harbour" not in out
    assert verdicts(record, TIED) == ["unsure"]
    out, err = review(*piped, record, "")
    assert out.endswith("0 judgements by Edda Quill\n")
    assert "nothing is left to judge" in err


def test_the_words_are_marked_in_their_context(record: Record, piped: Piped) -> None:
    out, _ = review(*piped, record, "q")
    assert "Ilan Dorsey said: **“The harbour is shut.”** So it is." in out


def test_back_takes_the_last_judgement_back_by_a_newer_one(record: Record, piped: Piped) -> None:
    _, err = review(*piped, record, "b y b n q")
    assert "there is nothing to take back" in err
    assert verdicts(record, SHUT) == ["yes", "unsure", "no"]
    assert list(record.verify()) == []


def test_what_is_skipped_comes_another_time(record: Record, piped: Piped) -> None:
    review(*piped, record, "s y")
    assert (verdicts(record, SHUT), verdicts(record, RAINS)) == ([], ["yes"])
    assert left(record)[0] == SHUT


def test_whoever_skips_all_that_others_judged_goes_on_with_the_rest(record: Record, piped: Piped) -> None:
    record.judge(TIED, Verdict.NO, "Oren Hask")
    review(*piped, record, "s y", "--blind")
    assert verdicts(record, SHUT) == ["yes"]


def test_a_number_lets_the_next_key_judge_a_relation(record: Record, piped: Piped) -> None:
    _, backs = read(next(iter(TEXTS))).relations
    _, err = review(*piped, record, "7 2 n y", "--sign", "-")
    assert (verdicts(record, backs.id), verdicts(record, TIED)) == (["no"], ["yes"])
    assert "relation 2: y yes, n no, u unsure" in err


def test_two_who_judge_blind_can_be_compared(record: Record, piped: Piped) -> None:
    review(*piped, record, "yyy")
    piped[0].setattr("sys.stdin", io.StringIO("yny"))
    assert run(["review", "--record", record.name, "--by", "Oren Hask", "--blind"]) == 0
    out = piped[1].readouterr().out
    assert "Edda Quill" not in out
    assert "confidence" not in out
    assert [each.subject for each in agreement(record).disagreements] == [RAINS]


@pytest.mark.parametrize("options", [("--target", "Lorr"), ("--by", "Edda Quill", "--json")])
def test_what_contradicts_itself_is_told(record: Record, piped: Piped, options: tuple[str, ...]) -> None:
    piped[0].setenv("PGPASSWORD", "straits")
    assert run(["review", "--record", record.name, *options]) == 2
