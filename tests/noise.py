"""A model that answers anything at all, so that what must always hold is tested against every possible answer."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

from onrecord.model import Encoded, Model, Roles, Words

Floats = NDArray[np.float32]

_SENTENCES = [
    "Mira Tessarić said the harbour of Arvel would stay open.",
    "“Never,” she added, “this is our quay.”",
    "“We have waited for nine weeks.",
    "Minister Leo Hartung: No talks before June",
    'He called it "a door" and asked whether anybody would go through it.',
    "It is believed that the ferry was, allegedly, full of tractors.",
    "Orlan said that Tavish had told him that the bridge “was closed”, and stressed that it was old.",
    "According to two officials, nobody knew.",
    "“The sea is patient 🌊🌊 and so are we,” the café owner Zoe\u0301 Lind wrote in a letter to the Courier.",
    "I think that you know it.",
    "Why not?",
    "Then let's",
    "move",
    "on to another subject.",
    "  • Tugboat “Patience” in the Strait of Oram",
    "© Edda Quill",
    "Read also: Who owns the strait?",
    "(The administrative centre of the Heights. - Courier).",
    "— Is that so?",
    "- It is.",
    "Q: What did the board say?",
    "A: The board said nothing, and I told it so.",
    "Veltan Post: And the tariff?",
    "Sorgun: It stays, as Wirth said.",
    "\ufffd \u200f שלום \u202e said a\u0301\u0302 b",
    "…",
    "”",
]

texts = st.lists(
    st.tuples(st.sampled_from(_SENTENCES), st.sampled_from([" ", "\n", "\n\n", "\r\n\r\n", "\n\n "])), max_size=24
).map(lambda parts: "".join(sentence + gap for sentence, gap in parts))
"""Texts of invented sentences in every order: reports, interviews, and ruins of both."""


class Noise(Model):
    """A model whose answers are drawn, the same for the same window and seed."""

    def __init__(self, seed: int) -> None:
        self._seed = seed

    def encode(self, words: Words, start: int, end: int) -> Encoded:
        del words
        draw = np.random.default_rng((self._seed, start, end))
        sizes = (384, 3, 9, 7)
        vectors, cue, names, nominals = (draw.normal(0, 3, (end - start, n)).astype(np.float32) for n in sizes)
        return Encoded(vectors, cue, names, nominals)

    def roles(self, vectors: Floats, cues: Sequence[tuple[int, int]]) -> Roles:
        draw = np.random.default_rng((self._seed, len(vectors), len(cues)))
        emissions = draw.normal(0, 3, (len(cues), len(vectors), 5)).astype(np.float32)
        step = draw.normal(0, 3, (5, 5)).astype(np.float32) + 3 * np.eye(5, dtype=np.float32)
        return Roles(emissions, step, draw.normal(0, 1, 5).astype(np.float32))
