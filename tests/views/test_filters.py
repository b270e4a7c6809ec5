"""Finding statements by whom they are for or against, by what they name, and by who said them under any name."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

import newsroom
import quoting
from onrecord.facts import CueKind, Event, Figure, Kind, Meaning, Mode, Reading, Span
from onrecord.identifying import identify
from onrecord.record import By, Query, Record, filters, open_record
from onrecord.views.counts import counts
from onrecord.views.formats.jsonl import lines as jsonl
from onrecord.views.search import search

REPORTS = (
    "Mira Tessarić said: “Arvenia presses Lorr, Dorsk backs Lorr.”",
    "Mira Tessaric said: “Dorsk presses Arvenia under the Quay Accord.”",
    "Ilan Dorsey said: “Nobody stays.” Arvenia backs Lorr, says the Tide Accord.",
    "Ilan Dorsey said: “Dorsk backs Lórr.”",
)


def read(text: str) -> Reading:
    """What is found, with an event for each who presses."""
    found = quoting.read(quoting.document(text))
    events = (replace(r, event=Event.DEMAND if r.sign < 0 else None) for r in found.relations)
    return replace(found, relations=tuple(events))


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def record(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    if request.param == "sqlite":
        place = str(tmp_path_factory.mktemp("filters") / "test.db")
    else:
        place = request.getfixturevalue("server").database()
    with open_record(place) as opened:
        for text in REPORTS:
            opened.add(quoting.document(text), None, read(text))
        yield opened


def found(record: Record, **filters: Any) -> list[int]:
    """Which of the reports are found."""
    ids = [quoting.document(text).id for text in REPORTS]
    return sorted(ids.index(hit.statement["document"]["id"]) for hit in search(record, Query(**filters)).hits)


NARROWING = [
    ({"target": "Lorr"}, [0, 3]),
    ({"target": "the lorr"}, [0, 3]),
    ({"target": "Лорр"}, [0, 3]),
    ({"target": "Lo"}, []),
    ({"target": "?"}, []),
    ({"sign": 1}, [0, 3]),
    ({"sign": -1}, [0, 1]),
    ({"sign": 0}, []),
    ({"event": Event.DEMAND}, [0, 1]),
    ({"event": Event.ASSAULT}, []),
    ({"target": "Lorr", "sign": -1}, [0]),
    ({"target": "Lorr", "sign": 1, "event": Event.DEMAND}, []),
    ({"target": "Arvenia", "words": "accord"}, [1]),
    ({"target": "Lorr", "speaker": "Dorsey"}, [3]),
    ({"instrument": "Quay Accord"}, [1]),
    ({"instrument": "accord"}, [1]),
    ({"instrument": "Tide"}, []),
    ({"instrument": "Quay", "sign": 1}, []),
]


@pytest.mark.parametrize("few", [filters.FEW, 0], ids=["few are looked up", "many are met"])
@pytest.mark.parametrize(("asked", "reports"), NARROWING)
def test_every_filter_narrows(
    record: Record, asked: dict[str, Any], reports: list[int], few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filters, "FEW", few)
    assert found(record, **asked) == reports


@pytest.mark.parametrize(("asked", "reports"), NARROWING)
def test_counts_and_exports_hold_what_search_finds(record: Record, asked: dict[str, Any], reports: list[int]) -> None:
    query = Query(**asked)
    assert sum(weight.documents for weight in counts(record, query, By.MODE)) == len(reports)
    exported = [json.loads(line)["document"]["id"] for line in jsonl(record, query)]
    assert exported == [quoting.document(REPORTS[n]).id for n in reports]


def test_targets_are_counted_among_what_a_filter_for_targets_leaves(record: Record) -> None:
    told = [(weight.name, weight.statements) for weight in counts(record, Query(target="Lorr", sign=1), By.TARGET)]
    assert told == [("Lorr", 1), ("Lórr", 1)]


def test_what_stands_between_two_pieces_of_a_statement_is_not_in_it(place: str) -> None:
    text = "Mira Tessarić said: “We sign.” (She meant the Quay Accord.) “Or not.”"
    document = quoting.document(text)
    reading = quoting.read(document)
    [statement] = reading.statements
    pieces = (*statement.content, Span(text.index("“Or"), len(text)))
    with open_record(place) as record:
        record.add(document, None, replace(reading, statements=(replace(statement, content=pieces),)))
        assert search(record, Query(instrument="Quay")).hits == ()


def test_a_speaker_is_found_under_the_other_names_of_the_same_actor(place: str) -> None:
    texts = ("Mira Tessarić said: “One.”", "Vesna Dorsk said: “Two.”", "Vesna Dorsk Jr said: “Three.”")
    with open_record(place) as record:
        for text in texts:
            record.add(quoting.document(text), None, quoting.read(quoting.document(text)))
        identify(record)
        assert quotes(record, speaker="Tessarić") == ["“One.”"]
        record.who.same("Mira Tessarić", "Vesna Dorsk", "Edda Quill")
        assert quotes(record, speaker="Tessarić") == ["“One.”", "“Two.”"]
        assert quotes(record, speaker="Tessarić", words="two") == ["“Two.”"]


def test_a_target_is_found_under_the_other_names_of_the_same_actor(place: str) -> None:
    with open_record(place) as record:
        for text, name in (("Ilan Dorsey said: “Dorsk backs Lorr.”", "Lorr"), ("Vale Karsk is there.", "Vale Karsk")):
            document = quoting.document(text)
            at = Span(text.index(name), text.index(name) + len(name))
            figure = Figure(name=name, named_at=at, kind=Kind.PERSON, mentions=(at,))
            record.add(document, None, replace(quoting.read(document), figures=(figure,)))
        identify(record)
        assert quotes(record, target="Vale Karsk") == []
        record.who.same("Lorr", "Vale Karsk", "Edda Quill")
        assert quotes(record, target="Vale Karsk") == ["“Dorsk backs Lorr.”"]


def quotes(record: Record, **asked: Any) -> list[str]:
    return sorted(hit.statement["quote"] for hit in search(record, Query(**asked)).hits)


def test_a_name_without_a_word_is_no_misfit(place: str) -> None:
    document = quoting.document("Ilan Dorsey said: “No.” The end.")
    figure = Figure(name="The", named_at=Span(24, 27), kind=Kind.OTHER, mentions=(Span(24, 27),))
    with open_record(place) as record:
        record.add(document, None, replace(quoting.read(document), figures=(figure,)))
        assert list(record.verify()) == []


def test_names_are_checked_and_made_again_and_leave_with_their_text(place: str) -> None:
    with open_record(place) as record:
        for text in REPORTS[:2]:
            record.add(quoting.document(text), None, quoting.read(quoting.document(text)))
        newsroom.run(record, "DELETE FROM derived_names WHERE name = 'Lorr'")
        assert [misfit.what for misfit in record.verify()] == ["the list of names"]
        record.rebuild()
        assert list(record.verify()) == []
        record.forget(quoting.document(REPORTS[0]).id)
        kept = {name for (name,) in newsroom.run(record, "SELECT name FROM derived_names")}
        assert kept == {"Mira Tessaric", "Arvenia", "Quay Accord"}


WHOLE = Query(
    words="“close the harbour”",
    speaker="Tessarić",
    target="Lorr & Co",
    sign=-1,
    event=Event.DEMAND,
    instrument="Quay",
    outlet="The Tide",
    since="2031-01-01",
    until="2031-05-01",
    language="en",
    document="3f9a",
    mode=Mode.DIRECT,
    cue_kind=CueKind.SPEECH,
    confidence=0.5,
    judged="yes",
    refused=True,
    lost=True,
    originals=True,
    issue="ports",
    limit=7,
    page="12.20",
)


def test_a_query_is_the_same_after_it_was_strings() -> None:
    assert Query.parse(WHOLE.flat()) == WHOLE
    assert all(isinstance(value, str) for value in WHOLE.flat().values())
    assert Query().flat() == {}


def test_a_meaning_is_no_string() -> None:
    assert Query(meaning=Meaning(vector=bytes(384), model="m")).flat() == {}


@pytest.mark.parametrize(
    ("given", "query"),
    [
        ({"sign": "+", "event": "demand"}, Query(sign=1, event=Event.DEMAND)),
        ({"sign": "-", "speaker": "", "mode": " "}, Query(sign=-1)),
        ({"originals": "on"}, Query(originals=True)),
        ({"originals": "no"}, Query()),
    ],
)
def test_forms_and_addresses_are_understood(given: dict[str, str], query: Query) -> None:
    assert Query.parse(given) == query


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"sign": "2"}, "sign is [+], 0 or -, not '2'"),
        ({"event": "WAR"}, "event is one of AGREE, .*, not 'WAR'"),
        ({"mode": "sung"}, "mode is one of answer, .*, not 'sung'"),
        ({"cue_kind": "x"}, "cue kind is one of speech, other, not 'x'"),
        ({"confidence": "high"}, "confidence is a number from 0 to 1, not 'high'"),
        ({"confidence": "nan"}, "lies between 0 and 1"),
        ({"originals": "maybe"}, "originals is yes or no"),
        ({"limit": "all"}, "limit is a number"),
        ({"colour": "red"}, "a query has no 'colour'; it has confidence, "),
        ({"meaning": "the port"}, "a query has no 'meaning'"),
    ],
)
def test_a_string_that_is_no_value_is_told(given: dict[str, str], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        Query.parse(given)
