"""Write the network as int8 ONNX: ``python training/export.py WEIGHTS.pt OUT [--signs]``.

Two graphs: ``encoder.onnx`` reads a window, ``attribution.onnx`` labels the words of each cue in it. With ``--signs``
one: ``signs.onnx`` weighs the mentions of a sentence. The attention, layer norms and activations are fused (ONNX
Runtime's transformer optimiser) before the weights are quantised per channel.
"""

from __future__ import annotations

import argparse
import tempfile
from dataclasses import dataclass
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.transformers import optimizer
from onnxruntime.transformers.fusion_options import FusionOptions
from torch import Tensor, nn

from branch import MIDDLE, Branch
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


class Sentence(nn.Module):
    """One sentence: what each of its mentions shows toward each, and it toward each of them."""

    def __init__(self, branch: Branch) -> None:
        super().__init__()
        self.branch = branch

    def forward(self, halfway: Tensor, mentions: Tensor) -> tuple[Tensor, Tensor]:
        """``halfway`` (P, H), ``mentions`` (M, 2), the first piece of each and the one behind its last."""
        x, count = self.branch(halfway.unsqueeze(0)), mentions.shape[0]
        holder = mentions.unsqueeze(1).expand(count, count, 2).reshape(-1, 2)
        target = mentions.unsqueeze(0).expand(count, count, 2).reshape(-1, 2)
        pairs = self.branch.directed(x, None, holder, target).reshape(count, count, 3)
        return pairs, self.branch.stances(x, None, mentions)


@dataclass(frozen=True, slots=True)
class Graph:
    """A network to be written, with what it is given to follow it through; ``axes`` name the lengths that vary."""

    net: nn.Module
    example: tuple[Tensor, ...]
    inputs: list[str]
    outputs: list[str]
    axes: dict[str, dict[int, str]]
    layered: bool = False


def reader(model: Model) -> dict[str, Graph]:
    """The graphs ``encoder`` and ``attribution``."""
    piece = torch.randint(1000, 2000, (1, 30))
    marks, first = torch.zeros(1, 30, 3, dtype=torch.long), torch.arange(1, 21).unsqueeze(0)
    vectors, starts = torch.randn(20, HIDDEN), torch.tensor([3, 9])
    return {
        "encoder": Graph(
            Window(model), (piece, marks, first), ["piece", "marks", "first"], ["vectors", "cue", "names", "nominals"],
            {"piece": {1: "T"}, "marks": {1: "T"}, "first": {1: "W"}}, layered=True,
        ),
        "attribution": Graph(
            Cues(model), (vectors, starts, starts + 2), ["vectors", "starts", "ends"], ["emissions", "step", "first"],
            {"vectors": {0: "W"}, "starts": {0: "K"}, "ends": {0: "K"}},
        ),
    }  # fmt: skip


def weigher(branch: Branch) -> dict[str, Graph]:
    """The graph ``signs``."""
    return {
        "signs": Graph(
            Sentence(branch), (torch.randn(20, HIDDEN), torch.tensor([[3, 4], [9, 11], [12, 15]])),
            ["halfway", "mentions"], ["pairs", "stances"], {"halfway": {0: "P"}, "mentions": {0: "M"}}, layered=True,
        ),
    }  # fmt: skip


def write(graphs: dict[str, Graph], out: Path, *, quantise: bool = True) -> None:
    """Write each graph into ``out``, under its name."""
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for name, graph in graphs.items():
            plain, fused = Path(folder) / f"{name}.onnx", Path(folder) / f"{name}-fused.onnx"
            torch.onnx.export(graph.net.eval(), graph.example, plain, input_names=graph.inputs,
                              output_names=graph.outputs, dynamic_axes=graph.axes, opset_version=17,
                              dynamo=False)  # fmt: skip
            if graph.layered:
                fuse(plain, fused)
            else:
                fused = plain
            if quantise:
                quantised(fused, out / f"{name}.onnx")
            else:
                (out / f"{name}.onnx").write_bytes(fused.read_bytes())


def tap(encoder: Path) -> None:
    """Let the encoder also give its vectors half-way up, which the branch for signs begins from, to a run that asks."""
    model = onnx.load(encoder)
    inside = f"/encoder/layers.{MIDDLE - 1}/norm2/LayerNormalization_output_0"
    model.graph.node.append(onnx.helper.make_node("Identity", [inside], ["halfway"]))
    model.graph.output.append(onnx.helper.make_tensor_value_info("halfway", onnx.TensorProto.FLOAT, [1, "T", HIDDEN]))
    onnx.save(model, encoder)


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
    parser.add_argument("--signs", action="store_true", help="the weights are of the branch for signs")
    args = parser.parse_args()
    model = Branch() if args.signs else Model()
    model.load_state_dict(torch.load(args.weights, map_location="cpu", weights_only=True)["model"])
    if isinstance(model, Branch):
        write(weigher(model), args.out, quantise=not args.float)
    else:
        write(reader(model), args.out, quantise=not args.float)
        tap(args.out / "encoder.onnx")


if __name__ == "__main__":
    main()
