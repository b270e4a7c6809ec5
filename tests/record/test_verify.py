"""A record is checked against itself, and whatever was changed in it is named."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

import quoting
from newsroom import only_in_a_database, only_in_a_file, run
from onrecord.errors import RecordDamaged
from onrecord.record import Record, homes, open_record
from onrecord.record.rows import row_digest
from onrecord.record.schema import statements
from onrecord.record.words import TOKENIZE

TEXT = (
    "🙂 Ilan Dorsey hoped: “Thé ferries will run.” Mira Tessarić said: “They will not, they will not.” "
    "Arvenia presses Lorr, by the Quay Accord, in 2031."
)


@pytest.fixture
def record(place: str) -> Iterator[Record]:
    """Two documents, one of them read twice."""
    with open_record(place) as opened:
        for text in (quoting.HARBOUR, TEXT):
            opened.add(quoting.document(text), None, quoting.read(quoting.document(text)))
        opened.add(quoting.document(TEXT), None, quoting.read_again(quoting.document(TEXT)))
        yield opened


def misfits(record: Record) -> list[str]:
    return [f"{misfit.what} {misfit.why}" for misfit in record.verify()]


def test_nothing_is_amiss_in_a_record_that_nobody_changed(record: Record) -> None:
    heard: list[tuple[int, int]] = []
    assert list(record.verify(lambda done, total: heard.append((done, total)))) == []
    assert heard == [(1, 2), (2, 2)]


def test_an_empty_record_fits(place: str) -> None:
    with open_record(place) as record:
        assert misfits(record) == []


@pytest.mark.parametrize(
    ("sql", "what", "why"),
    [
        ("UPDATE documents SET text = text || '!' WHERE key = 1", "document ", "not the text that was added"),
        (
            "UPDATE documents SET published = 'May' WHERE key = 1",
            "document number 1",
            "cannot be read .*a date must be",
        ),
        ("UPDATE statements SET speaker_name = 'Ilan' WHERE key = 1", "statement ", "its digest is another"),
        ("UPDATE statements SET confidence = 1.0 WHERE key = 2", "statement ", "its digest is another"),
        ("UPDATE statements SET mode = 'sung' WHERE key = 2", "reading 1-quoting ", "cannot be read .*sung"),
        ("DELETE FROM statements WHERE key = 2", "reading 1-quoting ", "its digest is another"),
        ("UPDATE relations SET sign = 1 WHERE key = 1", "relation ", "its digest is another"),
        ("UPDATE relations SET holder_start = 7 WHERE key = 1", "relation ", "stands where .* would"),
        ("UPDATE relations SET voice = id WHERE key = 1", "reading 1-quoting ", "voiced by a statement that was not"),
        ("UPDATE relations SET holder_start = null WHERE key = 1", "relation ", "its digest is another"),
        ("UPDATE relations SET sign = 5 WHERE key = 1", "reading 1-quoting ", "cannot be read .*a sign is"),
        ("DELETE FROM relations WHERE key = 1", "reading 1-quoting ", "its digest is another"),
        ("UPDATE instruments SET name = 'Dorsk Accord'", "reading 1-quoting ", "its digest is another"),
        ("UPDATE instruments SET span_end = 900", "reading 1-quoting ", "a span ends at 900, but the text has"),
        ("DELETE FROM times", "reading 1-quoting ", "its digest is another"),
        ("UPDATE figures SET name = 'Ilan' WHERE key = 1", "reading 1-quoting ", "its digest is another"),
        ("UPDATE readings SET mentions = '[]' WHERE key = 1", "reading 1-quoting ", "its digest is another"),
        ("DELETE FROM derived_present_readings WHERE document_key = 1", "document ", "not shown by its newest reading"),
        ("UPDATE derived_present_readings SET reading_key = 2 WHERE document_key = 2", "document ", "not shown by"),
    ],
)
def test_what_was_changed_is_named(record: Record, sql: str, what: str, why: str) -> None:
    run(record, sql)
    assert [misfit for misfit in record.verify() if misfit.what.startswith(what) and re.search(why, misfit.why)]


@only_in_a_file
@pytest.mark.parametrize(
    ("sql", "what", "why"),
    [
        ("UPDATE documents SET text = CAST(x'ff' AS TEXT) WHERE key = 1", "document number 1", "cannot be read"),
        ("UPDATE statements SET content = '[[3,' WHERE key = 2", "reading 1-quoting ", "cannot be read"),
        ("DELETE FROM documents WHERE key = 1", "row 1 of captures", "belongs to nothing"),
    ],
)
def test_what_only_a_file_lets_be_changed_is_named(record: Record, sql: str, what: str, why: str) -> None:
    run(record, sql)
    assert [misfit for misfit in record.verify() if misfit.what.startswith(what) and re.search(why, misfit.why)]


@pytest.mark.parametrize(
    ("column", "value", "why"),
    [
        ("quote", "“Arvenia will close the harbour.”", "quotes other words than those it points to"),
        ("content", [[50, 90]], "a span ends at 90, but the text has"),
        ("content", [[21, 29]], "stands where .* would"),
    ],
)
def test_a_change_that_brings_its_own_digest_is_named_too(record: Record, column: str, value: Any, why: str) -> None:
    first, engine = statements.c.key == 1, homes.engine(record.name, create=False)
    with engine.begin() as connection:
        connection.execute(update(statements).where(first), {column: value})
        row = connection.execute(select(statements).where(first)).mappings().one()
        connection.execute(update(statements).where(first), {"digest": row_digest(statements, row)})
    engine.dispose()
    assert [found for found in misfits(record) if re.search(why, found)]


@only_in_a_file
def test_an_index_that_lacks_or_invents_a_word_is_named(record: Record) -> None:
    run(
        record,
        "INSERT INTO derived_statement_words(derived_statement_words, rowid, quote, speaker_name) "
        "SELECT 'delete', key, quote, speaker_name FROM statements WHERE key = 1",
    )
    assert misfits(record) == ["the index of words is not that of the statements; `onrecord rebuild` makes it again"]
    run(
        record,
        "INSERT INTO derived_statement_words(rowid, quote, speaker_name) "
        "SELECT key, quote || ' so', speaker_name FROM statements WHERE key = 1",
    )
    assert len(misfits(record)) == 1
    record.rebuild()
    assert misfits(record) == []


@only_in_a_database
@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM derived_statement_words WHERE key = 1",
        "UPDATE derived_statement_words SET quote = quote || CAST('so' AS tsvector) WHERE key = 1",
        "UPDATE derived_statement_words SET speaker_name = '' WHERE key = 1",
        "INSERT INTO derived_statement_words VALUES (900, '', '')",
    ],
)
def test_an_index_that_lacks_or_invents_a_word_in_a_database_is_named(record: Record, sql: str) -> None:
    run(record, sql)
    assert misfits(record) == ["the index of words is not that of the statements; `onrecord rebuild` makes it again"]
    record.rebuild()
    assert misfits(record) == []


@only_in_a_file
def test_the_index_is_recounted_as_it_was_made(record: Record) -> None:
    [[made]] = run(record, "SELECT sql FROM sqlite_master WHERE name = 'derived_statement_words'")
    assert TOKENIZE in made


@only_in_a_file
def test_broken_pages_are_named(record: Record) -> None:
    record.close()
    data = bytearray(Path(record.name).read_bytes())
    page = data.index(quoting.HARBOUR.encode()) // 4096 * 4096
    data[page : page + 4096] = bytes(4096)
    Path(record.name).write_bytes(data)
    with open_record(record.name) as broken:
        assert all(found.startswith("the file is damaged") for found in misfits(broken))
        assert misfits(broken)


def test_others_write_while_a_record_is_verified(record: Record) -> None:
    def write(done: int, total: int) -> None:
        document = quoting.document(f"Ilan Dorsey said: “{done} of {total}.”")
        with open_record(record.name) as other:
            other.add(document, None, quoting.read(document))

    assert list(record.verify(write)) == []
    assert record.counts().documents == 4


def test_a_statement_that_was_changed_is_not_opened(record: Record) -> None:
    [id_] = [s.id for s in quoting.read(quoting.document()).statements]
    run(record, "UPDATE statements SET speaker_name = 'Ilan Dorsey' WHERE key = 1")
    with pytest.raises(RecordDamaged, match=f"statement {id_} is not as it was stored.*restore it from a backup"):
        record.entries_by_id(id_)


def test_a_statement_is_not_opened_whose_relation_was_changed(place: str) -> None:
    document = quoting.document("Mira Tessarić said: “Lorr presses Arvenia.”")
    with open_record(place) as record:
        record.add(document, None, quoting.read(document))
        run(record, "UPDATE relations SET sign = 1")
        with pytest.raises(RecordDamaged, match=r"relation .* is not as it was stored"):
            record.entry(quoting.read(document).statements[0].id)


def test_a_text_that_was_changed_is_not_opened(record: Record) -> None:
    run(record, "UPDATE documents SET text = replace(text, 'never', 'ever') WHERE key = 1")
    with pytest.raises(RecordDamaged, match="is not the text that was added"):
        record.document(quoting.document().id)
