"""What was judged counts where it was judged, for a newer reader and in a newer version; nothing moves by likeness."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

import quoting
from newsroom import run
from onrecord.errors import EvidenceError
from onrecord.facts import Document, Reading, Span
from onrecord.record import Judge, JudgeKind, Query, Record, State, Verdict, open_record

# An emoji is one code point, two in UTF-16 and four bytes.
TEXT = "🌊 The strait.\n" + quoting.HARBOUR + " Nobody asked Ilva Deren, who wants the ferry back."
URL = "https://quay.example/harbour"
[FOUND] = quoting.read(quoting.document(TEXT)).statements


@pytest.fixture
def record(place: str) -> Iterator[Record]:
    with open_record(place) as opened:
        add(opened, TEXT)
        yield opened


def add(record: Record, text: str, reading: Reading | None = None) -> Document:
    document = quoting.document(text, url=URL)
    record.add(document, None, reading or quoting.read(document))
    return document


def shown(record: Record) -> list[dict[str, Any]]:
    assert list(record.verify()) == []
    return [entry.json() for entry in record.entries()]


def found_by_another(start: int, end: int) -> Reading:
    """A newer reader that takes other words for the content."""
    document = quoting.document(TEXT, url=URL)
    [statement] = quoting.read(document).statements
    moved = replace(statement, content=(Span(start, end),))
    return Reading(document=document.id, reader="2-other", statements=(moved,))


def test_corrections_are_shown_with_what_was_read(record: Record) -> None:
    given = {"content": ["Arvenia will never close", "the harbour"], "speaker": "Ilva Deren", "mode": "mixed"}
    record.judge(FOUND.id, Verdict.YES, "Edda Quill", None, given)
    [entry] = shown(record)
    assert entry["id"] == FOUND.id
    assert [TEXT[start:end] for start, end in entry["content"]] == given["content"]
    assert (entry["quote"], entry["speaker"]["name"], entry["mode"]) == (
        "Arvenia will never close the harbour",
        "Ilva Deren",
        "mixed",
    )
    judgement = entry["judgement"]
    assert (judgement["verdict"], judgement["by"], judgement["state"]) == ("yes", "Edda Quill", "found")
    assert judgement["corrected"]["speaker"]["name"] == "Mira Tessarić"
    assert judgement["corrected"]["content"] == [FOUND.content[0].pair()]


def test_nobody_can_be_the_speaker_and_no_words_the_cue(record: Record) -> None:
    record.judge(FOUND.id, Verdict.YES, "Edda Quill", None, {"speaker": "nobody", "cue": "nobody"})
    [entry] = shown(record)
    assert (entry["speaker"]["kind"], entry["cue"]) == ("unstated", None)


def test_a_figure_of_the_document_is_known_by_its_name(record: Record) -> None:
    record.judge(FOUND.id, Verdict.YES, "Edda Quill", None, {"speaker": "Mira Tessarić"})
    [entry] = shown(record)
    start, end = entry["speaker"]["named_at"]
    assert (entry["speaker"]["kind"], TEXT[start:end]) == ("person", "Mira Tessarić")


def test_a_later_yes_leaves_corrections_and_a_newer_correction_takes_their_place(record: Record) -> None:
    record.judge(FOUND.id, Verdict.YES, "Edda Quill", None, {"speaker": "Ilva Deren", "mode": "mixed"})
    record.judge(FOUND.id, Verdict.YES, "Oren Hask", None, {"mode": "indirect"})
    record.judge(FOUND.id, Verdict.YES, "Oren Hask")
    [entry] = shown(record)
    assert (entry["speaker"]["name"], entry["mode"]) == ("Ilva Deren", "indirect")


def test_a_person_counts_before_a_rule(record: Record) -> None:
    record.judge(FOUND.id, Verdict.NO, "Edda Quill")
    record.judge(FOUND.id, Verdict.YES, Judge("no scare quotes", JudgeKind.RULE))
    assert shown(record)[0]["judgement"]["by"] == "Edda Quill"


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"content": ["the"]}, "stands in the text 2 times; give one by its offsets: 60-63, 109-112"),
        ({"content": ["the quay"]}, "does not stand in the text"),
        ({"content": ["7-9999"]}, "no stretch of the text"),
        ({"content": ["said: “Arvenia"]}, "a cue stands outside"),
        ({"sign": "1"}, "has no 'sign'"),
    ],
)
def test_what_cannot_be_a_correction_is_refused(record: Record, given: dict[str, Any], why: str) -> None:
    with pytest.raises((EvidenceError, ValueError), match=why):
        record.judge(FOUND.id, Verdict.YES, "Edda Quill", None, given)
    assert record.judgements(FOUND.id) == []


def test_what_is_wrong_is_not_corrected_at_once(record: Record) -> None:
    with pytest.raises(ValueError, match="say yes with a correction"):
        record.judge(FOUND.id, Verdict.NO, "Edda Quill", None, {"mode": "mixed"})


def test_a_missed_statement_is_added_and_can_be_judged(record: Record) -> None:
    given = {"content": ["wants the ferry back"], "speaker": "Ilva Deren", "source": ["Ilva Deren"], "mode": "indirect"}
    added = record.add_missing(FOUND.document[:8], given, "Edda Quill")
    entry = shown(record)[1]
    assert (entry["id"], entry["quote"], entry["reader"]) == (
        added.subject,
        "wants the ferry back",
        "judged by Edda Quill",
    )
    record.judge(added.subject[:8], Verdict.NO, "Oren Hask")
    assert [entry["id"] for entry in shown(record)] == [FOUND.id]


def test_an_added_statement_that_a_newer_reader_finds_is_that_finding(record: Record) -> None:
    record.add(quoting.document(TEXT), None, Reading(document=FOUND.document, reader="2-blind"))
    record.add_missing(
        FOUND.document, {"content": [TEXT[slice(*FOUND.content[0].pair())]], "cue": "said"}, "Edda Quill"
    )
    record.add(quoting.document(TEXT), None, quoting.read(quoting.document(TEXT), "3-quoting"))
    [entry] = shown(record)
    assert (entry["id"], entry["reader"], entry["judgement"]["state"]) == (FOUND.id, "3-quoting", "found")


def test_a_judgement_carries_over_to_the_one_finding_that_is_nearly_the_same(record: Record) -> None:
    record.judge(FOUND.id, Verdict.YES, "Edda Quill", None, {"mode": "mixed"})
    span = FOUND.content[0]
    add(record, TEXT, found_by_another(span.start + 1, span.end - 1))
    [entry] = shown(record)
    assert entry["id"] != FOUND.id
    assert (entry["judgement"]["state"], entry["judgement"]["subject"], entry["mode"]) == ("carried", FOUND.id, "mixed")
    assert list(record.waiting()) == []


def test_a_judgement_without_such_a_finding_stays_visible(record: Record) -> None:
    record.judge(FOUND.id, Verdict.YES, "Edda Quill")
    span = FOUND.content[0]
    add(record, TEXT, found_by_another(span.start + 12, span.end))
    other, lost = shown(record)
    assert ("judgement" in other, lost["id"], lost["judgement"]["state"]) == (False, FOUND.id, "lost")
    assert [entry.id for entry in record.waiting()] == [FOUND.id]


def test_a_judgement_goes_into_a_new_version_by_its_words(record: Record) -> None:
    record.judge(FOUND.id, Verdict.YES, "Edda Quill", None, {"content": ["Arvenia will never close the harbour."]})
    newer = add(record, "Updated 🌊🌊 twice. " + TEXT)
    [entry] = shown(record)
    [(start, end)] = entry["content"]
    assert newer.text[start:end] == "Arvenia will never close the harbour."
    assert (entry["judgement"]["state"], entry["judgement"]["subject"]) == ("anchored", FOUND.id)
    assert record.judgements(FOUND.id)[0].corrections["content"] != entry["content"]


@pytest.mark.parametrize("newer", [TEXT.replace("never", "not"), TEXT + "\n" + TEXT], ids=["other words", "twice"])
def test_words_that_do_not_stand_in_a_new_version_once_go_to_review(record: Record, newer: str) -> None:
    record.judge(FOUND.id, Verdict.YES, "Edda Quill")
    add(record, newer)
    assert all("judgement" not in entry for entry in shown(record))
    [entry] = record.waiting()
    assert entry.judged is not None
    assert (entry.id, entry.judged.state) == (FOUND.id, State.REVIEW)
    add(record, newer + " More.")
    assert [entry.id for entry in record.waiting()] == [FOUND.id]


def test_what_was_judged_itself_counts_before_what_comes_over(record: Record) -> None:
    record.judge(FOUND.id, Verdict.YES, "Edda Quill")
    add(record, "Updated. " + TEXT)
    [entry] = shown(record)
    record.judge(entry["id"], Verdict.NO, "Oren Hask")
    [entry] = shown(record)
    assert (entry["judgement"]["verdict"], entry["judgement"]["state"]) == ("no", "found")


@pytest.mark.parametrize(
    ("judged", "found"), [("yes", True), ("any", True), ("no", False), ("unsure", False), ("none", False)]
)
def test_search_filters_by_what_counts(record: Record, judged: str, found: bool) -> None:
    record.judge(FOUND.id, Verdict.NO, "Edda Quill")
    record.judge(FOUND.id, Verdict.YES, "Edda Quill")
    assert bool(record.search(Query(words="harbour", judged=judged)).hits) is found


def test_a_place_that_was_changed_is_named_and_made_again(record: Record) -> None:
    record.judge(FOUND.id, Verdict.YES, "Edda Quill")
    run(record, "UPDATE derived_judged SET verdict = 'no'")
    assert [misfit.what for misfit in record.verify()] == ["the place of a judgement"]
    record.rebuild()
    assert list(record.verify()) == []


def test_forgetting_a_document_takes_its_judgements_along(record: Record) -> None:
    record.judge(FOUND.id, Verdict.YES, "Edda Quill")
    add(record, "Updated. " + TEXT)
    record.forget(FOUND.document)
    assert ["judgement" in entry for entry in shown(record)] == [False]
