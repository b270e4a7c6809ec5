"""The branch that reads signs: three layers of its own upon the encoder's third, and heads over mentions.

It reads one sentence at a time, from the vectors that the encoder has made of it half-way up, so that the
attribution above is left as it is and a sentence without two mentions costs nothing.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from network import HIDDEN, Layer

MIDDLE = 3
"""After so many of the encoder's layers the branch begins."""

WIDTH = 192
REGIONS = 6
"""Where a piece lies: before both mentions, in the first, between, in the second, behind; and the other way round."""


class Looking(nn.Module):
    """One look at the sentence: what it says of a mention, or of two."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.key, self.value = nn.Linear(HIDDEN, WIDTH), nn.Linear(HIDDEN, WIDTH)
        self.ask = nn.Linear(WIDTH, WIDTH)
        self.region = nn.Embedding(REGIONS, WIDTH)
        nn.init.normal_(self.region.weight, std=0.1)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor | None, asked: Tensor, regions: Tensor) -> Tensor:
        """What (K, D) is looked up for ``asked`` (K, D) in ``x`` (K or 1, P, H), by ``regions`` (K, P)."""
        question = self.ask(asked)
        by_words = torch.matmul(self.key(x), question.unsqueeze(2)).squeeze(2)
        by_region = torch.matmul(question, self.region.weight.T).gather(1, regions)
        scores = (by_words + by_region) / WIDTH**0.5
        if mask is not None:
            scores = scores.masked_fill(~mask, -1e4)
        share = self.dropout(torch.softmax(scores, -1))
        of_region = torch.stack([(share * (regions == r)).sum(1) for r in range(REGIONS)], 1)
        said = torch.matmul(share.unsqueeze(1), self.value(x)).squeeze(1)
        return said + torch.matmul(of_region, self.region.weight)


def means(x: Tensor, bounds: Tensor) -> Tensor:
    """Mean vectors (K, H) of pieces ``bounds`` (K, 2) of ``x`` (K or 1, P, H)."""
    at = torch.arange(x.shape[1], device=x.device).unsqueeze(0)
    inside = ((at >= bounds[:, :1]) & (at < bounds[:, 1:])).to(x.dtype)
    inside = inside / inside.sum(1, keepdim=True)
    return torch.matmul(inside.unsqueeze(1), x).squeeze(1)


def regions(p: Tensor, q: Tensor, pieces: int) -> Tensor:
    """The region (K, pieces) of each piece as seen from mentions ``p`` and ``q`` (K, 2)."""
    at = torch.arange(pieces, device=p.device).unsqueeze(0)
    in_p, in_q = (at >= p[:, :1]) & (at < p[:, 1:]), (at >= q[:, :1]) & (at < q[:, 1:])
    behind_p, behind_q = (at >= p[:, 1:]).long(), (at >= q[:, 1:]).long()
    # 0 before both, 1 behind p alone, 2 behind q alone, 3 behind both
    return torch.where(in_p, 4, torch.where(in_q, 5, behind_p + 2 * behind_q))


class Branch(nn.Module):
    """The branch's layers, and a head for pairs of mentions and one for targets."""

    def __init__(self, layers: int = 3, dropout: float = 0.1) -> None:
        super().__init__()
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(layers))
        self.holder, self.target, self.alone = (nn.Linear(HIDDEN, WIDTH) for _ in range(3))
        self.between, self.about = Looking(dropout), Looking(dropout)
        self.pair = _head(4 * WIDTH, 3, dropout)
        self.stance = _head(3 * WIDTH, 3, dropout)

    def forward(self, x: Tensor, mask: Tensor | None = None) -> Tensor:
        """Vectors of pieces (B, P, H) from the encoder's (B, P, H)."""
        for layer in self.layers:
            x = layer(x, None if mask is None else mask[:, None, None, :])
        return x

    def directed(self, x: Tensor, mask: Tensor | None, holder: Tensor, target: Tensor) -> Tensor:
        """Scores (K, 3) that the holder shows the target nothing, support, rejection."""
        a, b = self.holder(means(x, holder)), self.target(means(x, target))
        seen = self.between(x, mask, a + b, regions(holder, target, x.shape[1]))
        return self.pair(torch.cat([a, b, a * b, seen], -1))

    def stances(self, x: Tensor, mask: Tensor | None, target: Tensor) -> Tensor:
        """Scores (K, 3) of the stance that the sentence shows toward the target: against, neither, for."""
        a = self.alone(means(x, target))
        seen = self.about(x, mask, a, regions(target, target, x.shape[1]))
        return self.stance(torch.cat([a, seen, a * seen], -1))


def _head(wide: int, labels: int, dropout: float) -> nn.Sequential:
    return nn.Sequential(
        nn.Dropout(dropout), nn.Linear(wide, WIDTH), nn.GELU(), nn.Dropout(dropout), nn.Linear(WIDTH, labels)
    )


def five(there: Tensor, back: Tensor) -> Tensor:
    """The five labels of DSE (K, 5) from the scores of both directions (K, 3): none, p→q +, q→p +, p→q −, q→p −."""
    none = there[:, 0] + back[:, 0]
    return torch.stack([none, there[:, 1], back[:, 1], there[:, 2], back[:, 2]], -1)


def cross_entropy(logits: Tensor, gold: Tensor, weight: Tensor | None = None) -> Tensor:
    """Smoothed, so that ragged labels are not learned by heart."""
    return functional.cross_entropy(logits, gold, weight=weight, label_smoothing=0.05)
