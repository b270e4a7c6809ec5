"""Finding statements: by words and phrases, by speaker, place and time, page after page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import newsroom
import quoting
from onrecord.facts import CueKind, Mode
from onrecord.record import Query, Record, Verdict, open_record
from onrecord.views.search import search

REPORTS = (
    ("Mira Tessarić said: “We’ll never close the harbour.”", "The Quay", "2031-05-04"),
    ("Ilan Dorsey said: “The harbour is closed, the old harbour too.”", "The Tide", "2031-05-06"),
    ("Ilan Dorsey hoped: “Talks on neutrality go on.”", "The Quay", "2031-05-08T09:00:00+02:00"),
    ("Mira Tessarić said: “NEUTRAL states talk; close ones sign.”", None, None),
)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def record(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    if request.param == "sqlite":
        place = str(tmp_path_factory.mktemp("search") / "test.db")
    else:
        place = request.getfixturevalue("server").database()
    with open_record(place) as opened:
        for text, outlet, published in REPORTS:
            document = quoting.document(text)
            language = "en" if outlet == "The Tide" else None
            about = replace(document.metadata, outlet=outlet, published=published, language=language)
            document = replace(document, metadata=about)
            opened.add(document, None, quoting.read(document))
        [judged] = quoting.read(quoting.document(REPORTS[0][0])).statements
        opened.judge(judged.id, Verdict.YES, "Edda Quill")
        yield opened


def found(record: Record, words: str = "", **filters: Any) -> list[str]:
    """The first two words of what is found."""
    hits = search(record, Query(words=words, **filters)).hits
    return [" ".join(hit.statement["quote"].strip("“”").split()[:2]) for hit in hits]


@pytest.mark.parametrize(
    ("words", "quotes"),
    [
        ("harbour", ["The harbour", "We’ll never"]),
        ("HARBOUR", ["The harbour", "We’ll never"]),
        ("harbour old", ["The harbour"]),
        ("close harbour", ["We’ll never"]),
        ('"close the harbour"', ["We’ll never"]),
        ("“close the harbour”", ["We’ll never"]),
        ('"the close harbour"', []),
        ("neutral", ["NEUTRAL states"]),
        ("neutral*", ["NEUTRAL states", "Talks on"]),
        ("we'll", ["We’ll never"]),
        ("tessaric", []),
        ("harbour -", ["The harbour", "We’ll never"]),
        ("harbour ... close", ["We’ll never"]),
        ("?!", []),
        ("sea", []),
    ],
)
def test_words_and_phrases_are_found(record: Record, words: str, quotes: list[str]) -> None:
    assert sorted(found(record, words)) == sorted(quotes)


def test_what_speaks_more_of_the_words_comes_first(record: Record) -> None:
    assert found(record, "harbour")[0] == "The harbour"


@pytest.mark.parametrize(
    ("filters", "quotes"),
    [
        ({"speaker": "tessaric"}, ["We’ll never", "NEUTRAL states"]),
        ({"speaker": "Tessarić, Mira"}, ["We’ll never", "NEUTRAL states"]),
        ({"speaker": "?"}, []),
        ({"words": "harbour", "speaker": "Dorsey"}, ["The harbour"]),
        ({"words": "harbour", "outlet": "the quay"}, ["We’ll never"]),
        ({"outlet": "%"}, []),
        ({"since": "2031-05-06"}, ["Talks on", "The harbour"]),
        ({"until": "2031-05-06"}, ["The harbour", "We’ll never"]),
        ({"since": "2031-05-08", "until": "2031-05-08"}, ["Talks on"]),
        ({"cue_kind": CueKind.OTHER}, ["Talks on"]),
        ({"mode": Mode.ANSWER}, []),
        ({"mode": Mode.DIRECT, "words": "talk*"}, ["NEUTRAL states", "Talks on"]),
        ({"language": "en"}, ["The harbour"]),
        ({"document": quoting.document(REPORTS[0][0]).id[:9]}, ["We’ll never"]),
        ({"document": "_"}, []),
        ({"confidence": 0.88}, []),
        ({"confidence": 0.87, "words": "neutral"}, ["NEUTRAL states"]),
        ({"judged": "any"}, ["We’ll never"]),
        ({"judged": "none", "words": "harbour"}, ["The harbour"]),
    ],
)
def test_every_filter_narrows(record: Record, filters: dict[str, Any], quotes: list[str]) -> None:
    assert sorted(found(record, **filters)) == sorted(quotes)


def test_without_words_the_newest_come_first_and_the_undated_last(record: Record) -> None:
    assert found(record) == ["Talks on", "The harbour", "We’ll never", "NEUTRAL states"]


def test_what_was_looked_for_is_marked(record: Record) -> None:
    [hit] = search(record, Query(words="close harbour", speaker="mira")).hits
    assert hit.snippet == (
        ("“We’ll never ", False),
        ("close", True),
        (" the ", False),
        ("harbour", True),
        (".”", False),
    )


@pytest.mark.parametrize("words", ["", "harbour", "talk*"])
def test_pages_are_the_whole_cut_in_pieces(record: Record, words: str) -> None:
    whole = found(record, words)
    pages, page = [], None
    while True:
        result = search(record, Query(words=words, limit=1, page=page))
        pages += [" ".join(hit.statement["quote"].strip("“”").split()[:2]) for hit in result.hits]
        page = result.next
        if page is None:
            break
    assert pages == whole


def test_what_is_added_meanwhile_is_on_no_later_page(place: str) -> None:
    with open_record(place) as record:
        for n in range(3):
            document = quoting.document(f"Ilan Dorsey said: “Harbour {n}.”")
            record.add(document, None, quoting.read(document))
        first = search(record, Query(words="harbour", limit=2))
        document = quoting.document("Ilan Dorsey said: “Harbour.”")
        record.add(document, None, quoting.read(document))
        second = search(record, Query(words="harbour", limit=2, page=first.next))
        quotes = [hit.statement["quote"] for hit in (*first.hits, *second.hits)]
    assert quotes == ["“Harbour 0.”", "“Harbour 1.”", "“Harbour 2.”"]
    assert second.next is None


def test_copies_are_left_out_where_originals_are_asked_for(place: str) -> None:
    wire = " ".join(f"The number {n} ferry of Arvenia sailed at dawn." for n in range(20))
    with open_record(place) as record:
        for outlet, published in (("The Tide", "2031-05-04"), ("The Quay", "2031-05-03")):
            document = quoting.document(f"{wire} Mira Tessarić said: “{outlet} is early.”", outlet=outlet)
            document = replace(document, metadata=replace(document.metadata, published=published))
            record.add(document, None, quoting.read(document))
        assert found(record) == ["The Tide", "The Quay"]
        assert found(record, originals=True) == ["The Quay"]
        assert found(record, "early", originals=True) == ["The Quay"]


@pytest.mark.parametrize(
    "bad", [{"since": "May"}, {"confidence": 2.0}, {"limit": 0}, {"page": "next"}, {"page": "1.2; DROP TABLE x"}]
)
def test_a_query_that_cannot_be_is_refused(bad: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"."):
        Query(**bad)


_SYNTAX = st.sampled_from([*"\"'*()+^:-{},;\x00\\%_“”„«» ", "AND", "OR", "NOT", "NEAR(", "quote:", "harbour", "\ud83d"])


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.lists(_SYNTAX | st.text(max_size=4), max_size=12).map("".join), other=st.text(max_size=8))
def test_no_words_are_a_syntax_error(record: Record, words: str, other: str) -> None:
    for query in (Query(words=words), Query(words="harbour", speaker=words), Query(outlet=words, speaker=other)):
        assert len(search(record, query).hits) <= len(REPORTS)


SPELT = (
    "Mira Tessarić said: “Boris Botsan will close the harbour in march.”",
    "Mira Tessarić said: “Борис Боцан stays, and so does Mark.”",
    "Vuk Harčenko said: “Nobody asked Bocan.”",
)


@pytest.fixture
def spelt(place: str) -> Iterator[Record]:
    with open_record(place) as opened:
        for text in SPELT:
            opened.add(quoting.document(text), None, quoting.read(quoting.document(text)))
        yield opened


@pytest.mark.parametrize(
    ("words", "quotes"),
    [
        ("Botsan", ["Boris Botsan", "Борис Боцан"]),
        ("Bocan", ["Nobody asked", "Борис Боцан"]),
        ("Боцан", ["Boris Botsan", "Nobody asked", "Борис Боцан"]),
        ("боцан harbour", ["Boris Botsan"]),
        ("march", ["Boris Botsan"]),
        ("mark", ["Борис Боцан"]),
    ],
)
def test_a_name_is_found_from_its_spelling_in_either_script(spelt: Record, words: str, quotes: list[str]) -> None:
    assert sorted(found(spelt, words)) == quotes


@pytest.mark.parametrize("name", ["Харченко", "Kharchenko", "harcenko", "Harčenko"])
def test_a_speaker_is_found_by_any_spelling(spelt: Record, name: str) -> None:
    assert found(spelt, speaker=name) == ["Nobody asked"]


def test_the_other_spelling_is_marked(spelt: Record) -> None:
    [hit] = search(spelt, Query(words="Boc* боцан", limit=1, speaker="Harčenko")).hits
    assert ("Bocan", True) in hit.snippet


def test_spellings_are_checked_and_made_again_and_leave_with_their_text(spelt: Record) -> None:
    newsroom.run(spelt, "DELETE FROM derived_spellings WHERE word = 'боцан'")
    assert [misfit.what for misfit in spelt.verify()] == ["the list of spellings"]
    spelt.rebuild()
    assert list(spelt.verify()) == []
    spelt.forget(quoting.document(SPELT[1]).id)
    kept = {word for (word,) in newsroom.run(spelt, "SELECT word FROM derived_spellings")}
    assert "боцан" not in kept
    assert "botsan" in kept
