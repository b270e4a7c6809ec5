"""What exports of a large record cost: ``python benchmarks/exports.py [--statements N] [--keep FOLDER] [FORMAT...]``.

Adds invented documents (``invented.py``) to a record and exports all of it in each format as a user would, with a look
at the private memory (USS) twenty times a second. Prints one JSON object: seconds and MB of 10^6 bytes by format, what
must be, and what was missed. Needs Linux.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from pathlib import Path

import invented
from onrecord.record import open_record
from onrecord.views.formats import FORMATS
from record import CHUNK, add, run

MUST_SECONDS, MUST_MB = 60.0, 500.0


def fill(path: Path, statements: int) -> int:
    """Bring a record to so many statements, and give how many it has."""
    world, documents = invented.World(), statements // invented.STATEMENTS_PER_DOCUMENT
    with open_record(path) as record:
        for first in range(record.counts().documents, documents, CHUNK):
            add(record, [world.document(number) for number in range(first, min(first + CHUNK, documents))])
        return record.counts().statements


def measure(path: Path, formats: list[str]) -> dict[str, dict[str, float]]:
    """Export a record in each of these formats; give what each took."""
    taken = {}
    with tempfile.TemporaryDirectory() as folder:
        for name in formats:
            made = Path(folder) / f"all.{name}"
            seconds, memory = run(["export", name, "-o", str(made)], path)
            size = sum(file.stat().st_size for file in (made.rglob("*") if made.is_dir() else [made])) / 1e6
            taken[name] = {"seconds": round(seconds, 1), "private_mb": memory, "written_mb": round(size, 1)}
            shutil.rmtree(made, ignore_errors=True)
    return taken


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("formats", nargs="*", choices=[[], *FORMATS], default=[])
    parser.add_argument("--statements", type=int, default=100_000)
    parser.add_argument("--keep", type=Path, metavar="FOLDER")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        path = (args.keep or Path(temporary)) / "exports.db"
        statements = fill(path, args.statements)
        taken = measure(path, args.formats or list(FORMATS))
    missed = [name for name, each in taken.items() if each["seconds"] > MUST_SECONDS or each["private_mb"] > MUST_MB]
    must = {"seconds": MUST_SECONDS, "private_mb": MUST_MB}
    print(json.dumps({"statements": statements, "reached": taken, "must": must, "missed": missed}, indent=1))


if __name__ == "__main__":
    main()
