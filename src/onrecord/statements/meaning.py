"""What statements mean, for finding those that say the same in other words.

A statement's vector is the mean of its words' vectors, which reading has made anyway; a query is read as a text of its
own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from onrecord.facts import VECTOR, Layout, Mention, Spans
from onrecord.model import WINDOW_PIECES, Page, Range, windows, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from onrecord.model import Encoded, Model


class Meanings:
    """Hears the windows of a text and keeps the vectors of its words, in half the bits, until statements are known."""

    def __init__(self) -> None:
        self._page: Page | None = None
        self._windows: list[NDArray[np.float16]] = []

    def __call__(self, page: Page, window: Range, encoded: Encoded, mentions: Sequence[Mention]) -> None:
        """Hear a window; they come in the order of the text and leave out no word."""
        del window, mentions
        self._page = page
        self._windows.append(encoded.vectors.astype(np.float16))

    def vectors(self, contents: Iterable[Spans], model: Model) -> tuple[bytes, ...]:
        """Give the vector of each content."""
        rows = np.concatenate([np.zeros((0, VECTOR), np.float16), *self._windows])
        means = [self._mean(rows, content) for content in contents]
        return _packed(model.meaning(np.stack(means))) if means else ()

    def _mean(self, rows: NDArray[np.float16], content: Spans) -> NDArray[np.float32]:
        """The mean of the vectors of the words in these spans; zero where there are none."""
        words = [self._page.words.index(span) for span in content] if self._page else []
        inside = np.concatenate([rows[:0], *(rows[start:end] for start, end in words)])
        mean: NDArray[np.float32] = np.divide(
            inside.sum(axis=0, dtype=np.float32), max(1, len(inside)), dtype=np.float32
        )
        return mean


def vectors_again(text: str, layout: Layout, contents: Iterable[Spans], model: Model) -> tuple[bytes, ...]:
    """Read a text for the vectors of these contents alone."""
    page, meanings = Page(text, layout), Meanings()
    for window in windows(page.words, page.sentences):
        meanings(page, window, model.encode(page.words, *window), ())
    return meanings.vectors(contents, model)


def vector_of(query: str, model: Model) -> bytes:
    """Give the vector of what somebody looks for: of as many of its words as a window holds."""
    words = words_of(query)
    end = int(np.searchsorted(words.first, WINDOW_PIECES, side="right")) - 1
    if end < 1:
        return bytes(VECTOR)
    return _packed(model.meaning(model.encode(words, 0, end).vectors.mean(axis=0, keepdims=True)))[0]


def _packed(directions: NDArray[np.float32]) -> tuple[bytes, ...]:
    return tuple(row.tobytes() for row in np.rint(127 * directions).astype(np.int8))
