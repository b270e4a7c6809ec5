"""What was forgotten is nowhere in the file, and does not come back unasked."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

import quoting
from newsroom import only_in_a_file, run
from onrecord import ingest
from onrecord.errors import ForgottenError, RecordError
from onrecord.facts import Capture, Document, Metadata, Reading
from onrecord.record import Outcome, Query, Record, Verdict, open_record

TEXT = (
    "Zephyrine Quillfeather said: “Umbraculous dealings were xylographed.” Nobody objurgated. "
    "Brobdingnag presses Lilliput, by the Nyctophobe Accord."
)
WORDS = (
    *("Zephyrine", "uillfeather", "mbraculous", "ylographed", "bjurgated", "robdingnag", "illiput", "yctophobe"),
    *("Vexillary", "kaleidoscopic", "ossuary"),
)
DOCUMENT = quoting.document(
    TEXT, "ossuary.txt", title="Vexillary", outlet="The Kaleidoscopic", url="https://ossuary.example"
)


@pytest.fixture
def record(place: str) -> Iterator[Record]:
    """The document among many others, read twice, its title learned later."""
    with open_record(place) as opened:
        for n in range(30):
            other = quoting.document(f"Ilan Dorsey said: “Number {n} of the {'harbour ' * n}.”", f"{n}.txt")
            opened.add(other, None, quoting.read(other))
            if n == 10:
                opened.add(quoting.document(TEXT, "ossuary.txt"), None, quoting.read(DOCUMENT))
        opened.add(DOCUMENT, None, quoting.read_again(DOCUMENT))
        opened.judge(quoting.read(DOCUMENT).statements[0].id, Verdict.YES, "Ilan Dorsey", "so umbraculous")
        opened.failures.note({"ossuary.txt": "reading it failed"}, ())
        yield opened


def words_in(path: Path) -> set[str]:
    """Those of the words that stand anywhere in the bytes of the record's files."""
    data = b"".join(file.read_bytes() for file in path.parent.glob(f"{path.name}*")).lower()
    return {word for word in WORDS if word.lower().encode() in data}


@only_in_a_file
def test_no_word_is_left_in_any_byte_of_the_files(record: Record) -> None:
    assert words_in(Path(record.name)) == set(WORDS)
    erased = record.forget(DOCUMENT.id)
    assert words_in(Path(record.name)) == set()
    assert (erased.document, erased.versions, erased.remains) == (DOCUMENT.id, (), ())


def test_everything_else_stays_and_fits(record: Record) -> None:
    record.forget(DOCUMENT.id[:8])
    assert list(record.verify()) == []
    assert record.counts().documents == 30
    assert len(record.search(Query(words="number", limit=50)).hits) == 30
    assert record.search(Query(speaker="Quillfeather")).hits == ()
    assert record.provenances(DOCUMENT.id) == []


def test_a_dated_tombstone_with_the_hash_is_left(record: Record) -> None:
    erased = record.forget(DOCUMENT.id)
    assert (DOCUMENT.id, erased.forgotten_at) in run(record, "SELECT * FROM tombstones")


def test_what_was_forgotten_is_refused_and_the_others_are_kept(record: Record) -> None:
    record.forget(DOCUMENT.id)
    other = quoting.document("Ilan Dorsey said: “Yes.”")
    refused, kept = record.add_all([(DOCUMENT, None, quoting.read(DOCUMENT)), (other, None, None)])
    assert isinstance(refused, ForgottenError)
    assert kept is Outcome.NEW
    with pytest.raises(ForgottenError, match=r"ossuary\.txt: was forgotten on 20.* say --again"):
        record.add(DOCUMENT, None, None)


def test_it_is_refused_before_it_is_read(record: Record) -> None:
    record.forget(DOCUMENT.id)
    report = ingest.add([quoting.capture(TEXT)], record, reader=ingest.Reader("3-never", _never))
    assert "was forgotten on" in report.failures[0]


def _never(document: Document) -> Reading:
    raise AssertionError(f"{document.name} was read")


def test_the_same_bytes_are_refused_whatever_text_is_made_of_them(place: str) -> None:
    page = Capture(name="a.html", data=b"<p>It came.", media_type="text/html", metadata=Metadata(language="en"))
    with open_record(place) as record:
        record.add(quoting.document("It came.", extractor="page-1"), page, None)
        record.forget(quoting.document("It came.").id)
        with pytest.raises(ForgottenError):
            record.add(quoting.document("It came. Share this.", extractor="page-2"), page, None)


def test_bytes_that_another_version_was_made_of_are_still_taken(place: str) -> None:
    page = Capture(name="a.html", data=b"<p>It came.", media_type="text/html", metadata=Metadata(language="en"))
    with open_record(place) as record:
        older, newer = (quoting.document(f"It came. {n}", extractor=f"page-{n}") for n in range(2))
        record.add(older, page, None)
        record.add(newer, page, None)
        assert record.forget(older.id).versions == (newer.id,)
        assert record.add(newer, page, None) is Outcome.KNOWN
        with pytest.raises(ForgottenError):
            record.add(older, page, None)


def test_it_is_taken_back_where_that_is_said(record: Record) -> None:
    record.forget(DOCUMENT.id)
    with open_record(record.name, again=True) as other:
        assert other.add(DOCUMENT, None, quoting.read(DOCUMENT)) is Outcome.NEW
    assert record.add(DOCUMENT, None, None) is Outcome.KNOWN
    assert list(record.verify()) == []


def test_other_versions_stay_joined_and_are_named(place: str) -> None:
    with open_record(place) as record:
        versions = [quoting.document(f"Version {n}.", url="https://quay.example/1") for n in range(3)]
        for version in versions:
            record.add(version, None, None)
        ids = [version.id for version in versions]
        assert record.forget(ids[1]).versions == (ids[2], ids[0])
        assert record.provenances(ids[2])[0].older == (ids[0],)


@only_in_a_file
def test_words_that_another_process_still_reads_are_told_and_cleared_later(
    record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("onrecord.record.sqlite.WAIT_S", 0.1)
    with closing(sqlite3.connect(Path(record.name))) as other:
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM documents").fetchone()
        assert record.forget(DOCUMENT.id).remains == (f"{Path(record.name)}-wal",)
        other.rollback()
    erased = record.forget(DOCUMENT.id)
    assert erased.remains == ()
    assert words_in(Path(record.name)) == set()


@only_in_a_file
def test_copies_beside_the_record_are_named(record: Record) -> None:
    copy = Path(record.name).with_name("test.db.0001.bak")
    record.backup(copy)
    assert record.forget(DOCUMENT.id).remains == (str(copy),)


@pytest.mark.parametrize("start", ["ffffffffffff", "%%%%%%%%", "ABCDABCDABCD"])
def test_a_document_that_is_not_here_is_told(record: Record, start: str) -> None:
    with pytest.raises(RecordError, match="no document begins with"):
        record.forget(start)


def test_too_few_digits_are_not_enough_for_what_cannot_be_undone(record: Record) -> None:
    with pytest.raises(RecordError, match="too short for what cannot be undone; give 8 digits"):
        record.forget(DOCUMENT.id[:7])
    assert record.provenances(DOCUMENT.id)
