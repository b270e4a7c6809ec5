"""What stands on the screen besides the statements themselves."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

import quoting
from onrecord.cli import run
from onrecord.jsonform import statements_json
from onrecord.record import Query, open_record
from onrecord.screen import Screen
from onrecord.views.search import search
from onrecord.views.show import show

TIES = (
    "Mira Tessarić said: “Arvenia presses Lorr, by the Quay Accord, in 2031.” Ilan Dorsey said: “No.” "
    "Lorr backs Arvenia."
)
TOLD = "Arvenia → Lorr −, told"


@pytest.fixture
def report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A file in the folder where the test stands, and a reader for it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("onrecord.reading.read", quoting.read)
    Path("report.txt").write_text(TIES, encoding="utf-8")
    return "report.txt"


def test_each_relation_stands_in_a_line_under_the_statement_that_voices_it() -> None:
    document = quoting.document(TIES)
    stream = io.StringIO()
    Screen(stream).statements(document, statements_json(document, quoting.read(document)))
    lines = [line.strip() for line in stream.getvalue().splitlines()]
    assert lines[2].endswith("in 2031.”")
    assert lines[3] == TOLD
    assert lines[4].endswith("“No.”")


def test_what_the_outlet_voices_is_shown_where_it_is_asked_for(report: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["read", report, "--language", "en"]) == 0
    assert "Lorr → Arvenia" not in capsys.readouterr().out
    assert run(["read", report, "--language", "en", "--relations"]) == 0
    assert capsys.readouterr().out.splitlines()[-2:] == ["Lorr → Arvenia +, told", ""]
    assert run(["read", report, "--language", "en", "--json", "--relations"]) == 0
    *statements, voiced = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert (len(statements), voiced["voice"], voiced["to"]["name"]) == (2, "outlet", "Arvenia")
    assert voiced["document"] == statements[0]["document"]


def test_mentions_are_written_as_json_and_only_so(report: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["read", report, "--language", "en", "--json", "--mentions"]) == 0
    *_, mention = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert (mention["words"], mention["kind"]) == ("Ilan Dorsey", "person")
    assert run(["read", report, "--mentions"]) == 2
    assert "--mentions goes with --json" in capsys.readouterr().err


def test_what_a_search_finds_and_what_is_shown_has_its_relations(tmp_path: Path) -> None:
    document = quoting.document(TIES)
    stream = io.StringIO()
    with open_record(tmp_path / "test.db") as record:
        record.add(document, None, quoting.read(document))
        page = search(record, Query(words="presses"))
        Screen(stream).hits(page.hits)
        assert stream.getvalue().splitlines()[-1].strip() == TOLD
        Screen(stream).shown(show(record, page.hits[0].statement["id"]))
    facts = [line.split(maxsplit=1) for line in stream.getvalue().splitlines()]
    [relation] = quoting.read(document).relations[:1]
    assert ["relation", f"{relation.id[:8]}  {TOLD}"] in facts
    assert ["instrument", "Quay Accord"] in facts
    assert ["time", "2031"] in facts
