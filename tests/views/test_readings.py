"""Two readers of one text are compared statement by statement, and the older reading stays."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import quoting
from onrecord import ingest
from onrecord.errors import RecordError
from onrecord.facts import Mode, Reading, Span
from onrecord.record import open_record
from onrecord.views.readings import differences

TEXT = "🌊 Mira Tessarić said: “We stay.” Ilva Deren hoped: “They go.”"


def test_a_newer_reader_reads_once_and_what_it_lost_is_shown(tmp_path: Path) -> None:
    with open_record(tmp_path / "test.db") as record:
        ingest.add([quoting.capture(TEXT)], record, reader=quoting.READER)
        for read_now in (1, 0):
            report = ingest.add([quoting.capture(TEXT)], record, reader=quoting.NEWER)
            assert report.readings == read_now
        [lost] = differences(record, record.documents()[0])
        assert (lost.kind, lost.quote) == ("lost", "“They go.”")
        assert [each.kind for each in differences(record, lost.document, "2-quoting", "1-quoting")] == ["gained"]
        with pytest.raises(RecordError, match="3-quoting has not read"):
            list(differences(record, lost.document, "3-quoting"))


def test_what_is_read_otherwise_is_shown_by_its_fields(tmp_path: Path) -> None:
    document = quoting.document(TEXT)
    first, second = quoting.read(document).statements
    span = first.content[0]
    moved = replace(first, content=(Span(span.start, span.end - 1),), mode=Mode.MIXED)
    with open_record(tmp_path / "test.db") as record:
        record.add(document, None, quoting.read(document))
        record.add(document, None, Reading(document=document.id, reader="2-other", statements=(moved, second)))
        [changed] = differences(record, document.id)
    assert changed.json()["fields"] == {
        "content": [[span.pair()], [[span.start, span.end - 1]]],
        "mode": ["direct", "mixed"],
    }
