"""What can be opened as a record, and what a user is told of everything else."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

import quoting
from onrecord.errors import RecordDamaged, RecordError, RecordTooNew
from onrecord.facts import quote_of
from onrecord.record import Outcome, Query, Verdict, migrate, open_record, sqlite
from onrecord.record.rows import digest, statement_row
from onrecord.record.schema import tables


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A record that holds one document, closed."""
    path = tmp_path / "test.db"
    with open_record(path) as record:
        record.add(quoting.document(), None, quoting.read(quoting.document()))
    return path


def test_a_record_that_is_not_there_is_made_only_where_that_is_wanted(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match=r"there is no record .*onrecord add"):
        open_record(tmp_path / "none.db", create=False)
    assert not (tmp_path / "none.db").exists()


@pytest.mark.parametrize(("name", "why"), [(".", "is a folder"), ("no/such/folder/a.db", "does not exist; make it")])
def test_a_place_that_cannot_hold_a_record_is_told(tmp_path: Path, name: str, why: str) -> None:
    with pytest.raises(RecordError, match=why):
        open_record(tmp_path / name)


def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("Buy bread.\n" * 50)
    with pytest.raises(RecordDamaged, match="is no record"):
        open_record(file)
    assert file.read_text() == "Buy bread.\n" * 50


def test_a_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "bookmarks.db"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE bookmarks (url)")
    with pytest.raises(RecordDamaged, match="another program"):
        open_record(file)


def test_an_empty_file_becomes_a_record(tmp_path: Path) -> None:
    (tmp_path / "empty.db").touch()
    with open_record(tmp_path / "empty.db") as record:
        assert record.counts().documents == 0


def test_a_record_whose_making_was_cut_off_is_made_again(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "begun.db")) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
    with open_record(tmp_path / "begun.db") as record:
        assert record.counts().documents == 0


@pytest.mark.parametrize("kept", [50, 100, 4096, 20_000])
def test_a_record_that_was_cut_short_is_told_as_damaged(path: Path, kept: int) -> None:
    os.truncate(path, kept)
    with pytest.raises(RecordDamaged, match="cut short; restore it from a backup"):
        open_record(path)


def test_a_record_with_broken_pages_is_told_as_damaged(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(100)
        file.write(os.urandom(8) * 3000)
    with pytest.raises(RecordDamaged, match="is damaged"), open_record(path) as record:
        list(record.entries())


def test_a_record_of_a_newer_version_is_refused_with_what_to_do(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9001'")
        connection.commit()
    before = path.read_bytes()
    with pytest.raises(RecordTooNew, match=r"record version 9001, this one knows \d{4}.*pip install -U onrecord"):
        open_record(path)
    assert path.read_bytes() == before


@pytest.fixture
def later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Migrations with one step more, as a later version would have."""
    newest = migrate.versions(migrate.MIGRATIONS)[-1]
    folder = tmp_path / "migrations"
    shutil.copytree(migrate.MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    step = folder / "versions" / "9002_later.py"
    step.write_text(
        "from alembic import op\n"
        f'revision = "9002"\ndown_revision = "{newest}"\nbranch_labels = depends_on = None\n'
        "def upgrade():\n"
        "    op.execute('ALTER TABLE documents ADD COLUMN later TEXT')\n"
    )
    monkeypatch.setattr(migrate, "MIGRATIONS", folder)
    return step


def version(path: Path | str) -> str:
    with closing(sqlite3.connect(path)) as connection:
        return str(connection.execute("SELECT version_num FROM alembic_version").fetchone()[0])


def test_a_record_is_brought_up_after_a_copy_was_made(path: Path, later: Path) -> None:
    before = version(path)
    assert later.exists()
    with open_record(path) as record:
        assert record.counts().statements == 1
        assert record.document(quoting.document().id).text == quoting.HARBOUR
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT later FROM documents").fetchall() == [(None,)]
    assert version(f"{path}.{before}.bak") == before
    with closing(sqlite3.connect(f"{path}.{before}.bak")) as copy:
        assert copy.execute("SELECT text FROM documents").fetchall() == [(quoting.HARBOUR,)]


@pytest.fixture
def first(tmp_path: Path) -> Path:
    """A record as the first version made it, with one document that was read."""
    folder, path = tmp_path / "first", tmp_path / "first.db"
    (folder / "versions").mkdir(parents=True)
    for name in ("env.py", "versions/0001_first.py"):
        shutil.copy(migrate.MIGRATIONS / name, folder / name)
    made = sqlite.engine(path)
    with made.connect() as connection, connection.begin():
        sqlite.claim(connection)
        migrate.upgrade(connection, folder)
        connection.execute(text(_FIRST_DOCUMENT), {"id": quoting.document().id, "text": quoting.HARBOUR})
        connection.execute(text(_FIRST_READING), {"digest": digest([[statement()["digest"]], [], []])})
        stored = {name: json.dumps(v) if isinstance(v, list) else v for name, v in statement().items()}
        values = ", ".join(f":{name}" for name in stored)
        connection.execute(text(_FIRST_STATEMENT.format(names=", ".join(stored), values=values)), stored)
        connection.execute(text("INSERT INTO derived_present_readings VALUES (1, 1)"))
        sqlite.index_words(connection, [1])
    made.dispose()
    return path


def statement() -> dict[str, Any]:
    [found] = quoting.read(quoting.document()).statements
    return statement_row(found, quote_of(quoting.HARBOUR, found.content))


_FIRST_DOCUMENT = "INSERT INTO documents (id, translated, added_at, text) VALUES (:id, 'no', '2031-05-01', :text)"
_FIRST_READING = (
    "INSERT INTO readings (document_key, reader, reader_number, digest, added_at, mentions) "
    "VALUES (1, '1-quoting', 1, :digest, '2031-05-01', '[]')"
)
_FIRST_STATEMENT = "INSERT INTO statements (reading_key, {names}) VALUES (1, {values})"


def test_a_record_of_the_first_version_is_brought_up_and_fits(first: Path) -> None:
    assert version(first) == "0001"
    with open_record(first) as record:
        assert list(record.verify()) == []
        assert [entry.quote for entry in record.entries()] == ["“Arvenia will never close the harbour.”"]
        document = quoting.document("Ilan Dorsey said: “Yes.”")
        assert record.add(document, None, quoting.read(document)) is Outcome.NEW
        record.judge(statement()["id"], Verdict.YES, "Edda Quill")
        record.forget(quoting.document().id)
        assert list(record.verify()) == []
    assert version(first) == migrate.versions(migrate.MIGRATIONS)[-1]
    assert version(f"{first}.0001.bak") == "0001"


def test_the_files_of_the_migrations_are_one_chain() -> None:
    files = {path.name[:4] for path in (migrate.MIGRATIONS / "versions").glob("0*.py")}
    assert sorted(migrate.versions(migrate.MIGRATIONS)) == sorted(files)


def test_a_migration_that_fails_leaves_the_old_record(path: Path, later: Path) -> None:
    before = version(path)
    later.write_text(later.read_text() + "    op.execute('ALTER TABLE absent ADD COLUMN later TEXT')\n")
    with pytest.raises(RecordError, match="no such table: absent"):
        open_record(path)
    assert version(path) == before
    with closing(sqlite3.connect(path)) as connection:
        assert "later" not in {row[1] for row in connection.execute("PRAGMA table_info(documents)")}


def test_the_migrations_make_the_schema(path: Path) -> None:
    made = sqlite.engine(path)
    with made.connect() as connection:
        ours = {"include_name": lambda name, kind, _: kind != "table" or not name.startswith("derived_statement_words")}
        context = MigrationContext.configure(connection, opts=ours | {"compare_type": True})
        assert compare_metadata(context, tables) == []
    made.dispose()


@pytest.fixture
def closed() -> Iterator[Path]:
    """A folder that this process may write and, once it is closed, nobody else."""
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)
        Path(folder).chmod(0o755)


def as_nobody(work: Callable[[], str]) -> str:
    """Run this without root's right to write everywhere, and give what it gave or how it failed."""
    receiver, sender = get_context("fork").Pipe(duplex=False)

    def run() -> None:
        if os.getuid() == 0:
            os.setuid(65534)
        try:
            sender.send(work())
        except RecordError as error:
            sender.send(f"RecordError: {error}")

    process = get_context("fork").Process(target=run)
    process.start()
    process.join(30)
    return str(receiver.recv())


def test_a_record_in_a_closed_folder_can_be_read(path: Path, closed: Path) -> None:
    copy = Path(shutil.copy(path, closed / "closed.db"))
    copy.chmod(0o444)
    closed.chmod(0o555)

    def find() -> str:
        with open_record(copy) as record:
            return record.search(Query(words="harbour")).hits[0].entry.quote

    assert as_nobody(find) == "“Arvenia will never close the harbour.”"


def test_a_record_in_a_closed_folder_is_not_written_and_that_is_told(path: Path, closed: Path) -> None:
    copy = Path(shutil.copy(path, closed / "closed.db"))
    copy.chmod(0o444)
    closed.chmod(0o555)

    def add() -> str:
        with open_record(copy) as record:
            return record.add(quoting.document("Ilan Dorsey said: “Yes.”"), None, None)

    assert "closed.db cannot be written" in as_nobody(add)
    assert "use a folder and a file that you may write to" in as_nobody(add)


def test_no_record_is_made_in_a_closed_folder(closed: Path) -> None:
    closed.chmod(0o555)
    assert "use a folder and a file that you may write to" in as_nobody(lambda: str(open_record(closed / "new.db")))


def test_two_processes_may_make_one_record_at_once(tmp_path: Path) -> None:
    script = "import sys\nfrom onrecord.record import open_record\nopen_record(sys.argv[1]).close()"
    command = [sys.executable, "-c", script, str(tmp_path / "both.db")]
    runs = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(3)]
    assert [(run.communicate(timeout=60)[1], run.returncode) for run in runs] == [("", 0)] * 3
