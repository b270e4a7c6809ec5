"""Faults that are really made: nothing that was acknowledged is lost, and nothing is there twice."""

from __future__ import annotations

import random
import sqlite3
import subprocess
import sys
from contextlib import closing, suppress
from pathlib import Path

import pytest

import quoting
from onrecord.errors import RecordError
from onrecord.record import Query, open_record, sqlite

TESTS = Path(__file__).parents[1]
TEXTS = 60

# Adds documents and says of each, once it is kept, that it is.
_ADD = f"""
import sys
sys.path.insert(0, {str(TESTS)!r})
import quoting
from onrecord import ingest
from onrecord.record import open_record
ingest._BATCH_DOCUMENTS = 4
said = "Mira Tessarić said: “{{0}}.” Ilan Dorsey said: “{{0}}?”"
captures = (quoting.capture(said.format(n), f"{{n}}.txt") for n in range({TEXTS}))
with open_record(sys.argv[1]) as record:
    ingest.add(captures, record, reader=quoting.READER, progress=lambda step: print(step.name, flush=True))
"""


def run(path: Path, script: str = _ADD) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", script, str(path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def names(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return [name for (name,) in connection.execute("SELECT name FROM captures ORDER BY key")]


def finish(path: Path) -> None:
    """Run again, undisturbed."""
    process = run(path)
    assert process.communicate(timeout=60)[1] == ""
    assert_whole(path)


def assert_whole(path: Path) -> None:
    """Every document is there once, with both its statements, and can be found."""
    assert sorted(names(path)) == sorted(f"{n}.txt" for n in range(TEXTS))
    with open_record(path) as record:
        assert record.counts().documents == TEXTS
        assert record.counts().statements == 2 * TEXTS
        assert len(record.search(Query(speaker="tessaric", limit=1000)).hits) == TEXTS


@pytest.mark.parametrize("rounds", [10, pytest.param(200, marks=pytest.mark.soak)])
def test_a_killed_run_loses_and_doubles_nothing(tmp_path: Path, rounds: int) -> None:
    chance = random.Random(rounds)  # noqa: S311 - moments to kill, no secrets
    for killing in range(rounds):
        path = tmp_path / f"{killing // 4}.db"
        process = run(path)
        assert process.stdout is not None
        told = [process.stdout.readline().strip() for _ in range(chance.randrange(0, TEXTS // 3))]
        process.kill()
        told += process.communicate()[0].split()
        if path.exists() and any(told):
            assert {name for name in told if name} <= set(names(path))
    for path in tmp_path.glob("*.db"):
        finish(path)


def test_two_writers_take_turns_and_a_reader_waits_for_neither(tmp_path: Path) -> None:
    path = tmp_path / "both.db"
    with open_record(path) as record:
        writers = [run(path), run(path)]
        seen = []
        while any(writer.poll() is None for writer in writers):
            seen.append(record.counts().documents)
        assert [writer.communicate()[1] for writer in writers] == ["", ""]
    assert seen == sorted(seen)
    assert_whole(path)


# Adds documents, or looks, until the time is over.
_WRITE = f"""
import sys, time
sys.path.insert(0, {str(TESTS)!r})
import quoting
from onrecord import ingest
from onrecord.record import open_record
path, name, until = sys.argv[1], sys.argv[2], time.monotonic() + float(sys.argv[3])
number = 0
with open_record(path) as record:
    while time.monotonic() < until:
        number += 1
        said = quoting.capture(f"Mira Tessarić said: “{{name}} {{number}}.”", f"{{name}}{{number}}.txt")
        ingest.add([said], record, reader=quoting.READER, progress=lambda step: print(step.name, flush=True))
"""
_LOOK = """
import sys, time
from onrecord.record import Query, open_record
until, seen = time.monotonic() + float(sys.argv[3]), 0
with open_record(sys.argv[1]) as record:
    while time.monotonic() < until:
        found = record.search(Query(speaker="tessaric", limit=100_000)).hits
        assert len(found) >= seen, (len(found), seen)
        seen = len(found)
print(seen)
"""


@pytest.mark.parametrize("seconds", [2, pytest.param(60, marks=pytest.mark.soak)])
def test_two_write_and_five_read_and_all_see_whole_documents(tmp_path: Path, seconds: int) -> None:
    path = tmp_path / "many.db"
    open_record(path).close()
    given = [(_WRITE, "a"), (_WRITE, "b"), *[(_LOOK, "-")] * 5]
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", script, str(path), name, str(seconds)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for script, name in given
    ]
    told, errors = zip(*(process.communicate(timeout=seconds + 60) for process in processes), strict=True)
    assert set(errors) == {""}
    added = told[0].split() + told[1].split()
    assert told[0]
    assert told[1]
    assert sorted(added) == sorted(names(path))
    with open_record(path) as record:
        assert record.counts().statements == len(added)
        assert list(record.verify()) == []


def test_a_writer_that_waited_in_vain_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "WAIT_S", 0.1)
    with open_record(tmp_path / "test.db") as record, closing(sqlite3.connect(Path(record.name))) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(RecordError, match="written by another process; try again"):
            record.add(quoting.document(), None, None)
        other.rollback()
        record.add(quoting.document(), None, None)


def test_a_full_disk_is_told_and_what_was_kept_stays(tmp_path: Path) -> None:
    path = tmp_path / "full.db"
    limited = "import resource\nresource.setrlimit(resource.RLIMIT_FSIZE, (800_000, 800_000))\n" + _ADD
    process = run(path, limited)
    told, error = process.communicate(timeout=60)
    assert process.returncode != 0
    assert "the disk may be full; free some space and run the same command again" in error.splitlines()[-1]
    assert {"0.txt"} < set(told.split()) <= set(names(path))
    finish(path)


def test_a_file_that_may_not_grow_is_told_and_can_be_written_when_it_may(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, set_up = tmp_path / "full.db", sqlite._set_up
    with open_record(path) as record:
        record.add(quoting.document(), None, quoting.read(quoting.document()))
    more = quoting.document("Ilan Dorsey said: “No.” " * 2000)

    def limited(connection: sqlite3.Connection, writable: bool) -> None:
        set_up(connection, writable)
        connection.execute("PRAGMA max_page_count = 1")  # which is as many as there are

    with monkeypatch.context() as patched:
        patched.setattr(sqlite, "_set_up", limited)
        with open_record(path) as record, pytest.raises(RecordError, match="the disk may be full; free some space"):
            record.add(more, None, quoting.read(more))
    with open_record(path) as record:
        assert record.counts().documents == 1
        assert list(record.verify()) == []
        record.add(more, None, quoting.read(more))
        assert record.counts().documents == 2


@pytest.mark.parametrize("seed", range(8))
def test_flipped_bits_never_end_in_an_error_without_words(tmp_path: Path, seed: int) -> None:
    path = tmp_path / "test.db"
    with open_record(path) as record:
        for n in range(40):
            document = quoting.document(f"{quoting.HARBOUR} Ilan Dorsey said: “{n}.”")
            record.add(document, None, quoting.read(document))
    chance = random.Random(seed)  # noqa: S311 - places to break, no secrets
    data = bytearray(path.read_bytes())
    for _ in range(60):
        data[chance.randrange(100, len(data))] ^= 1 << chance.randrange(8)
    path.write_bytes(data)
    with suppress(RecordError), open_record(path) as record:
        list(record.entries())
        record.search(Query(words="harbour"))
        record.add(quoting.document("Ilan Dorsey said: “No.”"), None, None)
