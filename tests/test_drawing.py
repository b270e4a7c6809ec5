"""`system`, `position` and `code` as a user meets them: what they print, where, and with which exit code."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import quoting
from onrecord.cli import run
from onrecord.record import open_record

REPORTS = (
    ("Mira Tessarić said: “Arvenia presses Lorr.” Lorr backs Dorsk", "2031-05-04"),
    ("Ilan Dorsey said: “Arvenia presses Lorr, Dorsk presses Lorr.”", "2031-06-01"),
)


@pytest.fixture(autouse=True)
def record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A record of its usual name in the folder where the test stands."""
    monkeypatch.chdir(tmp_path)
    with open_record("onrecord.db") as opened:
        for text, published in REPORTS:
            document = quoting.document(text, published=published)
            opened.add(document, None, quoting.read(document))


def told(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    assert run([*words, "--json"]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_each_tie_is_a_line_with_its_voices(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["system"]) == 0
    shown = capsys.readouterr()
    first = shown.out.splitlines()[0]
    assert first.startswith("Arvenia → Lorr")
    assert "2 doc." in first
    assert first.endswith("says Mira Tessarić, Ilan Dorsey")
    assert "run `onrecord identify`" in shown.err


def test_json_has_actors_and_edges_with_their_words(capsys: pytest.CaptureFixture[str]) -> None:
    found = told(capsys, "system", "--around", "arvenia")
    assert [actor["name"] for actor in found["actors"]] == ["Arvenia", "Lorr"]
    [edge] = found["edges"]
    assert (edge["from"], edge["to"], edge["sign"], edge["documents"]) == ("arvenia", "lorr", -1, 2)
    assert edge["evidence"][0]["words"] == "“Arvenia presses Lorr.”"


def test_measures_and_what_if_are_told_beside_each_other(capsys: pytest.CaptureFixture[str]) -> None:
    found = told(capsys, "system", "--flip", "Arvenia", "Lorr", "--add", "Dorsk", "Arvenia", "+")
    assert found["measures"]["actors"]["lorr"]["pressure"] == 1.0
    assert found["what_if"]["actors"]["lorr"]["positive_in"] == 1
    assert found["discourse"] == [{"actors": ["arvenia", "dorsk"], "congruence": 1, "conflict": 0}]
    assert run(["system", "--measures"]) == 0
    assert "Arvenia · Dorsk  1" in capsys.readouterr().out


def test_a_picture_is_drawn_by_the_name_of_its_file(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert run(["system", "-o", "a.svg"]) == 0
    assert (tmp_path / "a.svg").read_text(encoding="utf-8").startswith("<svg")
    assert run(["system", "-o", "a.gif"]) == 2
    assert "must end in .svg or .png" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "code", "why"),
    [
        (["system", "--since", "May"], 2, "a date must be like"),
        (["system", "--around", "Sulmar"], 3, "no tie here is with 'Sulmar'"),
        (["system", "--drop", "Lorr", "Arvenia"], 3, "there is no tie from 'lorr' to 'arvenia'"),
        (["system", "--add", "Lorr", "Arvenia", "x"], 2, "is + or -, not 'x'"),
        (["position", "Mira Tessarić"], 3, "nothing here is shown by 'Mira Tessarić'"),
        (["code", "--codebook", "book.yaml"], 3, "book.yaml:1: unknown key 'colour'"),
        (
            ["same", "Arvenia", "Arvenia"],
            3,
            "no actor in onrecord.db is called 'Arvenia'; run `onrecord identify` first",
        ),
    ],
)
def test_what_cannot_be_is_told_with_what_to_do(
    words: list[str], code: int, why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("book.yaml").write_text("- {id: gas, label: Gas, colour: red}\n", encoding="utf-8")
    assert run(words) == code
    assert why in capsys.readouterr().err


def test_an_empty_record_has_no_ties_and_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    with open_record("empty.db"):
        pass
    assert run(["system", "--record", "empty.db"]) == 0
    assert "no tie in empty.db is of this kind" in capsys.readouterr().err
    assert run(["system", "--record", "empty.db", "-o", "a.svg"]) == 3
    assert "there is no tie to draw" in capsys.readouterr().err
    assert run(["identify", "--record", "empty.db"]) == 0
    assert run(["code", "--record", "empty.db"]) == 0


def test_coding_counts_statements_and_narrows_a_system(capsys: pytest.CaptureFixture[str]) -> None:
    Path("wire.txt").write_text("“Arvenia blocks our gas pipeline,” Mira Tessarić said.\n", encoding="utf-8")
    Path("book.yaml").write_text(
        "- {id: energy, label: Energy}\n- {id: gas, label: Gas, examples: [gas pipeline], parent: energy}\n",
        encoding="utf-8",
    )
    assert run(["add", "wire.txt", "--record", "gas.db"]) == 0
    capsys.readouterr()
    assert run(["code", "--codebook", "book.yaml", "--record", "gas.db"]) == 0
    assert capsys.readouterr().out.split() == ["1", "energy", "1", "gas"]
    assert run(["search", "--issue", "energy", "--record", "gas.db"]) == 0
    assert "pipeline" in capsys.readouterr().out
