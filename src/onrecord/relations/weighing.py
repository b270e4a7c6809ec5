"""What a passage shows between two mentions, or toward one: what the network has learned, and the rules besides.

``read`` does not ask: of the ties that the network would add to those of the rules, one in eight is right.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from onrecord.facts import Span
from onrecord.model import WINDOW_PIECES, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from onrecord.facts import End, Layout, Relation
    from onrecord.model import Model, Range, Signs, Words

RULED = 1.0
"""What a tie that the rules find adds to its logit: of 0, 0.5, 1, 1.5, 2 and 3 the best on DSE's validation part."""

NEITHER = 0.3
"""What is added to the logit of no stance, which is rarer in NewsMTSC's training part than in several-target sentences;
chosen on its development part, and better in cross-validation too. The same for DSE's neutral label gained nothing.
"""

_LABELS = ((0, 0), (1, 0), (0, 1), (-1, 0), (0, -1))
"""What the first of two mentions shows the second, and the second the first, in the order of DSE's labels."""


@dataclass(frozen=True, slots=True)
class Shown:
    """The signs that two mentions show each other, of which at most one is not 0.

    ``score`` is the network's share for it, between 0 and 1; it is not calibrated.
    """

    there: int
    back: int
    score: float


@dataclass(frozen=True, slots=True)
class Stance:
    """The sign that a passage shows toward a mention; ``score`` as in ``Shown``."""

    sign: int
    score: float


class Weigher:
    """A text, asked what its words show. Each question reads the sentences that its mentions touch."""

    def __init__(self, text: str, layout: Layout, network: Model) -> None:
        self._words, self._network = words_of(text), network
        self._sentences = [(spans[0].start, spans[-1].end) for spans in layout.sentences]

    def between(self, one: Span, other: Span, relations: Iterable[Relation] = ()) -> Shown:
        """Weigh what two mentions show each other, knowing what the rules have found in the text."""
        signs = self._weigh((one, other))
        if signs is None:
            return Shown(there=0, back=0, score=0.0)
        there, back = signs.pairs[0, 1], signs.pairs[1, 0]
        logits = np.array([there[0] + back[0], there[1], back[1], there[2], back[2]])
        ruled = set(_ruled(relations, one, other))
        best, score = _best(logits + RULED * np.array([label in ruled for label in _LABELS]))
        return Shown(*_LABELS[best], score=score)

    def toward(self, target: Span) -> Stance:
        """Weigh the stance toward a mention."""
        signs = self._weigh((target,))
        if signs is None:
            return Stance(sign=0, score=0.0)
        best, score = _best(signs.stances[0] + np.array([0.0, NEITHER, 0.0]))
        return Stance(sign=best - 1, score=score)

    def _weigh(self, mentions: Sequence[Span]) -> Signs | None:
        """The scores of mentions; nothing where one has no words, or no window holds all of them."""
        words = self._words
        bounds = [words.index(mention) for mention in mentions]
        first, last = min(lo for lo, _ in bounds), max(hi for _, hi in bounds)
        if any(lo == hi for lo, hi in bounds) or words.first[last] - words.first[first] > WINDOW_PIECES:
            return None
        start, end = _window(words, self._passage(mentions), last)
        before = words.first[start]
        pieces = [(int(words.first[lo] - before), int(words.first[hi] - before)) for lo, hi in bounds]
        return self._network.signs(self._network.halfway(words, start, end), pieces)

    def _passage(self, mentions: Sequence[Span]) -> Range:
        """The words of the mentions, of the sentences that they touch, and of what lies between."""
        first, last = min(m.start for m in mentions), max(m.end for m in mentions)
        touched = [(start, end) for start, end in self._sentences if start < last and first < end]
        hull = Span(min([first, *(start for start, _ in touched)]), max([last, *(end for _, end in touched)]))
        return self._words.index(hull)


def _window(words: Words, passage: Range, last: int) -> Range:
    """As much of a passage as one window holds: from its first word on, or what comes before the word ``last``."""
    start, end = passage
    if words.first[last] - words.first[start] > WINDOW_PIECES:
        start = int(np.searchsorted(words.first, words.first[last] - WINDOW_PIECES))
    return start, min(end, int(np.searchsorted(words.first, words.first[start] + WINDOW_PIECES, side="right")) - 1)


def _best(logits: NDArray[np.floating]) -> tuple[int, float]:
    """The best label, and its share."""
    shares = np.exp(logits - logits.max())
    return int(logits.argmax()), round(float(shares.max() / shares.sum()), 2)


def _ruled(relations: Iterable[Relation], one: Span, other: Span) -> Iterator[tuple[int, int]]:
    """The labels of relations between the two."""
    for relation in relations:
        if _stands_for(relation.holder, one) and _stands_for(relation.target, other):
            yield relation.sign, 0
        if _stands_for(relation.holder, other) and _stands_for(relation.target, one):
            yield 0, relation.sign


def _stands_for(end: End | None, mention: Span) -> bool:
    return end is not None and any(span.overlaps(mention) for span in (end.span, end.named_at) if span)
