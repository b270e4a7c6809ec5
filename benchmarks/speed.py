"""Words a second of the whole reading, against a spaCy pipeline: ``python benchmarks/speed.py [--runs 5]``.

The reference has the architecture of spaCy's en_core_web_sm (tok2vec, tagger, parser, and an entity recogniser
with a tok2vec of its own) with random weights, run with ``nlp.pipe`` and one BLAS thread a process. Both read the same
texts, in turns; of each the median counts. Prints one JSON object. Needs the extra ``bench``.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CORPUS = ROOT.parent / "shared" / "data" / "polnear-dev.jsonl"


def texts(share: int = 0, shares: int = 1) -> list[str]:
    """The development articles, or the shipped examples many times where those are absent."""
    if CORPUS.exists():
        every = [json.loads(line)["text"] for line in CORPUS.open(encoding="utf-8")]
    else:
        every = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "examples").glob("*.txt"))] * 12
    return every[share::shares]


def ours(threads: int = 1) -> Callable[[list[str]], int]:
    """Our reading of texts; gives the number of statements."""
    from onrecord.facts import Document  # noqa: PLC0415
    from onrecord.reading import read  # noqa: PLC0415

    def work(some: list[str]) -> int:
        documents = [Document(text=text) for text in some]
        if threads == 1:
            return sum(len(read(document).statements) for document in documents)
        with ThreadPoolExecutor(threads) as pool:
            return sum(len(reading.statements) for reading in pool.map(read, documents))

    return work


def spacy_small() -> Callable[[list[str]], int]:
    """A pipeline of en_core_web_sm's shape; gives the number of sentences and entities."""
    import spacy  # noqa: PLC0415
    from spacy.training import Example  # noqa: PLC0415

    def vectors() -> dict[str, object]:
        return {
            "@architectures": "spacy.Tok2Vec.v2",
            "embed": {
                "@architectures": "spacy.MultiHashEmbed.v2", "width": 96, "include_static_vectors": False,
                "attrs": ["NORM", "PREFIX", "SUFFIX", "SHAPE", "SPACY", "IS_SPACE"],
                "rows": [5000, 1000, 2500, 2500, 50, 50],
            },
            "encode": {
                "@architectures": "spacy.MaxoutWindowEncoder.v2", "width": 96, "depth": 4, "window_size": 1,
                "maxout_pieces": 3,
            },
        }  # fmt: skip

    listener = {"@architectures": "spacy.Tok2VecListener.v1", "width": 96, "upstream": "tok2vec"}
    state = {
        "@architectures": "spacy.TransitionBasedParser.v2",
        "hidden_width": 64,
        "maxout_pieces": 2,
        "use_upper": True,
    }
    nlp = spacy.blank("en")
    nlp.add_pipe("tok2vec", config={"model": vectors()})
    nlp.add_pipe("tagger", config={"model": {"@architectures": "spacy.Tagger.v2", "tok2vec": listener}})
    nlp.add_pipe(
        "parser", config={"model": {**state, "state_type": "parser", "extra_state_tokens": False, "tok2vec": listener}}
    )
    nlp.add_pipe(
        "ner", config={"model": {**state, "state_type": "ner", "extra_state_tokens": False, "tok2vec": vectors()}}
    )
    text = " ".join(f"w{i}" for i in range(60)) + " ."
    size = 61
    gold = {
        "tags": [f"T{i % 50}" for i in range(size)],
        "heads": [max(0, i - 1) for i in range(size)],
        "deps": ["ROOT", *(f"d{i % 45}" for i in range(1, size))],
        "entities": [f"U-E{i % 18}" if i % 2 else "O" for i in range(size)],
    }
    nlp.initialize(lambda: [Example.from_dict(nlp.make_doc(text), gold)])

    def work(some: list[str]) -> int:
        return sum(len(doc.ents) + sum(1 for _ in doc.sents) for doc in nlp.pipe(some))

    return work


def worker(kind: str, share: int, shares: int) -> None:
    """Load, warm up, say so, wait for a line, work, print the seconds."""
    work = {"ours": ours, "threads": lambda: ours(2), "spacy": spacy_small}[kind]()
    some = texts(share, shares)
    work(some[:2])
    print("ready", flush=True)
    sys.stdin.readline()
    began = time.perf_counter()
    work(some)
    print(time.perf_counter() - began, flush=True)


def rate(kind: str, processes: int) -> float:
    """Words a second of this kind of work in so many processes at once."""
    words = sum(len(text.split()) for text in texts())
    env = os.environ | dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    command = [sys.executable, __file__, "--worker", kind, "--shares", str(processes), "--share"]
    running = [
        subprocess.Popen([*command, str(i)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=env)  # noqa: S603
        for i in range(processes)
    ]
    for process in running:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in running:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    seconds = [float(process.communicate()[0]) for process in running]
    return words / max(seconds)


SETTINGS = {
    "one": ("ours", 1),
    "spacy": ("spacy", 1),
    "two": ("ours", 2),
    "threads": ("threads", 1),
    "spacy_two": ("spacy", 2),
}


def main() -> None:
    """Run all settings in turns and print the medians and ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--worker", choices=("ours", "threads", "spacy"))
    parser.add_argument("--share", type=int, default=0)
    parser.add_argument("--shares", type=int, default=1)
    args = parser.parse_args()
    if args.worker:
        worker(args.worker, args.share, args.shares)
        return
    rates: dict[str, list[float]] = {name: [] for name in SETTINGS}
    for _ in range(args.runs):
        for name, (kind, processes) in SETTINGS.items():
            rates[name].append(rate(kind, processes))
    median = {name: round(statistics.median(some)) for name, some in rates.items()}
    best = max(median["two"], median["threads"])
    ratios = {"one_process": round(median["one"] / median["spacy"], 2), "two": round(best / median["spacy_two"], 2)}
    print(json.dumps({"words_per_second": median, "ratio_to_spacy": ratios, "runs": args.runs}))


if __name__ == "__main__":
    main()
