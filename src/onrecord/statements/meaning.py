"""What statements mean, for finding those that say the same in other words.

A statement's vector is made of its quote alone, so that it needs no text and is the same wherever the words stand; what
somebody looks for is read as a quote is.
"""

from __future__ import annotations

import numpy as np

from onrecord import model
from onrecord.facts import Meaning


def meaning(words: str) -> Meaning:
    """Give what words mean, as far as the first 254 word pieces of them tell."""
    direction = np.rint(127 * model.sentences().direction(words)).astype(np.int8)
    return Meaning(vector=direction.tobytes(), model=model.meaning_digest())
