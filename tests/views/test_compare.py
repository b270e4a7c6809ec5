"""Two sides compared: what both say, what shifted, what hardly fits together, and what one side says alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import quoting
from onrecord import ingest
from onrecord.errors import RecordError
from onrecord.facts import Capture, Document, Metadata
from onrecord.record import Record, open_record
from onrecord.spelling import may_be_one
from onrecord.views.compare import Comparison, Sort, compare
from onrecord.views.pairing import Stand
from onrecord.views.sidebyside import html

DOUBLE = "These are the double standards of the Union in the grain dispute"
ALONE = "My grandmother kept bees behind the old lighthouse"


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    with open_record(tmp_path / "record.db") as opened:
        yield opened


def add(record: Record, outlet: str, *said: str, speaker: str = "Mira Tessarić", published: str | None = None) -> str:
    text = " ".join(f"{speaker} said: “{words}.”" for words in (*said, f"{outlet} is a fine place to read"))
    document = Document(text=text, metadata=Metadata(outlet=outlet, published=published))
    record.add(document, None, quoting.read(document))
    return document.id


def compared(record: Record, one: str, other: str) -> Comparison:
    a, b = add(record, "Veltan Post", one, ALONE), add(record, "Northern Wire", other)
    return compare(record, a[:12], b[:12])


def only_pair(found: Comparison) -> tuple[Stand, str]:
    [pair] = [pair for pair in found.pairs if "read" not in pair.a.words]
    return pair.kind, pair.what


def test_one_claim_in_other_words_is_the_same(record: Record) -> None:
    found = compared(record, DOUBLE, "In the grain dispute the double standards are evident")
    assert only_pair(found)[0] is Stand.SAME
    assert ALONE in " ".join(claim.words for claim in found.only_a)


def test_a_short_answer_is_understood_by_its_question(record: Record) -> None:
    interview = (
        "The guest of this hour is Mira Tessarić, the harbour master of Port Halm.\n\n"
        "— Did you take money from the owners of the ferries for the new quay?\n\n— Those are tales.\n\n"
        "— What do you like best about your work in the harbour?\n\n— The gulls at five in the morning.\n"
    )
    report = "Mira Tessarić rejected reports that she had taken money from the owners of ferries as an invention."
    ingest.add([quoting.capture(interview, "a.txt"), quoting.capture(report, "b.txt")], record)
    found = compare(record, *record.documents())
    assert [(pair.a.words, pair.what) for pair in found.pairs] == [("Those are tales.", "by what was asked")]


def test_half_of_a_double_name_may_be_the_whole() -> None:
    assert may_be_one("Anders Pohl", "Anders Pohl-Wieland")
    assert may_be_one("Pohl-Wieland", "Anders Pohl")
    assert not may_be_one("Anders Wohl", "Anders Pohl-Wieland")


def test_whom_a_text_names_by_his_office_may_be_its_speaker(record: Record) -> None:
    interview = (
        "The guest of this hour is Mira Tessarić, the harbour master of Port Halm.\n\n"
        "— How is the new quay getting on?\n\n— It will cost ninety million crowns.\n"
    )
    report = (
        "The harbour master said that the quay would cost ninety million crowns. Later that day in Port Halm, "
        "Mira Tessarić said that she slept well."
    )
    ingest.add([quoting.capture(interview, "a.txt"), quoting.capture(report, "b.txt")], record)
    found = compare(record, *record.documents())
    assert "ninety million crowns" in found.pairs[0].b.words


def test_another_actor_toward_the_same_target_has_shifted(record: Record) -> None:
    found = compared(
        record, "Arvenia presses Sulmar over the grain", "Tolvia presses Sulmar over the grain again today"
    )
    assert only_pair(found) == (Stand.SHIFTED, "actor: Arvenia → Sulmar − / Tolvia → Sulmar −")


def test_stronger_words_for_the_same_thing_have_shifted(record: Record) -> None:
    found = compared(
        record,
        "They put pressure on us over the grain silos",
        "Over grain silos they put incredible pressure on Sulmar",
    )
    assert only_pair(found) == (Stand.SHIFTED, "strength: pressure / incredible pressure")


def test_another_reason_for_the_same_thing_has_shifted(record: Record) -> None:
    found = compared(
        record,
        "The grain silos stay closed because the inspectors found rats",
        "We keep grain silos closed due to a quarrel over dues",
    )
    assert only_pair(found) == (Stand.SHIFTED, "reason: because the inspectors found rats / due to a quarrel over dues")


def test_opposite_sides_and_opposite_signs_are_in_tension(record: Record) -> None:
    found = compared(
        record, "The two grain disputes are the same in every way", "Those grain disputes are different, I think"
    )
    assert only_pair(found) == (Stand.TENSION, "opposed on: same")
    signs = compare(
        record,
        add(record, "Strait Daily", "Arvenia presses Sulmar over the eastern lighthouse"),
        add(record, "Island Radio", "Arvenia backs Sulmar over the eastern lighthouse"),
    )
    assert only_pair(signs)[0] is Stand.TENSION


def test_what_one_side_says_alone_is_in_no_pair(record: Record) -> None:
    found = compared(record, DOUBLE, DOUBLE)
    paired = {claim.id for pair in found.pairs for claim in (pair.a, pair.b)}
    assert paired
    assert not paired & {claim.id for claim in (*found.only_a, *found.only_b)}
    assert {claim.id for claim in found.a.claims} <= paired | {claim.id for claim in found.only_a}


def test_only_statements_of_one_speaker_are_paired_but_for_a_claim_that_another_is_said_to_have_made(
    record: Record,
) -> None:
    a = add(record, "Veltan Post", DOUBLE, ALONE)
    b = add(record, "Northern Wire", "Double standards are a matter of taste")
    c = add(record, "Northern Wire", f"{DOUBLE} again", speaker="Edda Quill")
    both = compare(record, a, "Northern Wire")
    stolen = [pair for pair in both.pairs if pair.what == "speaker: Mira Tessarić / Edda Quill"]
    stolen = [pair for pair in stolen if "read" not in pair.a.words]
    assert [(pair.kind, pair.b.entry.statement.document) for pair in stolen] == [(Stand.SHIFTED, c)]
    assert all(pair.b.entry.statement.document == b for pair in both.pairs if pair.what.startswith("both"))


@pytest.mark.parametrize(
    ("name", "sort"),
    [
        ("Veltan Post", Sort.OUTLET),
        ("veltan post", Sort.OUTLET),
        ("Tessarić", Sort.ACTOR),
        ("2031-05", Sort.TIME),
        ("2031", Sort.TIME),
        ("..2031-02", Sort.TIME),
        ("2031-05-01..2031-05-31", Sort.TIME),
    ],
)
def test_a_side_is_what_it_is_called(record: Record, name: str, sort: Sort) -> None:
    add(record, "Veltan Post", DOUBLE, published="2031-05-31")
    add(record, "Northern Wire", DOUBLE, published="2031-02-28T10:00:00+00:00")
    side = compare(record, name, "2031").a
    outlets = {claim.entry.metadata.outlet for claim in side.claims}
    assert side.sort is sort
    assert (outlets == {"Veltan Post", "Northern Wire"}) == (name in ("2031", "Tessarić"))


def test_a_document_is_what_it_was_added_by(record: Record) -> None:
    document = quoting.document("Mira Tessaric said: “The harbour stays open.”")
    capture = Capture(name="news/harbour.txt", data=document.text.encode(), media_type="text/plain")
    record.add(document, capture, quoting.read(document))
    side = compare(record, "news/harbour.txt", "Tessaric").a
    assert (side.sort, [claim.entry.statement.document for claim in side.claims]) == (Sort.DOCUMENT, [document.id])


def test_what_is_no_side_is_told(record: Record) -> None:
    add(record, "Veltan Post", DOUBLE)
    with pytest.raises(RecordError, match="'Nowhere Times' is no document, outlet, speaker or time"):
        compare(record, "Veltan Post", "Nowhere Times")


def test_its_json_names_statements_by_their_ids(record: Record) -> None:
    found = compared(record, DOUBLE, DOUBLE).json()
    for pair in found["pairs"]:
        assert pair.keys() == {"kind", "a", "b", "what", "score"}
        assert all(found["statements"][id_]["quote"] for id_ in pair["a"] + pair["b"])
    assert all(id_ in found["statements"] for id_ in found["only_a"] + found["only_b"])


def test_the_page_needs_nothing_else_and_words_are_no_markup(record: Record) -> None:
    page = html(compared(record, f"{DOUBLE} <script>alert(1)</script>", DOUBLE))
    assert "<mark>double</mark> <mark>standards</mark>" in page
    assert "&lt;script&gt;" in page
    assert not re.search(r"<script|https?:|src=|@import|url\(", page)
    assert "prefers-color-scheme: dark" in page
