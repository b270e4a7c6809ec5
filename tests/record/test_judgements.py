"""A judgement is kept with who said it and when, is never edited, and outlives the reading."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import quoting
from newsroom import run
from onrecord.errors import RecordError
from onrecord.record import Record, Verdict, open_record

[STATEMENT] = quoting.read(quoting.document()).statements


@pytest.fixture
def record(place: str) -> Iterator[Record]:
    with open_record(place) as opened:
        opened.add(quoting.document(), None, quoting.read(quoting.document()))
        yield opened


def test_a_judgement_names_who_when_and_why(record: Record) -> None:
    judged = record.judge(STATEMENT.id[:6], Verdict.NO, "Edda Quill", "her spokesman said it")
    assert record.judgements(STATEMENT.id) == [judged]
    assert (judged.subject, judged.verdict, judged.by, judged.note) == (
        STATEMENT.id,
        Verdict.NO,
        "Edda Quill",
        "her spokesman said it",
    )
    assert judged.judged_at.endswith("Z")


def test_the_newest_is_first_and_the_others_stay(record: Record) -> None:
    for verdict in (Verdict.NO, Verdict.UNSURE, Verdict.YES):
        record.judge(STATEMENT.id, verdict, "Edda Quill")
    assert [judged.verdict for judged in record.judgements(STATEMENT.id)] == [Verdict.YES, Verdict.UNSURE, Verdict.NO]
    assert list(record.verify()) == []


def test_a_judgement_outlives_the_reading(record: Record) -> None:
    record.judge(STATEMENT.id, Verdict.YES, "Edda Quill")
    record.add(quoting.document(), None, quoting.read_again(quoting.document()))
    assert record.entry(STATEMENT.id).reader == "2-quoting"
    assert len(record.judgements(STATEMENT.id)) == 1


@pytest.mark.parametrize(("by", "note"), [("", None), (" ", None), ("a\x00", None), ("Edda Quill", "\ud83d")])
def test_nobody_and_words_that_cannot_be_kept_are_refused(record: Record, by: str, note: str | None) -> None:
    with pytest.raises(ValueError, match=r"needs the name|no database keeps"):
        record.judge(STATEMENT.id, Verdict.YES, by, note)
    assert record.judgements(STATEMENT.id) == []


def test_a_statement_that_is_not_here_cannot_be_judged(record: Record) -> None:
    with pytest.raises(RecordError, match="no statement in"):
        record.judge("ffffffff", Verdict.YES, "Edda Quill")


@pytest.mark.parametrize(
    ("sql", "why"),
    [
        ("UPDATE judgements SET verdict = 'no'", "its digest is another"),
        ("UPDATE judgements SET verdict = 'perhaps'", "cannot be read"),
        ("UPDATE judgements SET subject = 'ffffffffffffffff'", "is on a statement that is not here"),
    ],
)
def test_a_judgement_that_was_edited_is_named(record: Record, sql: str, why: str) -> None:
    record.judge(STATEMENT.id, Verdict.YES, "Edda Quill")
    run(record, sql)
    assert any(why in misfit.why for misfit in record.verify())
