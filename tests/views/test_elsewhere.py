"""Where else a statement stands: the likest first, with what is cut, and who printed it first."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import quoting
from onrecord.facts import Document, Metadata
from onrecord.record import Record, open_record
from onrecord.views.elsewhere import Elsewhere, elsewhere

FERRIES = "The ferries will sail again in May, whatever the Union decides and whoever pays for it."
CUT = "The ferries will sail again in May"


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    with open_record(tmp_path / "record.db") as opened:
        yield opened


def add(record: Record, words: str, outlet: str, published: str | None = None) -> str:
    metadata = Metadata(outlet=outlet, published=published)
    document = Document(text=f"Mira Tessarić said: “{words}” {outlet} heard it.", metadata=metadata)
    found = quoting.read(document)
    record.add(document, None, found)
    record.link()
    return found.statements[0].id


def outlets(found: Elsewhere) -> list[str]:
    return [other.statement["document"]["outlet"] for other in found.others]


def test_the_likest_come_first_and_then_the_earliest(record: Record) -> None:
    id_ = add(record, FERRIES, "Veltan Post", "2031-05-14")
    add(record, CUT, "Strait Daily", "2031-05-12")
    add(record, FERRIES, "Island Radio")
    add(record, FERRIES, "Northern Wire", "2031-05-13")
    assert outlets(elsewhere(record, id_)) == ["Northern Wire", "Island Radio", "Strait Daily"]


def test_what_is_left_out_is_told_of_repetitions(record: Record) -> None:
    id_ = add(record, FERRIES, "Veltan Post")
    add(record, CUT, "Strait Daily")
    [cut] = elsewhere(record, id_).others
    assert cut.left_out == ("whatever the Union decides and whoever pays for it.”",)


def test_the_earliest_date_printed_it_first_by_the_moment_where_it_is_known(record: Record) -> None:
    id_ = add(record, FERRIES, "Veltan Post", "2031-05-14T01:00:00+02:00")
    add(record, FERRIES, "Northern Wire", "2031-05-14T00:30:00+00:00")
    add(record, FERRIES, "Island Radio")
    assert [document["outlet"] for document in elsewhere(record, id_).first] == ["Veltan Post"]


def test_of_undated_documents_none_was_first(record: Record) -> None:
    id_ = add(record, FERRIES, "Veltan Post")
    add(record, FERRIES, "Island Radio")
    assert elsewhere(record, id_).first == ()


def test_its_json_lays_the_words_side_by_side(record: Record) -> None:
    id_ = add(record, FERRIES, "Veltan Post")
    add(record, CUT, "Strait Daily")
    [other] = elsewhere(record, id_).json()["elsewhere"]
    assert other["kind"] == "partial"
    assert " ".join(piece["here"] for piece in other["diff"]) == f"“{FERRIES}”"
    assert " ".join(piece["there"] for piece in other["diff"] if piece["there"]) == f"“{CUT}”"
