"""What each step of the reading gains: ``python benchmarks/ablation.py``.

Reads the development articles with one step taken away at a time and prints the attribution figures of each as JSON
lines. Only steps that the reading can do without; what training gained stands in
``docs/accuracy.md``. Needs the corpora.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from unittest import mock

import numpy as np

from accuracy import SHARED
from errors import scorer
from onrecord import model
from onrecord.statements import attribution as reader
from onrecord.statements import find
from onrecord.statements.quotations import Quotations
from predict import attribution

FIGURES = ("who_said_what", "source_piece", "cue_piece", "content_piece")


def without_chain(emissions: Any, *_: Any) -> Any:  # noqa: ANN401
    """Each word's likeliest label by itself."""
    return np.asarray(emissions).argmax(axis=-1)


STEPS: dict[str, Callable[[], Any]] = {
    "everything": lambda: mock.patch.object(find, "SURE_ENOUGH", find.SURE_ENOUGH),
    "no threshold on the confidence": lambda: mock.patch.object(find, "SURE_ENOUGH", 0.0),
    "no linear chain": lambda: mock.patch.object(reader, "best_path", without_chain),
    "no quotation marks": lambda: mock.patch.object(
        Quotations, "shared_out", lambda _, found: [a.content for a in found]
    ),
    "no floating quotations": lambda: mock.patch.object(Quotations, "unclaimed", return_value=()),
    "windows of 128 pieces": lambda: mock.patch.object(model, "WINDOW_PIECES", 128),
    "windows that ignore paragraphs": lambda: mock.patch.object(model, "FULL_ENOUGH", 2.0),
}


def main() -> None:
    """Read, score and print, a line for each step taken away."""
    with (SHARED / "data" / "polnear-dev.jsonl").open(encoding="utf-8") as lines:
        gold = {row["id"]: row for row in map(json.loads, lines)}
    for name, step in STEPS.items():
        with step():
            scores = scorer().attribution(gold, {key: attribution(row) for key, row in gold.items()})
        speech = [scores["speech"][x] for x in ("p", "r")]
        print(json.dumps({"without": name, **{x: scores[x]["f1"] for x in FIGURES}, "speech": speech}), flush=True)


if __name__ == "__main__":
    main()
