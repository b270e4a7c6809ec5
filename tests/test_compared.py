"""What a careful reader links in two texts is found: the lists of ``benchmarks/compared`` hold their floors."""

from __future__ import annotations

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))

import compared

BENCHMARKS = Path(compared.__file__).parent


def test_most_pairs_on_the_lists_are_found_and_most_found_are_on_the_lists() -> None:
    floors = json.loads((BENCHMARKS / "floors.json").read_text(encoding="utf-8"))["compared"]
    found = compared.scored(iter(sorted(compared.HERE.glob("*.tsv"))))
    assert sum(each["listed"] for each in found["lists"].values()) >= 75
    assert {name: score for name, score in found["scores"].items() if score < floors[name]["bound"]} == {}
