"""How like two statements are: whether one repeats, cuts, or says in other words what the other says.

Words are compared as tokens, folded so that case, punctuation, accents and contractions make no difference. What is
found in common says what kind of repetition it is; that it is none, a negation, number or name that stands in one where
the other has another. Sameness of meaning without the same words is judged by the angle between vectors beside the
words that are left.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from math import exp
from typing import NamedTuple
from zlib import crc32

from rapidfuzz.distance import LCSseq, Opcodes
from rapidfuzz.fuzz import ratio

from onrecord.spelling import plain


class Like(StrEnum):
    """How one statement repeats another."""

    IDENTICAL = "identical"
    """The same words; case and punctuation may differ."""
    NEAR = "near-identical"
    """The same words but for cuts, typing errors, or another hand at the translation."""
    PARTIAL = "partial"
    """All words of the shorter stand in the longer."""
    PARAPHRASE = "paraphrase"
    """The same claim in other words."""


class Likeness(NamedTuple):
    """How like two statements are, with a score from 0 to 1 that is no probability."""

    kind: Like
    score: float


@dataclass(frozen=True, slots=True)
class Folded:
    """Words as they are compared: ``tokens`` in order, and among them ``names`` (but for the first) and ``numbers``.

    ``tells`` is whether there are enough of them to tell a repetition from a set phrase or a title.
    """

    tokens: tuple[str, ...]
    names: frozenset[str]
    numbers: frozenset[str]
    stems: frozenset[str]
    denials: int
    tells: bool


class Piece(NamedTuple):
    """A stretch of the words of two statements: what one has, and what stands there in the other; one may be empty."""

    here: str
    there: str

    @property
    def same(self) -> bool:
        """Whether both have it."""
        return bool(self.here and self.there) and _tokens(self.here) == _tokens(self.there)


NEAR = 0.75
"""From this share of common words on, twice those in common over all, two statements are one but for some words."""

CONTAINED = 0.8
"""From this share of the shorter's words on, in runs of three, it is a part of the longer."""

LONG = 10
"""A run of so many common words is a part of both, whatever else they have."""

LIKELY = 0.5
"""From this score on two statements are taken for paraphrases."""

_ALIKE = 60
"""From this share of common letters on, of a hundred, a name may be another spelling."""

_FEWEST = 4
_SHORT = 7
_SURE = 8
_NEAR_BY = 3
_LONG_ENOUGH = 5
_FEWEST_STEMS = 2
_RUN = 3
_WINDOW = 4

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_CONTRACTED = (("won't", "will not"), ("can't", "can not"), ("cannot", "can not"), ("shan't", "shall not"))
_ENDINGS = (("n't", " not"), ("'re", " are"), ("'ve", " have"), ("'ll", " will"), ("'m", " am"), ("'s", ""), ("'d", ""))
DENIALS = frozenset("not no never nobody nothing none neither nor without nowhere hardly unable".split())
_OPENERS = frozenset(("that", "whether"))
_STOP = frozenset(
    """a about above after again against anti all also am an and any are as at be because been before being below
    between both but by can could did do does doing down during each few for from further had has have having he
    her here hers him his how i if in into is it its itself just let me more most my myself of off on once only or
    other our out over own quite same she should so some such than that the their them then there these they this
    those through to too under until up very was we were what when where whether which while who whom why will
    with would you your us shall may might must say said says one indeed course like get got well still even now
    yet however moreover nevertheless case""".split()
)
# One of these stands in a clause, and hardly in a title: "Democratic nominee", "the border wall".
_CLAUSE = frozenset(
    """i we you he she it they me us him them is are was were be been being has have had do does did will would can
    could should shall must may might to not never who that this these those there let""".split()
)
_SUFFIXES = "ations ation ments ment ingly edly ness ities ity ians ian ions ion ings ing ers ed es ly al s e".split()


def fold(words: str) -> Folded:
    """Fold words so that they compare."""
    return _folded(words)


@lru_cache(maxsize=16_384)
def _folded(words: str) -> Folded:
    found = _tokens(words)
    if found and found[0] in _OPENERS:
        found = found[1:]
    named = {token for word in _WORD.findall(words)[1:] if word[0].isupper() for token in _tokens(word)}
    names = frozenset(named - _STOP - {"i"})
    stems = frozenset(stem(token) for token in found if token not in _STOP and token not in DENIALS)
    return Folded(
        tokens=found,
        names=names,
        numbers=frozenset(token for token in found if token[0].isdigit()),
        stems=stems,
        denials=sum(token in DENIALS for token in found),
        # Of names alone nothing is said.
        tells=_tells(found, stems - frozenset(map(stem, names))),
    )


def _tells(tokens: tuple[str, ...], said: frozenset[str]) -> bool:
    if len(tokens) >= _SHORT:
        return len(said) >= _FEWEST_STEMS
    return len(tokens) >= _FEWEST and len(said) > _FEWEST_STEMS and not _CLAUSE.isdisjoint(tokens)


def _tokens(words: str) -> tuple[str, ...]:
    words = words.casefold().replace("’", "'") if words.isascii() else plain(words)
    found: list[str] = []
    for token in _WORD.findall(words):
        if "'" in token:
            found += _written_out(token).split()
        else:
            found += ("can", "not") if token == "cannot" else (token,)  # noqa: S105 - a word
    return tuple(found)


def _written_out(token: str) -> str:
    for short, long in _CONTRACTED:
        if token == short:
            return long
    for short, long in _ENDINGS:
        if token.endswith(short):
            return token.removesuffix(short) + long
    return token.replace("'", "")


def content(words: str) -> list[tuple[str, str]]:
    """Give words of content, as they stand, each with its stem."""
    return [
        (word, stem(token))
        for word in _WORD.findall(words)
        for token in _tokens(word)
        if token not in _STOP and token not in DENIALS
    ]


@lru_cache(maxsize=131_072)
def stem(token: str) -> str:
    """Cut a token to what its forms share: an ending goes, and what is left of a long word after six letters."""
    if token.endswith(("ies", "ied")) and len(token) > _LONG_ENOUGH:
        token = token[:-3] + "y"
    for suffix in _SUFFIXES:
        if token.endswith(suffix) and len(token) - len(suffix) >= 4:
            return token.removesuffix(suffix)[:6]
    return token[:6]


def runs(folded: Folded) -> frozenset[int]:
    """Give hashes by which texts with a common run of six words find each other (winnowing, Schleimer et al. 2003)."""
    tokens = folded.tokens
    grams = [crc32(" ".join(tokens[n : n + _RUN]).encode()) for n in range(max(1, len(tokens) - _RUN + 1))]
    return frozenset(min(grams[n : n + _WINDOW]) for n in range(max(1, len(grams) - _WINDOW + 1)))


def likeness(a: Folded, b: Folded, cosine: float | None = None) -> Likeness | None:
    """Tell how like two statements are; ``None`` where neither repeats the other, or has too few words to tell.

    ``cosine`` is that of the angle between their vectors; without it paraphrases are not seen.
    """
    if not (a.tells and b.tells):
        return None
    if a.tokens == b.tokens:
        return Likeness(Like.IDENTICAL, 1.0)
    worded = _by_words(a, b)
    if worded is not None or cosine is None:
        return worded
    score = paraphrase(a, b, cosine)
    return Likeness(Like.PARAPHRASE, round(score, 3)) if score >= LIKELY else None


def _by_words(a: Folded, b: Folded) -> Likeness | None:
    fewest, most = sorted((len(a.tokens), len(b.tokens)))
    common = LCSseq.similarity(a.tokens, b.tokens, score_cutoff=int(fewest * NEAR * 0.8))
    if not common:
        return None
    share = 2 * common / (fewest + most)
    equal = [op.src_end - op.src_start for op in LCSseq.opcodes(a.tokens, b.tokens) if op.tag == "equal"]
    inside = sum(run for run in equal if run >= _RUN) / fewest
    if max(share / NEAR, inside / CONTAINED, max(equal) / LONG) < 1 or _differ(a, b):
        return None
    if share >= NEAR:
        return Likeness(Like.NEAR, round(share, 3))
    return Likeness(Like.PARTIAL, round(inside, 3))


def _differ(a: Folded, b: Folded) -> bool:
    """Whether, between words in common, one has a negation, number or name where the other has another."""
    gaps: list[tuple[list[str], list[str]]] = [([], [])]
    for op in LCSseq.opcodes(a.tokens, b.tokens):
        if op.tag == "equal":
            gaps.append(([], []))
        else:
            gaps[-1][0].extend(a.tokens[op.src_start : op.src_end])
            gaps[-1][1].extend(b.tokens[op.dest_start : op.dest_end])
    first, *between, last = gaps
    # What goes before may turn the meaning by its last words alone; what follows, only where there is something else.
    edges = [tuple(side[-_NEAR_BY:] for side in first)] + ([last] if all(last) else [])
    short = min(len(a.tokens), len(b.tokens)) < _SURE
    return any(_opposed(a, b, set(here), set(there), short) for here, there in [*between, *edges])


def _opposed(a: Folded, b: Folded, here: set[str], there: set[str], short: bool) -> bool:
    """Whether other words stand for these; of a ``short`` statement each word of content makes another."""
    if len(DENIALS & here) != len(DENIALS & there) or (a.numbers & here) != (b.numbers & there):
        return True
    one, other = (here, there) if short else (a.names & here, b.names & there)
    one, other = one - _STOP, other - _STOP
    return bool(one and other) and not any(ratio(x, y) >= _ALIKE for x in one for y in other)


def paraphrase(a: Folded, b: Folded, cosine: float) -> float:
    """Score from 0 to 1 how surely two statements make the same claim, by their vectors and the words they share."""
    common = len(a.stems & b.stems)
    if common < _FEWEST_STEMS:
        return 0.0
    share = common / max(1, min(len(a.stems), len(b.stems)))
    clash = bool(a.numbers and b.numbers and not a.numbers & b.numbers)
    denied = (a.denials % 2) != (b.denials % 2)
    # Logistic regression on the labelled pairs of `benchmarks/links.tsv`, with room for precision.
    weight = 9.3 * cosine + 3.5 * share - 2.5 * clash - 0.7 * denied - 9.7
    return 1 / (1 + exp(-weight))


def differences(here: str, there: str) -> list[Piece]:
    """Lay two statements side by side, word by word, in the order of the words."""
    a, b = ([word for word in words.split() if _tokens(word)] for words in (here, there))
    return list(_joined(a, b, LCSseq.opcodes([_tokens(word) for word in a], [_tokens(word) for word in b])))


def _joined(a: list[str], b: list[str], ops: Opcodes) -> Iterator[Piece]:
    """Give stretches; what is left out of one and what stands instead in the other are one."""
    cut: list[str] = []
    put: list[str] = []
    for op in ops:
        mine, theirs = a[op.src_start : op.src_end], b[op.dest_start : op.dest_end]
        if op.tag == "equal":
            if cut or put:
                yield Piece(" ".join(cut), " ".join(put))
                cut, put = [], []
            yield Piece(" ".join(mine), " ".join(theirs))
        else:
            cut += mine
            put += theirs
    if cut or put:
        yield Piece(" ".join(cut), " ".join(put))
