"""Statements side by side: two documents compared, and positions that changed, for people to judge."""

from __future__ import annotations

import re

import httpx
import pytest

from onrecord.record import Query, Record
from served import Visitor, words


def test_two_sides_stand_beside_each_other_with_their_words(desk: httpx.Client, strait: Record) -> None:
    a, b = (strait.search(Query(words=word)).hits[0].entry.statement.document for word in ('"pencil"', '"fork"'))
    page = desk.get("/compare", params={"a": a[:10], "b": b[:10]})
    told = words(page)
    one, other = (strait.provenances(id_)[0].metadata.title for id_ in (a, b))
    assert one
    assert other
    assert re.search(rf"\d+ statements of {re.escape(one)} \(document\), \d+ of {re.escape(other)} \(document\)", told)
    assert "On one side only" in told
    assert page.text.count("<blockquote>") > 5


def test_the_texts_of_the_record_are_offered_by_their_titles(desk: httpx.Client, strait: Record) -> None:
    form = desk.get("/compare").text
    for text in strait.latest(3):
        assert f'<option value="{text.document[:12]}">' in form
        assert f'href="/compare?a={text.document[:12]}"' in desk.get(f"/document/{text.document}").text


def test_outlets_and_actors_are_compared(desk: httpx.Client) -> None:
    told = words(desk.get("/compare", params={"a": "Veltan Post", "b": "Northern Wire"}))
    assert "statements of Veltan Post (outlet)" in told
    refused = desk.get("/compare", params={"a": "Veltan Post", "b": "Nowhere Gazette"})
    assert "is no document, outlet" in words(refused)


def test_changes_are_proposed_and_judged(visit: Visitor) -> None:
    client = visit()
    client.follow_redirects = True
    key = re.findall(r'name="form_key" value="(\w+)"', client.get("/review").text)[0]
    for day, said in (("2031-05-01", "Arvenia backs Sulmar"), ("2031-08-01", "Arvenia presses Sulmar")):
        text = f"Oto Lind said: “{said} over the harbour.”"
        posted = client.post("/add/text", data={"form_key": key, "text": text, "published": day})
        for _ in range(200):
            if "data-again" not in posted.text:
                break
            posted = client.get(posted.url)
    page = client.get("/changes", params={"actor": "Oto Lind"})
    assert "proposed from a score of" in words(page)
    [change] = re.findall(r'action="(/change/[^"]+)"', page.text)
    judged = client.post(change, data={"form_key": key, "verdict": "yes", "back": "/changes?actor=Oto+Lind"})
    assert "judged yes" in words(judged)
    assert client.post("/change/abc-def", data={"form_key": key, "verdict": "yes"}).status_code in (400, 404)


@pytest.mark.parametrize("address", ["/compare", "/changes"])
def test_a_large_record_leaves_it_to_the_command_line(
    desk: httpx.Client, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("onrecord.web.comparing._LARGE", 5)
    told = words(desk.get(address, params={"a": "Veltan Post", "b": "2031-05", "on": "Veltania"}))
    assert ("too large to do that here" in told) is True
