"""The shipped encoder, tapped half-way up: what the branch for signs learns upon."""

from __future__ import annotations

from importlib import resources

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper

from branch import MIDDLE
from network import HIDDEN
from onrecord.model import Words

_FRAME = (101, 102)


class Halfway:
    """Gives the vectors of word pieces after the encoder's third layer, as the reader computes them."""

    def __init__(self) -> None:
        graph = onnx.load_model_from_string((resources.files("onrecord") / "models" / "encoder.onnx").read_bytes())
        tapped = f"/encoder/layers.{MIDDLE - 1}/norm2/LayerNormalization_output_0"
        graph.graph.output.append(helper.make_tensor_value_info(tapped, TensorProto.FLOAT, [1, "T", HIDDEN]))
        self._name = tapped
        self._session = onnxruntime.InferenceSession(graph.SerializeToString(), providers=["CPUExecutionProvider"])

    def __call__(self, words: Words, end: int) -> np.ndarray:
        """The vectors (P, H) of the pieces of the first ``end`` words, read as one window."""
        stop = int(words.first[end])
        counts = np.diff(words.first[: end + 1])
        marks = np.zeros((stop + 2, 3), np.int64)
        for column, mark in enumerate((words.case, words.gap, words.quote)):
            marks[1:-1, column] = np.repeat(mark[:end], counts)
        pieces = np.r_[_FRAME[0], words.pieces[:stop], _FRAME[1]]
        given = {"piece": pieces[None], "marks": marks[None], "first": words.first[:end][None] + 1}
        [vectors] = self._session.run([self._name], given)
        return vectors[0, 1:-1]
