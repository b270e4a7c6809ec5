"""Coding under the codebook of the package: ``python benchmarks/issues.py``.

Codes the statements of ``issues.tsv``, which were labelled by hand and are about invented states, each read as a
report of its own. Prints one JSON object: precision, recall and F1 of (statement, issue) pairs at each threshold, and
at ``THRESHOLD``, which is set to the best of them, and the statements where that one errs with ``--errors``.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import onrecord
from onrecord.coding import coder_of
from onrecord.reading import read_for_record
from onrecord.relations.issues import THRESHOLD, default
from onrecord.statements.meaning import meaning

HERE = Path(__file__).parent
THRESHOLDS = [n / 100 for n in range(20, 90, 2)]
Pairs = set[tuple[str, str]]


def labelled() -> dict[str, set[str]]:
    """The statements with their issues."""
    lines = (HERE / "issues.tsv").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines)
    return {words: set(issues.split()) - {"none"} for issues, words in rows}


def vector(words: str) -> bytes:
    """The vector that reading gives a statement, else that of its words alone."""
    reading = read_for_record(onrecord.Document(text=f"“{words},” Mira Tessarić said."))
    return (reading.meanings[0] if reading.meanings else meaning(words)).vector


def figures(gold: Pairs, found: Pairs) -> dict[str, float]:
    """Precision, recall and F1."""
    right = len(gold & found)
    return {
        "precision": round(right / max(1, len(found)), 3),
        "recall": round(right / len(gold), 3),
        "f1": round(2 * right / (len(gold) + len(found)), 3),
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--errors", action="store_true")
    args = parser.parse_args()
    statements = labelled()
    coder = coder_of(default())
    vectors = {words: vector(words) for words in statements}
    gold = {(words, issue) for words, issues in statements.items() for issue in issues}

    def found(threshold: float) -> Pairs:
        return {(words, coded.issue) for words in statements for coded in coder.code(words, vectors[words], threshold)}

    curve = {threshold: figures(gold, found(threshold)) for threshold in THRESHOLDS}
    best = max(curve, key=lambda threshold: curve[threshold]["f1"])
    at = found(THRESHOLD)
    print(
        json.dumps(
            {
                "statements": len(statements),
                "pairs": len(gold),
                "threshold": THRESHOLD,
                "at_threshold": figures(gold, at),
                "best": best,
                "at_best": curve[best],
            }
        )
    )
    if args.errors:
        for words, issue in sorted(gold ^ at):
            print("missed" if (words, issue) in gold else "wrong", issue, words, sep="\t")


if __name__ == "__main__":
    main()
