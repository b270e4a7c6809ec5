"""What linking costs: ``python benchmarks/linking.py [--statements N]``.

Adds invented documents with their readings (``invented.py``), and a vector by chance for each statement, to a record;
every tenth document is one that another outlet printed before, with a sentence of its own. Links all of them, then a
hundred more. Prints one JSON object with seconds, and the most memory (RSS) that the process had, in MB of 10^6 bytes.
Needs Linux.
"""

from __future__ import annotations

import argparse
import json
import resource
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import numpy as np

import invented
from onrecord.facts import VECTOR, Capture, Document, Meaning, Reading
from onrecord.record import Record, open_record

AT_ONCE = 64
MORE = 100
LATER = " More on this tomorrow, wrote the night editor of number {}."


def made(world: invented.World, number: int) -> tuple[Document, Capture, Reading]:
    """Make a document with its reading and vectors; every tenth repeats the words of the one five before."""
    same = number - 5 if number % 10 == 9 else number
    document, capture, reading = world.document(same)
    if same != number:
        document = Document(text=document.text + LATER.format(number), metadata=document.metadata)
        capture = replace(capture, data=document.text.encode())
        reading = replace(
            reading,
            document=document.id,
            statements=tuple(replace(each, document=document.id, within=None) for each in reading.statements),
        )
    dice = np.random.default_rng(same)
    drawn = dice.standard_normal((len(reading.statements), VECTOR))
    unit = np.rint(127 * drawn / np.linalg.norm(drawn, axis=1, keepdims=True)).astype(np.int8)
    meanings = tuple(Meaning(vector=row.tobytes(), model="chance") for row in unit)
    return document, capture, replace(reading, meanings=meanings)


def add(world: invented.World, record: Record, first: int, last: int) -> None:
    """Add the documents with these numbers."""
    for start in range(first, last, AT_ONCE):
        record.add_all([made(world, number) for number in range(start, min(start + AT_ONCE, last))])


def seconds(record: Record) -> float:
    """Link what has not been, and give how long that took."""
    began = time.perf_counter()
    record.link()
    return round(time.perf_counter() - began, 1)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--statements", type=int, default=1_000_000)
    args = parser.parse_args()
    world, documents = invented.World(), args.statements // invented.STATEMENTS_PER_DOCUMENT
    with tempfile.TemporaryDirectory() as folder, open_record(Path(folder) / "record.db") as record:
        add(world, record, 0, documents)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        whole = seconds(record)
        add(world, record, documents, documents + MORE)
        more = seconds(record)
        counts = record.counts()
    found = {
        "statements": counts.statements,
        "link_s": whole,
        "link_100_more_s": more,
        "memory_mb_before": round(before * 1024 / 1e6),
        "memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6),
    }
    print(json.dumps(found))


if __name__ == "__main__":
    main()
