"""Reading by Ray against two plain processes: ``python benchmarks/cluster.py [--documents 1000] [--words 200]``.

All read the same documents, the beginnings of the development articles, in turns: two processes that know nothing of
Ray with half of them each, and `cluster` on two cores with ten large shards, then with one shard a document. Rates are
words a second from the moment that the first shard is given out to the last one's end; models are loaded within it.
Prints one JSON object. Needs the extra ``ray``.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import threading
import time
from itertools import cycle, islice
from pathlib import Path

from onrecord.cluster import Progress, manifests, run
from speed import texts

WORKERS = 2
LARGE = 10


def documents(count: int, words: int) -> list[str]:
    """So many texts of so many words; no two are the same."""
    beginnings = (" ".join(text.split()[:words]) for text in texts())
    return [f"{text}\n\nThis is text {number}." for number, text in enumerate(islice(cycle(beginnings), count))]


def shards(folder: Path, some: list[str], count: int) -> Path:
    """Write the texts into so many shards."""
    folder.mkdir()
    for number in range(count):
        lines = (json.dumps({"text": text, "language": "en"}) + "\n" for text in some[number::count])
        (folder / f"{number:04}.jsonl").write_text("".join(lines), encoding="utf-8")
    return folder


def plain(folder: Path) -> float:
    """Seconds that two processes take for the shards of a folder, half each, from their start."""
    files = sorted(map(str, folder.glob("*.jsonl")))
    command = [str(Path(sys.executable).with_name("onrecord")), "read", "--json"]
    begun = time.monotonic()
    running = [
        subprocess.Popen([*command, *files[share::WORKERS]], stdout=subprocess.DEVNULL)  # noqa: S603
        for share in range(WORKERS)
    ]
    assert [process.wait() for process in running] == [0] * WORKERS
    return time.monotonic() - begun


def by_cluster(folder: Path) -> tuple[float, int, int]:
    """Seconds that `cluster` takes, the most megabytes of one of its workers, and bytes of its Parquet."""
    last: list[Progress] = []
    with Watch() as watch:
        report = run([str(folder)], out := folder.with_suffix(".out"), workers=WORKERS, progress=last.append)
    assert report.lost == ()
    assert sum(done.failed for _, done in manifests(out)) == 0
    return last[-1].seconds, watch.most, sum(file.stat().st_size for file in out.glob("*/*.parquet"))


class Watch:
    """Looks at Ray's workers on this machine every half second; ``most`` is the most memory that one had, in MB."""

    most = 0

    def __enter__(self) -> Watch:
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._over.wait(0.5):
            for process in Path("/proc").glob("[0-9]*"):
                try:
                    if (process / "cmdline").read_bytes().startswith(b"ray::"):
                        status = (process / "status").read_text()
                        peak = next(line for line in status.splitlines() if line.startswith("VmHWM"))
                        self.most = max(self.most, int(peak.split()[1]) // 1000)
                except (OSError, StopIteration):
                    continue


def main() -> None:
    """Run all three and print rates and ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--words", type=int, default=200)
    args = parser.parse_args()
    some = documents(args.documents, args.words)
    words = sum(len(text.split()) for text in some)
    with tempfile.TemporaryDirectory() as name:
        large = shards(Path(name) / "large", some, LARGE)
        small = shards(Path(name) / "small", some, args.documents)
        two = plain(large)
        ten, memory, size = by_cluster(large)
        many, _, _ = by_cluster(small)
    rates = {"plain": two, "ten": ten, "many": many}
    result = {
        "documents": args.documents,
        "words": words,
        "words_per_second": {name: round(words / seconds) for name, seconds in rates.items()},
        "ratio_to_plain": round(two / ten, 2),
        "small_shards_cost_more": round(many / ten - 1, 3),
        "mb_per_worker": memory,
        "parquet_bytes_per_document": round(size / args.documents),
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
