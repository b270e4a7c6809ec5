"""Where a statement or a document came from is told, with its other versions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

import quoting
from onrecord.errors import RecordError
from onrecord.facts import Capture, Metadata
from onrecord.record import Record, open_record
from onrecord.views.about import about

ADDRESS = "https://quay.example/1"


@pytest.fixture
def record(place: str) -> Iterator[Record]:
    with open_record(place) as opened:
        yield opened


def test_the_capture_the_extractor_and_the_readers_of_a_statement_are_told(record: Record) -> None:
    document = replace(
        quoting.document(extractor="page-1", outlet="The Quay"), encoding="cp1252", notes=("declared wrongly",)
    )
    capture = Capture(name="a.html", data=b"<p>", media_type="text/html", encoding="utf-8", metadata=Metadata())
    record.add(document, capture, quoting.read(document))
    record.add(document, capture, quoting.read_again(document))
    told = about(record, quoting.read(document).statements[0].id[:6])
    assert told.entry is not None
    assert told.entry.quote == "“Arvenia will never close the harbour.”"
    known = told.provenance
    assert (known.document, known.characters, known.metadata.outlet) == (document.id, len(document.text), "The Quay")
    [kept] = known.captures
    assert (kept.name, kept.media_type, kept.declared_encoding, kept.encoding) == (
        "a.html",
        "text/html",
        "utf-8",
        "cp1252",
    )
    assert (kept.extractor, kept.notes) == ("page-1", ("declared wrongly",))
    assert [(r.number, r.model, r.statements, r.present) for r in known.readings] == [
        (1, "quoting", 1, False),
        (2, "quoting", 1, True),
    ]
    assert known.added_at.startswith("20")


def test_all_versions_of_a_document_are_told_the_nearest_first(record: Record) -> None:
    versions = [quoting.document(f"Ilan Dorsey said: “{n}.”", url=ADDRESS) for n in range(4)]
    for version in versions:
        record.add(version, None, None)
    ids = [version.id for version in versions]
    known = about(record, ids[2]).provenance
    assert known.older == (ids[1], ids[0])
    assert known.newer == (ids[3],)


def test_json_says_the_same(record: Record) -> None:
    record.add(quoting.document(), None, quoting.read(quoting.document()))
    told = about(record, quoting.document().id[:10])
    assert told.json()["statement"] is None
    assert told.json()["document"] == quoting.document().id
    assert told.json()["readings"][0]["reader"] == "1-quoting"


@pytest.mark.parametrize("start", ["ffffffffffffffff", "", "%", "ABCD"])
def test_an_id_that_is_none_is_told(record: Record, start: str) -> None:
    with pytest.raises(RecordError, match=r"no statement and no document in .* has an id that begins with"):
        about(record, start)


def test_an_id_that_begins_several_is_not_guessed(record: Record) -> None:
    for n in range(17):
        record.add(quoting.document(f"{n} Ilan Dorsey came."), None, None)
    starts = [record.provenances(start) for start in "0123456789abcdef"]
    assert max(map(len, starts)) == 2
    several = next(start for start, found in zip("0123456789abcdef", starts, strict=True) if len(found) == 2)
    with pytest.raises(RecordError, match="more than one document begins with"):
        about(record, several)
