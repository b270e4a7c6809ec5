"""Adding in the browser: pasted, uploaded, or by its address, read in turn, with what failed told in words."""

from __future__ import annotations

import re
import time
from pathlib import Path

import httpx
import pytest

from onrecord.record import Record, open_record
from served import Visitor, words


@pytest.fixture
def writer(visit: Visitor) -> httpx.Client:
    client = visit()
    client.follow_redirects = True
    return client


@pytest.fixture
def kept(writer: httpx.Client, tmp_path: Path) -> Record:
    assert writer.base_url
    return open_record(tmp_path / "own.db", create=False)


def key(client: httpx.Client) -> str:
    return str(re.findall(r'name="form_key" value="(\w+)"', client.get("/add").text)[0])


def done(client: httpx.Client, page: httpx.Response) -> str:
    """What the page of a job says in the end."""
    for _ in range(200):
        if "data-again" not in page.text:
            return words(page)
        time.sleep(0.05)
        page = client.get(page.url)
    raise AssertionError(words(page))


def test_a_pasted_text_is_read_and_kept_with_what_is_known_of_it(writer: httpx.Client, kept: Record) -> None:
    given = {
        "text": "Ilan Dorsey said: “One.”\r\n\r\nIlan Dorsey said: “Two.”",
        "outlet": "The Tide",
        "published": "2031-07-01",
    }
    told = done(writer, writer.post("/add/text", data={"form_key": key(writer), **given}))
    assert "pasted text new, 2 statements" in told
    [known] = kept.latest(1)
    assert (known.metadata.outlet, known.metadata.published) == ("The Tide", "2031-07-01")
    assert kept.document(known.document).text == "Ilan Dorsey said: “One.”\n\nIlan Dorsey said: “Two.”"


def test_files_are_read_in_turn_and_what_cannot_be_read_is_told(writer: httpx.Client, kept: Record) -> None:
    names = {
        "a.txt": "Ilan Dorsey said: “Uploaded.”",
        "../../etc/b.txt": "",
        "c.pdf": "%PDF-1.7",
        "d.txt": "CRASH here",
    }
    files = [("files", (name, data.encode())) for name, data in names.items()]
    told = done(writer, writer.post("/add/files", data={"form_key": key(writer)}, files=files))
    assert "4 taken up" in told
    assert "a.txt new, 1 statement" in told
    assert "b.txt: is empty; nothing to read" in told
    assert "c.pdf: is a PDF document" in told
    assert "d.txt: reading it failed" in told
    assert "etc/" not in told
    assert "c.pdf: is a PDF document" in words(writer.get("/"))
    assert kept.latest(1)[0].name == "a.txt"


def test_what_failed_on_the_command_line_is_told_on_the_first_page_but_not_where_it_lies(
    writer: httpx.Client, kept: Record
) -> None:
    kept.failures.note({"/srv/secret/1.pdf": "/srv/secret/1.pdf is PDF, which is not read"}, ())
    told = words(writer.get("/"))
    assert "Could not be read 1.pdf: 1.pdf is PDF, which is not read" in told
    assert "/srv/secret" not in told


def test_an_address_in_here_is_refused_in_words(writer: httpx.Client) -> None:
    at = f"{writer.base_url}/search"
    told = done(writer, writer.post("/add/address", data={"form_key": key(writer), "address": at}))
    assert "127.0.0.1: is no host of the open web, and is not asked" in told


def test_hostile_names_and_titles_are_shown_as_words(writer: httpx.Client) -> None:
    hostile = "<img src=x onerror=alert(1)>"
    given = {"form_key": key(writer), "outlet": hostile, "title": hostile}
    files = [("files", (f"{hostile}.pdf", b"%PDF"))]
    for page in (
        writer.post("/add/files", data=given, files=files),
        writer.post("/add/text", data={**given, "text": f"Ilan Dorsey said: “{hostile}.”"}),
        writer.post("/add/address", data={**given, "address": f"https://{hostile}/"}),
    ):
        done(writer, page)
        for shown in (writer.get(page.url), writer.get("/"), writer.get("/add")):
            assert "<img" not in shown.text


@pytest.mark.parametrize(
    ("form", "given", "told"),
    [
        ("text", {"text": "  "}, "there is no text"),
        ("text", {"text": "a", "published": "soon"}, "a date must be like"),
        ("files", {}, "there is no file"),
    ],
)
def test_what_cannot_be_added_is_told_at_once(
    writer: httpx.Client, form: str, given: dict[str, str], told: str
) -> None:
    refused = writer.post(f"/add/{form}", data={"form_key": key(writer), **given})
    assert (refused.status_code, told in refused.text) == (400, True)


def test_more_than_the_limit_is_not_taken(writer: httpx.Client) -> None:
    files = [("files", ("a.txt", b"x" * (13 << 20)))]
    assert writer.post("/add/files", data={"form_key": key(writer)}, files=files).status_code == 413


@pytest.mark.parametrize("form", ["text", "files", "address"])
def test_nothing_is_added_from_elsewhere(writer: httpx.Client, kept: Record, form: str) -> None:
    before = kept.stamp()
    given = {"text": "Ilan Dorsey said: “Forged.”", "address": "https://news.example/"}
    assert writer.post(f"/add/{form}", data=given).status_code == 403
    assert kept.stamp() == before


def test_an_unknown_job_is_told_in_words(writer: httpx.Client) -> None:
    assert writer.get("/add/../../etc/passwd").status_code == 404
    assert writer.get("/add/0000").status_code == 404
