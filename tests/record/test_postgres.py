"""A record on PostgreSQL: what it is told when something is amiss, and that nothing is lost when the server dies."""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

import quoting
from newsroom import PASSWORD, READER, USER, Server, run
from onrecord.cli import run as command
from onrecord.errors import RecordDamaged, RecordError, RecordTooNew
from onrecord.record import Query, Record, Verdict, homes, migrate, open_record, postgres
from onrecord.record.schema import tables

TESTS = Path(__file__).parents[1]
TEXTS = 100

# Adds documents and says of each, once it is kept, that it is.
_ADD = f"""
import sys
sys.path.insert(0, {str(TESTS)!r})
import quoting
from onrecord import ingest
from onrecord.errors import RecordError
from onrecord.record import open_record
ingest._BATCH_DOCUMENTS = 4
said = "Mira Tessarić said: “{{0}}.” Ilan Dorsey said: “{{0}}?”"
captures = (quoting.capture(said.format(n), f"{{n}}.txt") for n in range({TEXTS}))
try:
    with open_record(sys.argv[1]) as record:
        ingest.add(captures, record, reader=quoting.READER, progress=lambda step: print(step.name, flush=True))
except RecordError as error:
    sys.exit(f"RecordError: {{error}}")
"""


@pytest.fixture
def place(server: Server, monkeypatch: pytest.MonkeyPatch) -> str:
    """An empty record."""
    monkeypatch.setenv("PGPASSWORD", PASSWORD)
    return server.record()


@pytest.fixture
def record(place: str) -> Iterator[Record]:
    with open_record(place) as opened:
        opened.add(quoting.document(), None, quoting.read(quoting.document()))
        yield opened


class TestOpening:
    def test_the_password_is_never_told(self, server: Server, record: Record) -> None:
        assert record.name.startswith(f"postgresql://{USER}@127.0.0.1:")
        with pytest.raises(RecordError) as told:
            open_record(server.url("nowhere"))
        assert PASSWORD not in f"{record.name} {told.value}"

    def test_a_server_that_does_not_answer_is_told(self) -> None:
        with pytest.raises(RecordError, match=r"127\.0\.0\.1:1/x cannot be reached .*: see that the server runs"):
            open_record("postgresql://127.0.0.1:1/x")

    def test_a_wrong_password_is_told(self, server: Server) -> None:
        with pytest.raises(RecordError, match=r"does not let you in .*put the right password into ~/\.pgpass"):
            open_record(server.url("postgres", password="wrong"))  # noqa: S106 - is meant to be

    def test_a_database_that_does_not_exist_is_told(self, server: Server) -> None:
        with pytest.raises(RecordError, match=r'database "nowhere" does not exist.*host, user and database are right'):
            open_record(server.url("nowhere"))

    @pytest.mark.parametrize("address", ["postgresql://a:secret@host:port/x", "mysql://a:secret@host/x"])
    def test_an_address_that_is_none_is_told_without_its_password(self, address: str) -> None:
        with pytest.raises(RecordError, match="postgresql://USER@HOST/DATABASE") as told:
            open_record(address)
        assert "secret" not in str(told.value)

    def test_a_missing_driver_is_named(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "psycopg", None)
        with pytest.raises(RecordError, match=r"pip install 'onrecord\[postgres\]'"):
            open_record("postgresql://host/x")

    def test_a_record_is_made_only_where_that_is_wanted(self, server: Server) -> None:
        empty = server.database()
        with pytest.raises(RecordError, match=r"there is no record postgresql://.*onrecord add"):
            open_record(empty, create=False)
        open_record(empty).close()
        open_record(empty, create=False).close()

    def test_a_database_of_another_program_is_left_alone(self, server: Server) -> None:
        taken = server.database()
        run(taken, "CREATE TABLE alembic_version (version_num text)")
        with pytest.raises(RecordDamaged, match="is no record but a database of another program; give one of its own"):
            open_record(taken)

    def test_a_database_that_cannot_keep_all_characters_is_told(self, server: Server) -> None:
        latin = server.database("TEMPLATE template0 ENCODING 'LATIN1' LOCALE_PROVIDER 'libc' LOCALE 'C'")
        with pytest.raises(RecordError, match="keeps characters as LATIN1; make a database with --encoding UTF8"):
            open_record(latin)

    def test_a_user_without_the_right_is_told(self, server: Server, record: Record) -> None:
        database = record.name.rpartition("/")[2]
        run(record, f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {READER}")
        with open_record(server.url(database, READER)) as reading:
            assert reading.counts().documents == 1
            with pytest.raises(RecordError, match=r"cannot be used so .*permission denied.*let the owner"):
                reading.add(quoting.document("Ilan Dorsey said: “No.”"), None, None)

    def test_two_processes_may_make_one_record_at_once(self, server: Server) -> None:
        script = "import sys\nfrom onrecord.record import open_record\nopen_record(sys.argv[1]).close()"
        making = [sys.executable, "-c", script, server.database()]
        runs = [subprocess.Popen(making, stderr=subprocess.PIPE, text=True) for _ in range(2)]
        assert [(run.communicate(timeout=60)[1], run.returncode) for run in runs] == [("", 0)] * 2


class TestMigrations:
    def test_a_record_of_a_newer_version_is_refused_with_what_to_do(self, record: Record) -> None:
        [[now]] = run(record, "SELECT version_num FROM alembic_version")
        run(record, "UPDATE alembic_version SET version_num = '9001'")
        try:
            with pytest.raises(RecordTooNew, match=r"record version 9001.*pip install -U onrecord"):
                open_record(record.name)
        finally:
            run(record, f"UPDATE alembic_version SET version_num = '{now}'")  # noqa: S608 - what stood there

    def test_they_make_the_schema(self, record: Record) -> None:
        engine = homes.engine(record.name, create=False)
        own = ("derived_statement_words", "documents_by_newest")
        with engine.connect() as connection:
            ours = {"include_name": lambda name, kind, _: kind == "schema" or not str(name).startswith(own)}
            context = MigrationContext.configure(connection, opts=ours | {"compare_type": True})
            assert compare_metadata(context, tables) == []
        engine.dispose()

    def test_an_upgrade_that_fails_leaves_the_old_record_and_one_that_does_not_is_whole(
        self, server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        old = server.database()
        with open_record(old) as record:
            record.add(quoting.document(), None, quoting.read(quoting.document()))
        folder, newest = tmp_path / "migrations", migrate.versions(migrate.MIGRATIONS)[-1]
        shutil.copytree(migrate.MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
        later = f'from alembic import op\nrevision = "9002"\ndown_revision = "{newest}"\ndef upgrade():\n'
        later += "    op.execute('ALTER TABLE documents ADD COLUMN later TEXT')\n"
        step = folder / "versions" / "9002_later.py"
        monkeypatch.setattr(migrate, "MIGRATIONS", folder)
        step.write_text(later + "    op.execute('ALTER TABLE absent ADD COLUMN later TEXT')\n")
        with pytest.raises(RecordError, match='relation "absent" does not exist'):
            open_record(old)
        assert run(old, "SELECT version_num FROM alembic_version") == [(newest,)]
        step.write_text(later)
        with open_record(old) as record:
            assert list(record.verify()) == []
            assert len(record.search(Query(words="harbour")).hits) == 1
        assert run(old, "SELECT version_num, later FROM alembic_version, documents") == [("9002", None)]


# Words as texts and users write them, that two databases might well cut in two ways.
_ODD = (
    "Bocan-Harčenko’s 12.5 % at http://quay.example/x_1?y=2", "Боцан-Харченко ёлка йод", "Tiếng Việt, Straße, İstanbul",
    "state-of-the-art we’ll O'Brien's", "港口 は 閉じ", "a\\b 'c' d:e & f | !g <-> h*", "🙂harbour🙂 x²", "w" * 3000,
)  # fmt: skip
_SOUGHT = (
    *_ODD[:-1], '"bocan harcenko"', "harcenko", "12", "5", "Харченко", "ЙОД", "иод", "елка", "tieng viet", "strasse",
    "istanbul", "art*", '"of the"', '"the of"', "o brien", "閉じ", "d e", "c", "harb*", "x", "x²", "w" * 3000, "w*",
    "quay.ex*",
)  # fmt: skip


def test_both_homes_find_the_same(record: Record, tmp_path: Path) -> None:
    with open_record(tmp_path / "file.db") as file:
        for home in (file, record):
            for words in _ODD:
                document = quoting.document(f"Mira Tessarić said: “{words}.”")
                home.add(document, None, quoting.read(document))
        file.add(quoting.document(), None, quoting.read(quoting.document()))
        for words in _SOUGHT:
            query = Query(words=words, speaker="tessaric")
            one, other = ({hit.entry.quote: hit.snippet for hit in home.search(query).hits} for home in (file, record))
            assert one == other, words
        assert any(file.search(Query(words=words)).hits for words in _SOUGHT)


def test_a_quote_longer_than_an_index_holds_is_kept_and_found_by_its_beginning(record: Record) -> None:
    document = quoting.document(f"Mira Tessarić said: “Umbraculous {' '.join(map(str, range(20_000)))}.”")
    record.add(document, None, quoting.read(document))
    assert len(record.search(Query(words="umbraculous 9999")).hits) == 1
    assert list(record.verify()) == []


def test_a_backup_is_a_file_with_the_same_record(record: Record, tmp_path: Path) -> None:
    newer = quoting.document("Ilan Dorsey said: “Yes.”", url="https://quay.example/1")
    for document in (quoting.document("Ilan Dorsey said: “No.”", url="https://quay.example/1"), newer):
        record.add(document, None, quoting.read(document))
    record.judge(quoting.read(newer).statements[0].id, Verdict.YES, "Edda Quill")
    record.backup(tmp_path / "copy.db")
    with open_record(tmp_path / "copy.db", create=False) as copy:
        assert list(copy.verify()) == []
        assert list(copy.entries()) == list(record.entries())
        assert [hit.entry.quote for hit in copy.search(Query(words="yes", judged="any")).hits] == ["“Yes.”"]
    assert [path.name for path in tmp_path.iterdir()] == ["copy.db"]


class TestForgetting:
    # Words of no other test: the server keeps the databases of all.
    DOCUMENT = quoting.document("Zenobrine Quill said: “Crepuscular dealings.” Nobody perlustrated.", title="Oubliette")
    WORDS = (b"Zenobrine", b"repuscular", b"erlustrated", b"Oubliette")

    @pytest.fixture
    def record(self, record: Record) -> Record:
        record.add(self.DOCUMENT, None, quoting.read(self.DOCUMENT))
        return record

    def test_no_word_is_left_in_the_files_of_the_tables(self, server: Server, record: Record) -> None:
        assert {word for word in self.WORDS if word in server.table_bytes()} == set(self.WORDS)
        assert record.forget(self.DOCUMENT.id).remains == ()
        assert {word for word in self.WORDS if word in server.table_bytes()} == set()
        assert list(record.verify()) == []

    def test_words_that_others_still_read_are_told_and_cleared_later(
        self, record: Record, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(postgres, "WAIT_S", 0.2)
        reading = record.entries()
        next(reading)
        assert record.forget(self.DOCUMENT.id).remains == ("the free space of the database",)
        reading.close()  # type: ignore[attr-defined]
        assert record.forget(self.DOCUMENT.id).remains == ()


class TestFaults:
    @pytest.mark.parametrize("rounds", [2, pytest.param(50, marks=pytest.mark.soak)])
    def test_a_server_that_is_killed_loses_and_doubles_nothing(self, server: Server, place: str, rounds: int) -> None:
        chance = random.Random(rounds)  # noqa: S311 - moments to kill, no secrets
        for killing in range(rounds):
            server.record()
            process = start(place)
            assert process.stdout is not None
            told = [process.stdout.readline().strip() for _ in range(chance.randrange(1, TEXTS // 4))]
            os.kill(server.pid, (signal.SIGKILL, signal.SIGQUIT)[killing % 2])
            more, error = process.communicate(timeout=60)
            assert re.match(
                r"RecordError: postgresql://.* cannot be reached .* run the same command again; what", error
            )
            with pytest.raises(RecordError, match="cannot be reached"):
                open_record(place)
            server.start()
            assert {*told, *more.split()} <= {name for (name,) in run(place, "SELECT name FROM captures")}
            assert start(place).communicate(timeout=120)[1] == ""
            assert_whole(place)

    def test_a_record_that_was_open_while_the_server_was_started_again_goes_on(
        self, server: Server, record: Record
    ) -> None:
        assert record.counts().documents == 1
        server.stop()
        server.start()
        assert record.counts().documents == 1

    def test_two_writers_take_turns_and_five_readers_wait_for_neither(self, place: str) -> None:
        writers = [start(place), start(place)]
        seen: list[list[int]] = [[] for _ in range(5)]

        def look(counts: list[int]) -> None:
            with open_record(place) as record:
                while any(writer.poll() is None for writer in writers):
                    counts.append(record.counts().documents)
                    assert record.search(Query(words="zzz")).hits == ()
                    time.sleep(0.02)

        readers = [Thread(target=look, args=(counts,)) for counts in seen]
        for reader in readers:
            reader.start()
        for reader in readers:
            reader.join(120)
        assert [writer.communicate()[1] for writer in writers] == ["", ""]
        assert all(len(counts) > 2 and counts == sorted(counts) for counts in seen)
        assert_whole(place)

    def test_a_writer_that_waited_in_vain_is_told(self, record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(postgres, "WAIT_S", 0.2)
        engine = homes.engine(record.name, create=False)
        with engine.connect() as other, postgres.writing(other):
            with pytest.raises(RecordError, match="is being written by another process; try again"):
                record.add(quoting.document("Ilan Dorsey said: “No.”"), None, None)
            assert record.counts().documents == 1
        engine.dispose()
        record.add(quoting.document("Ilan Dorsey said: “No.”"), None, None)


def test_every_command_takes_an_address(place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with open_record(place) as record:
        record.add(quoting.document(), None, quoting.read(quoting.document()))
    [id_], at = [s.id for s in quoting.read(quoting.document()).statements], ["--record", place]
    assert command(["search", "harbour", *at]) == 0
    assert command(["show", id_, *at]) == 0
    assert command(["judge", id_, "yes", "--by", "Edda Quill", *at]) == 0
    assert command(["about", id_, *at]) == 0
    assert command(["export", "csv", "-o", str(tmp_path / "all.csv"), *at]) == 0
    assert command(["rebuild", *at]) == 0
    assert command(["verify", *at]) == 0
    assert command(["backup", str(tmp_path / "copy.db"), *at]) == 0
    assert command(["forget", quoting.document().id, *at]) == 0
    told = "".join(capsys.readouterr())
    assert PASSWORD not in told
    assert f"postgresql://{USER}@127.0.0.1:" in told


def start(place: str) -> subprocess.Popen[str]:
    """Add in another process."""
    command = [sys.executable, "-c", _ADD, place]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def assert_whole(place: str) -> None:
    """Every document is there once, with both its statements, and fits."""
    assert sorted(run(place, "SELECT name FROM captures")) == sorted((f"{n}.txt",) for n in range(TEXTS))
    with open_record(place) as record:
        assert (record.counts().documents, record.counts().statements) == (TEXTS, 2 * TEXTS)
        assert list(record.verify()) == []
