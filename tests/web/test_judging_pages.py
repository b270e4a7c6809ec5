"""Pages on which people judge: what they say is kept as the command line keeps it, and can be taken back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from onrecord.identifying import identify
from onrecord.record import Query, Record, Verdict, open_record
from served import Visitor, words


@pytest.fixture
def judge(visit: Visitor) -> httpx.Client:
    client = visit()
    client.follow_redirects = True
    name(client, "Edda Quill")
    return client


@pytest.fixture
def kept(judge: httpx.Client, tmp_path: Path) -> Iterator[Record]:
    assert judge.cookies
    with open_record(tmp_path / "own.db") as record:
        yield record


def send(client: httpx.Client, address: str, **given: str) -> httpx.Response:
    """Send a form as a browser does, with the key that it has on the page."""
    key = re.findall(r'name="form_key" value="(\w+)"', client.get("/review").text)[0]
    return client.post(address, data={"form_key": key, **given})


def name(client: httpx.Client, by: str) -> None:
    assert send(client, "/review/name", by=by).status_code == 200


def claim(page: httpx.Response) -> str:
    """The address of the statement that is to be judged."""
    return str(re.findall(r'class="claim".*?href="/statement/(\w+)"', page.text, re.DOTALL)[0])


def said(record: Record, statement: str) -> list[tuple[str, Any, str]]:
    return [(each.by, dict(each.corrections), each.verdict.value) for each in record.judgements(statement)]


def test_the_queue_shows_what_is_least_certain_until_it_is_judged(judge: httpx.Client, kept: Record) -> None:
    seen = []
    for verdict in ("yes", "no", "unsure", "yes"):
        page = judge.get("/review")
        seen.append(claim(page))
        send(judge, f"/judge/{seen[-1]}", verdict=verdict, back="/review")
    assert "Nothing waits to be judged" in words(judge.get("/review"))
    found = [kept.entry(id_) for id_ in seen]
    assert sorted(found, key=lambda entry: entry.statement.confidence) == found
    assert [said(kept, id_) for id_ in seen[:2]] == [[("Edda Quill", {}, "yes")], [("Edda Quill", {}, "no")]]


def test_a_queue_is_narrowed_and_gone_on_in(judge: httpx.Client) -> None:
    page = judge.get("/review", params={"speaker": "Tessarić"})
    onward = re.findall(r'rel="next" href="([^"]+)"', page.text)[0].replace("&amp;", "&")
    assert claim(judge.get(onward)) != claim(page)
    assert "Tessarić" in words(judge.get(onward))
    assert "Nothing waits" in words(judge.get("/review", params={"speaker": "Nobody"}))


def test_a_statement_is_corrected_by_words_and_by_offsets(judge: httpx.Client, kept: Record) -> None:
    [hit] = kept.search(Query(words="closed")).hits
    text = kept.document(hit.entry.statement.document).text
    start = text.index("harbour")
    given = {"content": f"{start}-{start + 7}", "speaker": "Mira Tessarić", "cue": "nobody", "mode": "indirect"}
    page = send(judge, f"/judge/{hit.entry.id}", verdict="yes", note="only that word", **given)
    right = kept.entry(hit.entry.id).right
    assert ([s.of(text) for s in right.content], right.speaker.name, right.cue, right.mode.value) == (
        ["harbour"], "Mira Tessarić", None, "indirect",
    )  # fmt: skip
    assert "yes by Edda Quill" in words(page)
    assert "“only that word”" in words(page)


def test_what_a_judge_said_last_is_taken_back_with_its_corrections(judge: httpx.Client, kept: Record) -> None:
    [hit] = kept.search(Query(words="closed")).hits
    send(judge, f"/judge/{hit.entry.id}", verdict="yes", mode="mixed")
    send(judge, f"/judge/{hit.entry.id}", verdict="yes", mode="indirect", speaker="Mira Tessarić")
    page = send(judge, f"/undo/{hit.entry.id}", back="/review?words=closed")
    assert claim(page) == hit.entry.id
    entry = kept.entry(hit.entry.id)
    assert (entry.right.mode.value, entry.right.speaker.name) == ("mixed", "Ilan Dorsey")
    assert [verdict for *_, verdict in said(kept, hit.entry.id)] == ["yes", "yes", "yes"]


def test_a_first_judgement_that_is_taken_back_leaves_nobody_sure(judge: httpx.Client, kept: Record) -> None:
    [hit] = kept.search(Query(words="closed")).hits
    send(judge, f"/judge/{hit.entry.id}", verdict="no")
    send(judge, f"/undo/{hit.entry.id}")
    assert [verdict for *_, verdict in said(kept, hit.entry.id)] == ["unsure", "no"]
    refused = send(judge, "/undo/ffffffffffffffff")
    assert (refused.status_code, "there is nothing to take back" in refused.text) == (400, True)


def test_whoever_judges_blind_sees_nothing_of_what_others_said(judge: httpx.Client, kept: Record) -> None:
    [hit] = kept.search(Query(words="closed")).hits
    send(judge, f"/judge/{hit.entry.id}", verdict="yes", note="plainly so", speaker="Somebody Else")
    name(judge, "Oto Lind")
    page = judge.get("/review", params={"blind": "yes"})
    assert claim(page) == hit.entry.id
    for told in ("plainly so", "Somebody Else", "Edda Quill"):
        assert told not in words(page)
    assert "plainly so" in words(judge.get("/review", params={"id": hit.entry.id}))


def test_agreement_is_told_of_those_who_judged_the_same(judge: httpx.Client, kept: Record) -> None:
    assert "Agreement needs two" in words(judge.get("/review/agreement"))
    ids = [hit.entry.id for hit in kept.search(Query()).hits]
    for by, verdicts in (("Edda Quill", ("yes", "no")), ("Oto Lind", ("yes", "unsure"))):
        name(judge, by)
        for id_, verdict in zip(ids, verdicts, strict=False):
            send(judge, f"/judge/{id_}", verdict=verdict)
    told = words(judge.get("/review/agreement"))
    assert "Edda Quill, Oto Lind judged 2 statements together" in told
    assert re.search(rf"Where they differ .* {ids[1]} verdict no unsure", told)
    everybody, one = (words(judge.get("/review/judged", params={"by": by})) for by in ("", "Oto Lind"))
    assert (everybody.count("by Edda Quill"), one.count("by Edda Quill")) == (4, 0)


def test_what_the_reader_missed_is_added(judge: httpx.Client, kept: Record) -> None:
    document = kept.latest(1)[0].document
    page = send(judge, f"/document/{document}/missed", content="Arvenia backs Sulmar", speaker="nobody")
    assert "judged by Edda Quill" in words(page)
    assert "Arvenia backs Sulmar</a>" in judge.get(f"/document/{document}").text


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"content": "words that are not there"}, "does not stand in the text"),
        ({"content": "5-100000"}, "is no stretch of the text"),
        ({"mode": "shouted"}, "shouted"),
        ({"verdict": "perhaps"}, "perhaps"),
    ],
)
def test_what_makes_no_statement_is_refused_in_words(
    judge: httpx.Client, kept: Record, given: dict[str, str], told: str
) -> None:
    [hit] = kept.search(Query(words="closed")).hits
    refused = send(judge, f"/judge/{hit.entry.id}", **({"verdict": "yes"} | given))
    assert (refused.status_code, told in refused.text) == (400, True)
    assert said(kept, hit.entry.id) == []


@pytest.mark.parametrize(
    "address", ["/judge/{}", "/undo/{}", "/review/name", "/document/{}/missed", "/actor/{}/same", "/actor/{}/split"]
)
def test_no_form_is_taken_from_elsewhere(judge: httpx.Client, kept: Record, address: str) -> None:
    [hit] = kept.search(Query(words="closed")).hits
    given = {"verdict": "no", "by": "Mallory", "content": "harbour", "other": "x"}
    there = address.format(hit.entry.id)
    assert judge.post(there, data=given).status_code == 403
    key = re.findall(r'name="form_key" value="(\w+)"', judge.get("/review").text)[0]
    assert (
        judge.post(there, data={**given, "form_key": key}, headers={"Origin": "https://evil.example"}).status_code
        == 403
    )
    with httpx.Client(base_url=judge.base_url) as stranger:
        assert stranger.post(there, data={**given, "form_key": key}).status_code == 403
    assert said(kept, hit.entry.id) == []
    assert Verdict.NO not in {each.verdict for each in kept.judged_last(10)}


def test_a_form_leads_back_only_to_this_server(judge: httpx.Client, kept: Record) -> None:
    [hit] = kept.search(Query(words="closed")).hits
    judge.follow_redirects = False
    for back in ("https://evil.example/", "//evil.example/", "/\\evil.example/"):
        assert (
            send(judge, f"/judge/{hit.entry.id}", verdict="yes", back=back)
            .headers["location"]
            .startswith("/statement/")
        )


def test_the_sign_and_event_of_a_relation_are_corrected(judge: httpx.Client, kept: Record) -> None:
    [hit] = kept.search(Query(words="presses")).hits
    [relation] = hit.entry.findings.relations
    page = judge.get(f"/review?id={hit.entry.id}")
    assert f"/judge/{relation.id}" in page.text
    send(judge, f"/judge/{relation.id}", verdict="yes", sign="1", event="COERCE", back="/review")
    [right] = kept.entry(hit.entry.id).json()["relations"]
    assert (relation.sign, right["sign"], right["event"]) == (-1, 1, "COERCE")
    assert kept.judged_last(1)[0].by == "Edda Quill"


def test_actors_are_joined_and_parted(judge: httpx.Client, kept: Record) -> None:
    identify(kept)
    one, other = kept.who.actor("Ilan Dorsey"), kept.who.actor("Mira Tessarić")
    page = send(judge, f"/actor/{one.id}/same", other=other.id)
    assert "Spellings:" in words(page)
    assert kept.who.actor("Ilan Dorsey").id == kept.who.actor("Mira Tessarić").id
    joined = kept.who.actor("Ilan Dorsey")
    document = next(seen.document for seen in kept.who.seen(joined) if seen.figure.name == "Mira Tessarić")
    before = len(kept.who.seen(joined))
    send(judge, f"/actor/{joined.id}/split", document=document)
    assert len(kept.who.seen(kept.who.actor(joined.id))) == before - 1
