"""The JSON form is a promise: exactly these names, whether a statement is kept or only read."""

from __future__ import annotations

from pathlib import Path

import quoting
from onrecord.jsonform import statement_json
from onrecord.record import open_record


def test_a_statement_is_written_with_the_promised_names() -> None:
    document = quoting.document(outlet="The Quay", published="2031-05-04", language="en")
    [statement] = quoting.read(document).statements
    assert statement_json(document, statement, "1-quoting") == {
        "id": statement.id,
        "document": {
            "id": document.id,
            "url": None,
            "title": None,
            "outlet": "The Quay",
            "published": "2031-05-04",
            "language": "en",
            "translated": "unknown",
        },
        "mode": "direct",
        "speaker": {
            "name": "Mira Tessarić",
            "role": None,
            "kind": "person",
            "span": [0, 13],
            "named_at": [0, 13],
        },
        "source": [[0, 13]],
        "cue": [14, 18],
        "cue_kind": "speech",
        "content": [[20, 59]],
        "quote": "“Arvenia will never close the harbour.”",
        "within": None,
        "occasion": [],
        "said_on": None,
        "confidence": 0.87,
        "reader": "1-quoting",
    }


def test_a_kept_statement_is_written_as_it_was_before(tmp_path: Path) -> None:
    document = quoting.document(url="https://quay.example/1")
    reading = quoting.read(document)
    with open_record(tmp_path / "test.db") as record:
        record.add(document, None, reading)
        [entry] = record.entries()
    assert entry.json() == statement_json(document, reading.statements[0], reading.reader)
