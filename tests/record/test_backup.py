"""A backup is the record as it was at one moment, whole or not there at all."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

import quoting
from onrecord.errors import RecordError
from onrecord.record import Record, open_record, sqlite


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    with open_record(tmp_path / "test.db") as opened:
        add(opened, quoting.HARBOUR)
        yield opened


def add(record: Record, text: str) -> None:
    record.add(quoting.document(text), None, quoting.read(quoting.document(text)))


def documents(path: Path) -> int:
    with open_record(path, create=False) as record:
        assert list(record.verify()) == []
        return record.counts().documents


def test_a_backup_holds_what_was_kept_and_not_what_is_being_written(record: Record, tmp_path: Path) -> None:
    with closing(sqlite3.connect(Path(record.name))) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("DELETE FROM statements")
        record.backup(tmp_path / "copy.db")
        writer.rollback()
    assert documents(tmp_path / "copy.db") == 1


def test_a_newer_backup_takes_the_place_of_the_older(record: Record, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    record.backup(copy)
    add(record, "Ilan Dorsey said: “Yes.”")
    record.backup(copy)
    assert documents(copy) == 2
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith("copy")) == ["copy.db"]


def test_what_is_no_record_is_not_overwritten(record: Record, tmp_path: Path) -> None:
    notes = tmp_path / "notes.txt"
    notes.write_text("Buy bread.")
    with pytest.raises(RecordError, match="is no record or is in use; give another name"):
        record.backup(notes)
    assert notes.read_text() == "Buy bread."


def test_a_record_that_is_open_is_not_overwritten(record: Record, tmp_path: Path) -> None:
    with open_record(tmp_path / "other.db") as other:
        add(other, quoting.HARBOUR)
        with pytest.raises(RecordError, match="is in use"):
            record.backup(Path(other.name))


@pytest.mark.parametrize(
    ("name", "why"), [("test.db", "is the record itself"), (".", "is a folder"), ("no/copy.db", "does not exist")]
)
def test_a_place_that_cannot_take_a_backup_is_told(record: Record, tmp_path: Path, name: str, why: str) -> None:
    with pytest.raises(RecordError, match=why):
        record.backup(tmp_path / name)


def test_a_backup_that_fails_leaves_the_older_and_no_rest(
    record: Record, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "copy.db"
    record.backup(copy)
    before = copy.read_bytes()

    def fail(_: Path) -> tuple[str, bool]:
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr(sqlite, "_address", fail)
    with pytest.raises(RecordError, match=r"copy\.db: disk I/O error"):
        record.backup(copy)
    assert copy.read_bytes() == before
    assert list(tmp_path.glob("*.unfinished")) == []
