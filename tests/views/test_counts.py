"""How much there is of what: documents first, and a report that many outlets printed once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import quoting
from onrecord.record import By, Query, Record, open_record
from onrecord.views.counts import counts

WIRE = " ".join(f"The number {n} ferry of Arvenia sailed at dawn." for n in range(20))
TEXTS = (
    (f"{WIRE} Mira Tessarić said: “We sail.”", "The Quay", "2031-05-04"),
    (f"{WIRE} Mira Tessarić said: “We sail.” So it is.", "The Tide", "2031-05-05"),
    (f"Mira Tessarić said: “No,  and\nno again.” {WIRE[:99]}", "The Tide", "2031-06-01"),
    ("".join(f"Ilan Dorsey said: “Answer {n}.” " for n in range(9)), "The Tide", None),
)


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    with open_record(tmp_path_factory.mktemp("counts") / "test.db") as opened:
        for text, outlet, published in TEXTS:
            document = quoting.document(text, outlet=outlet, language="en")
            document = replace(document, metadata=replace(document.metadata, published=published))
            opened.add(document, None, quoting.read(document))
        yield opened


def weighed(record: Record, by: By | None = None, **given: Any) -> list[tuple[str | None, int, int, int]]:
    copies = given.pop("copies", False)
    found = counts(record, Query(**given), by, copies=copies)
    return [(weight.name, weight.documents, weight.statements, weight.words) for weight in found]


def test_a_report_counts_once_unless_copies_are_asked_for(record: Record) -> None:
    assert weighed(record) == [(None, 3, 11, 24)]
    assert weighed(record, copies=True) == [(None, 4, 12, 26)]


def test_who_is_in_most_documents_comes_first_however_much_others_say(record: Record) -> None:
    assert weighed(record, By.SPEAKER) == [("Mira Tessarić", 2, 2, 6), ("Ilan Dorsey", 1, 9, 18)]


@pytest.mark.parametrize(
    ("by", "names"),
    [
        (By.OUTLET, ["The Tide", "The Quay"]),
        (By.MONTH, [None, "2031-05", "2031-06"]),
        (By.YEAR, ["2031", None]),
        (By.LANGUAGE, ["en"]),
        (By.MODE, ["direct"]),
    ],
)
def test_what_counts_are_told_apart_by(record: Record, by: By, names: list[str | None]) -> None:
    assert [name for name, *_ in weighed(record, by)] == names


@pytest.mark.parametrize(
    ("given", "documents"),
    [({"words": "sail"}, 1), ({"words": "?"}, None), ({"speaker": "Dorsey"}, 1), ({"outlet": "The Tide"}, 2)],
)
def test_filters_are_those_of_search(record: Record, given: dict[str, Any], documents: int | None) -> None:
    assert [row[1] for row in weighed(record, **given)] == ([] if documents is None else [documents])


def test_no_more_than_so_many_statements_are_weighed(record: Record) -> None:
    [together] = counts(record, Query(), among=5)
    assert together.statements == 5


def test_a_target_is_counted_once_for_each_statement_that_is_for_or_against_it(tmp_path: Path) -> None:
    text = "Ilan Dorsey said: “Arvenia presses Sulmar. Oram presses Sulmar, Sulmar backs Oram.”"
    document = quoting.document(text)
    with open_record(tmp_path / "toward.db") as toward:
        toward.add(document, None, quoting.read(document))
        assert [(name, said) for name, _, said, _ in weighed(toward, By.TARGET)] == [("Oram", 1), ("Sulmar", 1)]
