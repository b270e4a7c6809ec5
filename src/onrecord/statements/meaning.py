"""What statements mean, for finding those that say the same in other words.

A statement's vector is made of its quote alone, so that it needs no text and is the same wherever the words stand; what
somebody looks for is read as a quote is.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from onrecord import model
from onrecord.facts import Document, Meaning, Reading, quote_of


def meaning(words: str) -> Meaning:
    """Give what words mean, as far as the first 254 word pieces of them tell."""
    direction = np.rint(127 * model.sentences().direction(words)).astype(np.int8)
    return Meaning(vector=direction.tobytes(), model=model.meaning_digest())


def meant(document: Document, reading: Reading) -> Reading:
    """Give each statement of a reading its meaning."""
    quotes = (quote_of(document.text, statement.content) for statement in reading.statements)
    return replace(reading, meanings=tuple(map(meaning, quotes)))
