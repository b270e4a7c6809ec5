"""Adding: what is there is skipped, what is bad is listed, and however many read, the record is the same."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

import quoting
from newsroom import run
from onrecord import ingest, model
from onrecord.errors import OnrecordError, SourceError
from onrecord.facts import Capture, Document, Metadata, Reading
from onrecord.ingest import Reader, Report, Step
from onrecord.record import Outcome, Query, Record, open_record
from onrecord.statements.meaning import meaning
from onrecord.views.about import whole


@pytest.fixture
def record(place: str) -> Iterator[Record]:
    with open_record(place) as opened:
        yield opened


def captures(count: int = 3) -> list[Capture | SourceError]:
    return [quoting.capture(f"Ilan Dorsey said: “Number {n}.” Enough.", f"{n}.txt") for n in range(count)]


def never(document: Document) -> Reading:
    raise AssertionError(f"{document.name} was read again")


def dies(document: Document) -> Reading:
    os._exit(len(document.name))


def of_another(document: Document) -> Reading:
    return quoting.read(quoting.document(f"{document.text} Ilan Dorsey said: “No.”"))


def test_documents_are_counted_with_their_statements_and_words(record: Record) -> None:
    assert ingest.add(captures(), record, reader=quoting.READER) == Report(
        new=3, versions=0, readings=0, known=0, failed=0, statements=3, words=18, failures=()
    )


def test_what_is_there_is_not_even_decoded(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    ingest.add(captures(), record, reader=quoting.READER)
    monkeypatch.setattr(ingest, "document_of", never)
    report = ingest.add(captures(), record, reader=Reader("1-quoting", never))
    assert (report.known, report.new, report.failed, report.words) == (3, 0, 0, 0)


def test_a_known_text_in_other_bytes_is_not_read_again(record: Record) -> None:
    ingest.add([quoting.capture("Ilan Dorsey said: “Nó.”")], record, reader=quoting.READER)
    other = Capture(
        name="b.txt",
        data="Ilan Dorsey said: “Nó.”".encode("utf-16"),
        encoding="utf-16",
        metadata=Metadata(language="en"),
    )
    report = ingest.add([other], record, reader=Reader("1-quoting", never))
    assert (report.known, report.failed) == (1, 0)
    assert ingest.add([other], record, reader=Reader("1-quoting", never)).known == 1


def test_one_text_twice_in_a_run_is_one_document(record: Record) -> None:
    twice = [quoting.capture(name="a.txt"), quoting.capture(name="b.txt")]
    report = ingest.add(twice, record, reader=quoting.READER)
    assert (report.new, report.known, report.statements) == (1, 1, 1)


def test_a_newer_reader_reads_everything_again(record: Record) -> None:
    ingest.add(captures(), record, reader=quoting.READER)
    report = ingest.add(captures(), record, reader=quoting.NEWER)
    assert (report.readings, report.new, report.known) == (3, 0, 0)


def test_a_bad_document_is_listed_and_the_others_go_on(record: Record) -> None:
    first, second, third = captures()
    bad: list[Capture | SourceError] = [
        SourceError("gone.txt: cannot be opened; does it exist?"),
        quoting.capture("", "empty.txt"),
        quoting.capture("CRASH here, please, and do so in English.", "crash.txt"),
    ]
    steps: list[Step] = []
    report = ingest.add([first, *bad, second, third], record, reader=quoting.READER, progress=steps.append)
    assert (report.new, report.failed) == (3, 3)
    assert report.failures[0] == "gone.txt: cannot be opened; does it exist?"
    assert report.failures[1].startswith("empty.txt: ")
    assert report.failures[2] == "crash.txt: reading it failed (KeyError: 'crash')"
    assert [step.outcome for step in steps] == [Outcome.NEW, None, None, None, Outcome.NEW, Outcome.NEW]


def test_what_could_not_be_read_is_told_until_it_is(record: Record) -> None:
    gone = SourceError("gone.txt: no such file or folder; check the path")
    ingest.add([gone, quoting.capture("", "empty.txt"), *captures()], record, reader=quoting.READER)
    told = {failure.source: failure.why for failure in record.failures.latest(9)}
    assert list(told) == ["empty.txt", "gone.txt"]
    assert told["gone.txt"] == "no such file or folder; check the path"
    assert [failure.source for failure in whole(record).failures] == list(told)
    written = quoting.capture("Ilan Dorsey said: “It is found.” Enough.", "gone.txt")
    ingest.add([written], record, reader=quoting.READER)
    assert [failure.source for failure in record.failures.latest(9)] == ["empty.txt"]
    assert not list(record.verify())


def test_of_many_that_fail_the_last_are_told(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.record.failures._KEPT", 3)
    for first in (0, 4):
        ingest.add((SourceError(f"{n}.txt: is empty") for n in range(first, first + 4)), record, reader=quoting.READER)
    assert [failure.source for failure in record.failures.latest(9)] == ["5.txt", "6.txt", "7.txt"]


def test_a_reading_that_does_not_fit_its_text_is_a_bad_document(record: Record) -> None:
    report = ingest.add(captures(1), record, reader=Reader("1-wrong", of_another))
    assert report.failed == 1
    assert report.failures[0].startswith("0.txt: the reading is of another document")
    assert record.counts().documents == 0


def test_progress_is_told_in_order_once_a_document_is_kept(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ingest, "_BATCH_DOCUMENTS", 2)
    heard = []

    def hear(step: Step) -> None:
        assert (step.name,) in run(record, "SELECT name FROM captures")
        heard.append(step.name)

    ingest.add(captures(5), record, reader=quoting.READER, progress=hear)
    assert heard == [f"{n}.txt" for n in range(5)]


def dump(path: Path) -> list[str]:
    """The whole record as SQL, without the times of adding."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE documents SET added_at = ''")
        connection.execute("UPDATE captures SET added_at = ''")
        connection.execute("UPDATE readings SET added_at = ''")
        connection.execute("UPDATE failures SET failed_at = ''")
        return [line for line in connection.iterdump() if "derived_statement_words" not in line]


def test_the_record_is_the_same_however_many_processes_read(tmp_path: Path) -> None:
    paths = [tmp_path / "one.db", tmp_path / "two.db"]
    bad = [quoting.capture("CRASH here, please, and do so in English.", "crash.txt")]
    reports = []
    for jobs, path in enumerate(paths, start=1):
        with open_record(path) as record:
            reports.append(ingest.add(captures(20) + bad + captures(22), record, reader=quoting.READER, jobs=jobs))
    assert reports[0] == reports[1]
    assert dump(paths[0]) == dump(paths[1])


def test_a_reading_process_that_dies_is_told(record: Record) -> None:
    with pytest.raises(OnrecordError, match="what was stored is kept: run the same command again with fewer jobs"):
        ingest.add(captures(), record, reader=Reader("1-killed", dies), jobs=2)


def test_meanings_are_made_later_also_of_texts_that_are_not_kept(place: str) -> None:
    with open_record(place, keep_texts=False) as record:
        for document in (quoting.document(), quoting.document("Ilan Dorsey said: “The ferries will run.”")):
            record.add(document, None, quoting.read(document))
        assert len(record.unmeant(model.meaning_digest())) == 2
        heard: list[tuple[int, int]] = []
        ingest.rebuild(record, lambda done, total: heard.append((done, total)))
        # Both were given meanings, and then linked.
        assert heard == [(1, 2), (2, 2), (2, 2)]
        assert record.unmeant(model.meaning_digest()) == []
        first, second = record.search(Query(meaning=meaning("the port stays open"))).hits
        assert first.entry.quote == "“Arvenia will never close the harbour.”"
        assert (first.score or 0) > (second.score or 0)
        assert list(record.verify()) == []
