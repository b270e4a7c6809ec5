"""Issues of statements are kept, found by, given with them, replaced as a whole, and forgotten with their document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

import quoting
from onrecord.facts import VECTOR, Coded, Meaning
from onrecord.record import Query, Record, open_record

TEXT = "Mira Tessarić said: “Arvenia presses Lorr.” Ilan Dorsey said: “No.”"


@pytest.fixture
def record(place: str) -> Iterator[Record]:
    with open_record(place) as opened:
        document = quoting.document(TEXT)
        reading = replace(quoting.read(document), meanings=tuple(map(meaning, (1, 2))))
        opened.add(document, None, reading)
        yield opened


def meaning(byte: int) -> Meaning:
    return Meaning(vector=bytes([byte]) * VECTOR, model="quoting")


def code(record: Record, issue: str = "ports") -> dict[str, int]:
    [first, _] = record.codable("quoting")
    return record.code([(first.key, (Coded(issue=issue, score=0.7),))])


def test_coding_takes_words_and_vectors_of_the_present_model(record: Record) -> None:
    assert [(each.words, each.vector[0]) for each in record.codable("quoting")] == [
        ("“Arvenia presses Lorr.”", 1),
        ("“No.”", 2),
    ]
    assert list(record.codable("other")) == []


def test_statements_are_found_by_an_issue_and_say_it(record: Record) -> None:
    assert code(record) == {"ports": 1}
    [hit] = record.search(Query(issue="ports")).hits
    assert hit.entry.json()["issues"] == [{"id": "ports", "score": 0.7}]
    assert record.search(Query(issue="gas")).hits == ()
    [tie] = record.ties()
    assert tie.issues == ("ports",)


def test_coding_again_replaces_all_that_was(record: Record) -> None:
    code(record)
    assert code(record, "gas") == {"gas": 1}
    assert record.search(Query(issue="ports")).hits == ()


def test_a_document_with_issues_can_be_forgotten(record: Record) -> None:
    code(record)
    record.forget(quoting.document(TEXT).id)
    assert list(record.ties()) == []
    assert list(record.verify()) == []
