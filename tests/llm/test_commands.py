"""`read` and `add` with a language model, as a user meets them."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

import chatting
from chatting import Answer, Asked, Server, answer, refusal
from onrecord.cli import run

SAID = "Ilan Dorsey said that the table is set."
DORSEY = {"words": "Ilan Dorsey", "name": "Ilan Dorsey", "role": None, "kind": "person"}
SET = {"paragraph": 0, "quote": ["that the table is set"], "cue": "said", "speaker": DORSEY}
LIE = {**SET, "quote": ["that the table is broken"]}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "report.txt").write_text(SAID, encoding="utf-8")
    return tmp_path


@pytest.fixture
def host() -> Iterator[Server]:
    with chatting.serving() as running:
        running.in_turn(answer({"statements": [SET, LIE], "relations": []}))
        yield running


@pytest.fixture
def reader(host: Server) -> str:
    return f"openai:veltan-1@{host.url}"


def test_read_shows_statements_costs_and_drops(reader: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["read", "report.txt", "--json", "--reader", reader]) == 0
    out, err = capsys.readouterr()
    [statement] = map(json.loads, out.splitlines())
    assert (statement["quote"], statement["speaker"]["name"]) == ("that the table is set", "Ilan Dorsey")
    assert statement["reader"].startswith("0-veltan-1-")
    assert err == (
        "onrecord: veltan-1: 1 requests, 0 answers from the cache; 100 tokens asked, 10 answered; "
        "1 entries dropped (1 words not in the text)\n"
    )


def test_both_readers_stand_side_by_side_and_the_own_one_is_shown(
    reader: str, host: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    host.in_turn(answer(chatting.NOTHING))
    assert run(["add", "report.txt", "--reader", reader]) == 0
    assert run(["add", "report.txt"]) == 0
    assert run(["add", "report.txt", "--reader", reader]) == 0
    assert len(host.asked) == 1
    assert "1 known already" in capsys.readouterr().out
    assert run(["verify"]) == 0
    assert run(["search", "table", "--json"]) == 0
    shown = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert not shown["reader"].startswith("0-")
    run(["about", shown["document"]["id"]])
    assert "veltan-1" in capsys.readouterr().out
    assert run(["diff-readings", "--all", "--json"]) == 0
    [difference] = map(json.loads, capsys.readouterr().out.splitlines())
    assert (difference["kind"], difference["quote"]) == ("gained", "that the table is set")


def test_a_record_of_its_own_shows_what_the_model_read(reader: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["add", "report.txt", "--reader", reader, "--record", "model.db"]) == 0
    capsys.readouterr()
    assert run(["search", "--meaning", "dinner is ready", "--record", "model.db"]) == 0
    assert "that the table is set" in capsys.readouterr().out


def test_many_texts_are_asked_about_at_a_time_and_a_bad_one_stops_no_other(
    reader: str, host: Server, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    together = threading.Barrier(2, timeout=20)
    for n in range(4):
        (folder / "news").mkdir(exist_ok=True)
        (folder / "news" / f"{n}.txt").write_text(f"{SAID} It was said {n} times in English.", encoding="utf-8")

    def answers(asked: Asked) -> Answer:
        if len(host.asked) <= 2:
            together.wait()
        return answer("no") if "said 2 times" in asked.words else answer({"statements": [SET], "relations": []})

    host.answers = answers
    assert run(["add", "news", "--jobs", "2", "--reader", reader]) == 1
    out, err = capsys.readouterr()
    assert "3 new documents, 0 known already, 3 new statements" in out
    assert "news/2.txt: the answer is no JSON" in err


def test_a_refused_key_ends_the_run_and_what_was_read_is_not_paid_for_again(
    reader: str, host: Server, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "second.txt").write_text(f"{SAID} Again he said it.", encoding="utf-8")
    host.in_turn(answer({"statements": [SET], "relations": []}), refusal(401, "key expired"))
    assert run(["add", "report.txt", "second.txt", "report.txt", "--reader", reader]) == 3
    assert "refuses to answer (401: key expired)" in capsys.readouterr().err
    host.in_turn(answer({"statements": [SET], "relations": []}))
    assert run(["add", "report.txt", "second.txt", "--reader", reader]) == 0
    assert len(host.asked) == 3


def test_forgetting_a_text_forgets_the_answers_about_it(
    reader: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["add", "report.txt", "--reader", reader])
    [kept] = (folder / "cache").rglob("*.json")
    capsys.readouterr()
    run(["search", "table", "--json"])
    document = json.loads(capsys.readouterr().out.splitlines()[0])["document"]["id"]
    assert run(["forget", document]) == 0
    assert not kept.exists()


def test_no_reader_is_told_as_a_fault_of_the_command_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["read", "report.txt", "--reader", "gpt"]) == 2
    assert "openai:MODEL@https://HOST/v1" in capsys.readouterr().err
