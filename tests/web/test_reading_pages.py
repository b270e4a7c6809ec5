"""The pages on which a record is read: each has an address of its own, and says what the views say."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import httpx
import pytest

from onrecord.record import Record
from served import words


def statement(reader: httpx.Client, quoted: str) -> str:
    """The address of the first statement with these words."""
    [found, *_] = re.findall(r"/statement/[0-9a-f]{16}", reader.get("/search", params={"words": f'"{quoted}"'}).text)
    return str(found)


def test_home_shows_what_is_new_who_is_heard_who_is_tied_and_what_was_added(reader: httpx.Client) -> None:
    told = words(reader.get("/"))
    assert "4 statements in 3 documents" in told
    assert re.search(r"Most heard documents Mira Tessarić 3 Ilan Dorsey 1", told)
    assert "Arvenia 0 neutral Sulmar 2" in told
    assert told.index("Added last") < told.index("2.txt") < told.index("No 1") < told.index("No 0")


def test_home_draws_the_system_in_small_each_tie_opening_to_its_words(reader: httpx.Client) -> None:
    [drawn] = re.findall(r'<svg class="sketch".*?</svg>', reader.get("/").text, re.DOTALL)
    assert sorted(re.findall(r"<text[^>]*>([^<]+)</text>", drawn)) == ["Arvenia", "Sulmar"]
    [tie] = re.findall(r'href="(/tie[^"]+)"', drawn)
    assert "Arvenia presses Sulmar" in words(reader.get(tie.replace("&amp;", "&")))


def test_a_search_marks_the_words_and_counts_what_is_found(reader: httpx.Client) -> None:
    page = reader.get("/search", params={"words": "harbour"})
    told = words(page)
    assert "2 statements in 2 documents" in told
    assert page.text.count("<mark>harbour</mark>") == 2
    assert re.search(r"Speaker documents (Mira Tessarić|Ilan Dorsey) 1 ", told)
    assert "2031-05: 1 document" in page.text


def test_a_search_is_narrowed_by_its_address_as_by_its_form(reader: httpx.Client) -> None:
    given = {"words": "harbour", "since": "2031-06-01", "speaker": "Dorsey"}
    page = reader.get("/search", params=given)
    assert "1 statement in 1 document" in words(page)
    assert 'name="speaker" type="text" value="Dorsey"' in page.text
    [month] = re.findall(r'href="(/search\?[^"]*since=2031-06-01[^"]*until=2031-06-30[^"]*)"', page.text)
    assert "1 statement in 1 document" in words(reader.get(month.replace("&amp;", "&")))


def test_what_is_taken_away_are_exactly_the_rows_found(reader: httpx.Client) -> None:
    given = {"words": "harbour", "outlet": "The Quay"}
    [heading, row] = csv.reader(io.StringIO(reader.get("/search.csv", params=given).text))
    assert dict(zip(heading, row, strict=True))["speaker.name"] == "Mira Tessarić"
    [line] = reader.get("/search.jsonl", params=given).text.splitlines()
    assert json.loads(line)["quote"].startswith("“We’ll never")


def test_pages_of_a_search_go_on_to_the_end(reader: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.web.searching.PAGE", 3)
    first = reader.get("/search")
    [more] = re.findall(r'<a href="([^"]+)" rel="next">', first.text)
    second = reader.get(more.replace("&amp;", "&"))
    found = [re.findall(r'<blockquote><a href="([^"]+)"', page.text) for page in (first, second)]
    assert [len(each) for each in found] == [3, 1]
    assert len({*found[0], *found[1]}) == 4
    assert 'rel="next"' not in second.text


def test_a_document_shows_every_statement_in_its_speakers_colour(reader: httpx.Client, shown: Record) -> None:
    [document] = [each.document for each in shown.latest(3) if each.metadata.outlet == "The Tide"]
    page = reader.get(f"/document/{document}")
    colours = dict(re.findall(r'<a class="c(\d)" href="[^"]*">([^<]+)</a>', page.text))
    assert sorted(colours.values()) == ["Ilan Dorsey", "Mira Tessarić"]
    pieces = re.findall(r'<a class="s c(\d)[^>]*>([^<]+)</a>', page.text)
    assert [(colours[colour], said) for colour, said in pieces] == [
        ("Ilan Dorsey", "“The harbour is closed in 2031.”"),
        ("Mira Tessarić", "“It opens.”"),
    ]


def test_relations_stand_beside_the_sentence_that_they_rest_on(reader: httpx.Client) -> None:
    found = re.findall(r"/document/[0-9a-f]{64}", reader.get("/search", params={"words": "presses"}).text)
    assert "Arvenia − against Sulmar told" in words(reader.get(found[0]))


def test_a_statement_shows_all_that_is_known_of_it(reader: httpx.Client) -> None:
    page = reader.get(statement(reader, "Oram Accord"))
    told = words(page)
    assert "<mark>“Arvenia backs Sulmar by the Oram Accord.”</mark>" in page.text
    for fact in ("Mira Tessarić", "Arvenia + for Sulmar", "Mode direct", "Names Oram Accord", "Reader 1-quoting"):
        assert fact in told


def test_a_citation_names_who_where_and_an_address_at_the_words(reader: httpx.Client) -> None:
    told = words(reader.get(statement(reader, "harbour is closed")))
    cited = (
        "Ilan Dorsey: “The harbour is closed in 2031.” The Tide, “No 1”, 2031-06-06, https://quay.example/1#:~:text="
    )
    assert cited + "The%20harbour%20is%20closed%20in%202031." in told


def test_the_beginning_of_an_id_leads_to_its_page(reader: httpx.Client) -> None:
    whole = statement(reader, "harbour is closed")
    moved = reader.get(whole[:-6])
    assert (moved.status_code, moved.headers["location"]) == (307, whole)


@pytest.mark.parametrize(
    ("address", "code", "told"),
    [
        ("/nowhere", 404, "There is no such page."),
        ("/statement/ffffffffffffffff", 404, "no statement in this record has an id"),
        ("/statement/'%20OR%201=1", 404, "no statement in this record has an id"),
        ("/document/00000000", 404, "no document begins with"),
        ("/document/abc?part=0", 400, "not understood"),
        ("/search?since=yesterday", 400, "a date must be like"),
        ("/search?mode=shouted", 400, "mode is one of answer"),
        ("/search?confidence=much", 400, "confidence is a number from 0 to 1"),
        ("/search?shape=round", 400, "a query has no 'shape'"),
        ("/search?page=1%20UNION", 400, "no page of a search"),
    ],
)
def test_what_is_not_there_or_not_understood_is_told_in_words(
    reader: httpx.Client, shown: Record, address: str, code: int, told: str
) -> None:
    page = reader.get(address)
    assert page.status_code == code
    assert told in page.text.replace("&#39;", "'")
    assert str(Path(shown.name).parent) not in page.text
