"""People who judged the same statements are compared field by field."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import quoting
from onrecord.record import Judge, JudgeKind, Record, Verdict, open_record
from onrecord.views.agreement import agreement

TEXT = "\n".join(f"🌊 Mira Tessarić said: “{words}.”" for words in ("We stay", "They go", "It rains", "Nobody knows"))
STATEMENTS = quoting.read(quoting.document(TEXT)).statements


@pytest.fixture
def record(place: str) -> Iterator[Record]:
    with open_record(place) as opened:
        opened.add(quoting.document(TEXT), None, quoting.read(quoting.document(TEXT)))
        yield opened


def judge(record: Record, name: str, verdicts: str) -> None:
    for statement, verdict in zip(STATEMENTS, verdicts, strict=True):
        record.judge(statement.id, {"y": Verdict.YES, "n": Verdict.NO}[verdict], name)


def test_two_who_say_the_same_agree_wholly(record: Record) -> None:
    judge(record, "Edda Quill", "ynyn")
    judge(record, "Oren Hask", "ynyn")
    found = agreement(record)
    assert (found.judges, found.statements) == (("Edda Quill", "Oren Hask"), 4)
    assert (found.alpha["verdict"], found.alpha["content"], found.disagreements) == (1.0, 1.0, ())
    assert found.alpha["speaker"] is None


def test_where_two_disagree_is_listed_field_by_field(record: Record) -> None:
    judge(record, "Edda Quill", "yyyn")
    judge(record, "Oren Hask", "yynn")
    record.judge(STATEMENTS[0].id, Verdict.YES, "Oren Hask", None, {"speaker": "nobody", "content": ["We stay"]})
    found = agreement(record)
    assert [(each.subject, each.field, each.values) for each in found.disagreements] == [
        (STATEMENTS[2].id, "verdict", {"Edda Quill": "yes", "Oren Hask": "no"}),
        (STATEMENTS[0].id, "speaker", {"Edda Quill": "Mira Tessarić", "Oren Hask": "unstated"}),
    ]
    assert all(value is None or value < 1 for name, value in found.alpha.items() if name != "mode")


def test_only_the_newest_of_a_person_counts_and_no_rule_does(record: Record) -> None:
    judge(record, "Edda Quill", "nnnn")
    judge(record, "Edda Quill", "ynyn")
    judge(record, "Oren Hask", "ynyn")
    record.judge(STATEMENTS[0].id, Verdict.NO, Judge("no short ones", JudgeKind.RULE))
    assert agreement(record).alpha["verdict"] == 1.0


def test_relations_are_compared_by_their_own_fields(place: str) -> None:
    text = "Mira Tessarić said: “Arvenia presses Lorr, Dorsk backs Lorr.”"
    presses, backs = quoting.read(quoting.document(text)).relations
    with open_record(place) as record:
        record.add(quoting.document(text), None, quoting.read(quoting.document(text)))
        for name, sign in (("Edda Quill", "0"), ("Oren Hask", "-")):
            record.judge(presses.id, Verdict.YES, name, None, {"sign": sign, "target": "Lorr"})
            record.judge(backs.id, Verdict.YES, name)
        found = agreement(record)
    assert (found.statements, found.relations) == (0, 2)
    assert found.alpha["relation verdict"] is None
    assert found.alpha["holder"] == 1.0
    assert [(each.subject, each.field, each.values) for each in found.disagreements] == [
        (presses.id, "sign", {"Edda Quill": "0", "Oren Hask": "-1"})
    ]
