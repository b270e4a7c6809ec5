"""What linking costs: ``python benchmarks/linking.py [--statements N] [--keep FOLDER]``.

Adds invented documents with readings and meanings (``invented.py``) to a record; every tenth document is one that
another outlet printed before, with a sentence of its own. Links all of them, then a hundred more. Prints one JSON
object with seconds, and the most memory (RSS) that the process had, in MB of 10^6 bytes. ``--keep`` takes what
``record.py --keep`` left there, and goes on from it. Needs Linux.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import tempfile
import time
from pathlib import Path

import invented
from onrecord.record import Record, open_record
from record import CHUNK, add

MORE = 100


def grow(world: invented.World, record: Record, documents: int) -> None:
    """Bring a record to so many documents."""
    for first in range(record.counts().documents, documents, CHUNK):
        add(record, [world.document(number) for number in range(first, min(first + CHUNK, documents))])


def seconds(record: Record) -> float:
    """Link what has not been, and give how long that took."""
    began = time.perf_counter()
    record.link(lambda done, total: _tell(done, total, time.perf_counter() - began))
    return round(time.perf_counter() - began, 1)


def _tell(done: int, total: int, so_far: float) -> None:
    if sys.stderr.isatty():
        print(f"\r{done:,} of {total:,} documents in {so_far:.0f} s", end="", file=sys.stderr)


def memory() -> int:
    """Give the most memory that this process had so far, in MB."""
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6)


def measure(statements: int, folder: Path) -> dict[str, float]:
    """Make a record in this folder, link what is in it and then what is added, and give what that took."""
    world, documents = invented.World(), statements // invented.STATEMENTS_PER_DOCUMENT
    with open_record(folder / "record.db") as record:
        grow(world, record, documents)
        there, before = record.counts(), memory()
        whole = seconds(record)
        grow(world, record, there.documents + MORE)
        return {
            "statements": there.statements,
            "link_s": whole,
            "link_100_more_s": seconds(record),
            "memory_mb_before": before,
            "memory_mb": memory(),
        }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--statements", type=int, default=1_000_000)
    parser.add_argument("--keep", type=Path, metavar="FOLDER")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps(measure(args.statements, args.keep or Path(folder))))


if __name__ == "__main__":
    main()
