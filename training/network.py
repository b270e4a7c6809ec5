"""The network: a BERT encoder over word pieces, and heads over words.

The encoder is all-MiniLM-L6-v2 (Wang et al. 2020; Reimers and Gurevych 2019) with three added input
embeddings. The attribution head is conditioned on the cue, as semantic role labellers are on their
predicate (He et al. 2017), so that contents may overlap and nest; a linear chain (Lafferty et al. 2001)
decodes each cue's labels.
"""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

HIDDEN, HEADS, LAYERS, INNER = 384, 12, 6, 1536
CUE_LABELS, NAME_LABELS, NOMINAL_LABELS, FLAT_LABELS, ROLE_LABELS = 3, 9, 7, 7, 5
"""Roles of a cue's words: O, B and I of source, B and I of content."""

WIDTH = 128
REACH = 24
"""Buckets of distance on either side of the cue."""


class Layer(nn.Module):
    """One post-norm transformer layer."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.query, self.key, self.value = (nn.Linear(HIDDEN, HIDDEN) for _ in range(3))
        self.out, self.inner, self.outer = nn.Linear(HIDDEN, HIDDEN), nn.Linear(HIDDEN, INNER), nn.Linear(INNER, HIDDEN)
        self.norm1, self.norm2 = nn.LayerNorm(HIDDEN, eps=1e-12), nn.LayerNorm(HIDDEN, eps=1e-12)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        """``x`` (B, T, H); ``mask`` (B, 1, 1, T) true where a piece is, or nothing for one whole window."""
        q, k, v = (self._split(f(x)) for f in (self.query, self.key, self.value))
        if mask is None:
            scores = torch.matmul(q, k.transpose(-1, -2)) / (HIDDEN // HEADS) ** 0.5
            mixed = torch.matmul(torch.softmax(scores, -1), v)
        else:
            mixed = functional.scaled_dot_product_attention(q, k, v, mask)
        mixed = mixed.permute(0, 2, 1, 3).reshape(x.shape[0], -1, HIDDEN)
        x = self.norm1(x + self.dropout(self.out(mixed)))
        return self.norm2(x + self.dropout(self.outer(functional.gelu(self.inner(x)))))

    @staticmethod
    def _split(x: Tensor) -> Tensor:
        return x.reshape(x.shape[0], -1, HEADS, HIDDEN // HEADS).permute(0, 2, 1, 3)


class Encoder(nn.Module):
    """Pieces and their marks into vectors, and the heads that need no cue."""

    def __init__(self, dropout: float = 0.1, layers: int = LAYERS) -> None:
        super().__init__()
        self.piece = nn.Embedding(30522, HIDDEN)
        self.place = nn.Embedding(512, HIDDEN)
        self.case, self.gap, self.quote = nn.Embedding(4, HIDDEN), nn.Embedding(4, HIDDEN), nn.Embedding(3, HIDDEN)
        for mark in (self.case, self.gap, self.quote):
            nn.init.normal_(mark.weight, std=0.02)
        self.norm = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.dropout = nn.Dropout(dropout)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(layers))
        self.cue = nn.Linear(HIDDEN, CUE_LABELS)
        self.names = nn.Linear(HIDDEN, NAME_LABELS)
        self.nominals = nn.Linear(HIDDEN, NOMINAL_LABELS)
        self.flat = nn.Linear(HIDDEN, FLAT_LABELS)

    def load_minilm(self, path: Path) -> None:
        """Take the weights of all-MiniLM-L6-v2."""
        from safetensors.torch import load_file  # noqa: PLC0415

        theirs = load_file(path)
        names = {
            "query": "attention.self.query", "key": "attention.self.key", "value": "attention.self.value",
            "out": "attention.output.dense", "norm1": "attention.output.LayerNorm",
            "inner": "intermediate.dense", "outer": "output.dense", "norm2": "output.LayerNorm",
        }  # fmt: skip
        state = {
            "piece.weight": theirs["embeddings.word_embeddings.weight"],
            "place.weight": theirs["embeddings.position_embeddings.weight"],
            "norm.weight": theirs["embeddings.LayerNorm.weight"],
            "norm.bias": theirs["embeddings.LayerNorm.bias"],
        }
        for i in range(len(self.layers)):
            for mine, name in names.items():
                for kind in ("weight", "bias"):
                    state[f"layers.{i}.{mine}.{kind}"] = theirs[f"encoder.layer.{i}.{name}.{kind}"]
        state["place.weight"] = state["place.weight"] + theirs["embeddings.token_type_embeddings.weight"][0]
        missing, unexpected = self.load_state_dict(state, strict=False)
        assert not unexpected
        assert all(
            name.split(".")[0] in {"case", "gap", "quote", "cue", "names", "nominals", "flat"} for name in missing
        )

    def forward(self, piece: Tensor, marks: Tensor, first: Tensor, mask: Tensor | None = None) -> Tensor:
        """Vectors of words (B, W, H) from ``piece`` (B, T), ``marks`` (B, T, 3), ``first`` (B, W)."""
        place = torch.arange(piece.shape[1], device=piece.device)
        x = (
            self.piece(piece)
            + self.place(place)
            + self.case(marks[..., 0])
            + self.gap(marks[..., 1])
            + self.quote(marks[..., 2])
        )
        x = self.dropout(self.norm(x))
        for layer in self.layers:
            x = layer(x, mask)
        return torch.gather(x, 1, first.unsqueeze(-1).expand(-1, -1, HIDDEN))


class Mixing(nn.Module):
    """Each word looks at the words ``step`` before and after it."""

    def __init__(self, step: int, dropout: float) -> None:
        super().__init__()
        self.step = step
        self.linear = nn.Linear(3 * WIDTH, WIDTH)
        self.norm = nn.LayerNorm(WIDTH)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor) -> Tensor:
        """``x`` (K, W, D)."""
        edge = torch.zeros_like(x[:, : self.step])
        before = torch.cat([edge, x], 1)[:, : x.shape[1]]
        after = torch.cat([x, edge], 1)[:, self.step :]
        mixed = functional.gelu(self.linear(torch.cat([before, x, after], -1)))
        return self.norm(x + self.dropout(mixed))


class Roles(nn.Module):
    """Which words are source and content of one cue."""

    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        self.word, self.cue, self.pair = (nn.Linear(HIDDEN, WIDTH) for _ in range(3))
        self.pair_cue = nn.Linear(HIDDEN, WIDTH)
        self.distance = nn.Embedding(2 * REACH + 1, WIDTH)
        nn.init.normal_(self.distance.weight, std=0.1)
        self.norm = nn.LayerNorm(WIDTH)
        self.dropout = nn.Dropout(dropout)
        self.mixing = nn.ModuleList(Mixing(step, dropout) for step in (1, 2, 4))
        self.label = nn.Linear(WIDTH, ROLE_LABELS)

    def words(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """What each word brings, before any cue: twice (..., W, D)."""
        return self.word(x), self.pair(x)

    def forward(self, brought: tuple[Tensor, Tensor], cue: Tensor, distance: Tensor) -> Tensor:
        """Labels (K, W, 5) from the words of each cue's window, the cues' vectors (K, H), distances (K, W)."""
        word, pair = brought
        x = word + self.cue(cue).unsqueeze(1) + self.distance(distance) + pair * self.pair_cue(cue).unsqueeze(1)
        x = self.dropout(functional.gelu(self.norm(x)))
        for mixing in self.mixing:
            x = mixing(x)
        return self.label(x)


class Chain(nn.Module):
    """Scores of one label after another."""

    def __init__(self, labels: int) -> None:
        super().__init__()
        self.first = nn.Parameter(torch.zeros(labels))
        self.step = nn.Parameter(torch.zeros(labels, labels))

    def loss(self, emissions: Tensor, labels: Tensor, mask: Tensor) -> Tensor:
        """Mean negative log-likelihood of ``labels`` (K, W) where ``mask`` (K, W) is true from the left on."""
        k = torch.arange(len(labels))
        gold = self.first[labels[:, 0]] + emissions[k, 0, labels[:, 0]]
        rest = emissions.gather(2, labels.unsqueeze(2)).squeeze(2)[:, 1:] + self.step[labels[:, :-1], labels[:, 1:]]
        gold = gold + (rest * mask[:, 1:]).sum(1)
        score = self.first + emissions[:, 0]
        for t in range(1, emissions.shape[1]):
            new = torch.logsumexp(score.unsqueeze(2) + self.step, 1) + emissions[:, t]
            score = torch.where(mask[:, t].unsqueeze(1), new, score)
        return (torch.logsumexp(score, 1) - gold).mean()


def distances(starts: Tensor, ends: Tensor, width: int) -> Tensor:
    """Buckets (K, W) of each word's distance from a cue: 1 to 8 by the word, then by doubling."""
    at = torch.arange(width, device=starts.device).unsqueeze(0)
    off = torch.where(at < starts.unsqueeze(1), at - starts.unsqueeze(1), (at - ends.unsqueeze(1) + 1).clamp(min=0))
    far = off.abs().float()
    bucket = torch.where(far <= 8, far, 8 + torch.floor(3 * torch.log2(far.clamp(min=8) / 8))).clamp(max=REACH).long()
    return REACH + off.sign() * bucket
