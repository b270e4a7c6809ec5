"""A codebook is understood or refused by file, line and key; coding needs a word or a meaning of an issue."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from onrecord.errors import CodebookError
from onrecord.facts import VECTOR
from onrecord.relations.issues import Coder, Issue, codebook, default, read

HARBOURS = "- id: harbours\n  label: Harbours\n  examples: [port dues, pilots]\n- id: gas\n  label: Gas\n"


def direction(place: int) -> bytes:
    vector = np.zeros(VECTOR, np.int8)
    vector[place] = 127
    return vector.tobytes()


def test_a_codebook_is_a_list_of_issues() -> None:
    assert codebook(HARBOURS, "a.yaml") == (
        Issue(id="harbours", label="Harbours", examples=("port dues", "pilots")),
        Issue(id="gas", label="Gas"),
    )


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "a.yaml: a codebook is a list of issues"),
        ("[]", "there is none here"),
        ("id: gas", "a codebook is a list of issues"),
        ("- gas", "a.yaml:1: an issue is a mapping"),
        (HARBOURS + "  colour: red\n", "a.yaml:6: unknown key 'colour'; an issue has description, examples, id"),
        (HARBOURS + "- id: gas\n  label: Gas again\n", "a.yaml:6: the id 'gas' is there already, in line 4"),
        ("- id: gas\n", "a.yaml:1: the issue has no label"),
        ("- label: Gas\n", "a.yaml:1: the issue has no id"),
        (HARBOURS + "  parent: energy\n", "a.yaml:4: the parent of 'gas', 'energy', is no issue"),
        (HARBOURS + "  parent: gas\n", "a.yaml:4: the parent of 'gas' is itself below it"),
        ("- id: gas\n  label: Gas\n  examples: gas\n", "a.yaml:1: examples is a list of phrases"),
        ("- id: gas\n  label: [Gas]\n", "a.yaml:1: label is a word or a sentence"),
        ("- id: gas\n  label: 'Gas\n", "a.yaml:3: this is no YAML"),
        ("- !!python/object:os.system {}\n", "a.yaml:1: the issue has no id"),
    ],
)
def test_what_is_no_codebook_is_told_by_file_line_and_key(text: str, why: str) -> None:
    with pytest.raises(CodebookError) as refused:
        codebook(text, "a.yaml")
    assert why in str(refused.value)


def test_a_circle_of_parents_is_refused() -> None:
    text = "- {id: a, label: A, parent: b}\n- {id: b, label: B, parent: c}\n- {id: c, label: C, parent: b}\n"
    with pytest.raises(CodebookError, match="circle"):
        codebook(text, "a.yaml")


def test_a_file_that_is_no_text_is_told(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(CodebookError, match=r"a\.yaml cannot be read"):
        read(str(file))


def test_the_codebook_of_the_package_is_understood() -> None:
    assert 25 <= len(default()) <= 35


def test_a_statement_is_under_an_issue_by_its_meaning_and_its_words() -> None:
    issues = codebook(HARBOURS, "a.yaml")
    vectors = {"harbours": [direction(0)] * 3, "gas": [direction(1)]}
    coder = Coder(issues, vectors)
    [both] = coder.code("Pilots are paid too little.", direction(0))
    assert (both.issue, both.score) == ("harbours", 1.0)
    [meant] = coder.code("We went home.", direction(1))
    assert (meant.issue, meant.score) == ("gas", 0.7)
    [word] = coder.code("Our pilot went home.", direction(5), 0.2)
    assert (word.issue, word.score) == ("harbours", 0.3)
    assert coder.code("We went home.", direction(5)) == ()


def test_what_is_under_an_issue_is_under_those_above_it_too() -> None:
    issues = codebook(HARBOURS + "  parent: trade\n- id: trade\n  label: Commerce\n", "a.yaml")
    coder = Coder(issues, {"harbours": [direction(0)] * 3, "gas": [direction(1)], "trade": [direction(2)]})
    gas, trade = coder.code("Gas.", direction(1))
    assert (gas.issue, trade.issue, trade.score) == ("gas", "trade", gas.score)
