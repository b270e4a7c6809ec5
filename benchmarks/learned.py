"""What learned signs would add to the rules: ``python benchmarks/learned.py``.

In the passages of ``relations-dev``, weighs every two named mentions of a sentence between which the rules find no
tie, and prints the scorer's figures of the rules alone, and with the ties whose score is high enough.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from itertools import combinations
from typing import Any

from accuracy import FILES, SHARED
from onrecord import model
from onrecord.facts import Form, Mention, Reading, Span
from onrecord.reading import interpret
from onrecord.relations.weighing import Weigher
from predict import passage, relations

THRESHOLDS = (1.0, 0.8, 0.7, 0.6, 0.5, 0.4)
"""Nothing scores 1: there the rules are alone."""

Row = dict[str, Any]


def pairs(found: Reading, sentences: list[Span]) -> Iterator[tuple[Mention, Mention]]:
    """The named mentions of different figures in one sentence, two by two."""
    figure = {span: figure for figure in found.figures for span in figure.mentions}
    for sentence in sentences:
        named = [m for m in found.mentions if m.form is not Form.PRONOUN and sentence.holds(m.span)]
        for one, other in combinations(named, 2):
            same = figure.get(one.span) is figure.get(other.span) is not None
            if not one.span.overlaps(other.span) and not same:
                yield one, other


def learned(row: Row, ruled: Row) -> Iterator[tuple[float, Row]]:
    """The ties that the network would add, each with its score."""
    document, page = passage(row)
    weigher = Weigher(document.text, page, model.load())
    sentences = [Span(spans[0].start, spans[-1].end) for spans in page.sentences]
    for one, other in pairs(interpret(document, page), sentences):
        if any(_between(tie, one.span, other.span) for tie in ruled["relations"]):
            continue
        shown = weigher.between(one.span, other.span)
        ends = (one.span.pair(), other.span.pair()) if shown.there else (other.span.pair(), one.span.pair())
        if sign := shown.there or shown.back:
            rest = {"layer": "told", "status": "standing", "voice": "outlet", "grounds": []}
            yield shown.score, {"from": ends[0], "to": ends[1], "sign": sign, **rest}


def _between(tie: Row, one: Span, other: Span) -> bool:
    ends = [Span(*tie[end]) for end in ("from", "to") if tie[end]]
    return any(end.overlaps(one) for end in ends) and any(end.overlaps(other) for end in ends)


def main() -> None:
    """Print a line for each threshold."""
    gold = SHARED / "data" / FILES["relations"]
    rows = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines()]
    ruled = [{"id": row["id"], **relations(row)} for row in rows]
    more = [list(learned(row, tie)) for row, tie in zip(rows, ruled, strict=True)]
    for threshold in THRESHOLDS:
        lines = [
            json.dumps({**tie, "relations": tie["relations"] + [new for score, new in added if score >= threshold]})
            for tie, added in zip(ruled, more, strict=True)
        ]
        with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
            file.write("\n".join(lines))
            file.flush()
            command = [sys.executable, str(SHARED / "eval" / "score.py"), "relations", str(gold), file.name]
            done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
        print(json.dumps({"threshold": threshold, **json.loads(done.stdout)["found"]}))


if __name__ == "__main__":
    main()
