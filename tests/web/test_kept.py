"""What was computed of a record is kept until the record changes, and shown as it was while it is made anew."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import quoting
from onrecord.record import Record, open_record
from onrecord.web import kept
from onrecord.web.kept import Kept


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    with open_record(tmp_path / "kept.db") as opened:
        yield opened


def add(record: Record, text: str) -> None:
    document = quoting.document(f"Ilan Dorsey said: “{text}”")
    record.add(document, None, quoting.read(document))


def statements(record: Record) -> int:
    return record.counts().statements


def test_it_is_made_once_for_each_state_of_the_record(record: Record) -> None:
    made: list[int] = []
    values = Kept(record)
    for text in ("One.", "Two."):
        add(record, text)
        for _ in range(3):
            values.get("statements", lambda record: made.append(statements(record)))
    assert made == [1, 2]


def test_what_takes_long_is_shown_as_it_was_until_it_is_made(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "_AT_ONCE_S", -1.0)
    values = Kept(record)
    assert values.get("statements", statements).value == 0
    time.sleep(0.05)
    add(record, "One.")
    shown = values.get("statements", statements)
    assert (shown.value, shown.old_since is None) == (0, False)
    for _ in range(200):
        if values.get("statements", statements).value == 1:
            break
        time.sleep(0.02)
    assert values.get("statements", statements).old_since is None


def test_what_must_be_as_it_is_now_is_waited_for(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "_AT_ONCE_S", -1.0)
    values = Kept(record)
    for number, text in enumerate(("One.", "Two."), 1):
        add(record, text)
        assert values.get("statements", statements, now=True).value == number
