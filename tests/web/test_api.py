"""A program that asks: each page's twin, in the form of the command line, with errors it can read."""

from __future__ import annotations

import gzip
import json
import re
import time
from dataclasses import fields
from typing import Any
from urllib.parse import urljoin

import httpx
import pytest

import quoting
from onrecord.cli import run
from onrecord.record import Query, Record, open_record
from onrecord.web.api.asked import Search
from onrecord.web.guard import Limits
from onrecord.web.problem import API
from served import Visitor

PAGES = (
    "/",
    "/search?words=strait&speaker=&sign=-&originals=yes",
    "/search?meaning=the+port+stays+open",
    "/system?layer=shown&drawn=400&fold=yes&status=standing&status=denied",
    "/compare?a=Veltan+Post&b=Littoral+Union",
    "/changes",
    "/review?blind=yes&skip=1",
    "/review/judged",
    "/review/agreement",
    "/add",
)


def twin(desk: httpx.Client, page: str) -> httpx.Response:
    """What a program is given that follows the link of a page."""
    shown = desk.get(page)
    assert shown.status_code == 200
    [link] = re.findall(r'<link rel="alternate" type="application/json" href="([^"]+)">', shown.text)
    return desk.get(urljoin(str(shown.url), link.replace("&amp;", "&")))


@pytest.mark.parametrize("page", PAGES)
def test_each_page_names_its_twin(desk: httpx.Client, page: str) -> None:
    answer = twin(desk, page)
    assert answer.status_code == 200, answer.text
    assert answer.url.path == API + page.partition("?")[0]
    assert answer.headers["content-type"] == "application/json"


def test_what_a_page_leads_to_has_a_twin_too(desk: httpx.Client) -> None:
    statement = desk.get(f"{API}/search?speaker=Aldvar-Losten").json()["statements"][0]
    edge = desk.get(f"{API}/system").json()["edges"][0]
    tie = f"/tie?from={edge['from']}&to={edge['to']}"
    for page in (f"/statement/{statement['id']}", f"/document/{statement['document']['id']}", tie, "/actor?name=Relj"):
        assert twin(desk, page).status_code == 200, page
    assert twin(desk, f"/statement/{statement['id']}").json()["quote"] == statement["quote"]
    assert twin(desk, tie).json()["edges"] == [edge]


def test_a_page_that_shows_nothing_has_none(desk: httpx.Client) -> None:
    assert 'rel="alternate"' not in desk.get("/nowhere").text


def test_statements_have_the_form_of_the_command_line(
    desk: httpx.Client, strait: Record, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    run(["search", "sanctions", "--json", "--record", strait.name])
    typed = [json.loads(line) for line in capsysbinary.readouterr().out.splitlines()]
    assert typed
    assert desk.get(f"{API}/search?words=sanctions").json()["statements"] == typed
    run(["show", typed[0]["id"], "--json", "--record", strait.name])
    assert desk.get(f"{API}/statement/{typed[0]['id']}").json() == json.loads(capsysbinary.readouterr().out)


def test_whatever_a_query_can_ask_for_can_be_asked_for() -> None:
    assert {field.name for field in fields(Query)} <= set(Search.model_fields)


def test_a_document_is_given_with_its_text_and_where_its_file_lies_on_the_server_is_not(reader: httpx.Client) -> None:
    statement = reader.get(f"{API}/search?words=harbour").json()["statements"][0]
    told = reader.get(f"{API}/document/{statement['document']['id'][:10]}").json()
    assert told["text"][slice(*statement["content"][0])] == statement["quote"]
    assert [capture["name"] for capture in told["captures"]] == ["1.txt"]


def test_pages_are_stable_while_others_add(visit: Visitor) -> None:
    client = visit()
    first = client.get(f"{API}/search?limit=2").json()
    before = {each["id"] for each in client.get(f"{API}/search").json()["statements"]}
    added(client, client.post(f"{API}/add/text", json={"text": "Ilan Dorsey said: “Late.”"}))
    rest = client.get(f"{API}/search?limit=2&page={first['next']}").json()
    assert rest["next"] is None
    assert {each["id"] for each in first["statements"] + rest["statements"]} == before


@pytest.mark.parametrize(
    ("path", "code", "named"),
    [
        ("/nowhere", 404, "openapi.json"),
        ("/statement/feed", 404, "this record"),
        ("/search?limmit=3", 422, "limmit"),
        ("/search?since=yesterday", 400, "yesterday"),
        ("/search?page=1", 400, "page"),
        ("/document/0?part=1000", 404, "document"),
        ("/position?actor=Nobody+Here", 404, "Nobody Here"),
        ("/compare?a=x&b=y", 404, "'x'"),
    ],
)
def test_what_is_wrong_is_told_as_a_problem_without_a_path(
    reader: httpx.Client, path: str, code: int, named: str
) -> None:
    answer = reader.get(API + path)
    assert answer.status_code == code
    assert answer.headers["content-type"] == "application/problem+json"
    told = answer.json()
    assert (told["type"], told["status"]) == ("about:blank", code)
    assert named in told["detail"]
    assert "/tmp" not in answer.text  # noqa: S108 - where the record of this test lies
    assert ".db" not in answer.text


def test_whoever_has_an_answer_is_not_given_it_again_until_it_changes(visit: Visitor) -> None:
    client = visit()
    tag = client.get(f"{API}/search").headers["etag"]
    for brought in (tag, f'"other", {tag}', "*", tag.removeprefix("W/")):
        again = client.get(f"{API}/search", headers={"If-None-Match": brought})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    added(client, client.post(f"{API}/add/text", json={"text": "Ilan Dorsey said: “New.”"}))
    assert client.get(f"{API}/search", headers={"If-None-Match": tag}).status_code == 200


def test_long_answers_come_compressed_to_whoever_takes_that(reader: httpx.Client) -> None:
    with reader.stream("GET", f"{API}/search", headers={"Accept-Encoding": "gzip"}) as answer:
        raw = b"".join(answer.iter_raw())
    assert answer.headers["content-encoding"] == "gzip"
    plain = reader.get(f"{API}/search", headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert gzip.decompress(raw) == plain.content
    assert len(raw) < len(plain.content)


def test_a_program_brings_the_token_and_a_cookie_alone_writes_nothing(visit: Visitor) -> None:
    limits = Limits(token="opensesame")  # noqa: S106
    client = visit(limits)
    refused = client.get(f"{API}/search", headers={"Accept": "text/html"})
    assert (refused.status_code, refused.headers["www-authenticate"]) == (401, "Bearer")
    assert refused.headers["content-type"] == "application/problem+json"
    bearer = {"Authorization": "Bearer opensesame"}
    one = client.get(f"{API}/search", headers=bearer).json()["statements"][0]
    judged, said = f"{API}/judge/{one['id']}", {"verdict": "yes", "by": "Edda Quill"}
    assert client.post(judged, json=said, headers=bearer).status_code == 201
    client.cookies.set("onrecord-entry", limits.entry())
    assert client.get(f"{API}/search").status_code == 200
    assert client.post(judged, json=said).status_code == 403
    here = {"Origin": str(client.base_url).rstrip("/")}
    assert client.post(judged, json=said, headers=here).status_code == 201
    for elsewhere in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        assert client.post(judged, json=said, headers=elsewhere).status_code == 403


def test_json_is_taken_only_as_json_which_no_form_can_send(visit: Visitor) -> None:
    client = visit()
    said = json.dumps({"text": "Ilan Dorsey said: “No.”"})
    for kind in ("text/plain", "application/x-www-form-urlencoded", ""):
        answer = client.post(f"{API}/add/text", content=said, headers={"Content-Type": kind})
        assert answer.status_code == 422, kind


def test_statements_are_judged_corrected_and_taken_back(visit: Visitor) -> None:
    client = visit()
    one = client.get(f"{API}/search?words=opens").json()["statements"][0]
    said = {"verdict": "yes", "by": "Edda Quill", "note": "see below", "right": {"speaker": "Ilan Dorsey"}}
    kept = client.post(f"{API}/judge/{one['id']}", json=said).json()
    assert (kept["subject"], kept["verdict"], kept["by"], kept["note"]) == (one["id"], "yes", "Edda Quill", "see below")
    assert client.get(f"{API}/statement/{one['id']}").json()["speaker"]["name"] == "Ilan Dorsey"
    taken = client.post(f"{API}/undo/{one['id']}", json={"by": "Edda Quill"})
    assert (taken.status_code, taken.json()["verdict"]) == (201, "unsure")
    assert client.get(f"{API}/statement/{one['id']}").json()["speaker"]["name"] == "Mira Tessarić"
    told = client.get(f"{API}/review/judged?by=Edda+Quill").json()["judgements"]
    assert {each["subject"] for each in told} == {one["id"]}


def test_a_relation_is_judged_and_a_missed_statement_added(visit: Visitor) -> None:
    client = visit()
    edge = client.get(f"{API}/system").json()["edges"][0]
    of = edge["evidence"][0]
    assert client.post(f"{API}/judge/{of['relation']}", json={"verdict": "no", "by": "E"}).status_code == 201
    assert of not in client.get(f"{API}/system").json()["edges"][0]["evidence"]
    missed = {"right": {"content": ["closed in 2031"], "cue": "said"}, "by": "E"}
    document = client.get(f"{API}/search?words=closed").json()["statements"][0]["document"]["id"]
    added = client.post(f"{API}/document/{document}/missed", json=missed)
    assert added.status_code == 201
    assert client.get(f"{API}/statement/{added.json()['subject']}").json()["quote"] == "closed in 2031"
    twice = client.post(f"{API}/document/{document}/missed", json=missed | {"right": {"content": ["“"]}})
    assert (twice.status_code, "stands in the text" in twice.json()["detail"]) == (400, True)


def test_changes_and_actors_are_judged(visit: Visitor) -> None:
    client = visit()
    two = [each["id"] for each in client.get(f"{API}/search?limit=2").json()["statements"]]
    said = client.post(f"{API}/change/{'-'.join(two)}", json={"verdict": "no", "by": "E"})
    assert said.json()["subject"] == "-".join(two)
    # Whoever adds has who is who compared.
    added(client, client.post(f"{API}/add/text", json={"text": "Ilan Dorsey said: “Who is who.”"}))
    ids = [client.get(f"{API}/actor", params={"name": n}).json()["actors"][0]["id"] for n in ("Dorsey", "Tessarić")]
    assert client.get(f"{API}/actor/{ids[0]}").json()["said"] == 2
    joined = client.post(f"{API}/actor/{ids[0]}/same", json={"other": ids[1], "by": "E"}).json()
    assert joined["verdict"] == "yes"
    parted = client.post(f"{API}/actor/{joined['actor']['id']}/split", json={"by": "E"})
    assert parted.json()["alone"] > 1


def test_texts_files_and_addresses_are_added(visit: Visitor) -> None:
    client = visit()
    files = [("files", (name, b"Ilan Dorsey said: \xe2\x80\x9cFiled.\xe2\x80\x9d")) for name in ("/srv/a.txt", "b.txt")]
    job = added(client, client.post(f"{API}/add/files", files=files, data={"outlet": "The Tide"}))
    assert [(step["name"], step["outcome"]) for step in job["steps"]] == [("a.txt", "new"), ("b.txt", "known")]
    assert client.get(f"{API}/search?words=filed").json()["statements"][0]["document"]["outlet"] == "The Tide"
    job = added(client, client.post(f"{API}/add/address", json={"address": "http://127.0.0.1/secret"}))
    assert job["steps"][0]["reason"]
    assert client.get(f"{API}/add").json()["jobs"][0] == job
    assert client.get(f"{API}/add/none").status_code == 404
    assert client.post(f"{API}/add/text", json={"text": " "}).status_code == 400
    assert client.post(f"{API}/add/text", json={"text": "x", "published": "soon"}).status_code == 400


def added(client: httpx.Client, answer: httpx.Response) -> dict[str, Any]:
    """What became of what was added."""
    assert answer.status_code == 202, answer.text
    for _ in range(400):
        job: dict[str, Any] = client.get(answer.headers["location"]).json()
        if job["state"] in ("done", "failed"):
            return job
        time.sleep(0.05)
    raise AssertionError(job)


def test_a_text_that_is_not_kept_is_not_given(visit: Visitor, tmp_path: Any) -> None:
    client = visit()
    with open_record(tmp_path / "own.db", keep_texts=False) as record:
        document = quoting.document("Ilan Dorsey said: “Only my words.”")
        record.add(document, None, quoting.read(document))
    told = client.get(f"{API}/document/{document.id}").json()
    assert (told["text_kept"], told["text"]) == (False, None)
    assert told["statements"][0]["quote"] == "“Only my words.”"
