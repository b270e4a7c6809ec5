"""What goes into a record comes out as it was, once, and nothing of it is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

import quoting
from newsroom import only_in_a_file, run
from onrecord.errors import EvidenceError, RecordError
from onrecord.facts import (
    Document,
    End,
    Event,
    Instrument,
    Kind,
    Layer,
    Metadata,
    Reading,
    Span,
    Statement,
    Status,
    Time,
)
from onrecord.record import Outcome, Query, Record, Verdict, open_record

HOPED = "Ilan Dorsey hoped: “The ferries will run.” Mira Tessarić said: “They will not.”"
TIES = "Arvenia presses Lorr. Mira Tessarić said: “Lorr backs Arvenia, by the Quay Accord, in 2031.”"


@pytest.fixture
def record(place: str) -> Iterator[Record]:
    with open_record(place) as opened:
        yield opened


def add(record: Record, document: Document, reading: Reading | None = None) -> Outcome:
    return record.add(document, None, reading or quoting.read(document))


def quotes(record: Record) -> list[str]:
    return [entry.quote for entry in record.entries()]


def test_a_reading_comes_out_as_it_went_in(record: Record) -> None:
    document = replace(
        quoting.document(f"{HOPED} {TIES}", url="https://example.org/1", outlet="The Quay", published="2031-05-04"),
        notes=("the declared encoding was wrong",),
        encoding="windows-1252",
    )
    assert add(record, document) is Outcome.NEW
    assert record.document(document.id[:8]) == document
    assert record.reading(document.id) == quoting.read(document)


def test_a_statement_of_many_spans_comes_out_as_it_went_in(record: Record) -> None:
    document = quoting.document("🙂 Why ca / n't / they, he asked in his interview for The Quay on Monday.")
    whole = quoting.read(quoting.document())
    statement = replace(
        whole.statements[0],
        document=document.id,
        content=(Span(2, 8), Span(11, 14), Span(17, 21)),
        cue=None,
        cue_kind=None,
        occasion=(Span(32, 61),),
        said_on="2031-05-05",
    )
    add(record, document, Reading(document=document.id, reader="1-quoting", statements=(statement,)))
    [entry] = record.entries()
    assert entry.statement == statement
    assert entry.quote == "Why can't they"


def test_adding_a_document_again_changes_nothing(record: Record) -> None:
    add(record, quoting.document())
    before = run(record, "SELECT * FROM captures"), run(record, "SELECT * FROM statements")
    assert add(record, quoting.document()) is Outcome.KNOWN
    assert (run(record, "SELECT * FROM captures"), run(record, "SELECT * FROM statements")) == before


def test_one_text_of_two_outlets_is_one_document_with_two_captures(record: Record) -> None:
    add(record, quoting.document(url="https://a.example/1", outlet="A"))
    assert add(record, quoting.document(url="https://b.example/1", outlet="B")) is Outcome.KNOWN
    assert run(record, "SELECT url, outlet FROM captures") == [
        ("https://a.example/1", "A"),
        ("https://b.example/1", "B"),
    ]
    assert record.counts().documents == 1


def test_a_changed_text_at_the_same_address_takes_the_place_of_the_old(record: Record) -> None:
    old = quoting.document("Ilan Dorsey said: “Yes.”", url="https://a.example/1")
    new = quoting.document("Ilan Dorsey said: “No.”", url="https://a.example/1")
    add(record, old)
    assert add(record, new) is Outcome.VERSION
    assert quotes(record) == ["“No.”"]
    assert not record.search(Query(words="yes")).hits
    assert run(record, "SELECT speaker, quote FROM statements_full") == [("Ilan Dorsey", "“No.”")]
    assert run(record, "SELECT supersedes FROM documents_full WHERE superseded_by IS NULL") == [(old.id,)]
    [kept] = record.entries_by_id(quoting.read(old).statements[0].id)
    assert kept.superseded


def test_a_third_version_takes_the_place_of_the_second(record: Record) -> None:
    for answer in ("Yes", "No", "Perhaps"):
        add(record, quoting.document(f"Ilan Dorsey said: “{answer}.”", url="https://a.example/1"))
    assert quotes(record) == ["“Perhaps.”"]


def test_a_text_that_still_stands_elsewhere_is_not_replaced(record: Record) -> None:
    text = "Ilan Dorsey said: “Yes.”"
    add(record, quoting.document(text, url="https://a.example/1"))
    add(record, quoting.document(text, url="https://b.example/1"))
    assert add(record, quoting.document("Ilan Dorsey said: “No.”", url="https://a.example/1")) is Outcome.NEW
    assert quotes(record) == ["“Yes.”", "“No.”"]


def test_a_better_extraction_of_the_same_bytes_takes_the_place_of_the_worse(record: Record) -> None:
    page = quoting.capture("<p>…</p>")
    worse = quoting.document("Read also: Ilan Dorsey said: “Yes.”", extractor="trafilatura 2.0")
    better = quoting.document("Ilan Dorsey said: “Yes.”", extractor="trafilatura 2.1")
    record.add(worse, page, quoting.read(worse))
    assert record.knows(page, "trafilatura 2.0", "1-quoting")
    assert not record.knows(page, "trafilatura 2.1", "1-quoting")
    assert record.add(better, page, quoting.read(better)) is Outcome.VERSION
    assert quotes(record) == ["“Yes.”"]


def test_a_newer_reader_is_shown_and_the_older_reading_kept(record: Record) -> None:
    document = quoting.document(HOPED)
    add(record, document)
    assert quotes(record) == ["“The ferries will run.”", "“They will not.”"]
    assert add(record, document, quoting.read_again(document)) is Outcome.READING
    assert quotes(record) == ["“They will not.”"]
    assert not record.search(Query(words="ferries")).hits
    assert record.reading(document.id, "1-quoting") == quoting.read(document)
    [hoped] = record.entries_by_id(quoting.read(document).statements[0].id)
    assert not hoped.present


def test_an_older_reader_never_hides_a_newer(record: Record) -> None:
    document = quoting.document(HOPED)
    add(record, document, quoting.read_again(document))
    assert add(record, document, quoting.read(document)) is Outcome.READING
    assert quotes(record) == ["“They will not.”"]
    assert record.has_read(document.id, "1-quoting")


@pytest.mark.parametrize("readers", [(quoting.read, quoting.read_again), (quoting.read_again, quoting.read)])
def test_of_two_readings_that_come_together_the_newer_is_shown(
    record: Record, readers: tuple[Callable[[Document], Reading], ...]
) -> None:
    document = quoting.document(HOPED)
    record.add_all([(document, None, read(document)) for read in readers])
    assert quotes(record) == ["“They will not.”"]
    assert not record.search(Query(words="ferries")).hits
    assert list(record.verify()) == []


def test_what_was_missing_about_a_document_is_filled_in_later(record: Record) -> None:
    add(record, quoting.document())
    add(record, quoting.document(outlet="The Quay", published="2031-05-04"))
    assert record.document(quoting.document().id).metadata == Metadata(outlet="The Quay", published="2031-05-04")


def test_what_contradicts_is_not_mixed(record: Record) -> None:
    add(record, quoting.document(outlet="The Quay"))
    add(record, quoting.document(outlet="The Tide", url="https://tide.example/1"))
    assert record.document(quoting.document().id).metadata == Metadata(outlet="The Quay")


def test_relations_of_every_shape_come_out_as_they_went_in(record: Record) -> None:
    document = quoting.document(TIES)
    whole = quoting.read(document)
    first, second = whole.relations
    holder = End(name="Arvenia", kind=Kind.GROUP, named_at=Span(0, 7), implied=True)
    denied = replace(
        first, holder=holder, status=Status.DENIED, event=Event.REJECT, grounds=(Span(8, 15), Span(16, 20))
    )
    open_ended = replace(second, target=None, layer=Layer.SHOWN, sign=0, mode="strike", contexts=("legal", "rights"))
    reading = replace(whole, relations=(denied, open_ended))
    add(record, document, reading)
    assert record.reading(document.id) == reading
    assert run(record, "SELECT holder, target, sign, voice, quote FROM relations_full ORDER BY sign") == [
        ("Arvenia", "Lorr", -1, "outlet", None),
        ("Lorr", None, 0, "Mira Tessarić", "“Lorr backs Arvenia, by the Quay Accord, in 2031.”"),
    ]


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"grounds": (Span(20, 900),)}, "ends at 900"),
        ({"holder": End(name="Arvenia", kind=Kind.PLACE, span=Span(0, 901))}, "ends at 901"),
        ({"target": End(name="Lorr", kind=Kind.PLACE, implied=True, named_at=Span(0, 902))}, "ends at 902"),
        ({"voice": "0123456789abcdef"}, "voiced by a statement that was not found"),
        ({"document": "0" * 64}, "relation .* of another document"),
    ],
)
def test_a_relation_that_does_not_fit_the_text_is_refused(record: Record, changes: dict[str, Any], why: str) -> None:
    document = quoting.document(TIES)
    whole = quoting.read(document)
    with pytest.raises(EvidenceError, match=why):
        record.add(document, None, replace(whole, relations=(replace(whole.relations[0], **changes),)))
    assert record.counts().documents == 0


def test_a_relation_that_was_found_twice_is_refused(record: Record) -> None:
    document = quoting.document(TIES)
    whole = quoting.read(document)
    with pytest.raises(EvidenceError, match="was found twice in one reading"):
        record.add(document, None, replace(whole, relations=(whole.relations[0], replace(whole.relations[0], sign=1))))


@pytest.mark.parametrize(
    "changes",
    [
        {"instruments": (Instrument(name="Accord", span=Span(80, 900)),)},
        {"times": (Time(value="2031", span=Span(80, 900)),)},
    ],
)
def test_what_is_named_outside_the_text_is_refused(record: Record, changes: dict[str, Any]) -> None:
    document = quoting.document(TIES)
    with pytest.raises(EvidenceError, match="ends at 900"):
        record.add(document, None, replace(quoting.read(document), **changes))


def _one(statement: Statement, **changes: Any) -> tuple[Statement, ...]:
    return (replace(statement, **changes),)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"content": (Span(20, 900),), "cue": None}, "ends at 900"),
        ({"source": (Span(0, 900),)}, "ends at 900"),
        ({"within": "0123456789abcdef"}, "was not found"),
        ({"document": "0" * 64}, "of another document"),
        ({"content": (Span(4, 5),), "cue": None}, "no words"),
    ],
)
def test_evidence_that_does_not_fit_the_text_is_refused(record: Record, changes: dict[str, Any], why: str) -> None:
    document = quoting.document()
    whole = quoting.read(document)
    bad = replace(whole, statements=_one(whole.statements[0], **changes))
    with pytest.raises(EvidenceError, match=why):
        record.add(document, None, bad)
    assert record.counts().documents == 0


def test_a_statement_outside_the_one_it_stands_within_is_refused(record: Record) -> None:
    document = quoting.document(HOPED)
    first, second = quoting.read(document).statements
    bad = Reading(document=document.id, reader="1-quoting", statements=(first, replace(second, within=first.id)))
    with pytest.raises(EvidenceError, match="does not lie inside"):
        record.add(document, None, bad)


def test_a_refused_document_does_not_keep_out_the_others(record: Record) -> None:
    good, bad = quoting.document("Ilan Dorsey said: “Yes.”"), quoting.document()
    first, second = record.add_all([(bad, None, quoting.read(good)), (good, None, quoting.read(good))])
    assert isinstance(first, EvidenceError)
    assert second is Outcome.NEW
    assert record.counts().documents == 1


def test_characters_that_no_database_keeps_are_refused(record: Record) -> None:
    with pytest.raises(EvidenceError, match="NUL"):
        add(record, quoting.document("Ilan Dorsey said: “a\x00b.”"))
    with pytest.raises(EvidenceError, match="half a character"):
        add(record, quoting.document(title="\ud83d"))


def test_a_document_that_does_not_exist_is_told(record: Record) -> None:
    with pytest.raises(RecordError, match="no document begins with 'abc'"):
        record.document("abc")


_EMPTY_INDEX = (
    "INSERT INTO derived_statement_words(derived_statement_words) VALUES ('delete-all')",
    "DELETE FROM derived_statement_words",
)


def test_everything_derived_can_be_made_again(record: Record) -> None:
    for text in (HOPED, quoting.HARBOUR):
        add(record, quoting.document(text))
        add(record, quoting.document(text), quoting.read_again(quoting.document(text)))
    before = record.search(Query(words="the* OR harbour")), record.search(Query(words="will")), quotes(record)
    run(record, "DELETE FROM derived_present_readings", _EMPTY_INDEX["://" in record.name])
    assert quotes(record) == []
    record.rebuild()
    assert (record.search(Query(words="the* OR harbour")), record.search(Query(words="will")), quotes(record)) == before


@only_in_a_file
def test_the_index_of_words_agrees_with_the_statements(record: Record) -> None:
    add(record, quoting.document(HOPED))
    add(record, quoting.document(HOPED), quoting.read_again(quoting.document(HOPED)))
    assert run(record, "SELECT count(*) FROM derived_statement_words WHERE derived_statement_words MATCH 'will'") == [
        (1,)
    ]


@only_in_a_file
def test_an_entry_takes_less_than_two_kilobytes(record: Record) -> None:
    sentence = "Mira Tessarić said: “Arvenia will in no case close the old harbour before the winter, number {}.” "
    texts = ["".join(sentence.format(20 * n + i) for i in range(20)) for n in range(100)]
    record.add_all([(quoting.document(text), None, quoting.read(quoting.document(text))) for text in texts])
    [[count]] = run(record, "SELECT count(*) FROM statements")
    [[size]] = run(record, "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
    assert size / count < 2048


def test_the_stamp_changes_with_what_is_added_or_judged_and_with_nothing_else(place: str) -> None:
    with open_record(place) as record:
        stamps = [record.stamp()]
        document = quoting.document()
        record.add(document, None, quoting.read(document))
        stamps.append(record.stamp())
        record.judge(quoting.read(document).statements[0].id, Verdict.YES, "Edda Quill")
        stamps.append(record.stamp())
        record.forget(document.id)
        stamps.append(record.stamp())
        assert len(set(stamps)) == 4
        assert record.stamp() == stamps[-1]


def test_a_documents_statements_come_in_the_order_of_its_text_with_those_that_were_added(place: str) -> None:
    document = quoting.document("Ilan Dorsey said: “We go.” Nobody stays. Mira Tessarić said: “We stay.”")
    with open_record(place) as record:
        record.add(document, None, quoting.read(document))
        record.add_missing(document.id, {"content": "Nobody stays.", "speaker": "nobody"}, "Edda Quill")
        assert [entry.quote for entry in record.entries_of(document.id)] == ["“We go.”", "Nobody stays.", "“We stay.”"]
        assert [each.document for each in record.latest(3)] == [document.id]
