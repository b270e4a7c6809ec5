"""What was judged is found as it is judged to be: by what was corrected or added, and not by what was refused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

import quoting
from newsroom import run
from onrecord.facts import Coded, Event, Meaning, Mode, Reading
from onrecord.record import By, Query, Record, Verdict, open_record
from onrecord.views.counts import counts
from onrecord.views.formats.jsonl import lines as jsonl
from onrecord.views.search import search

TEXT = (
    "Mira Tessarić said: “Arvenia presses Lorr by the Quay Accord.” Ilan Dorsey said: “The harbour is shut.” "
    "Ilva Deren wants the Tide Accord back."
)
FOUND = quoting.read(quoting.document(TEXT))
PRESSES, SHUT = FOUND.statements
[TIE] = FOUND.relations


@pytest.fixture
def record(place: str) -> Iterator[Record]:
    with open_record(place) as opened:
        opened.add(quoting.document(TEXT), None, FOUND)
        yield opened


def judge(record: Record, id_: str, verdict: Verdict = Verdict.YES, **given: Any) -> None:
    record.judge(id_, verdict, "Edda Quill", None, given)


def found(record: Record, words: str = "", **filters: Any) -> list[str]:
    """The quotes that are found; counts and exports must hold the same, and the record must fit."""
    assert list(record.verify()) == []
    query = Query(words=words, **filters)
    quotes = [hit.statement["quote"] for hit in search(record, query).hits]
    assert sum(weight.statements for weight in counts(record, query, By.MODE)) == len(quotes)
    assert len(list(jsonl(record, query))) == len(quotes)
    return quotes


ARVENIA, HARBOUR = "“Arvenia presses Lorr by the Quay Accord.”", "“The harbour is shut.”"


@pytest.mark.parametrize(
    ("given", "by", "no_more_by"),
    [
        ({"speaker": "Ilva Deren"}, {"speaker": "Deren"}, {"speaker": "Tessarić"}),
        ({"speaker": "Ilva Deren"}, {"speaker": "Deren", "words": "presses"}, {"speaker": "Mira", "words": "presses"}),
        ({"speaker": "nobody"}, {"words": "presses"}, {"speaker": "Tessarić"}),
        ({"mode": "mixed"}, {"mode": Mode.MIXED}, {"mode": Mode.DIRECT, "words": "presses"}),
        ({"content": ["Arvenia presses Lorr"]}, {"words": "arvenia"}, {"words": "accord"}),
        ({"content": ["Arvenia presses Lorr"]}, {"words": "arvenia"}, {"instrument": "Quay"}),
    ],
)
def test_what_was_corrected_is_found_by_what_is_right(
    record: Record, given: dict[str, Any], by: dict[str, Any], no_more_by: dict[str, Any]
) -> None:
    judge(record, PRESSES.id, **given)
    right = "Arvenia presses Lorr" if "content" in given else ARVENIA
    assert found(record, **by) == [right]
    assert found(record, **no_more_by) == []
    assert sorted(found(record)) == sorted([right, HARBOUR])


def test_a_corrected_name_is_found_in_either_script(record: Record) -> None:
    judge(record, PRESSES.id, speaker="Ilva Deren")
    assert found(record, speaker="Дерен") == [ARVENIA]


def test_what_was_refused_is_found_only_where_that_is_asked(record: Record) -> None:
    judge(record, SHUT.id, Verdict.NO)
    assert found(record) == [ARVENIA]
    assert found(record, "harbour") == []
    assert found(record, "harbour", refused=True) == [HARBOUR]
    assert found(record, judged="no") == [HARBOUR]
    assert found(record, judged="any") == [HARBOUR]
    assert found(record, judged="none") == [ARVENIA]


def test_what_was_added_is_found_like_any_other(record: Record) -> None:
    given = {"content": ["wants the Tide Accord back"], "speaker": "Ilva Deren"}
    record.add_missing(FOUND.document, given, "Edda Quill")
    added = "wants the Tide Accord back"
    assert found(record, "tide") == [added]
    assert found(record, speaker="Deren") == [added]
    assert found(record, instrument="Tide") == [added]
    assert found(record, judged="yes") == [added]
    assert sorted(found(record)) == sorted([ARVENIA, HARBOUR, added])
    assert [(weight.name, weight.statements) for weight in counts(record, Query(), By.SPEAKER)] == [
        ("Ilan Dorsey", 1),
        ("Ilva Deren", 1),
        ("Mira Tessarić", 1),
    ]


def test_what_was_added_can_be_refused(record: Record) -> None:
    said = record.add_missing(FOUND.document, {"content": ["the Tide Accord"]}, "Edda Quill")
    judge(record, said.subject, Verdict.NO)
    assert found(record, "tide") == []
    assert found(record, "tide", refused=True) == ["the Tide Accord"]


def test_what_the_present_reader_does_not_find_is_shown_as_such_where_that_is_asked(record: Record) -> None:
    judge(record, SHUT.id)
    record.add(quoting.document(TEXT), None, replace(FOUND, reader="2-blind", statements=FOUND.statements[:1]))
    assert found(record) == [ARVENIA]
    assert found(record, "harbour") == []
    assert found(record, "harbour", lost=True) == [HARBOUR]
    [hit] = search(record, Query(words="harbour", lost=True)).hits
    assert (hit.statement["id"], hit.statement["judgement"]["state"]) == (SHUT.id, "lost")


def test_relations_are_found_by_what_is_right_of_them(record: Record) -> None:
    assert found(record, sign=-1) == [ARVENIA]
    judge(record, TIE.id, sign="+", event="SUPPORT", target="Ilva Deren")
    assert found(record, sign=-1) == []
    assert found(record, target="Lorr") == []
    assert found(record, sign=1, event=Event.SUPPORT, target="Deren") == [ARVENIA]
    for query in (Query(), Query(target="Deren")):
        assert [weight.name for weight in counts(record, query, By.TARGET)] == ["Ilva Deren"]
    judge(record, PRESSES.id, speaker="Ilan Dorsey")
    assert found(record, sign=1, speaker="Dorsey") == [ARVENIA]
    judge(record, TIE.id, Verdict.NO)
    assert found(record, sign=1) == []


def test_issues_stay_with_what_was_corrected(record: Record) -> None:
    judge(record, SHUT.id, mode="mixed")
    record.code([(1, ()), (2, (Coded(issue="ports", score=0.7),))])
    assert found(record, issue="ports") == [HARBOUR]


def test_pages_hold_each_statement_once_in_one_order(record: Record) -> None:
    for n in range(6):
        text = f"Mira Tessarić said: “Harbour {n}.”"
        document = replace(
            quoting.document(text), metadata=replace(quoting.document().metadata, published=f"2031-05-0{n + 1}")
        )
        record.add(document, None, quoting.read(document))
        if n % 2:
            judge(record, quoting.read(document).statements[0].id)
    for words in ("", "harbour"):
        once = [hit.statement["quote"] for hit in search(record, Query(words=words)).hits]
        paged: list[str] = []
        page: str | None = None
        while page is not None or not paged:
            some = search(record, Query(words=words, limit=3, page=page))
            paged += [hit.statement["quote"] for hit in some.hits]
            page = some.next
        assert paged == once
        assert len(set(once)) == len(once) == (8 if not words else 7)
    assert [quote[:10] for quote in found(record)[:6]] == [f"“Harbour {n}" for n in (5, 4, 3, 2, 1, 0)]


def test_a_meaning_finds_nothing_that_was_refused(record: Record) -> None:
    meanings = tuple(Meaning(vector=bytes([n + 1]) * 384, model="m") for n in range(2))
    record.add(quoting.document(TEXT), None, replace(FOUND, reader="2-m", meanings=meanings))
    meant = Query(meaning=meanings[0])
    assert len(search(record, meant).hits) == 2
    judge(record, SHUT.id, Verdict.NO)
    assert [hit.statement["quote"] for hit in search(record, meant).hits] == [ARVENIA]
    assert len(search(record, replace(meant, refused=True)).hits) == 2
    assert [hit.statement["quote"] for hit in search(record, replace(meant, judged="none")).hits] == [ARVENIA]


def test_words_of_what_is_judged_are_checked_and_made_again(record: Record) -> None:
    judge(record, PRESSES.id, speaker="Ilva Deren")
    run(record, "UPDATE derived_judged SET quote = 'sunk'")
    assert {misfit.what for misfit in record.verify()} == {"the index of words", "the place of a judgement"}
    record.rebuild()
    assert found(record, "arvenia", speaker="Deren") == [ARVENIA]


def test_an_older_reading_that_comes_later_changes_nothing(record: Record) -> None:
    judge(record, PRESSES.id, speaker="Ilva Deren")
    record.add(quoting.document(TEXT), None, Reading(document=FOUND.document, reader="0-old"))
    assert found(record, speaker="Deren") == [ARVENIA]
