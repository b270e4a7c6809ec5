"""Statements leave the record as lines of JSON or rows of a table, all of them and in order."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

import quoting
from onrecord.jsonform import statements_json
from onrecord.record import Record, open_record
from onrecord.views.formats import jsonl, table

DOCUMENTS = [
    quoting.document('Ilan Dorsey said: “Wait; or "go",\nbut soon.” Mira Tessarić hoped: “😀”', outlet="The Quay"),
    quoting.document("Mira Tessarić said: “Arvenia presses Lorr, Lorr backs Dorsk, by the Quay Accord, in 2031.”"),
]


@pytest.fixture
def record(place: str) -> Iterator[Record]:
    with open_record(place) as opened:
        for document in DOCUMENTS:
            opened.add(document, None, quoting.read(document))
        yield opened


def test_every_statement_is_a_line_of_json(record: Record) -> None:
    lines = list(jsonl.lines(record))
    assert all(line.endswith("\n") and line.count("\n") == 1 for line in lines)
    assert [json.loads(line) for line in lines] == [
        statement for document in DOCUMENTS for statement in statements_json(document, quoting.read(document))
    ]


def test_every_statement_is_a_row_under_the_names_of_the_json_form(record: Record) -> None:
    heading, *rows = table.rows(record)
    first = dict(zip(heading, rows[0], strict=True))
    assert len(rows) == 3
    assert first["document.outlet"] == "The Quay"
    assert first["document.url"] == ""
    assert first["speaker.name"] == "Ilan Dorsey"
    assert first["speaker.span"] == "[0,11]"
    assert first["content"] == "[[18,44]]"
    assert first["quote"] == '“Wait; or "go", but soon.”'
    assert first["confidence"] == "0.87"
    assert first["relations"] == first["instruments"] == first["times"] == ""
    last = dict(zip(heading, rows[2], strict=True))
    assert last["relations"] == "Arvenia → Lorr −, told; Lorr → Dorsk +, told"
    assert (last["instruments"], last["times"]) == ("Quay Accord", "2031")


@pytest.mark.parametrize("title", ["=HYPERLINK(A1)", "+1", "-1", "@sum", "\t=1"])
def test_no_cell_is_a_formula_and_the_lines_of_json_have_the_words(place: str, title: str) -> None:
    document = quoting.document(title=title)
    with open_record(place) as record:
        record.add(document, None, quoting.read(document))
        heading, row = table.rows(record)
        [line] = jsonl.lines(record)
    assert row[heading.index("document.title")] == f"'{title}"
    assert json.loads(line)["document"]["title"] == title


def test_an_empty_record_gives_no_lines_and_only_a_heading(place: str) -> None:
    with open_record(place) as record:
        assert list(jsonl.lines(record)) == []
        assert len(list(table.rows(record))) == 1
