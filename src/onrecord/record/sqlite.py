"""The embedded home: one SQLite file in WAL mode with an FTS5 index, which opens in Datasette as it is."""

from __future__ import annotations

import contextlib
import glob
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import (
    URL,
    ColumnElement,
    Connection,
    Engine,
    and_,
    bindparam,
    column,
    create_engine,
    event,
    exists,
    func,
    insert,
    literal,
    table,
    text,
)
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import QueuePool

from onrecord.errors import RecordDamaged, RecordError
from onrecord.record.query import Term
from onrecord.record.schema import judged
from onrecord.record.words import AS_JUDGED, TOKENIZE, Matches, match

WAIT_S = 10.0
"""How long a writer waits for another before it gives up."""

# "ONRC": tells a record from any other SQLite file, and `file` can be taught it.
APPLICATION_ID = 0x4F4E5243

_HEADER = b"SQLite format 3\x00"
_BROKEN = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def engine(path: Path, create: bool = True) -> Engine:
    """Give an engine for this file; where neither file nor folder can be written, it only reads.

    Raises ``RecordError`` where no file can be or, without ``create``, none is, and ``RecordDamaged`` for a file that
    is no SQLite database or was cut short.
    """
    usable(path, create)
    _look_at(path)
    address, writable = _address(path)

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(address, uri=True, timeout=WAIT_S, isolation_level=None, check_same_thread=False)
        try:
            _set_up(connection, writable)
        except UnicodeDecodeError as error:
            connection.close()
            raise RecordDamaged(f"{path} is damaged ({error}); restore it from a backup") from error
        except BaseException:
            connection.close()
            raise
        return connection

    made = create_engine(
        URL.create("sqlite", database=str(path)),
        creator=connect,
        poolclass=QueuePool,
        json_serializer=_compact,
        json_deserializer=orjson.loads,
    )
    event.listen(made, "begin", _begin)
    return made


def usable(path: Path, create: bool) -> None:
    """Refuse with ``RecordError`` a place that cannot hold a record or, without ``create``, holds none."""
    if path.is_dir():
        raise RecordError(f"{path} is a folder; give the name of a file")
    if not path.exists() and not create:
        raise RecordError(f"there is no record {path}; make one with `onrecord add`, or name another with --record")
    if not path.parent.is_dir():
        raise RecordError(f"the folder {path.parent} does not exist; make it first")


def explain(error: BaseException | None, name: str) -> RecordError:
    """Give what an error of the database means for a user, and what to do."""
    code = _code(error)
    if code in _BROKEN:
        return RecordDamaged(f"{name} is damaged ({error}); restore it from a backup")
    if code in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR):
        return RecordError(
            f"{name} could not be written ({error}): the disk may be full; "
            "free some space and run the same command again, what was stored before is kept"
        )
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return RecordError(f"{name} is being written by another process; try again when that one is done")
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
        return RecordError(f"{name} cannot be written ({error}); use a folder and a file that you may write to")
    return RecordError(f"{name}: {error}")


@contextmanager
def writing(connection: Connection) -> Iterator[None]:
    """Write in one transaction, which takes the writer's lock now: a reader that becomes one midway could only fail."""
    connection.execution_options(writes=True)
    with connection.begin():
        yield


def is_record(connection: Connection, name: str) -> bool:
    """Whether this is a record, or an empty file that may become one. Raises where it is something else."""
    if connection.exec_driver_sql("PRAGMA application_id").scalar() == APPLICATION_ID:
        return True
    if connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar():
        raise RecordDamaged(f"{name} is no record but a database of another program; give the name of a new file")
    return False


def claim(connection: Connection) -> None:
    """Mark a new file as a record."""
    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")


def copy(engine: Engine, target: Path) -> None:
    """Make a consistent copy of the record, whoever writes meanwhile; it appears whole or not at all."""
    address, _ = _address(path_of(engine))
    # A connection of its own: SQLite copies nothing from one that is writing.
    with (
        aside(target) as unfinished,
        contextlib.closing(sqlite3.connect(address, uri=True)) as source,
        contextlib.closing(sqlite3.connect(unfinished)) as copied,
    ):
        source.backup(copied)


@contextmanager
def aside(target: Path) -> Iterator[Path]:
    """Give a file beside ``target`` that takes its name in the end, if nothing fails."""
    unfinished = target.with_name(target.name + ".unfinished")
    unfinished.unlink(missing_ok=True)
    try:
        yield unfinished
        unfinished.replace(target)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise


def keep_older(engine: Engine, version: str) -> None:
    """Copy the record of this version to a file beside it before it is brought up."""
    path = path_of(engine)
    copy(engine, path.with_name(f"{path.name}.{version}.bak"))


def scrub(engine: Engine) -> tuple[str, ...]:
    """Write the file anew without what was deleted from it; give the files beside it that may still hold that."""
    path = path_of(engine)
    address, _ = _address(path)
    with contextlib.closing(sqlite3.connect(address, uri=True, timeout=WAIT_S, isolation_level=None)) as connection:
        # Only a whole merge lets go of words that are marked as deleted; only VACUUM leaves no free space behind.
        connection.execute("INSERT INTO derived_statement_words(derived_statement_words) VALUES ('optimize')")
        connection.execute("VACUUM")
        busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    # While others read the log, it stays.
    log = (f"{path}-wal",) if busy else ()
    copies = sorted(str(copy) for copy in path.parent.glob(f"{glob.escape(path.name)}.*.bak"))
    return (*log, *copies)


def is_closed_record(path: Path) -> bool:
    """Whether this file is a record that no process has open, nor left without closing it."""
    with path.open("rb") as file:
        header = file.read(100)
    ours = header.startswith(_HEADER) and int.from_bytes(header[68:72]) == APPLICATION_ID
    return ours and not path.with_name(path.name + "-wal").exists()


def index_words(connection: Connection, readings: Sequence[int]) -> None:
    """Put the words of readings into the index."""
    connection.execute(_INDEX, {"readings": readings})


def unindex_words(connection: Connection, reading: int) -> None:
    """Take the words of a reading out of the index."""
    connection.execute(_UNINDEX, {"reading": reading})


def index_judged(connection: Connection, document: int) -> None:
    """Put the words of a document's statements into the index as they are judged to be."""
    chosen = AS_JUDGED.where(judged.c.document_key == document)
    connection.execute(insert(_WORDS).from_select(_COLUMNS, chosen))


def unindex_judged(connection: Connection, document: int) -> None:
    """Take the words of a document's statements as they are judged to be out of the index."""
    chosen = AS_JUDGED.where(judged.c.document_key == document).add_columns(literal("delete"))
    connection.execute(insert(_WORDS).from_select([*_COLUMNS, "derived_statement_words"], chosen))


def rebuild_words(connection: Connection) -> None:
    """Make the index again from the present readings, and from what is judged."""
    connection.execute(text("INSERT INTO derived_statement_words(derived_statement_words) VALUES ('delete-all')"))
    connection.execute(_INDEX_ALL)
    connection.execute(insert(_WORDS).from_select(_COLUMNS, AS_JUDGED))


def faults(connection: Connection) -> Iterator[str]:
    """Tell what SQLite itself finds wrong with the file."""
    try:
        for (found,) in connection.exec_driver_sql("PRAGMA integrity_check"):
            if found != "ok":
                yield found
    except DatabaseError as error:
        # Some damage ends the check itself.
        if _code(error.orig) not in _BROKEN:
            raise
        yield str(error.orig)


def strays(connection: Connection) -> Iterator[str]:
    """Name the rows that point to rows that are not there."""
    for child, row, parent, _ in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        yield f"row {row} of {child}, which names a row of {parent},"


def words_fit(connection: Connection) -> bool:
    """Whether the index holds the words of the present statements, as read and as judged, in place, and no others."""
    run = connection.exec_driver_sql
    # They vanish with the transaction that they are made in.
    run("CREATE VIRTUAL TABLE temp.kept_words USING fts5vocab(main, derived_statement_words, instance)")
    run(f"CREATE VIRTUAL TABLE temp.recount USING fts5(quote, speaker_name, content='', {TOKENIZE})")
    run("CREATE VIRTUAL TABLE temp.recounted_words USING fts5vocab(temp, recount, instance)")
    last = run("SELECT coalesce(max(key), 0) FROM statements").scalar_one()
    counted = 0
    for first in range(1, last + 1, _RECOUNTED_AT_ONCE):
        connection.execute(_RECOUNT, {"first": first, "last": first + _RECOUNTED_AT_ONCE - 1})
        counted += _sum(connection, "recounted_words")
        run("INSERT INTO temp.recount(recount) VALUES ('delete-all')")
    recount = table("recount", *map(column, _COLUMNS), schema="temp")
    connection.execute(insert(recount).from_select(_COLUMNS, AS_JUDGED))
    counted += _sum(connection, "recounted_words")
    return counted == _sum(connection, "kept_words")


def _sum(connection: Connection, vocabulary: str) -> int:
    """Add up hashes of words and their places: a sum needs no order, so neither index is ever held."""
    places = connection.connection.cursor().execute(f"SELECT * FROM temp.{vocabulary}")  # noqa: S608 - one of two names
    return sum(map(hash, places))


_INDEX = text(
    "INSERT INTO derived_statement_words(rowid, quote, speaker_name) "
    "SELECT key, quote, speaker_name FROM statements WHERE reading_key IN :readings ORDER BY key"
).bindparams(bindparam("readings", expanding=True))
_UNINDEX = text(
    "INSERT INTO derived_statement_words(derived_statement_words, rowid, quote, speaker_name) "
    "SELECT 'delete', key, quote, speaker_name FROM statements WHERE reading_key = :reading"
)
_INDEX_ALL = text(
    "INSERT INTO derived_statement_words(rowid, quote, speaker_name) "
    "SELECT s.key, s.quote, s.speaker_name FROM statements s "
    "JOIN derived_present_readings p ON p.reading_key = s.reading_key ORDER BY s.key"
)
_RECOUNT = text(
    "INSERT INTO temp.recount(rowid, quote, speaker_name) "
    "SELECT s.key, s.quote, s.speaker_name FROM statements s "
    "JOIN derived_present_readings p ON p.reading_key = s.reading_key WHERE s.key BETWEEN :first AND :last"
)
_RECOUNTED_AT_ONCE = 5000


def name(engine: Engine) -> str:
    """Give the file's name."""
    return str(path_of(engine))


def path_of(engine: Engine) -> Path:
    """Give the file of a record."""
    return Path(str(engine.url.database))


def matches(quote: Sequence[Term], speaker: Sequence[Term], names: Sequence[str]) -> Matches:
    """Look up terms of quotes and of speakers' names; only words of the quote count for the rank."""
    sought = _WORDS.c.derived_statement_words.op("MATCH")(match(quote, speaker, names))
    return Matches(_WORDS, _WORDS.c.rowid, and_(sought, _BY_QUOTE), (_WORDS.c.rank,))


def within(start: ColumnElement[int], end: ColumnElement[int], spans: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether a stretch lies in one of these spans."""
    each = func.json_each(spans).table_valued("value")
    first, last = (func.json_extract(each.c.value, f"$[{n}]") for n in (0, 1))
    return exists().select_from(each).where(first <= start, end <= last)


# FTS5 answers by columns that bear its table's name and its ranking's.
_COLUMNS = ["rowid", "quote", "speaker_name"]
_WORDS = table("derived_statement_words", *map(column, [*_COLUMNS, "derived_statement_words", "rank"]))
_BY_QUOTE = _WORDS.c.rank.op("MATCH")("bm25(1.0, 0.0)")


def _address(path: Path) -> tuple[str, bool]:
    """Give the address by which SQLite opens the file, and whether it can be written."""
    writable = os.access(path.parent, os.W_OK) and (not path.exists() or os.access(path, os.W_OK))
    # Nobody can write a log into a folder that is closed, so without one the file stands still.
    still = "" if path.with_name(path.name + "-wal").exists() else "&immutable=1"
    return path.absolute().as_uri() + ("?mode=rwc" if writable else f"?mode=ro{still}"), writable


def _look_at(path: Path) -> None:
    if not path.exists():
        return
    with path.open("rb") as file:
        header = file.read(100)
    if header and not header.startswith(_HEADER):
        raise RecordDamaged(f"{path} is no record; give the name of a record, or of a new file")
    if header and _cut_short(path, header):
        raise RecordDamaged(f"{path} was cut short; restore it from a backup")


def _cut_short(path: Path, header: bytes) -> bool:
    """Whether pages are missing. A log beside the file may still hold them, so then SQLite decides."""
    if len(header) < 100:
        return True
    wal = path.with_name(path.name + "-wal")
    if wal.exists() and wal.stat().st_size:
        return False
    page_size = int.from_bytes(header[16:18])
    page_size = 65536 if page_size == 1 else page_size
    pages = int.from_bytes(header[28:32])
    # The count is only kept up where these two agree (SQLite file format, 1.3.7).
    return header[24:28] == header[92:96] and path.stat().st_size < pages * page_size


def _set_up(connection: sqlite3.Connection, writable: bool) -> None:
    run = connection.execute
    run("PRAGMA foreign_keys = ON")
    run("PRAGMA cache_size = -65536")
    run("PRAGMA temp_store = MEMORY")
    # Pages that are mapped count as a process's own; a query touches few, and a whole walk gains nothing by more.
    run(f"PRAGMA mmap_size = {64 * 1024 * 1024}")
    if writable:
        run("PRAGMA journal_mode = WAL")
        # What was acknowledged survives a power cut too; batches keep it cheap.
        run("PRAGMA synchronous = FULL")


def _code(error: BaseException | None) -> int:
    code: int = getattr(error, "sqlite_errorcode", 0)
    return code & 0xFF


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    # Past SQLAlchemy, which would take ten times as long over it as SQLite.
    connection.connection.cursor().execute("BEGIN IMMEDIATE" if writes else "BEGIN")


def _compact(value: object) -> str:
    return orjson.dumps(value).decode()
