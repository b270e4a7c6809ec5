"""Whoever attacks the running server: from another site, under another name, with too much, or too slowly."""

from __future__ import annotations

import re
import socket
import time
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

import quoting
from onrecord.errors import OnrecordError
from onrecord.facts import Document, Metadata
from onrecord.record import Verdict, open_record
from onrecord.web.guard import Limits
from onrecord.web.serve import listening
from served import Visitor

PAGES = ("/", "/search", "/search?words=harbour", "/nowhere", "/static/onrecord.css")


@pytest.mark.parametrize("page", PAGES)
def test_nothing_runs_or_loads_but_what_the_server_gives(reader: httpx.Client, page: str) -> None:
    answer = reader.get(page)
    policy = dict(part.strip().split(" ", 1) for part in answer.headers["content-security-policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert not re.search(r"<script(?! src=)|<style|\sstyle=|\son\w+=|https?://(?!www\.w3\.org)", answer.text)


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "10.0.0.1", ""])
def test_a_name_that_was_bound_to_this_machine_by_others_is_not_answered(reader: httpx.Client, host: str) -> None:
    assert reader.get("/", headers={"Host": host}).status_code == 421


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8765", "127.0.0.1", "[::1]:80"])
def test_the_names_of_this_machine_are_answered(reader: httpx.Client, host: str) -> None:
    assert reader.get("/", headers={"Host": host}).status_code == 200


def test_a_server_for_others_goes_by_its_names_and_by_any_address(visit: Visitor) -> None:
    limits = Limits(names=frozenset({"record.newsroom.example"}), any_address=True, token="opensesame")  # noqa: S106
    client = visit(limits)
    shown = {"Authorization": "Bearer opensesame"}
    hosts = ("record.newsroom.example:8765", "192.0.2.7:8765", "evil.example")
    assert [client.get("/", headers=shown | {"Host": host}).status_code for host in hosts] == [200, 200, 421]


def test_without_a_token_only_this_machine_is_listened_to() -> None:
    for host in ("0.0.0.0", "192.0.2.7", "record.newsroom.example"):  # noqa: S104
        with pytest.raises(OnrecordError, match="--token"):
            listening((host, 0), Limits())


def test_a_token_is_asked_for_on_every_page_and_remembered(visit: Visitor) -> None:
    client = visit(Limits(token="opensesame"))  # noqa: S106
    for page in ("/", "/search.csv", "/document/abc"):
        assert client.get(page, headers={"Accept": "text/html"}).headers["location"] == "/enter"
        assert client.get(page).status_code == 401
    assert client.get("/", headers={"Authorization": "Bearer closesesame"}).status_code == 401
    door = client.get("/enter")
    key = re.findall(r'name="form_key" value="(\w+)"', door.text)[0]
    assert client.post("/enter", data={"form_key": key, "token": "guess"}).status_code == 403
    entered = client.post("/enter", data={"form_key": key, "token": "opensesame"})
    assert "HttpOnly" in entered.headers["set-cookie"]
    assert "opensesame" not in entered.headers["set-cookie"]
    assert client.get("/").status_code == 200


@pytest.mark.parametrize(
    "headers", [{"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}]
)
def test_a_form_on_another_site_is_refused(visit: Visitor, headers: dict[str, str]) -> None:
    client = visit(Limits(token="opensesame"))  # noqa: S106
    key = re.findall(r'name="form_key" value="(\w+)"', client.get("/enter").text)[0]
    assert client.post("/enter", data={"form_key": key, "token": "opensesame"}, headers=headers).status_code == 403


def test_a_form_without_its_key_or_with_anothers_is_refused(visit: Visitor) -> None:
    client = visit(Limits(token="opensesame"))  # noqa: S106
    with httpx.Client(base_url=client.base_url) as other:
        key = re.findall(r'name="form_key" value="(\w+)"', other.get("/enter").text)[0]
    for form_key in ("", key, "0" * 64):
        client.get("/enter")
        assert client.post("/enter", data={"form_key": form_key, "token": "opensesame"}).status_code == 403


def test_no_path_leads_out_of_the_static_files(reader: httpx.Client) -> None:
    for path in (
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/static/..%2fapp.py",
        "/static//etc/passwd",
        "/..%2f..%2f",
    ):
        answer = raw(reader, f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        assert answer.startswith(b"HTTP/1.1 404"), path


@pytest.mark.parametrize(
    "words", ['"', "'; DROP TABLE statements; --", "NEAR(", "quote:harbour OR", "*", "\x00", "(" * 500]
)
def test_words_of_a_search_are_no_syntax(reader: httpx.Client, words: str) -> None:
    for name in ("words", "speaker", "outlet", "document", "issue", "language"):
        assert reader.get("/search", params={name: words}).status_code == 200
    assert "2 statements" in reader.get("/search", params={"words": "harbour"}).text


def test_bodies_over_the_limit_are_refused_before_they_are_read(reader: httpx.Client) -> None:
    head = "POST /enter HTTP/1.1\r\nHost: localhost\r\n"
    assert raw(reader, f"{head}Content-Length: 999999999999\r\n\r\n").startswith(b"HTTP/1.1 413")
    chunk = f"{60000:x}\r\n{'x' * 60000}\r\n"
    assert raw(reader, f"{head}Transfer-Encoding: chunked\r\n\r\n{chunk * 5}").startswith(b"HTTP/1.1 413")


def test_a_body_that_never_comes_is_not_waited_for(visit: Visitor) -> None:
    client = visit(Limits(patience_s=0.2))
    began = time.monotonic()
    answer = raw(client, "POST /enter HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nabc")
    assert answer.startswith(b"HTTP/1.1 408")
    assert time.monotonic() - began < 5


def test_headers_that_never_end_close_the_connection(visit: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.web.serve._HEADERS_WITHIN_S", 0.2)
    assert raw(visit(), "GET / HTTP/1.1\r\nHost: local") == b""


def test_above_capacity_it_says_so_at_once_and_when_to_come_back(visit: Visitor) -> None:
    client = visit(Limits(at_once=0))
    answer = client.get("/")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "2")


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE"])
def test_other_methods_are_refused(reader: httpx.Client, method: str) -> None:
    assert reader.request(method, "/").status_code == 405


def raw(client: httpx.Client, request: str) -> bytes:
    """Send these bytes, and give what comes back until the connection is closed or has answered."""
    where = urlsplit(str(client.base_url))
    with socket.create_connection((where.hostname or "", where.port or 0), timeout=20) as connection:
        connection.sendall(request.encode())
        return connection.recv(1 << 16)


HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'><svg/onload=alert(3)>{{7*7}}"


def test_hostile_html_of_a_capture_is_only_ever_words(visit: Visitor, tmp_path: Path) -> None:
    client = visit()
    text = f"Mira Tessarić said: “{HOSTILE} harbour.”\n\nArvenia presses Sulmar {HOSTILE}"
    about = Metadata(title=HOSTILE, outlet=HOSTILE, author=HOSTILE, url=f"javascript:alert('{HOSTILE}')")
    document = Document(text=text, name=HOSTILE, metadata=about)
    with open_record(tmp_path / "own.db") as record:
        record.add(document, None, quoting.read(document))
        [said] = quoting.read(document).statements
        record.judge(said.id, Verdict.YES, HOSTILE, HOSTILE, {"speaker": HOSTILE})
    pages = ["/", f"/document/{document.id}", f"/statement/{said.id}", f"/statement/{said.id}/panel"]
    judged = [f"/review?id={said.id}", "/review?judged=any", "/review/judged", f"/review/judged?by={HOSTILE}"]
    for page in [*pages, *judged, "/search?words=harbour", f"/system?around={HOSTILE}"]:
        answer = client.get(page)
        assert answer.status_code == 200
        assert "alert(1)" in answer.text, page
        assert not re.search(r"<script>|<img|<svg/|javascript:|href=\"[^\"]*alert\(", answer.text), page


def test_what_is_asked_for_is_shown_back_only_as_words(reader: httpx.Client) -> None:
    given = dict.fromkeys(("words", "speaker", "outlet", "issue", "since", "document"), HOSTILE)
    paths = ("/search", "/system", "/review", "/tie", "/actor", "/add")
    for page in (*paths, f"/document/{HOSTILE}", f"/statement/{HOSTILE}", f"/actor/{HOSTILE}", f"/{HOSTILE}"):
        for params in (given, {"words": HOSTILE}, {"name": HOSTILE, "from": HOSTILE, "layer": HOSTILE}):
            assert "<script>" not in reader.get(page, params=params).text
