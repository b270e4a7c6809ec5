"""The home for a newsroom: a database of PostgreSQL, and the only door to its driver."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import reduce
from itertools import groupby
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import (
    URL,
    BigInteger,
    ColumnElement,
    Connection,
    Engine,
    and_,
    cast,
    column,
    create_engine,
    delete,
    exists,
    false,
    func,
    insert,
    inspect,
    literal,
    make_url,
    select,
    table,
    text,
)
from sqlalchemy.dialects.postgresql import TSQUERY, TSVECTOR
from sqlalchemy.exc import ArgumentError, OperationalError

from onrecord.errors import RecordDamaged, RecordError
from onrecord.record import migrate, sqlite
from onrecord.record.query import Term
from onrecord.record.rows import streamed
from onrecord.record.schema import judged, present_readings, statements, tables
from onrecord.record.words import AS_JUDGED, JUDGED, Matches, cut

WAIT_S = 10
"""How long a writer waits for another, and anyone for the server, before it gives up."""

# "ONRC" again: what writers of a record lock, so that they take turns as in a file.
_WRITERS = 0x4F4E5243
_CLAIM = "a record of Onrecord"

# What a tsvector can hold (PostgreSQL, 12.11): words beyond are not found.
_PLACES = 16_383
_BYTES = 1_000_000
_WORD_CHARS = 500


def engine(place: str) -> Engine:
    """Give an engine for the database at this URL; nothing is asked of the server yet.

    Raises ``RecordError`` for a URL that is none, and where the driver is not installed.
    """
    try:
        url = make_url(place.replace("postgres://", "postgresql://", 1)).set(drivername="postgresql+psycopg")
    except (ArgumentError, ValueError) as error:
        # The address may hold a password, so it is not told.
        raise RecordError("the record's address cannot be read; write postgresql://USER@HOST/DATABASE") from error
    try:
        return create_engine(
            url,
            connect_args={"connect_timeout": WAIT_S, "application_name": "onrecord"} | dict(url.query),
            # One moment's record for a reader; who writes asks for the newest instead.
            isolation_level="REPEATABLE READ",
            # A server that was started again is no trouble to whoever comes next.
            pool_pre_ping=True,
            json_serializer=_compact,
            json_deserializer=orjson.loads,
        )
    except ModuleNotFoundError as error:
        raise RecordError(
            "a record on PostgreSQL needs its driver: install it with `pip install 'onrecord[postgres]'`"
        ) from error


def name(engine: Engine) -> str:
    """Give the address without password and options."""
    url = engine.url
    shown = URL.create("postgresql", url.username, None, url.host, url.port, url.database)
    return shown.render_as_string()


def explain(error: BaseException | None, name: str) -> RecordError:
    """Give what an error of the database means for a user, and what to do."""
    said = (str(error).strip() or type(error).__name__).splitlines()[0].removeprefix("connection failed: ")
    code = getattr(error, "sqlstate", None)
    if code is None:
        return RecordError(f"{name} {(_NO_PASSWORD if 'password' in said else _UNREACHABLE).format(said)}")
    if code.startswith("XX"):
        return RecordDamaged(f"{name} is damaged ({said}); restore it from a backup")
    for start, words in _ADVICE.items():
        if code.startswith(start):
            return RecordError(f"{name} {words.format(said)}")
    return RecordError(f"{name}: {said}")


@contextmanager
def writing(connection: Connection) -> Iterator[None]:
    """Write in one transaction, alone: it begins when no other writes, and sees what they wrote."""
    connection.execution_options(isolation_level="READ COMMITTED")
    with connection.begin():
        # What was acknowledged survives a power cut, whatever the server's own setting is.
        settings = {"lock_timeout": f"{WAIT_S}s", "synchronous_commit": "on"}
        connection.execute(select(*(func.set_config(name, value, True) for name, value in settings.items())))
        connection.execute(select(func.pg_advisory_xact_lock(_WRITERS)))
        yield


def is_record(connection: Connection, name: str) -> bool:
    """Whether this is a record, or an empty schema that may become one. Raises where it is something else."""
    if (
        connection.execute(select(func.obj_description(func.to_regclass("alembic_version"), "pg_class"))).scalar()
        == _CLAIM
    ):
        return True
    if inspect(connection).get_table_names():
        raise RecordDamaged(f"{name} is no record but a database of another program; give one of its own")
    encoding = connection.execute(text("SHOW server_encoding")).scalar_one()
    if encoding != "UTF8":
        raise RecordError(f"{name} keeps characters as {encoding}; make a database with --encoding UTF8 instead")
    return False


def claim(connection: Connection) -> None:
    """Mark a new schema as a record."""
    connection.execute(text(f"COMMENT ON TABLE alembic_version IS '{_CLAIM}'"))


def keep_older(engine: Engine, version: str) -> None:
    """Copy nothing: the server undoes an upgrade that fails, and copies of a database are its administrator's."""


def copy(engine: Engine, target: Path) -> None:
    """Write the record as it is at one moment into a file; it appears whole or not at all."""
    with sqlite.aside(target) as unfinished:
        file = sqlite.engine(unfinished)
        try:
            with engine.connect() as source, file.connect() as copied, sqlite.writing(copied):
                migrate.upgrade(copied, migrate.MIGRATIONS)
                sqlite.claim(copied)
                for kept in tables.sorted_tables:
                    with streamed(source, select(kept).order_by(*kept.primary_key)) as rows:
                        for some in rows.mappings().partitions():
                            copied.execute(insert(kept), [dict(row) for row in some])
                sqlite.rebuild_words(copied)
        finally:
            file.dispose()


def scrub(engine: Engine) -> tuple[str, ...]:
    """Write the tables anew without what was deleted from them; tell where others' reading held that up."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"SET lock_timeout = '{WAIT_S}s'"))
        try:
            for kept in (*tables.sorted_tables, _WORDS):
                connection.execute(text(f'VACUUM FULL "{kept.name}"'))
            # Whoever began to read before may still look at the old rows, so that they had to stay.
            old = connection.execute(text(_READERS)).scalar_one()
        except OperationalError as error:
            if getattr(error.orig, "sqlstate", None) != _LOCKED:
                raise
            old = True
        connection.execute(text("RESET lock_timeout"))
    return ("the free space of the database",) if old else ()


def faults(connection: Connection) -> Iterator[str]:  # noqa: ARG001 - what every home takes
    """Tell nothing: the server alone can look at its files."""
    yield from ()


def strays(connection: Connection) -> Iterator[str]:  # noqa: ARG001 - what every home takes
    """Name nothing: the server lets no row point to one that is not there."""
    yield from ()


def index_words(connection: Connection, readings: Sequence[int]) -> None:
    """Put the words of readings into the index."""
    found = connection.execute(_TEXTS.where(statements.c.reading_key.in_(readings))).all()
    if made := _vectors(found):
        connection.execute(insert(_WORDS), made)


def unindex_words(connection: Connection, reading: int) -> None:
    """Take the words of a reading out of the index."""
    keys = select(statements.c.key).where(statements.c.reading_key == reading)
    connection.execute(delete(_WORDS).where(_WORDS.c.key.in_(keys)))


def index_judged(connection: Connection, document: int) -> None:
    """Put the words of a document's statements into the index as they are judged to be."""
    found = connection.execute(AS_JUDGED.where(judged.c.document_key == document)).all()
    if made := _vectors(found):
        connection.execute(insert(_WORDS), made)


def unindex_judged(connection: Connection, document: int) -> None:
    """Take the words of a document's statements as they are judged to be out of the index."""
    keys = select(judged.c.key + JUDGED).where(judged.c.document_key == document)
    connection.execute(delete(_WORDS).where(_WORDS.c.key.in_(keys)))


def rebuild_words(connection: Connection) -> None:
    """Make the index again from the present readings, and from what is judged."""
    connection.execute(delete(_WORDS))
    for made in _present_vectors(connection):
        connection.execute(insert(_WORDS), made)


def words_fit(connection: Connection) -> bool:
    """Whether the index holds the words of the present statements, as read and as judged, in place, and no others."""
    counted = 0
    for made in _present_vectors(connection):
        counted += len(made)
        if connection.execute(text(_ALIKE), {"made": _compact(made)}).scalar_one() != len(made):
            return False
    return connection.execute(select(func.count()).select_from(_WORDS)).scalar_one() == counted


def matches(quote: Sequence[Term], speaker: Sequence[Term], names: Sequence[str]) -> Matches:
    """Look up terms of quotes and of speakers' names; only words of the quote count for the rank."""
    by = [query for query in (_tsquery(speaker), *(_tsquery([Term(name)]) for name in names)) if query is not None]
    sought = [(_WORDS.c.quote, _tsquery(quote)), (_WORDS.c.speaker_name, reduce(_either, by) if by else None)]
    conditions = [words.bool_op("@@")(query) for words, query in sought if query is not None]
    # The second number: what is said in few words stands before what is said in many.
    rank = func.ts_rank(_WORDS.c.quote, sought[0][1], 1)
    return Matches(_WORDS, _WORDS.c.key, and_(*conditions) if conditions else false(), (-rank, _WORDS.c.key))


def within(start: ColumnElement[int], end: ColumnElement[int], spans: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether a stretch lies in one of these spans."""
    each = func.json_array_elements(spans).table_valued("value")
    first, last = (cast(each.c.value.op("->>")(n), BigInteger) for n in (0, 1))
    return exists().select_from(each).where(first <= start, end <= last)


_NO_PASSWORD = "does not let you in ({}); put the right password into ~/.pgpass or into PGPASSWORD"  # noqa: S105 - says where one belongs
_UNREACHABLE = (
    "cannot be reached ({}): see that the server runs and that host, user and database are right, "
    "then run the same command again; what was stored is kept"
)
_LOCKED = "55P03"
_ADVICE = {
    _LOCKED: "is being written by another process; try again when that one is done",
    "53100": "could not be written ({}): the disk may be full; "
    "free some space and run the same command again, what was stored before is kept",
    "42501": "cannot be used so ({}); let the owner of the database run this, or give you the right",
    "25006": "cannot be written ({}); give the address of the server that takes changes",
    "08": _UNREACHABLE,
    "53": _UNREACHABLE,
    "57P": _UNREACHABLE,
}
"""By the beginnings of their codes (PostgreSQL, appendix A)."""

_WORDS = table(
    "derived_statement_words", column("key", BigInteger), column("quote", TSVECTOR), column("speaker_name", TSVECTOR)
)
_TEXTS = select(statements.c.key, statements.c.quote, statements.c.speaker_name)
_ALIKE = """
SELECT count(*) FROM json_to_recordset(CAST(:made AS json)) AS made(key bigint, quote text, speaker_name text)
JOIN derived_statement_words kept ON kept.key = made.key
AND kept.quote = CAST(made.quote AS tsvector) AND kept.speaker_name = CAST(made.speaker_name AS tsvector)
"""
_READERS = """
SELECT count(*) > 0 FROM pg_stat_activity
WHERE datname = current_database() AND backend_xmin IS NOT NULL AND pid <> pg_backend_pid()
"""


def _present_vectors(connection: Connection) -> Iterator[list[dict[str, Any]]]:
    """Give what the index ought to hold, some statements at a time."""
    chosen = _TEXTS.join(present_readings, present_readings.c.reading_key == statements.c.reading_key)
    for each in (chosen, AS_JUDGED):
        with streamed(connection, each) as texts:
            for some in texts.partitions():
                yield _vectors(some)


def _vectors(texts: Iterable[Any]) -> list[dict[str, Any]]:
    made = {key: {"key": key, "quote": "", "speaker_name": ""} for key, _, _ in texts}
    for (key, part), words in groupby(cut(texts), key=lambda word: word[:2]):
        made[key][part] = _vector((word, place) for _, _, word, place in words)
    return list(made.values())


def _vector(words: Iterable[tuple[str, int]]) -> str:
    """Write words and their places as a tsvector, as many as it can hold."""
    written, room = [], _BYTES
    for word, place in words:
        lexeme = _lexeme(word)
        room -= len(lexeme.encode()) + 8
        if room < 0 or place >= _PLACES:
            break
        written.append(f"{lexeme}:{place + 1}")
    return " ".join(written)


def _tsquery(terms: Sequence[Term]) -> ColumnElement[Any] | None:
    """Write terms as a tsquery; ``None`` where nothing in them is a word."""
    spelt = [(n, words) for n, term in enumerate(terms) for words in (term.words, *term.others)]
    found = groupby(cut((at, words, None) for at, (_, words) in enumerate(spelt)), key=lambda word: word[0])
    phrases: dict[int, list[str]] = {}
    for at, words in found:
        n = spelt[at][0]
        phrase = " <-> ".join(_lexeme(word) for _, _, word, _ in words) + (":*" if terms[n].prefix else "")
        phrases.setdefault(n, []).append(f"({phrase})")
    sought = " & ".join(f"({' | '.join(each)})" for each in phrases.values())
    return cast(literal(sought), TSQUERY) if sought else None


def _either(one: ColumnElement[Any], other: ColumnElement[Any]) -> ColumnElement[Any]:
    return one.op("||")(other)


def _lexeme(word: str) -> str:
    escaped = word[:_WORD_CHARS].replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"


def _compact(value: object) -> str:
    return orjson.dumps(value).decode()
