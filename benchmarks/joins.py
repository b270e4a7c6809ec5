"""How many joins of figures are right, and how many pairs of one actor are joined.

``python benchmarks/joins.py RECORD``: a record of ``polnear-dev`` and ``gum-dev``, compared by ``onrecord identify``.
``joins.tsv`` has 200 pairs of figures of two documents that were joined, drawn evenly among joined figures, and 200
that were not and share a word of their names, judged by one person with the texts at hand, whose rules were mended on
earlier samples of the same record. Prints one JSON object: of the judged pairs that are joined now the share that is
right; and of the pairs of one actor the share that is joined, where the judged ones stand for all pairs of their kind.
"""

from __future__ import annotations

import csv
import json
import re
import sys
from collections import Counter, defaultdict
from itertools import combinations
from pathlib import Path

from sqlalchemy import select

from onrecord.record import Record, open_record
from onrecord.record.schema import documents, figures, identities, readings

JUDGED = Path(__file__).with_name("joins.tsv")
_LETTERS = 12
_COMMON = frozenset("the and for new united national state university york".split())

Figure = tuple[str, int]
"""The first digits of a document's id, and where a figure's fullest name begins."""


def figures_of(record: Record) -> dict[Figure, tuple[int, str]]:
    """Give the actor and the name of each figure."""
    chosen = (
        select(documents.c.id, figures.c.named_start, identities.c.actor_key, figures.c.name)
        .join(identities, identities.c.figure_key == figures.c.key)
        .join(readings, readings.c.key == figures.c.reading_key)
        .join(documents, documents.c.key == readings.c.document_key)
    )
    with record._reading() as connection:
        return {(id_[:_LETTERS], at): (actor, name) for id_, at, actor, name in connection.execute(chosen)}


def pairs(found: dict[Figure, tuple[int, str]]) -> tuple[int, int]:
    """Count pairs of documents that an actor joins, and pairs of figures apart that share a word of their names."""
    homes, words = defaultdict(set), defaultdict(set)
    for figure, (actor, name) in found.items():
        homes[actor].add(figure[0])
        for word in set(re.findall(r"[^\W_]{3,}", name.lower())) - _COMMON:
            words[word].add(figure)
    joined = sum(len(those) * (len(those) - 1) // 2 for those in homes.values())
    apart = {
        (one, other)
        for those in words.values()
        for one, other in combinations(sorted(those), 2)
        if one[0] != other[0] and found[one][0] != found[other][0]
    }
    return joined, len(apart)


def main() -> None:
    """Compare what is judged with what is found now."""
    with open_record(sys.argv[1], create=False) as record:
        found = figures_of(record)
    counted: Counter[tuple[bool, str]] = Counter()
    missing = 0
    for row in csv.DictReader(JUDGED.open(encoding="utf-8"), delimiter="\t"):
        one, other = (row["document"], int(row["place"])), (row["other_document"], int(row["other_place"]))
        if one in found and other in found:
            counted[found[one][0] == found[other][0], row["verdict"]] += 1
        else:
            missing += 1
    joined, apart = pairs(found)
    right = counted[True, "same"] / (counted[True, "same"] + counted[True, "other"])
    left = counted[False, "same"] / (counted[False, "same"] + counted[False, "other"])
    print(
        json.dumps(
            {
                "pairs_not_found": missing,
                "joins_right": round(100 * right, 1),
                "same_joined": round(100 * right * joined / (right * joined + left * apart), 1),
            }
        )
    )


if __name__ == "__main__":
    main()
