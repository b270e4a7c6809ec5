"""Statements that say the same in different documents: ``python benchmarks/links.py [DATA]``.

Compares the pairs of ``links.tsv``, which were labelled by hand, as linking does, as if one speaker had said both. A
side is words, about invented people and states, or points into PolNeAR: the id of a document in ``polnear-dev.jsonl``
or ``polnear-train.jsonl`` of DATA, and the offsets of the words. Without DATA only the pairs of words are compared.
Prints one JSON object: the precision of links, the recall of each kind (whatever kind the link is said to be), and the
confusion of kinds. ``accuracy.py`` holds the scores to their floors.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from onrecord.facts import Span, quote_of
from onrecord.likeness import fold, likeness
from onrecord.statements.meaning import meaning

HERE = Path(__file__).parent
NONE = "none"


def pairs(data: Path | None) -> Iterator[tuple[str, str, str]]:
    """Give label and words of each pair that can be compared."""
    texts = dict(documents(data)) if data else {}
    for line in (HERE / "links.tsv").read_text(encoding="utf-8").splitlines():
        label, *sides = line.split("\t")
        one, other = (words(side, texts) for side in sides)
        if one and other:
            yield label, one, other


def documents(data: Path) -> Iterator[tuple[str, str]]:
    """Give the id and the text of each document."""
    for name in ("polnear-dev.jsonl", "polnear-train.jsonl"):
        with (data / name).open(encoding="utf-8") as lines:
            for line in lines:
                document = json.loads(line)
                yield document["id"], document["text"]


def words(side: str, texts: dict[str, str]) -> str | None:
    """Give the words of a side; ``None`` where its document is not there."""
    document, at, places = side.rpartition("@")
    if not at:
        return side
    spans = tuple(Span(*map(int, place.split("-"))) for place in places.split(","))
    return quote_of(texts[document], spans) if document in texts else None


def cosine(one: str, other: str) -> float:
    """Compare what two statements mean."""
    a, b = (np.frombuffer(meaning(side).vector, np.int8).astype(float) for side in (one, other))
    return float(a @ b / (np.linalg.norm(a) * np.linalg.norm(b)))


def measured(data: Path | None) -> dict[str, Any]:
    """Compare all pairs and count."""
    told: Counter[tuple[str, str]] = Counter()
    for label, one, other in pairs(data):
        found = likeness(fold(one), fold(other), cosine(one, other))
        told[label, found.kind.value if found else NONE] += 1
    linked = {label: sum(n for (real, kind), n in told.items() if real == label and kind != NONE) for label, _ in told}
    whole = {label: sum(n for (real, _), n in told.items() if real == label) for label, _ in told}
    right = sum(n for label, n in linked.items() if label != NONE)
    scores = {label: round(linked[label] / whole[label], 3) for label in whole if label != NONE}
    scores["precision"] = round(right / max(1, sum(linked.values())), 3)
    confusion = {f"{label} as {kind}": n for (label, kind), n in sorted(told.items())}
    return {"pairs": whole, "scores": scores, "told": confusion}


def main() -> None:
    """Measure and print."""
    data = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    print(json.dumps(measured(data), indent=1))


if __name__ == "__main__":
    main()
