"""Score the network in training on the development articles, without its calibration."""

from __future__ import annotations

import numpy as np
import torch

from data import Example
from onrecord.model import windows
from onrecord.statements.decode import best_path, pieces, softmax
from train import DEVICE, Cut, Model, collate, roles, to_device


def _f1(hit: int, predicted: int, gold: int) -> float:
    return round(200 * hit / max(1, predicted + gold), 2)


@torch.no_grad()
def predict(model: Model, example: Example, floor: float = 0.35) -> list[dict]:
    """Attributions of one document as word ranges."""
    model.eval()
    chain, first = (p.detach().cpu().numpy() for p in (model.chain.step, model.chain.first))
    out = []
    for w in windows(example.words, example.sentences):
        b = to_device(collate([Cut(example, w.start, w.end)]))
        x = model.encoder(b.piece, b.marks, b.first, b.mask[:, None, None, :])
        cue = softmax(model.encoder.cue(x)[0].float().cpu().numpy())
        labels = cue.argmax(-1)
        labels[(labels == 0) & (cue[:, 0] < 1 - floor)] = 1
        found = [(s, e) for s, e in pieces(labels, 1) if w.own_start <= w.start + s < w.own_end]
        if not found:
            continue
        starts, ends = (torch.tensor([f[k] for f in found], device=DEVICE) for k in (0, 1))
        emissions = roles(model, x, torch.zeros_like(starts), starts, ends).float().cpu().numpy()
        for (s, e), path in zip(
            found, best_path(emissions, np.full(len(found), emissions.shape[1]), chain, first), strict=True
        ):
            path[s:e] = 0
            runs = {
                k: [(w.start + a, w.start + b) for a, b in pieces(path, begin)]
                for k, begin in (("source", 1), ("content", 3))
            }
            if runs["content"]:
                out.append({"cue": [(w.start + s, w.start + e)], **runs, "p": float(1 - cue[s, 0])})
    return out


def dev_scores(model: Model, dev: list[Example]) -> dict[str, float]:
    """``who_said_what`` by words, and exact runs of each role; close to the official scorer's figures."""
    tally = {k: np.zeros(3, int) for k in ("who", "source", "cue", "content")}
    for example in dev:
        found = predict(model, example)
        gold = [{"cue": [a.cue], "source": a.source, "content": a.content} for a in example.attributions or []]
        for k in ("source", "cue", "content"):
            g, p = ({run for a in some for run in a[k]} for some in (gold, found))
            tally[k] += (len(g & p), len(p), len(g))
        tally["who"] += (_met(gold, found), len(found), len(gold))
    return {k: _f1(*v) for k, v in tally.items()}


def _met(gold: list[dict], found: list[dict]) -> int:
    def words(runs: list[tuple[int, int]]) -> set[int]:
        return {i for s, e in runs for i in range(s, e)}

    def share(a: set[int], b: set[int]) -> float:
        return len(a & b) / len(a | b) if a | b else 1.0

    left, hit = [(words(a["source"]), words(a["content"])) for a in found], 0
    for a in gold:
        source, content = words(a["source"]), words(a["content"])
        best = next(
            (i for i, (s, c) in enumerate(left) if content and share(content, c) >= 0.5 and share(source, s) >= 0.5),
            None,
        )
        if best is not None:
            left.pop(best)
            hit += 1
    return hit
