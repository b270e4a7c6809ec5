"""Where a text may not be kept, what was said in it still is, with its places and hashes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import quoting
from newsroom import only_in_a_file, run
from onrecord.errors import RecordError
from onrecord.record import Outcome, Query, Record, open_record
from onrecord.views.about import about
from onrecord.views.show import show

TEXT = "The umbraculous evening. Mira Tessarić said: “Never.” Nobody objurgated."
DOCUMENT = quoting.document(TEXT)
[STATEMENT] = quoting.read(DOCUMENT).statements


@pytest.fixture
def record(place: str) -> Iterator[Record]:
    with open_record(place, keep_texts=False) as opened:
        assert opened.add(DOCUMENT, None, quoting.read(DOCUMENT)) is Outcome.NEW
        yield opened


@only_in_a_file
def test_no_word_of_the_text_but_what_was_said_is_in_the_files(record: Record) -> None:
    data = b"".join(file.read_bytes() for file in Path(record.name).parent.glob("test.db*"))
    assert "“Never.”".encode() in data
    assert DOCUMENT.id.encode() in data
    assert b"umbraculous" not in data
    assert b"objurgated" not in data


def test_statements_are_found_and_shown_by_their_quotes(record: Record) -> None:
    assert record.search(Query(words="never")).hits[0].entry.statement == STATEMENT
    shown = show(record, STATEMENT.id)
    assert [(segment.words, segment.marks) for segment in shown.segments] == [("“Never.”", ("content",))]
    assert (shown.text_kept, shown.prefix, shown.suffix, shown.document_name) == (False, "", "", "a.txt")


def test_that_the_text_is_not_kept_is_told(record: Record) -> None:
    known = about(record, STATEMENT.id).provenance
    assert (known.text_kept, known.characters) == (False, len(TEXT))
    with pytest.raises(RecordError, match="is not kept in this record, only what was said in it"):
        record.document(DOCUMENT.id)


def test_a_newer_reader_may_read_it_again_from_its_source(record: Record) -> None:
    assert record.add(DOCUMENT, None, quoting.read_again(DOCUMENT)) is Outcome.READING
    assert [entry.reader for entry in record.entries()] == ["2-quoting"]
    assert list(record.verify()) == []


@pytest.mark.parametrize(
    ("sql", "why"),
    [
        ("UPDATE documents SET withheld = 20", "a span ends at"),
        ("UPDATE documents SET text = 'Umbraculous.'", "holds a text that was not to be kept"),
        ("UPDATE statements SET quote = 'Ever.'", "its digest is another"),
    ],
)
def test_what_is_kept_can_still_be_verified(record: Record, sql: str, why: str) -> None:
    assert list(record.verify()) == []
    run(record, sql)
    assert why in record_misfits(record)


def record_misfits(record: Record) -> str:
    return " ".join(misfit.why for misfit in record.verify())


def test_what_is_there_stays_as_it_was_kept(record: Record) -> None:
    with open_record(record.name) as other:
        assert other.add(DOCUMENT, None, quoting.read(DOCUMENT)) is Outcome.KNOWN
    assert not record.provenances(DOCUMENT.id)[0].text_kept


def test_it_can_be_forgotten(record: Record) -> None:
    record.forget(DOCUMENT.id)
    assert list(record.verify()) == []
    assert record.counts().documents == 0
