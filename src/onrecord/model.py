"""Runs the ONNX files: words in, arrays out. Knows nothing of what a speaker is.

One window a run: dynamic int8 takes its scales from the whole batch, so only that gives the same numbers
for every order, number of workers and threads. It is also the faster way on a CPU.
"""

from __future__ import annotations

import functools
import hashlib
import re
import unicodedata
from dataclasses import dataclass
from importlib import resources
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from onrecord.errors import ModelError
from onrecord.facts import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

    from onrecord.facts import Layout

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float32]

Range = tuple[int, int]
"""A run of words, half-open."""

WINDOW_PIECES = 254
"""Word pieces in a window, without the two that frame it."""

FULL_ENOUGH = 0.6
"""The share of a window from which on the end of a paragraph closes it."""

_LINE_GAP, _PARAGRAPH_GAP = 2, 3
_OPENING, _CLOSING = "“«„", "”»"
_PARAGRAPH = re.compile(r"\n\s*\n")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text as the encoder wants them.

    ``start`` and ``end`` (W,) are offsets of code points; ``pieces`` (P,) the word pieces of all words, of
    which word ``i`` has ``first[i]`` to ``first[i + 1]``; ``case``, ``gap`` and ``quote`` (W,) the three marks
    that the vocabulary, which is lower-case, does not carry: letter case (0 lower, 1 title, 2 upper, 3 no
    letters), space before (0 none, 1 space, 2 line, 3 paragraph), quotation (0 outside, 1 inside, 2 the mark).
    """

    start: Ints
    end: Ints
    pieces: Ints
    first: Ints
    case: Ints
    gap: Ints
    quote: Ints

    def __len__(self) -> int:
        return len(self.start)

    def take(self, keep: NDArray[np.bool_]) -> Words:
        """Only these words, as if the text held no others."""
        sizes = np.diff(self.first)
        first = np.r_[0, np.cumsum(sizes[keep])].astype(np.int64)
        marks = (mark[keep] for mark in (self.case, self.gap, self.quote))
        return Words(self.start[keep], self.end[keep], self.pieces[np.repeat(keep, sizes)], first, *marks)

    def index(self, span: Span) -> tuple[int, int]:
        """The words that the span touches, half-open."""
        lo = int(np.searchsorted(self.end, span.start, side="right"))
        hi = int(np.searchsorted(self.start, span.end, side="left"))
        return lo, max(lo, hi)


@functools.cache
def _tokenizer() -> Tokenizer:
    from tokenizers import Tokenizer  # noqa: PLC0415 — 60 ms that `--help` need not pay

    tokenizer = Tokenizer.from_str(_file("tokenizer.json").decode())
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def words_of(text: str) -> Words:
    """Cut a text into words and word pieces (BERT's, lower-case, accents folded)."""
    encoding = _tokenizer().encode(text, add_special_tokens=False)
    ids = np.array(encoding.ids, dtype=np.int64)
    offsets = np.array(encoding.offsets, dtype=np.int64).reshape(-1, 2)
    word = np.array(encoding.word_ids, dtype=np.int64)
    fresh = np.flatnonzero(np.r_[True, word[1:] != word[:-1]]) if len(word) else np.zeros(0, np.int64)
    first = np.r_[fresh, len(ids)]
    start, end = offsets[fresh, 0], _with_marks(text, offsets[first[1:] - 1, 1])
    forms = [text[s:e] for s, e in zip(start.tolist(), end.tolist(), strict=True)]
    return Words(start, end, ids, first, _case(forms), _gap(text, start, end), _quote(text, forms, start))


def _with_marks(text: str, end: Ints) -> Ints:
    """The ends of words, past the combining marks there, which the vocabulary does not carry either."""

    def reach(at: int) -> int:
        while at < len(text) and unicodedata.category(text[at]) == "Mn":
            at += 1
        return at

    return end if text.isascii() else np.fromiter(map(reach, end.tolist()), np.int64, len(end))


def _case(forms: list[str]) -> Ints:
    def shape(word: str) -> int:
        if word.islower():
            return 0
        if not word[0].isalpha():
            return 3
        return 2 if len(word) > 1 and word.isupper() else int(word[0].isupper())

    return np.fromiter(map(shape, forms), np.int64, len(forms))


def _gap(text: str, start: Ints, end: Ints) -> Ints:
    gap = np.zeros(len(start), np.int64)
    if len(gap):
        gap[0] = 3
    apart = np.flatnonzero(start[1:] > end[:-1]) + 1
    gap[apart] = 1
    wide = [i for i in apart.tolist() if "\n" in text[end[i - 1] : start[i]]]
    gap[wide] = [3 if _PARAGRAPH.search(text[end[i - 1] : start[i]]) else 2 for i in wide]
    return gap


def _quote(text: str, forms: list[str], start: Ints) -> Ints:
    """Where double quotation marks are open; a paragraph's end closes them, so that one lost mark stays local."""
    out = np.zeros(len(forms), np.int64)
    inside, at = False, 0
    for i, (form, here) in enumerate(zip(forms, start.tolist(), strict=True)):
        if form in _OPENING or form in _CLOSING or form == '"':
            inside = form in _OPENING or (form == '"' and not inside)
            out[i] = 2
        else:
            if inside and "\n" in text[at:here] and _PARAGRAPH.search(text[at:here]):
                inside = False
            out[i] = int(inside)
        at = here
    return out


class Page:
    """The readable words of a text, and where its lines break."""

    def __init__(self, text: str, layout: Layout) -> None:
        every = words_of(text)
        keep = np.zeros(len(every), bool)
        bounds = []
        for sentence in layout.sentences:
            for part in sentence:
                lo, hi = every.index(part)
                keep[lo:hi] = True
            bounds.append(every.index(sentence[0])[0])
        self.text = text
        self.words: Words = every.take(keep)
        kept = np.flatnonzero(keep)
        self.breaks: NDArray[np.bool_] = (self.words.gap >= _LINE_GAP) | (np.diff(kept, prepend=-1) > 1)
        starts = sorted(set(np.searchsorted(kept, bounds).tolist()) - {len(kept)})
        self.sentences = list(pairwise([*starts, len(kept)]))
        bounds_of_words = zip(self.words.start.tolist(), self.words.end.tolist(), strict=True)
        self._forms = [text[start:end].lower() for start, end in bounds_of_words]

    def spans(self, run: Range) -> Iterator[Span]:
        """The unbroken stretches of a run of words."""
        cuts = [run[0], *(i for i in range(run[0] + 1, run[1]) if self.breaks[i]), run[1]]
        for start, end in pairwise(cuts):
            yield Span(int(self.words.start[start]), int(self.words.end[end - 1]))

    def hull(self, run: Range) -> Span:
        """From the first to the last letter of a run of words."""
        return Span(int(self.words.start[run[0]]), int(self.words.end[run[1] - 1]))

    def form(self, word: int) -> str:
        """One word, in lower case."""
        return self._forms[word]


def windows(words: Words, sentences: Sequence[Range]) -> list[Range]:
    """Cut the sentences, ranges of words in order, into windows of at most ``WINDOW_PIECES``.

    A window ends with a sentence, if it can with a paragraph; a sentence longer than a window is cut. Windows do
    not overlap: seeing 48 pieces again cost 15 % of the time and gained nothing on PolNeAR's development articles.
    """
    units = [part for sentence in sentences for part in _cut(words, sentence)]
    out: list[Range] = []
    at = 0
    while at < len(units):
        start = units[at][0]
        fits = at + 1
        while fits < len(units) and words.first[units[fits][1]] - words.first[start] <= WINDOW_PIECES:
            fits += 1
        at = _seam(words, units, at, fits)
        out.append((start, units[at - 1][1]))
    return out


def _seam(words: Words, units: list[Range], at: int, fits: int) -> int:
    """The unit that begins the next window, where ``at`` to ``fits`` go into this one."""
    if fits == len(units):
        return fits
    enough = words.first[units[at][0]] + FULL_ENOUGH * WINDOW_PIECES
    for unit in range(fits, at, -1):
        if words.first[units[unit][0]] < enough:
            break
        if words.gap[units[unit][0]] == _PARAGRAPH_GAP:
            return unit
    return fits


def _cut(words: Words, sentence: Range) -> list[Range]:
    start, end = sentence
    parts = []
    while end > start:
        stop = int(np.searchsorted(words.first, words.first[start] + WINDOW_PIECES, side="right")) - 1
        stop = min(end, max(stop, start + 1))
        parts.append((start, stop))
        start = stop
    return parts


def _file(name: str) -> bytes:
    try:
        return (resources.files("onrecord") / "models" / name).read_bytes()
    except OSError as error:
        raise ModelError(f"the model file {name} is missing from this installation; install onrecord again") from error


@functools.cache
def digest() -> str:
    """The first 12 hex digits of the SHA-256 over the files of the model that reads."""
    return _digest_of(FILES)


@functools.cache
def meaning_digest() -> str:
    """The same over the files of the encoder of sentences."""
    return _digest_of(MEANING_FILES)


def _digest_of(names: tuple[str, ...]) -> str:
    return hashlib.sha256(b"".join(_file(name) for name in names)).hexdigest()[:12]


FILES = ("tokenizer.json", "encoder.onnx", "attribution.onnx", "calibration.json", "speakers.json")
"""What makes a reading; signs.onnx does not."""

MEANING_FILES = ("tokenizer.json", "meaning.onnx")


@dataclass(frozen=True, slots=True)
class Encoded:
    """What the encoder makes of one window of W words.

    ``vectors`` (W, 384); logits ``cue`` (W, 3: O, B, I), ``names`` (W, 9: O, then B and I of person,
    organisation, place, other), ``nominals`` (W, 7: O, then B and I of person, organisation, place).
    """

    vectors: Floats
    cue: Floats
    names: Floats
    nominals: Floats


@dataclass(frozen=True, slots=True)
class Roles:
    """Scores for the words of K cues, and of the chain that decodes them.

    ``emissions`` (K, W, 5: O, B and I of source, B and I of content), ``step`` (5, 5), ``first`` (5,).
    """

    emissions: Floats
    step: Floats
    first: Floats


@dataclass(frozen=True, slots=True)
class Signs:
    """Scores for M mentions of one sentence.

    ``pairs`` (M, M, 3) that the first shows the second nothing, support, rejection; ``stances`` (M, 3) that the
    sentence is against the mention, neither, for it.
    """

    pairs: Floats
    stances: Floats


class Model:
    """The network, loaded. Safe to share between threads: a run keeps no state."""

    def __init__(self) -> None:
        self._encoder = _session("encoder.onnx")
        self._attribution = _session("attribution.onnx")

    def encode(self, words: Words, start: int, end: int) -> Encoded:
        """Read the words ``start`` to ``end`` as one window."""
        return Encoded(*self._encoder.run(["vectors", "cue", "names", "nominals"], window(words, start, end)))

    def halfway(self, words: Words, start: int, end: int) -> Floats:
        """Give the vectors (P, 384) of the pieces of a window after the third of the encoder's layers."""
        vectors: Floats = self._encoder.run(["halfway"], window(words, start, end))[0][0, 1:-1]
        return vectors

    def signs(self, halfway: Floats, mentions: Sequence[Range]) -> Signs:
        """Weigh the mentions of a sentence, each a range of its pieces, of which ``halfway`` has the vectors."""
        bounds = np.array(mentions, dtype=np.int64).reshape(-1, 2)
        return Signs(*_signs().run(None, {"halfway": halfway, "mentions": bounds}))

    def roles(self, vectors: Floats, cues: Sequence[tuple[int, int]]) -> Roles:
        """Score the window's words for each cue, a range of its words."""
        bounds = np.array(cues, dtype=np.int64).reshape(-1, 2)
        given = {"vectors": vectors, "starts": bounds[:, 0], "ends": bounds[:, 1]}
        return Roles(*self._attribution.run(None, given))


def window(words: Words, start: int, end: int) -> dict[str, Ints]:
    """What the encoder is given to read the words ``start`` to ``end`` as one window.

    ``piece`` (1, T), ``marks`` (1, T, 3) and ``first`` (1, W), where each word's first piece stands in it.
    """
    lo, hi = int(words.first[start]), int(words.first[end])
    counts = np.diff(words.first[start : end + 1])
    marks = np.zeros((hi - lo + 2, 3), np.int64)
    for column, mark in enumerate((words.case, words.gap, words.quote)):
        marks[1:-1, column] = np.repeat(mark[start:end], counts)
    pieces = np.r_[_FRAME[0], words.pieces[lo:hi], _FRAME[1]]
    first = words.first[start:end] - lo + 1
    return {"piece": pieces[None], "marks": marks[None], "first": first[None]}


_FRAME = (101, 102)
"""BERT's [CLS] and [SEP]."""


class Sentences:
    """The encoder of sentences, loaded: all-MiniLM-L6-v2 as it is. Safe to share between threads."""

    def __init__(self) -> None:
        self._session = _session("meaning.onnx")

    def direction(self, text: str) -> Floats:
        """Give the direction (384,), of length one, that a text means, by as much of it as a window holds.

        A text without words has none: zeros.
        """
        pieces = _tokenizer().encode(text, add_special_tokens=False).ids[:WINDOW_PIECES]
        if not pieces:
            return np.zeros(384, np.float32)
        piece = np.array([[_FRAME[0], *pieces, _FRAME[1]]], np.int64)
        direction: Floats = self._session.run(None, {"piece": piece})[0][0]
        return direction


@functools.cache
def load() -> Model:
    """The shipped model, loaded once in a process."""
    return Model()


@functools.cache
def sentences() -> Sentences:
    """The shipped encoder of sentences, loaded once in a process."""
    return Sentences()


_SLOW = "SkipLayerNormFusion"
"""Joins a sum and a norm into one step, which takes five times as long as the two do (ONNX Runtime 1.32)."""


@functools.cache
def _signs() -> InferenceSession:
    return _session("signs.onnx")  # 30 ms and 20 MB that reading need not pay


def _session(name: str) -> InferenceSession:
    import onnxruntime  # noqa: PLC0415 — 150 ms that `--help` need not pay
    from onnxruntime.capi import onnxruntime_pybind11_state as state  # noqa: PLC0415

    broken = (  # they share no class but Exception
        state.Fail, state.InvalidArgument, state.InvalidGraph, state.InvalidProtobuf, state.NotImplemented,
        state.RuntimeException,
    )  # fmt: skip
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    try:
        return onnxruntime.InferenceSession(
            _file(name), options, providers=["CPUExecutionProvider"], disabled_optimizers=[_SLOW]
        )
    except broken as error:
        raise ModelError(f"the model file {name} cannot be read ({error}); install onrecord again") from error
