"""Score the product on the development files: ``python benchmarks/accuracy.py [TASK …] [--check]``.

Runs ``benchmarks/predict.py`` and the scorer on each task's file, and ``benchmarks/links.py`` on the pairs of links;
prints one line a figure beside its floor (``benchmarks/floors.json``: what CI holds; lowering one needs a reason in the
changelog). With ``--check`` a figure below its floor ends with exit code 1; where the corpora are absent, it says so
and ends with 0.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import links

HERE = Path(__file__).resolve().parent
SHARED = HERE.parents[1] / "shared"
FILES = {
    "attribution": "polnear-dev.jsonl",
    "directed": "dse-valid.jsonl",
    "events": "plover-dev.jsonl",
    "names": "names-dev.jsonl",
    "relations": "relations-dev.jsonl",
    "stance": "newsmtsc-dev.jsonl",
    "turns": "turns-dev.jsonl",
    "who": "who-dev.jsonl",
}


LINKS = "links"


def scores(task: str) -> dict[str, Any]:
    """The scorer's figures for one task."""
    if task == LINKS:
        found: dict[str, Any] = links.measured(SHARED / "data")["scores"]
        return found
    gold = SHARED / "data" / FILES[task]
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        subprocess.run([sys.executable, HERE / "predict.py", task, gold], stdout=file, check=True)  # noqa: S603
        command = [sys.executable, str(SHARED / "eval" / "score.py"), task, str(gold), file.name]
        done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
    out: dict[str, Any] = json.loads(done.stdout)
    return out


def flat(figures: dict[str, Any], before: str = "") -> dict[str, float]:
    """Nested figures as ``who_said_what.f1``."""
    out: dict[str, float] = {}
    for name, value in figures.items():
        if isinstance(value, dict):
            out |= flat(value, f"{before}{name}.")
        elif value is not None:
            out[before + name] = value
    return out


def main() -> int:
    """Print the figures; with ``--check`` hold them to their floors."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tasks", nargs="*", metavar="TASK", help=", ".join([*FILES, LINKS]))
    parser.add_argument("--check", action="store_true")
    args = parser.parse_args()
    if unknown := set(args.tasks) - {*FILES, LINKS}:
        parser.error(f"no such task: {', '.join(sorted(unknown))}; there are {', '.join(FILES)}")
    if not SHARED.exists():
        print(f"the corpora are not here ({SHARED.name}/ beside the checkout); nothing scored")
        return 0
    floors = json.loads((HERE / "floors.json").read_text(encoding="utf-8"))
    missed = 0
    for task in args.tasks or [*FILES, LINKS]:
        figures = flat(scores(task))
        for name, bound in floors[task].items():
            good = _holds(figures[name], bound)
            missed += not good
            print(
                f"{task:12} {name:28} {figures[name]:8} {bound['is']:>9} {bound['bound']}{'' if good else '   MISSED'}"
            )
    return 1 if missed and args.check else 0


def _holds(figure: float, bound: dict[str, Any]) -> bool:
    return bool(figure >= bound["bound"] if bound["is"] == "at least" else figure <= bound["bound"])


if __name__ == "__main__":
    sys.exit(main())
