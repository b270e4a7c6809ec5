"""The JSON form is a promise: exactly these names, whether a statement is kept or only read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import quoting
from onrecord.facts import End, Event, Kind, Layer, Relation, Span, Status
from onrecord.jsonform import (
    event_json,
    mentions_json,
    outlet_relations_json,
    relation_json,
    relation_words,
    statements_json,
)
from onrecord.record import Query, open_record


def test_a_statement_is_written_with_the_promised_names() -> None:
    document = quoting.document(outlet="The Quay", published="2031-05-04", language="en")
    reading = quoting.read(document)
    [statement] = reading.statements
    assert statements_json(document, reading) == [
        {
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
            "relations": [],
            "instruments": [],
            "times": [],
            "issues": [],
            "confidence": 0.87,
            "reader": "1-quoting",
        }
    ]


TIES = (
    "Mira Tessarić said: “Arvenia presses Lorr, by the Quay Accord, in 2031.” Ilan Dorsey said: “No.” "
    "Lorr backs Arvenia, in 2032."
)


def test_a_statement_has_the_relations_that_it_voices_and_what_its_words_name() -> None:
    document = quoting.document(TIES)
    reading = quoting.read(document)
    first, second = statements_json(document, reading)
    assert first["relations"] == [
        {
            "id": reading.relations[0].id,
            "from": {"name": "Arvenia", "span": [21, 28], "kind": "place", "implied": False},
            "to": {"name": "Lorr", "span": [37, 41], "kind": "place", "implied": False},
            "sign": -1,
            "layer": "told",
            "status": "standing",
            "event": None,
            "polecat": None,
            "quad": None,
            "mode": None,
            "context": [],
            "grounds": [[21, 41]],
            "voice": first["id"],
            "confidence": 0.75,
        }
    ]
    assert first["instruments"] == [{"name": "Quay Accord", "span": [50, 61]}]
    assert first["times"] == [{"value": "2031", "span": [66, 70]}]
    assert (second["relations"], second["instruments"], second["times"]) == ([], [], [])


def test_what_the_outlet_voices_itself_is_written_with_its_document() -> None:
    document = quoting.document(TIES, outlet="The Quay")
    reading = quoting.read(document)
    [voiced] = outlet_relations_json(document, reading)
    assert voiced == {
        "document": statements_json(document, reading)[0]["document"],
        **relation_json(reading.relations[1]),
    }
    assert voiced["voice"] == "outlet"


def test_a_mention_is_written_with_its_head_and_the_fullest_name() -> None:
    document = quoting.document(TIES, outlet="The Quay")
    reading = quoting.read(document)
    first, second = mentions_json(document, reading)
    assert first == {
        "document": statements_json(document, reading)[0]["document"],
        "words": "Mira Tessarić",
        "span": [0, 13],
        "head": [12, 13],
        "kind": "person",
        "form": "name",
        "name": "Mira Tessarić",
        "confidence": 0.5,
    }
    assert second["words"] == "Ilan Dorsey"


def test_a_relation_is_told_in_one_line_even_where_an_end_is_open() -> None:
    arvenia = End(name="Arvenia", kind=Kind.PLACE, implied=True)
    relation = Relation(
        document="0" * 64, holder=arvenia, target=None, sign=-1, layer=Layer.TOLD, status=Status.PAST,
        event=Event.REJECT, grounds=(Span(0, 8),),
    )  # fmt: skip
    assert relation_json(relation)["to"] is None
    assert relation_json(relation)["from"] == {"name": "Arvenia", "span": None, "kind": "place", "implied": True}
    assert relation_words(relation_json(relation)) == "Arvenia → – −, told, past, REJECT"


def test_a_kept_statement_is_written_as_it_was_before(tmp_path: Path) -> None:
    document = quoting.document(TIES, url="https://quay.example/1")
    reading = quoting.read(document)
    with open_record(tmp_path / "test.db") as record:
        record.add(document, None, reading)
        kept = [entry.json() for entry in record.entries()]
        found = [hit.entry.json() for hit in record.search(Query(speaker="Tessarić")).hits]
        opened = record.entry(kept[0]["id"]).json()
    assert kept == statements_json(document, reading)
    assert [*found, opened] == [kept[0], kept[0]]


def test_an_event_has_its_names_its_quad_and_how_it_is_done() -> None:
    reading = quoting.read(quoting.document(TIES))
    relation = replace(reading.relations[0], event=Event.INVESTIGATE, mode=None, contexts=("legal",))
    assert event_json(relation) == {
        "event": "INVESTIGATE",
        "polecat": "ACCUSE",
        "quad": "material conflict",
        "mode": None,
        "context": ["legal"],
    }
    assert relation_words(relation_json(replace(relation, event=Event.PROTEST, mode="strike"))) == (
        "Arvenia → Lorr −, told, PROTEST strike"
    )
