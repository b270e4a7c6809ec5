"""Cold start and memory: ``python benchmarks/footprint.py [--documents 10000]``.

Times ``onrecord read`` of one example from a cold process to its end, five times, and adds so many short invented
documents to a record, looking at the process's resident memory after a tenth of them and at the end. Prints one JSON
object; seconds, and megabytes of 10^6 bytes.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

EXAMPLE = Path(__file__).resolve().parents[1] / "examples" / "wire-report.txt"
COMMAND = [str(Path(sys.executable).with_name("onrecord"))]


def cold(runs: int = 5) -> float:
    """Median seconds of reading one file in a new process."""
    seconds = []
    for _ in range(runs):
        began = time.perf_counter()
        subprocess.run([*COMMAND, "read", str(EXAMPLE)], stdout=subprocess.DEVNULL, check=True)  # noqa: S603
        seconds.append(time.perf_counter() - began)
    return round(statistics.median(seconds), 2)


def peak() -> float:
    """The largest resident memory that any child process has had so far."""
    return round(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024 / 1e6, 1)


def resident(process: int) -> float:
    """A process's resident memory now."""
    pages = int(Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1])
    return round(pages * resource.getpagesize() / 1e6, 1)


def growing(documents: int) -> dict[str, float]:
    """Memory after a tenth of the documents and at the end, while they are added to one record."""
    with tempfile.TemporaryDirectory() as folder:
        source, record = Path(folder) / "texts.jsonl", Path(folder) / "record.db"
        source.write_text("".join(document(i) for i in range(documents)), encoding="utf-8")
        command = [*COMMAND, "add", str(source), "--record", str(record)]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL)  # noqa: S603
        seen: list[float] = []
        while process.poll() is None:
            seen.append(resident(process.pid))
            time.sleep(0.2)
        assert process.returncode == 0
    last = [x for x in seen if x > 0]
    return {"after_a_tenth": last[len(last) // 10], "at_the_end": max(last[len(last) * 9 // 10 :])}


def document(number: int) -> str:
    """One line of JSON: a short report, its own words each time."""
    text = (
        f"The ferry number {number} of Arvel stayed in port. “We will not sail before the {number % 28 + 1}th,” said"
        f" Harbour Minister Orla Tavish{number % 97}. She added that the harbour board had been told {number} times."
    )
    return json.dumps({"text": text, "title": f"Ferry {number}", "language": "en"}) + "\n"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=10_000)
    args = parser.parse_args()
    seconds, reading = cold(), peak()
    memory = growing(args.documents)
    print(json.dumps({"cold_read_s": seconds, "read_peak_mb": reading, "add_resident_mb": memory,
                      "add_peak_mb": peak(), "documents": args.documents}))  # fmt: skip


if __name__ == "__main__":
    main()
