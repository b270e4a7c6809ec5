"""Corpora into windows of words with labels.

Reads the files named in ``docs/model-card.md``; the labels are of whole words, on their first pieces.
"""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from onrecord.facts import Span
from onrecord.model import WINDOW_PIECES, Words, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

NAMES = {"PERSON": 1, "ORGANIZATION": 3, "LOCATION": 5, "MISC": 7}
"""B labels of named entities; the I label follows each."""

NOMINALS = {"person": 1, "organization": 3, "place": 5}
"""B labels of GUM's mentions: each word has the kind of the smallest mention around it."""

IGNORE = -100


@dataclass
class Attribution:
    """Word ranges of one attribution; the cue is one run."""

    cue: tuple[int, int]
    source: list[tuple[int, int]]
    content: list[tuple[int, int]]

    def extent(self) -> tuple[int, int]:
        """From its first word to its last."""
        runs = [self.cue, *self.source, *self.content]
        return min(s for s, _ in runs), max(e for _, e in runs)


@dataclass
class Example:
    """One document with its labels; ``names`` or ``nominals`` are all ``IGNORE`` where the corpus has none."""

    id: str
    text: str
    words: Words
    sentences: list[tuple[int, int]]
    attributions: list[Attribution] | None
    names: np.ndarray
    nominals: np.ndarray


def rows(path: Path) -> list[dict]:
    """The JSON objects of a file, one a line."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def _ranges(words: Words, spans: list[list[int]]) -> list[tuple[int, int]]:
    found = (words.index(Span(s, e)) for s, e in spans if s < e)
    return [(lo, hi) for lo, hi in found if lo < hi]


def _bio(words: Words, spans: list[tuple[int, int, int]]) -> np.ndarray:
    labels = np.zeros(len(words), np.int64)
    for s, e, begin in spans:
        lo, hi = words.index(Span(s, e))
        labels[lo:hi] = begin + 1
        labels[lo : lo + 1] = begin
    return labels


def polnear(folder: Path, part: str) -> list[Example]:
    """PolNeAR with CoreNLP's silver sentences and names; ``part`` is ``train`` or ``dev``."""
    silver = {row["id"]: row for row in rows(folder / f"polnear-{part}-silver.jsonl")}
    out = []
    for row in rows(folder / f"polnear-{part}.jsonl"):
        words = words_of(row["text"])
        extra = silver.get(row["id"])
        bounds = extra["sentences"] if extra else [[0, len(row["text"])]]
        names = np.full(len(words), IGNORE)
        if extra:
            names = _bio(words, [(s, e, NAMES[kind]) for s, e, kind in extra["entities"] if kind in NAMES])
        found = [
            Attribution(cue[0], _ranges(words, a["source"]), _ranges(words, a["content"]))
            for a in row["attributions"]
            if (cue := _ranges(words, a["cue"]))
        ]
        nothing = np.full(len(words), IGNORE)
        out.append(Example(row["id"], row["text"], words, _whole(words, bounds), found, names, nothing))
    return out


def _whole(words: Words, bounds: list[list[int]]) -> list[tuple[int, int]]:
    """Sentences as word ranges that leave no word out."""
    starts = sorted({0, *(words.index(Span(s, e))[0] for s, e in bounds if s < e)} - {len(words)})
    return list(zip(starts, [*starts[1:], len(words)], strict=True))


def gum(folder: Path) -> list[Example]:
    """GUM's mentions, without the documents that ``who-dev`` is made of."""
    held_out = {row["id"] for row in rows(folder / "who-dev.jsonl")}
    out = []
    for row in rows(folder / "gum-dev.jsonl"):
        if row["id"] in held_out:
            continue
        words = words_of(row["text"])
        spans = [(m["start"], m["end"], NOMINALS.get(m["type"], 0)) for m in row["mentions"]]
        spans.sort(key=lambda m: m[0] - m[1])  # longest first, so that the smallest mention around a word wins
        labels = np.zeros(len(words), np.int64)
        for s, e, begin in spans:
            lo, hi = words.index(Span(s, e))
            labels[lo:hi] = begin + 1 if begin else 0
            labels[lo : lo + 1] = begin
        nothing = np.full(len(words), IGNORE)
        bounds = [[s["start"], s["end"]] for s in row["sentences"]]
        out.append(Example(row["id"], row["text"], words, _whole(words, bounds), None, nothing, labels))
    return out


@dataclass
class Cut:
    """Words ``start`` to ``end`` of one example."""

    example: Example
    start: int
    end: int


def cuts(examples: list[Example], rng: random.Random) -> Iterator[Cut]:
    """Cover every example once, from a random first sentence on, in windows of whole sentences."""
    for example in examples:
        first = example.words.first
        budget = rng.randint(WINDOW_PIECES // 3, WINDOW_PIECES)
        start = end = 0
        for s, e in example.sentences:
            if end > start and first[e] - first[start] > budget:
                yield Cut(example, start, end)
                start, budget = s, WINDOW_PIECES
            end = e
            while first[end] - first[start] > WINDOW_PIECES:
                stop = int(np.searchsorted(first, first[start] + WINDOW_PIECES, side="right")) - 1
                yield Cut(example, start, stop)
                start = stop
        if end > start:
            yield Cut(example, start, end)
