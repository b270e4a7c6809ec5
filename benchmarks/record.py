"""What a record costs at a million statements: ``python benchmarks/record.py [--statements N] [--keep FOLDER]``.

Adds invented documents with their readings (``invented.py``) to a record and, in turns, the same statements to a plain
SQLite file with one hand-written table and an FTS5 index, which is the measure: ratios in one run say the same on a
busy machine. The plain file keeps neither texts nor mentions and checks nothing. Then both search in turns, and every
command is run on the record as a user would, with a look at its private memory (USS) twenty times a second. Prints one
JSON object: what was reached, what must be, and what was missed. ``--keep`` leaves both files there and goes on from
them next time. Needs Linux.
"""

from __future__ import annotations

import argparse
import json
import re
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

import invented
from onrecord import ingest
from onrecord.facts import VECTOR, Capture, Document, Meaning, Reading, Statement, quote_of
from onrecord.record import Query, Record, open_record
from onrecord.views.search import search

COMMAND = str(Path(sys.executable).with_name("onrecord"))
EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
TOP = 20
CHUNK = 320
"""Documents that are added in one turn: ten transactions."""

MUST = {
    "add_ratio": 3.0,
    "add_growth": 1.3,
    "search_ratio": 2.0,
    "search_p95_ms": 100.0,
    "positions_p95_ms": 300.0,
    "meaning_p95_ms": 150.0,
    "meaning_missed": 0.05,
    "kilobytes_a_statement": 2.0,
    "private_mb": 600.0,
}
"""At most."""

Made = tuple[Document, Capture, Reading]

_PLAIN = """
CREATE TABLE statement (
    key INTEGER PRIMARY KEY, document TEXT, url TEXT, title TEXT, outlet TEXT, published TEXT, language TEXT,
    reader TEXT, id TEXT UNIQUE, mode TEXT, speaker TEXT, role TEXT, cue_kind TEXT, confidence REAL, content TEXT,
    source TEXT, cue TEXT, quote TEXT
);
CREATE INDEX statement_by_document ON statement (document);
CREATE INDEX statement_by_date ON statement (published);
CREATE VIRTUAL TABLE words USING fts5(
    quote, speaker, content='statement', content_rowid='key', tokenize='unicode61 remove_diacritics 2'
);
CREATE TRIGGER statement_words AFTER INSERT ON statement BEGIN
    INSERT INTO words(rowid, quote, speaker) VALUES (new.key, new.quote, new.speaker);
END;
"""
_PLAIN_SEARCH = """
SELECT s.*, snippet(words, 0, '[', ']', '…', 48) FROM words JOIN statement s ON s.key = words.rowid
WHERE words MATCH ? AND rank MATCH 'bm25(1.0, 0.0)' ORDER BY rank LIMIT 20
"""


def plain_file(path: Path) -> sqlite3.Connection:
    """Open the plain file, as safe against power cuts as a record."""
    connection = sqlite3.connect(path, isolation_level=None)
    if not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.executescript(_PLAIN)
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA cache_size = -65536")
    return connection


def add_plainly(connection: sqlite3.Connection, made: list[Made]) -> None:
    """Add the statements of documents, as many to a transaction as a record takes."""
    for first in range(0, len(made), 32):
        rows = (
            (*about(document, reading), *plain_row(document, statement))
            for document, _, reading in made[first : first + 32]
            for statement in reading.statements
        )
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(f"INSERT INTO statement VALUES (NULL{', ?' * 17})", rows)  # noqa: S608 - marks only
        connection.execute("COMMIT")


def about(document: Document, reading: Reading) -> tuple[str | None, ...]:
    """Give what is known of a document and of its reading."""
    known = document.metadata
    return document.id, known.url, known.title, known.outlet, known.published, known.language, reading.reader


def plain_row(document: Document, statement: Statement) -> tuple[str | float | None, ...]:
    """Give what is known of a statement, in the order of the plain table."""
    places = [json.dumps([span.pair() for span in spans]) for spans in (statement.content, statement.source)]
    return (
        statement.id,
        statement.mode.value,
        statement.speaker.name,
        statement.speaker.role,
        statement.cue_kind.value if statement.cue_kind else None,
        statement.confidence,
        *places,
        json.dumps(statement.cue.pair()) if statement.cue else None,
        quote_of(document.text, statement.content),
    )


def plain_search(connection: sqlite3.Connection, match: str) -> list[Any]:
    """Find twenty statements in the plain file."""
    return connection.execute(_PLAIN_SEARCH, [match]).fetchall()


def timed(work: Callable[[], object]) -> float:
    """Give the seconds that work takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def add(record: Record, made: list[Made]) -> None:
    """Add documents as ``onrecord add`` does, with a reader that has read them already."""
    found = {document.id: reading for document, _, reading in made}
    reader = ingest.Reader(invented.READER, lambda document: found[document.id])
    report = ingest.add((capture for _, capture, _ in made), record, reader=reader)
    assert report.new == len(made), report


def grow(world: invented.World, record: Record, plain: sqlite3.Connection, documents: int) -> dict[str, Any]:
    """Bring both to so many documents, in turns; give what that took and how the last compare with the first."""
    ours = theirs = 0.0
    there = record.counts().documents
    for first in range(there, documents, CHUNK):
        made = [world.document(number) for number in range(first, min(first + CHUNK, documents))]
        theirs += timed(partial(add_plainly, plain, made))
        ours += timed(partial(add, record, made))
        if sys.stderr.isatty():
            print(f"\r{first + len(made):,} documents", end="", file=sys.stderr)
    if there == documents:
        return {}
    added = documents - there
    return {
        "add_ratio": round(ours / theirs, 2),
        "add_ms_a_document": round(ours / added * 1e3, 2),
        "plain_ms_a_document": round(theirs / added * 1e3, 2),
    }


def growth(world: invented.World, record: Record, small: Record, turns: int) -> float:
    """How much longer a document takes here than in the smaller record, both in turns."""
    ratios = []
    for turn in range(turns):
        first = max(record.counts().documents, small.counts().documents)
        made = [world.document(number) for number in range(first, first + CHUNK // 2)]
        order = (record, small) if turn % 2 else (small, record)
        seconds = {one.name: timed(partial(add, one, made)) for one in order}
        ratios.append(seconds[record.name] / seconds[small.name])
    return round(statistics.median(ratios), 2)


def look_up(world: invented.World, record: Record, plain: sqlite3.Connection, queries: int) -> dict[str, Any]:
    """Search for words of a speaker in turns, twenty at once."""
    ours, theirs = [], []
    for number in range(queries):
        word, person = world.query(number)
        named = " AND ".join(f'"{part}"' for part in person.split())
        match = f'quote : "{word}" AND speaker : ({named})'
        theirs.append(timed(partial(plain_search, plain, match)))
        query = Query(words=word, speaker=person, limit=20)
        ours.append(timed(lambda query=query: search(record, query)))  # type: ignore[misc]
    return {
        "search_ratio": round(sum(ours) / sum(theirs), 2),
        "search_p95_ms": p95(ours),
        "plain_search_p95_ms": p95(theirs),
    }


def positions(world: invented.World, record: Record, people: int) -> dict[str, Any]:
    """Give all that somebody said, the newest first; people in proportion to how much they are heard."""
    seconds, found = [], []
    for number in range(people):
        query = Query(speaker=world.query(number)[1], limit=100_000)
        began = time.perf_counter()
        found.append(len(search(record, query).hits))
        seconds.append(time.perf_counter() - began)
    return {"positions_p95_ms": p95(seconds), "positions_statements": [min(found), max(found)]}


def look_for(world: invented.World, record: Record, queries: int) -> dict[str, Any]:
    """Search by meaning, twenty at once; give the share of the exact twenty that is missed."""
    meanings = [world.meaning(number) for number in range(queries)]
    least = twentieth(Path(record.name), meanings)
    seconds, missed = [], 0
    for meaning, score in zip(meanings, least.tolist(), strict=True):
        began = time.perf_counter()
        hits = search(record, Query(meaning=meaning, limit=TOP)).hits
        seconds.append(time.perf_counter() - began)
        missed += TOP - sum((hit.score or 0) >= score for hit in hits)
    return {"meaning_p95_ms": p95(seconds), "meaning_missed": round(missed / TOP / queries, 3)}


def twentieth(path: Path, meanings: list[Meaning]) -> NDArray[np.float64]:
    """Compare all vectors of a record with some meanings, and give the score of the twentieth for each."""
    wanted = np.stack([np.frombuffer(meaning.vector, np.int8) for meaning in meanings]).astype(np.float32) / 127**2
    best = np.full((len(meanings), TOP), -1, np.float32)
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT vectors FROM derived_vectors")
        while some := rows.fetchmany(2000):
            vectors = np.frombuffer(b"".join(row[0] for row in some), np.int8).reshape(-1, VECTOR)
            scores = np.concatenate([best, wanted @ vectors.astype(np.float32).T], axis=1)
            best = -np.partition(-scores, TOP - 1, axis=1)[:, :TOP]
    least: NDArray[np.float64] = np.round(best.min(axis=1).astype(np.float64), 4)
    return least


def p95(seconds: list[float]) -> float:
    """Give the 95th percentile in milliseconds."""
    return round(statistics.quantiles(seconds, n=20, method="inclusive")[-1] * 1e3, 1)


def commands(record: Path, folder: Path) -> Iterator[list[str]]:
    """Give every command that opens a record; the last two change it."""
    with open_record(record) as opened:
        page = opened.search(Query(limit=1))
    statement = page.hits[0].entry.statement
    yield ["search", "people", "--limit", "1000", "--json"]
    yield ["show", statement.id]
    yield ["about", statement.id]
    yield ["judge", statement.id, "yes", "--by", "Edda Quill"]
    yield ["export", "jsonl", "-o", str(folder / "out.jsonl")]
    yield ["export", "csv", "-o", str(folder / "out.csv")]
    yield ["add", str(EXAMPLES)]
    yield ["verify"]
    yield ["backup", str(folder / "copy.db")]
    yield ["rebuild"]
    yield ["forget", statement.document]


def run(command: list[str], record: Path) -> tuple[float, float]:
    """Run a command on the record; give its seconds and the most private memory that it had, in MB of 10^6 bytes."""
    most, began = 0.0, time.perf_counter()
    with subprocess.Popen(  # noqa: S603
        [COMMAND, *command, "--record", str(record)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    ) as process:
        while process.poll() is None:
            most = max(most, private(process.pid))
            time.sleep(0.05)
        assert process.returncode == 0, (command, process.stderr and process.stderr.read())
    return time.perf_counter() - began, most


def private(process: int) -> float:
    """Give the memory that a process shares with no other, now: its own pages and those of files that it maps alone."""
    try:
        pages = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii")
    except (ProcessLookupError, FileNotFoundError):
        return 0.0
    return round(sum(map(int, re.findall(r"Private_\w+:\s+(\d+) kB", pages))) * 1024 / 1e6, 1)


def measure(statements: int, folder: Path) -> dict[str, Any]:
    """Make both files in this folder, and give what was reached."""
    world = invented.World()
    documents = statements // invented.STATEMENTS_PER_DOCUMENT
    queries = min(400, max(20, statements // 500))
    path = folder / "record.db"
    with open_record(path) as record, closing(plain_file(folder / "plain.db")) as plain:
        reached = grow(world, record, plain, documents)
        reached |= look_up(world, record, plain, queries)
        reached |= positions(world, record, queries // 4)
        reached |= look_for(world, record, queries // 4)
        kept = record.counts()
    reached["statements"] = kept.statements
    size = path.stat().st_size
    reached["kilobytes_a_statement"] = round((size - vectors_size(path)) / 1e3 / kept.statements, 2)
    with open_record(path) as record, open_record(folder / "small.db") as small:
        if not small.counts().documents:
            add(small, [world.document(number) for number in range(10_000 // invented.STATEMENTS_PER_DOCUMENT)])
        reached["add_growth"] = growth(world, record, small, turns=min(9, 1 + statements // 20_000))
    ran = {" ".join(command[: 1 + (command[0] == "export")]): run(command, path) for command in commands(path, folder)}
    reached["commands_s"] = {name: round(seconds, 1) for name, (seconds, _) in ran.items()}
    reached["commands_private_mb"] = {name: memory for name, (_, memory) in ran.items()}
    reached["private_mb"] = max(memory for _, memory in ran.values())
    return reached


def vectors_size(path: Path) -> int:
    """Give the bytes of a record that are vectors."""
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("SELECT coalesce(sum(length(vectors)), 0) FROM derived_vectors").fetchone()[0])


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--statements", type=int, default=1_000_000)
    parser.add_argument("--keep", type=Path, metavar="FOLDER")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        reached = measure(args.statements, args.keep or Path(temporary))
    missed = [name for name, most in MUST.items() if reached.get(name, 0) > most]
    print(json.dumps({"reached": reached, "must": MUST, "missed": missed}, indent=1))


if __name__ == "__main__":
    main()
