"""The shipped encoder, tapped half-way up: what the branch for signs learns upon."""

from __future__ import annotations

from importlib import resources

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper

from branch import MIDDLE
from network import HIDDEN
from onrecord.model import Words, window


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
        [vectors] = self._session.run([self._name], window(words, 0, end))
        return vectors[0, 1:-1]
