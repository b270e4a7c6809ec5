"""Train the branch that reads signs: ``python training/signs.py DATA MINILM.safetensors OUT.pt [--cycles N]``.

It learns upon the vectors that the shipped ``encoder.onnx`` makes half-way up, so what is trained is what will be
read. DSE teaches who shows what toward whom (Park, Pan and Joo, 2021), NewsMTSC the stance toward a target (Hamborg and
Donnay, 2021), both at once. The rate falls to nothing in each of a few cycles (Loshchilov and Hutter, 2017), and what
is written is the mean of the weights at their ends (Izmailov et al., 2018): more epochs at a stretch learn by heart.
"""

from __future__ import annotations

import argparse
import copy
import json
import random
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import Tensor, nn

from branch import MIDDLE, Branch, cross_entropy, five
from data import rows
from network import HIDDEN, Encoder
from onrecord.facts import Span
from onrecord.model import WINDOW_PIECES, Model, Words, load, words_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Bounds = tuple[int, int]
"""First piece and the one behind the last."""


@dataclass
class Sentence:
    """A sentence with what is marked in it, in pieces, and the encoder's vectors of its pieces (P, H)."""

    text: str
    pair: tuple[Bounds, Bounds, int] | None = None
    targets: list[tuple[Bounds, int]] = field(default_factory=list)
    vectors: np.ndarray = field(default_factory=lambda: np.zeros((0, HIDDEN), np.float16))

    def fits(self) -> bool:
        """Whether all that is marked lies within the encoder's window."""
        ends = [end for (_, end), _ in self.targets] + [end for _, end in (self.pair or ())[:2]]
        return max(ends) <= len(self.vectors)


def _bounds(words: Words, start: int, end: int) -> Bounds:
    lo, hi = words.index(Span(start, end))
    return int(words.first[lo]), int(words.first[max(hi, lo + 1)])


def directed(path: Path) -> list[Sentence]:
    """DSE's sentences, each with two mentions and one of five labels; ragged bounds are widened to whole words."""
    out = []
    for row in rows(path):
        words = words_of(row["text"])
        out.append(Sentence(row["text"], (_bounds(words, *row["p"]), _bounds(words, *row["q"]), row["label"])))
    return out


def stances(path: Path) -> list[Sentence]:
    """NewsMTSC's sentences with their targets; 0 is against, 1 neither, 2 for."""
    out = []
    for row in rows(path):
        words = words_of(row["text"])
        marked = [(_bounds(words, t["start"], t["end"]), t["stance"] + 1) for t in row["targets"]]
        out.append(Sentence(row["text"], targets=marked))
    return out


def encode(sentences: list[Sentence], in_company: float, rng: random.Random, network: Model) -> None:
    """Give the sentences their vectors; a share of them is read in company, as they will be in a text."""
    waiting = sentences[:]
    rng.shuffle(waiting)
    while waiting:
        count = rng.randint(2, 6) if rng.random() < in_company else 1
        some = [waiting.pop() for _ in range(min(count, len(waiting)))]
        if not _encode_together(some, network):
            for sentence in some:
                _encode_together([sentence], network)


def _encode_together(some: list[Sentence], network: Model) -> bool:
    """Read the sentences as one window; false where it cannot hold them. A single one may be cut."""
    text = "\n\n".join(s.text for s in some)
    words = words_of(text)
    end = int(np.searchsorted(words.first, WINDOW_PIECES, side="right")) - 1
    if end < len(words) and len(some) > 1:
        return False
    vectors = network.halfway(words, 0, min(end, len(words))).astype(np.float16)
    begin = 0
    for s in some:
        lo, hi = words.index(Span(begin, begin + len(s.text)))
        s.vectors = vectors[int(words.first[lo]) : int(words.first[hi])]
        begin += len(s.text) + 2
    return True


@dataclass
class Batch:
    """Sentences padded to one length, and the pairs and targets of all of them in two lists."""

    x: Tensor
    mask: Tensor
    pair_rows: Tensor
    p: Tensor
    q: Tensor
    labels: Tensor
    target_rows: Tensor
    targets: Tensor
    stances: Tensor


def collate(some: list[Sentence]) -> Batch:
    """Pad the vectors and lay out what is marked."""
    long = max(len(s.vectors) for s in some)
    x, mask = torch.zeros(len(some), long, HIDDEN), torch.zeros(len(some), long, dtype=torch.bool)
    for i, s in enumerate(some):
        x[i, : len(s.vectors)] = torch.from_numpy(s.vectors).float()
        mask[i, : len(s.vectors)] = True
    pairs = [(i, *s.pair) for i, s in enumerate(some) if s.pair]
    targets = [(i, *t) for i, s in enumerate(some) for t in s.targets]
    return Batch(x, mask, *(_column(pairs, k) for k in range(4)), *(_column(targets, k) for k in range(3)))


def _column(found: list[tuple], k: int) -> Tensor:
    values = torch.tensor([row[k] for row in found], dtype=torch.long)
    return values if found else values.reshape(0, 2)


def logits(branch: Branch, b: Batch) -> tuple[Tensor, Tensor]:
    """The logits of the pairs (K, 5) and of the targets (N, 3); empty where the batch has none."""
    x = branch(b.x, b.mask)
    pairs, targets = torch.zeros(0, 5), torch.zeros(0, 3)
    if len(b.p):
        own = (x[b.pair_rows], b.mask[b.pair_rows])
        pairs = five(branch.directed(*own, b.p, b.q), branch.directed(*own, b.q, b.p))
    if len(b.targets):
        targets = branch.stances(x[b.target_rows], b.mask[b.target_rows], b.targets)
    return pairs, targets


def batches(sentences: list[Sentence], size: int, rng: random.Random) -> Iterator[list[Sentence]]:
    """An epoch's batches: sentences of like length together, so that little is padding."""
    pool = sentences[:]
    rng.shuffle(pool)
    out = []
    for at in range(0, len(pool), size * 30):
        some = sorted(pool[at : at + size * 30], key=lambda s: len(s.vectors))
        out += [some[i : i + size] for i in range(0, len(some), size)]
    rng.shuffle(out)
    yield from out


def scores(branch: Branch, dse: list[Sentence], mtsc: list[Sentence]) -> dict[str, float]:
    """The scorer's headline figures on development sentences."""
    label = np.array([s.pair[2] for s in dse if s.pair])
    guess = _guesses(branch, dse, 0)
    hit = int(((label == guess) & (label > 0)).sum())
    neutral = 200 * hit / max(1, int((label > 0).sum() + (guess > 0).sum()))
    stance = np.array([stance for s in mtsc for _, stance in s.targets])
    return {
        "non_neutral": round(neutral, 2),
        "directed_macro": round(_macro(label, guess, 5), 2),
        "stance_macro": round(_macro(stance, _guesses(branch, mtsc, 1), 3), 2),
    }


@torch.no_grad()
def _guesses(branch: Branch, sentences: list[Sentence], head: int) -> np.ndarray:
    branch.eval()
    some = (sentences[at : at + 32] for at in range(0, len(sentences), 32))
    return np.concatenate([logits(branch, collate(s))[head].argmax(1).numpy() for s in some])


def _macro(gold: np.ndarray, guess: np.ndarray, labels: int) -> float:
    """Mean of the labels' F1."""
    hits = [int(((gold == k) & (guess == k)).sum()) for k in range(labels)]
    sizes = [int((gold == k).sum() + (guess == k).sum()) for k in range(labels)]
    return float(np.mean([200 * hit / max(1, size) for hit, size in zip(hits, sizes, strict=True)]))


RARE = 0.25
"""A label of DSE weighs by the inverse of its frequency to this power."""

HIDDEN_MENTIONS = 0.2
"""So many mentions are hidden, each time others, so that it learns by what is said of them, not by who they are."""


class Training:
    """The branch, its running mean, the mean over the ends of cycles, and what moves them."""

    def __init__(self, branch: Branch, dse: list[Sentence], cycle: int, rate: float) -> None:
        self.branch, self.mean, self.whole = branch, copy.deepcopy(branch), copy.deepcopy(branch)
        self.cycle, self.done, self.ended = cycle, 0, 0
        body = list(branch.layers.parameters())
        mine = {id(p) for p in body}
        heads = [p for p in branch.parameters() if id(p) not in mine]
        groups = [{"params": body, "lr": rate}, {"params": heads, "lr": 4 * rate}]
        self.rule = torch.optim.AdamW(groups, weight_decay=0.01)
        self.schedule = torch.optim.lr_scheduler.LambdaLR(self.rule, self._rate)
        count = np.bincount([s.pair[2] for s in dse if s.pair], minlength=5)
        self.weight = torch.tensor((count.mean() / count) ** RARE, dtype=torch.float32)

    def _rate(self, step: int) -> float:
        warm, step = 0.05 * self.cycle, step % self.cycle
        return min(1.0, (step + 1) / warm, (self.cycle - step) / (self.cycle - warm))

    def step(self, some: list[Sentence]) -> None:
        """Learn from one batch."""
        self.branch.train()
        b = collate(some)
        _hide(b)
        pairs, targets = logits(self.branch, b)
        parts = []
        if len(pairs):
            parts.append(cross_entropy(pairs, b.labels, self.weight))
        if len(targets):
            parts.append(cross_entropy(targets, b.stances))
        self.rule.zero_grad(set_to_none=True)
        sum(parts).backward()
        nn.utils.clip_grad_norm_(self.branch.parameters(), 1.0)
        self.rule.step()
        self.schedule.step()
        self.done += 1
        at = self.done - self.ended * self.cycle
        _approach(self.mean, self.branch, 1 - min(0.998, (1 + at) / (10 + at)))
        if at == self.cycle:
            self.ended += 1
            _approach(self.whole, self.mean, 1 / self.ended)


@torch.no_grad()
def _approach(mean: Branch, other: Branch, share: float) -> None:
    torch._foreach_lerp_(list(mean.parameters()), list(other.parameters()), share)


def _hide(b: Batch) -> None:
    """Take the vectors of some mentions away."""
    for of, mentions in ((b.pair_rows, b.p), (b.pair_rows, b.q), (b.target_rows, b.targets)):
        for row, (start, end) in zip(of.tolist(), mentions.tolist(), strict=True):
            if torch.rand(()) < HIDDEN_MENTIONS:
                b.x[row, start:end] = 0


def branch_of(minilm: Path) -> Branch:
    """A new branch whose layers are the upper ones of all-MiniLM-L6-v2."""
    branch, encoder = Branch(dropout=0.15), Encoder()
    encoder.load_minilm(minilm)
    for mine, theirs in zip(branch.layers, encoder.layers[MIDDLE:], strict=True):
        mine.load_state_dict(theirs.state_dict())
    return branch


def main() -> None:
    """Encode, train, score, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("minilm", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--cycles", type=int, default=3)
    parser.add_argument("--epochs", type=int, default=2, help="in each cycle")
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()

    torch.manual_seed(args.seed)
    rng, network = random.Random(args.seed), load()  # noqa: S311

    def corpus(read: Callable[[Path], list[Sentence]], name: str, in_company: float) -> list[Sentence]:
        sentences = read(args.data / f"{name}.jsonl")
        encode(sentences, in_company, rng, network)
        return [s for s in sentences if s.fits()]

    dse, mtsc = corpus(directed, "dse-train", 0.5), corpus(stances, "newsmtsc-train", 0.5)
    dev = corpus(directed, "dse-valid", 0.0), corpus(stances, "newsmtsc-dev", 0.0)
    batches_of = [list(batches(dse + mtsc, args.batch, rng)) for _ in range(args.cycles * args.epochs)]
    cycle = len(batches_of[0]) * args.epochs
    training, began = Training(branch_of(args.minilm), dse, cycle, args.rate), time.time()
    for number, epoch in enumerate(batches_of, 1):
        for some in epoch:
            training.step(some)
        told = {"epoch": number, "minutes": round((time.time() - began) / 60, 1), **scores(training.mean, *dev)}
        print(json.dumps(told), flush=True)
        if number % args.epochs == 0:
            torch.save({"model": training.whole.state_dict()}, args.out)
            print(json.dumps({"cycles": training.ended, **scores(training.whole, *dev)}), flush=True)


if __name__ == "__main__":
    main()
