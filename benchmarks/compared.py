"""Pairs that a careful reader links in two texts: ``python benchmarks/compared.py [LIST …]``.

A list is a file of lines of two fields. The first line names two files beside it, an interview or press statement and
a report; every other has words of a statement of the one, and words of one of the other that is about the same. The
lists in ``compared/`` were written before anything was compared, about invented people. Compares the two texts as
``onrecord compare`` does and prints one JSON object: for each list, and for all, the share of pairs found that it has
(precision), the share of its pairs that were found (recall), what was found beside it and what was missed.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from onrecord.facts import Metadata
from onrecord.ingest import add
from onrecord.record import open_record
from onrecord.sources.files import captures
from onrecord.views.compare import Comparison, compare

HERE = Path(__file__).parent / "compared"


class Listed(NamedTuple):
    """A pair of a list: words of the one, and of the other."""

    one: str
    other: str


def compared(one: Path, other: Path) -> Comparison:
    """Read two texts into a record of their own, and compare them."""
    with tempfile.TemporaryDirectory() as folder, open_record(Path(folder) / "two.db") as record:
        add(captures([str(one), str(other)], Metadata()), record)
        first, second = record.documents()
        return compare(record, first, second)


def measured(file: Path) -> dict[str, Any]:
    """Compare the texts of a list with it."""
    names, *rows = (line.split("\t") for line in file.read_text(encoding="utf-8").splitlines())
    listed = [Listed(*row) for row in rows]
    found = [(pair.a.words, pair.b.words) for pair in compared(file.parent / names[0], file.parent / names[1]).pairs]
    right = [any(_is(each, pair) for each in listed) for pair in found]
    missed = [each for each in listed if not any(_is(each, pair) for pair in found)]
    return {
        "found": len(found),
        "right": sum(right),
        "listed": len(listed),
        "hit": len(listed) - len(missed),
        "beside": [" / ".join(pair) for pair, good in zip(found, right, strict=True) if not good],
        "missed": [" / ".join(each) for each in missed],
    }


def _is(each: Listed, pair: tuple[str, str]) -> bool:
    return each.one in pair[0] and each.other in pair[1]


def scored(lists: Iterator[Path]) -> dict[str, Any]:
    """Measure all lists, each and together."""
    each = {file.stem: measured(file) for file in lists}
    summed = {name: sum(one[name] for one in each.values()) for name in ("found", "right", "listed", "hit")}
    for one in (*each.values(), summed):
        one["precision"] = round(one["right"] / max(1, one["found"]), 3)
        one["recall"] = round(one["hit"] / max(1, one["listed"]), 3)
    return {"lists": each, "scores": {"precision": summed["precision"], "recall": summed["recall"]}}


def main() -> None:
    """Measure and print."""
    given = map(Path, sys.argv[1:]) if sys.argv[1:] else iter(sorted(HERE.glob("*.tsv")))
    print(json.dumps(scored(given), indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()
