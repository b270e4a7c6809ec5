"""A record of an earlier version with judgements is brought up when it is opened, and everything in it counts."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, text

import quoting
from newsroom import run
from onrecord.facts import quote_of
from onrecord.identifying import identify
from onrecord.record import Query, Verdict, homes, migrate, open_record
from onrecord.record.rows import digest, figure_row, reading_rows, statement_row
from onrecord.record.schema import statements

BEFORE = "0012"
"""The last version whose judgements on identities had a table of their own, and which did not search what is judged."""

TEXT = f"{quoting.HARBOUR} Ilva Deren waits."
[FOUND] = quoting.read(quoting.document(TEXT)).statements


@pytest.fixture(params=["sqlite", "postgresql"])
def older(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A record of that version, with a document that was read and judged."""
    in_a_file = request.param == "sqlite"
    place = str(tmp_path / "older.db") if in_a_file else request.getfixturevalue("server").database()
    engine = homes.engine(place, create=True)
    home = homes.of(engine)
    with engine.connect() as connection, home.writing(connection):
        migrate.upgrade(connection, _migrations(tmp_path))
        home.claim(connection)
        _fill(connection)
        home.index_words(connection, [1])
    engine.dispose()
    return place


def _migrations(folder: Path) -> Path:
    """Those that lead to that version."""
    (folder / "versions").mkdir()
    shutil.copy(migrate.MIGRATIONS / "env.py", folder)
    known = migrate.versions(migrate.MIGRATIONS)
    for version in known[: known.index(BEFORE) + 1]:
        [file] = (migrate.MIGRATIONS / "versions").glob(f"{version}_*.py")
        shutil.copy(file, folder / "versions")
    return folder


def _fill(connection: Connection) -> None:
    document = quoting.document(TEXT)
    reading = quoting.read(document)
    figures = [figure_row(figure) for figure in reading.figures]
    made = statement_row(FOUND, quote_of(TEXT, FOUND.content))
    assert reading_rows(TEXT, reading)[statements] == [made]
    whole = digest([[made["digest"]], figures, []])
    _insert(connection, "documents", id=document.id, translated="no", added_at="2031-05-01", text=TEXT)
    read = {"reader": "1-quoting", "reader_number": 1, "mentions": [], "added_at": "2031-05-01"}
    _insert(connection, "readings", document_key=1, digest=whole, **read)
    _insert(connection, "statements", reading_key=1, **made)
    _insert(connection, "figures", reading_key=1, **figures[0])
    _insert(connection, "derived_present_readings", document_key=1, reading_key=1)
    right = {"speaker": {"name": "Ilva Deren", "kind": "other", "named_at": None}}
    said = {"verdict": "yes", "judged_by": "Edda Quill", "note": None, "judged_at": "2031-05-02T00:00:00Z"}
    of_it = {"statement": FOUND.id, "corrections": right}
    _insert(
        connection,
        "judgements",
        document_key=1,
        subject=FOUND.id,
        corrections=right,
        digest=digest(said | of_it),
        **said,
    )
    # Two documents of one person, and that they are not one.
    alone: dict[str, Any] = {"document_key": 1, "named_start": 0, "other_document_key": None, "other_named_start": None}
    alone |= {name: said[name] for name in ("judged_by", "note", "judged_at")}
    _insert(connection, "identity_judgements", digest=digest(alone), **alone)


def _insert(connection: Connection, table: str, **row: Any) -> None:
    values = {name: json.dumps(value) if isinstance(value, list | dict) else value for name, value in row.items()}
    columns, marks = ", ".join(values), ", ".join(f":{name}" for name in values)
    connection.execute(text(f"INSERT INTO {table} ({columns}) VALUES ({marks})"), values)  # noqa: S608 - names of ours


def test_what_was_judged_counts_without_anything_else_to_do(older: str) -> None:
    with open_record(older) as record:
        assert run(older, "SELECT version_num FROM alembic_version") == [(migrate.versions(migrate.MIGRATIONS)[-1],)]
        assert list(record.verify()) == []
        [judgement] = record.judgements(FOUND.id)
        assert (judgement.verdict, judgement.by) == (Verdict.YES, "Edda Quill")
        [entry] = record.entries()
        assert entry.right.speaker.name == "Ilva Deren"
        for speaker, found in (("Deren", True), ("Tessarić", False)):
            assert bool(record.search(Query(speaker=speaker)).hits) is found
            assert bool(record.search(Query(speaker=speaker, words="harbour")).hits) is found
        assert record.search(Query(judged="yes")).hits


def test_what_was_said_of_who_is_who_goes_on_to_count(older: str) -> None:
    with open_record(older) as record:
        other = quoting.document("Mira Tessarić said: “Yes.”")
        record.add(other, None, quoting.read(other))
        identify(record)
        assert [len(record.who.seen(actor)) for actor in record.who.named("Mira Tessarić")] == [1, 1]
        assert list(record.verify()) == []
    said = run(older, "SELECT subject_kind, verdict, judged_by, judged_at FROM judgements ORDER BY key")
    assert said[1] == ("identity", "no", "Edda Quill", "2031-05-02T00:00:00Z")
