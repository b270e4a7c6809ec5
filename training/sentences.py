"""Write the encoder of sentences as int8 ONNX: ``python training/sentences.py MINILM.safetensors OUT``.

It is all-MiniLM-L6-v2 as it is, taught nothing more: the mean of its vectors of word pieces, brought to length one.
``meaning.onnx`` takes ``piece`` (1, T), with [CLS] and [SEP], and gives ``vector`` (1, 384).
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

from export import fuse, quantised
from network import Encoder


class Sentences(nn.Module):
    """The encoder without what the reader adds to it."""

    def __init__(self, minilm: Path) -> None:
        super().__init__()
        self.encoder = Encoder()
        self.encoder.load_minilm(minilm)

    def forward(self, piece: Tensor) -> Tensor:
        """``piece`` (1, T)."""
        e = self.encoder
        x = e.norm(e.piece(piece) + e.place(torch.arange(piece.shape[1])))
        for layer in e.layers:
            x = layer(x, None)
        return functional.normalize(x.mean(1), dim=-1)


def main() -> None:
    """Read the weights, write the graph."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("minilm", type=Path)
    parser.add_argument("out", type=Path)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        plain, fused = Path(folder) / "plain.onnx", Path(folder) / "fused.onnx"
        torch.onnx.export(
            Sentences(args.minilm).eval(), (torch.randint(1000, 2000, (1, 30)),), plain, input_names=["piece"],
            output_names=["vector"], dynamic_axes={"piece": {1: "T"}}, opset_version=17, dynamo=False,
        )  # fmt: skip
        fuse(plain, fused)
        quantised(fused, args.out / "meaning.onnx")


if __name__ == "__main__":
    main()
