"""Pairs the statements of two sides that are about the same, and says how they stand to each other.

A score adds up how near the two lie in meaning, beyond what lies near to either anyway; the words of content that they
share, the rarer on both sides the more; and the ties that they have in common. It falls by how far either half fits
another better. Its weights were chosen by the lists of ``benchmarks/compared.py``.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import exp, log, sqrt
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from onrecord.likeness import Like, content, likeness
from onrecord.views.claims import Claim, Gram, Tied

LIKELY = 0.5
"""From this score on two statements are a pair."""

_KEPT = 3
"""So many pairs of one statement are kept, the best."""

_AROUND = 9
"""By so many of its nearest on the other side it is told what lies near to a statement anyway."""

_COMPARED = 16
"""With so many on the other side a statement is compared, those that lie nearest or share most."""

_NEARNESS, _BEYOND, _SHARED, _TIED, _OPPOSED = 1.0, 2.0, 5.0, 0.3, 0.3
_BEHIND = 0.3
_LEAST, _SLOPE = 1.0, 3.0
_SURE = 0.8
_COMMON = 3
"""From this score on a pair that has so many words of content in common is one claim, if it differs in nothing."""

_MANY = 100
"""Fewer statements do not tell which words are common; they are weighed as if they were among so many."""

_UNMEANT = 0.5
"""What nearness in meaning counts where there are no vectors: about as much as of statements on one topic."""


class Stand(StrEnum):
    """How two statements stand to each other."""

    SAME = "same"
    """One claim."""
    SHIFTED = "shifted"
    """About the same target or issue, with another sign, strength, reason or actor."""
    TENSION = "tension"
    """One can hardly hold if the other does."""
    RELATED = "related"
    """About the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two statements that are about the same: ``what`` says in which way they differ, or what they share."""

    kind: Stand
    a: Claim
    b: Claim
    what: str
    score: float

    def json(self) -> dict[str, Any]:
        """Give it in names and values."""
        return {"kind": self.kind.value, "a": [self.a.id], "b": [self.b.id], "what": self.what, "score": self.score}


def pairs(mine: Sequence[Claim], theirs: Sequence[Claim], least: float = LIKELY) -> list[Pair]:
    """Give the pairs of two sides' statements from a score on, the surest first; of each statement only its best."""
    if not mine or not theirs:
        return []
    weights = _weights([*mine, *theirs])
    nearness = np.stack([claim.vector for claim in mine]) @ np.stack([claim.vector for claim in theirs]).T
    beyond = nearness - (_around(nearness)[:, None] + _around(nearness.T)) / 2
    fits: dict[tuple[int, int], float] = {}
    for n, m in _candidates(mine, theirs, nearness, weights):
        one, other = mine[n], theirs[m]
        if one.id != other.id:
            meant = _NEARNESS * nearness[n, m] + _BEYOND * beyond[n, m] if nearness[n, m] else _UNMEANT
            shared = _SHARED * _shared(one.grams, other.grams, weights)
            fits[n, m] = float(meant) + shared + _tied(one, other) + _contrast(one, other)
    scored = []
    for (n, m), fit in _outdone(fits):
        repeated = likeness(mine[n].folded, theirs[m].folded)
        scored.append((max(1 / (1 + exp(-_SLOPE * (fit - _LEAST))), repeated.score if repeated else 0), n, m))
    return [_pair(mine[n], theirs[m], score) for score, n, m in _best(scored) if score >= least]


def _outdone(fits: Mapping[tuple[int, int], float]) -> Iterator[tuple[tuple[int, int], float]]:
    """Give how well pairs fit, less a part of how much better either half fits another."""
    best: dict[tuple[int, int], float] = {}
    for pair, fit in fits.items():
        for half in enumerate(pair):
            best[half] = max(fit, best.get(half, fit))
    for pair, fit in fits.items():
        yield pair, fit - _BEHIND * sum(best[half] - fit for half in enumerate(pair))


def _best(scored: Iterable[tuple[float, int, int]]) -> Iterator[tuple[float, int, int]]:
    """Give the best, as many of one statement as are kept."""
    of_mine, of_theirs = Counter[int](), Counter[int]()
    for score, n, m in sorted(scored, key=lambda one: (-one[0], one[1], one[2])):
        if of_mine[n] < _KEPT and of_theirs[m] < 2 * _KEPT:
            of_mine[n] += 1
            of_theirs[m] += 1
            yield score, n, m


def _around(nearness: NDArray[np.float32]) -> NDArray[np.float32]:
    """Give for each row how near its nearest lie on average, which Conneau et al. (2018) correct nearness by."""
    few = min(_AROUND, nearness.shape[1])
    around: NDArray[np.float32] = np.sort(nearness, axis=1)[:, -few:].mean(axis=1)
    return around


def _candidates(
    mine: Sequence[Claim], theirs: Sequence[Claim], nearness: NDArray[np.float32], weights: Mapping[Gram, float]
) -> Iterator[tuple[int, int]]:
    having: dict[Gram, list[int]] = {}
    for m, claim in enumerate(theirs):
        for gram in claim.grams:
            having.setdefault(gram, []).append(m)
    few = min(_COMPARED, len(theirs))
    nearest = np.argpartition(-nearness, few - 1, axis=1)[:, :few]
    for n, claim in enumerate(mine):
        shared: dict[int, float] = defaultdict(float)
        for gram in claim.grams:
            for m in having.get(gram, ()):
                shared[m] += weights[gram]
        most = sorted(shared, key=lambda m: -shared[m])[:_COMPARED]
        yield from ((n, m) for m in sorted({*nearest[n].tolist(), *most}))


def _weights(claims: Sequence[Claim]) -> dict[Gram, float]:
    """Weigh words by how few statements have them; what every eighth has says nothing."""
    found = Counter(gram for claim in claims for gram in claim.grams)
    all_ = max(len(claims), _MANY)
    return {gram: max(0.0, log(all_ / (many + 0.5)) - 1.5) for gram, many in found.items()}


def _shared(a: frozenset[Gram], b: frozenset[Gram], weights: Mapping[Gram, float]) -> float:
    whole = [4 + sum(weights[gram] for gram in grams) for grams in (a, b)]
    return sum(weights[gram] for gram in a & b) / sqrt(whole[0] * whole[1])


def _tied(a: Claim, b: Claim) -> float:
    """Weigh the ties of two statements: those with one target and one event speak for a pair."""
    common = [_in_common(one, other) for one, other in _beside(a, b)]
    return _TIED * max(common, default=0)


def _contrast(a: Claim, b: Claim) -> float:
    """Weigh that two statements take opposite sides, which only those do that are about one thing."""
    return _OPPOSED if _opposed(a, b) else 0.0


def _in_common(one: Tied, other: Tied) -> int:
    if one.tie[1] != other.tie[1] or one.event is not other.event:
        return 0
    return 1 + (one.tie[0] == other.tie[0])


def _pair(a: Claim, b: Claim, score: float) -> Pair:
    kind, what = _stand(a, b, score)
    return Pair(kind=kind, a=a, b=b, what=what, score=round(score, 3))


def _stand(a: Claim, b: Claim, score: float) -> tuple[Stand, str]:
    how = likeness(a.folded, b.folded)
    tense = _turned(a, b) or _opposed(a, b)
    weighed = strength(a, b)
    shifts = [shift for shift in (_actor(a, b), weighed and weighed.what, reason(a, b)) if shift]
    if how and (how.kind is Like.IDENTICAL or not (tense or shifts)):
        return Stand.SAME, f"{how.kind} words"
    if tense:
        return Stand.TENSION, tense
    if shifts:
        return Stand.SHIFTED, "; ".join(shifts)
    phrase = any(isinstance(gram, tuple) for gram in a.grams & b.grams)
    sure = phrase or (score >= _SURE and len(a.folded.stems & b.folded.stems) >= _COMMON)
    return (Stand.SAME if sure else Stand.RELATED), _both(a, b)


def _opposed(a: Claim, b: Claim) -> str | None:
    """Name the opposites on whose two sides the statements stand."""
    found = [pair for pair, side in a.sides.items() if side * b.sides.get(pair, 0) < 0]
    return f"opposed on: {', '.join(sorted(found))}" if found else None


def _turned(a: Claim, b: Claim) -> str | None:
    """Name the tie that has one sign here and the other there."""
    for one, other in _beside(a, b):
        if one.tie[:2] == other.tie[:2] and one.sign * other.sign < 0:
            return f"sign: {one.words} / {other.words}"
    return None


def _actor(a: Claim, b: Claim) -> str | None:
    """Name who does it here and who there."""
    for one, other in _beside(a, b):
        if one.tie[1] == other.tie[1] and one.tie[0] != other.tie[0] and one.event is other.event:
            return f"actor: {one.words} / {other.words}"
    return None


class Weighed(NamedTuple):
    """Words that both statements have and that are stronger in one; ``more``: in the second."""

    what: str
    more: bool


def strength(a: Claim, b: Claim) -> Weighed | None:
    """Find words that both statements have and that are stronger in one."""
    for root, (words, strong) in a.strengths.items():
        others, stronger = b.strengths.get(root, (words, strong))
        if stronger != strong:
            return Weighed(f"strength: {words} / {others}", stronger > strong)
    return None


def reason(a: Claim, b: Claim) -> str | None:
    """Name the reasons that both statements give, if they have no word in common."""
    if not a.reason or not b.reason or a.reason & b.reason:
        return None
    return f"reason: {a.reasons} / {b.reasons}"


def _beside(a: Claim, b: Claim) -> Iterator[tuple[Tied, Tied]]:
    return ((one, other) for one in a.ties for other in b.ties)


def _both(a: Claim, b: Claim) -> str:
    words = sorted({word.casefold() for word, root in content(a.words) if root in b.folded.stems})
    if words:
        return f"both: {', '.join(words)}"
    return "by what was asked" if a.asked or b.asked else "alike in meaning"
