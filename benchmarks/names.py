"""How well names are compared, and how fast: ``python benchmarks/names.py``; prints one JSON object.

``names.tsv`` has pairs of well-known and of invented names, labelled by hand before they were compared: spellings alone
are at stake. A pair that is left open counts as not joined. Speed is measured on each name with each other once.
"""

from __future__ import annotations

import csv
import json
import time
from itertools import combinations
from pathlib import Path

from onrecord.actors.names import same

PAIRS = Path(__file__).with_name("names.tsv")
_TIMED = 40_000


def main() -> None:
    """Compare, and print shares in per cent."""
    rows = list(csv.DictReader(PAIRS.open(encoding="utf-8"), delimiter="\t"))
    joined = [row for row in rows if same(row["one"], row["other"])]
    right = sum(row["verdict"] == "same" for row in joined)
    names = sorted({name for row in rows for name in (row["one"], row["other"])})
    timed = list(combinations(names, 2))[:_TIMED]
    begun = time.process_time()
    for one, other in timed:
        same(one, other)
    seconds = time.process_time() - begun
    print(
        json.dumps(
            {
                "pairs": len(rows),
                "precision": round(100 * right / len(joined), 1),
                "recall": round(100 * right / sum(row["verdict"] == "same" for row in rows), 1),
                "names_a_second": round(2 * len(timed) / seconds),
            }
        )
    )


if __name__ == "__main__":
    main()
