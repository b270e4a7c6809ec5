"""Write the network as int8 ONNX: ``python training/export.py WEIGHTS.pt OUT``.

Two graphs: ``encoder.onnx`` reads a window, ``attribution.onnx`` labels the words of each cue in it. The
encoder's attention, layer norms and activations are fused (ONNX Runtime's transformer optimiser) before the
weights are quantised per channel.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.transformers import optimizer
from onnxruntime.transformers.fusion_options import FusionOptions
from torch import Tensor, nn

from network import HEADS, HIDDEN, distances
from train import Model


class Window(nn.Module):
    """One window: pieces in, the vectors of its words and the labels that need no cue out."""

    def __init__(self, model: Model) -> None:
        super().__init__()
        self.encoder = model.encoder

    def forward(self, piece: Tensor, marks: Tensor, first: Tensor) -> tuple[Tensor, ...]:
        """``piece`` (1, T), ``marks`` (1, T, 3), ``first`` (1, W)."""
        e = self.encoder
        x = e(piece, marks, first)[0]
        return x, e.cue(x), e.names(x), e.nominals(x)


class Cues(nn.Module):
    """The cues of one window: whose source and content is each word; and the chain that decodes it."""

    def __init__(self, model: Model) -> None:
        super().__init__()
        self.roles, self.chain = model.roles, model.chain

    def forward(self, vectors: Tensor, starts: Tensor, ends: Tensor) -> tuple[Tensor, ...]:
        """``vectors`` (W, H), ``starts`` and ``ends`` (K,)."""
        cue = (vectors[starts] + vectors[ends - 1]) / 2
        word, pair = self.roles.words(vectors)
        brought = (word.unsqueeze(0), pair.unsqueeze(0))
        emissions = self.roles(brought, cue, distances(starts, ends, vectors.shape[0]))
        return emissions, self.chain.step + 0.0, self.chain.first + 0.0


def export(model: Model, out: Path, *, quantise: bool = True) -> None:
    """Write ``encoder.onnx`` and ``attribution.onnx`` into ``out``."""
    model.eval()
    window, cues = Window(model).eval(), Cues(model).eval()
    piece = torch.randint(1000, 2000, (1, 30))
    marks, first = torch.zeros(1, 30, 3, dtype=torch.long), torch.arange(1, 21).unsqueeze(0)
    vectors, starts = torch.randn(20, HIDDEN), torch.tensor([3, 9])
    graphs = {
        "encoder": (window, (piece, marks, first), ["piece", "marks", "first"], ["vectors", "cue", "names", "nominals"],
                    {"piece": {1: "T"}, "marks": {1: "T"}, "first": {1: "W"}}),
        "attribution": (cues, (vectors, starts, starts + 2), ["vectors", "starts", "ends"],
                        ["emissions", "step", "first"],
                        {"vectors": {0: "W"}, "starts": {0: "K"}, "ends": {0: "K"}}),
    }  # fmt: skip
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for name, (net, example, inputs, outputs, axes) in graphs.items():
            plain, fused = Path(folder) / f"{name}.onnx", Path(folder) / f"{name}-fused.onnx"
            torch.onnx.export(net, example, plain, input_names=inputs, output_names=outputs, dynamic_axes=axes,
                              opset_version=17, dynamo=False)  # fmt: skip
            if name == "encoder":
                fuse(plain, fused)
            else:
                fused = plain
            if quantise:
                quantised(fused, out / f"{name}.onnx")
            else:
                (out / f"{name}.onnx").write_bytes(fused.read_bytes())


REDUCE = True
"""Seven bits for the weights: a CPU without VNNI adds pairs of products in sixteen bits, which eight overflow."""


def quantised(graph: Path, out: Path) -> None:
    """Write a graph with weights of eight bits."""
    quantize_dynamic(
        graph,
        out,
        weight_type=QuantType.QInt8,
        per_channel=True,
        reduce_range=REDUCE,
        op_types_to_quantize=["MatMul", "Attention", "Gather"],
        extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT},
    )


def fuse(plain: Path, fused: Path) -> None:
    """Write a graph with its encoder's attention, layer norms and activations fused."""
    options = FusionOptions("bert")
    options.enable_embed_layer_norm = False  # our three added embeddings do not fit its pattern
    options.enable_skip_layer_norm = False  # ONNX Runtime's sum and norm in one takes five times as long as the two
    options.enable_bias_skip_layer_norm = False
    options.enable_gelu_approximation = True
    model = optimizer.optimize_model(
        str(plain), "bert", num_heads=HEADS, hidden_size=HIDDEN, optimization_options=options
    )
    print(model.get_fused_operator_statistics())
    model.save_model_to_file(str(fused))


def main() -> None:
    """Read the weights, write the graphs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("weights", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--float", action="store_true", help="leave the weights in 32 bits")
    args = parser.parse_args()
    model = Model()
    model.load_state_dict(torch.load(args.weights, map_location="cpu", weights_only=True)["model"])
    export(model, args.out, quantise=not args.float)


if __name__ == "__main__":
    main()
