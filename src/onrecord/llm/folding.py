"""Finds words in a text, whatever its spaces and quotation marks look like."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import pairwise

from onrecord.facts import Span, Spans

_MARKS = "\"“”„‟«»‘’‚‛‹›＂`'"
_TOKEN = re.compile(rf"\s+|``|''|[{_MARKS}]|.", re.DOTALL)
_BLANK_LINE = re.compile(r"\n\s*\n")


def fold(words: str) -> str:
    """Give the words with each run of space as one space, and all quotation marks alike."""
    return "".join(map(_folded, _TOKEN.findall(words))).strip()


class Folded:
    """A text without its clutter, in which words are found verbatim but for spaces and quotation marks."""

    def __init__(self, text: str, clutter: Iterable[Span] = ()) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        # Where a stretch of its own begins: after clutter, and in a new paragraph.
        self._cuts: list[int] = []
        folded: list[str] = []
        for piece in _without(Span(0, len(text)), clutter) if text else ():
            self._cuts.append(len(folded))
            for token in _TOKEN.finditer(text, piece.start, piece.end):
                mark = _folded(token[0])
                if mark == " " and folded[-1:] == [" "]:
                    continue
                folded.append(mark)
                self._starts.append(token.start())
                self._ends.append(token.end())
                if mark == " " and _BLANK_LINE.search(token[0]):
                    self._cuts.append(len(folded))
        self._text = "".join(folded)

    def places(self, words: str, around: Span | None = None) -> list[Spans]:
        """Give each place where the words stand whole, in the order of the text, or of a part of it.

        A place is one stretch, or several where clutter or the end of a paragraph parts the words. Words without a
        letter or digit stand nowhere.
        """
        sought = fold(words)
        if not any(map(str.isalnum, sought)):
            return []
        first = bisect_left(self._starts, around.start) if around else 0
        last = bisect_left(self._starts, around.end) if around else len(self._text)
        return [self._spans(at, at + len(sought)) for at in self._found(sought, first, last)]

    def _found(self, sought: str, first: int, last: int) -> Iterator[int]:
        at = self._text.find(sought, first, last)
        while at >= 0:
            before, after = self._text[at - 1 : at], self._text[at + len(sought) : at + len(sought) + 1]
            torn = (before.isalnum() and sought[0].isalnum()) or (after.isalnum() and sought[-1].isalnum())
            if not torn:
                yield at
            at = self._text.find(sought, at + 1, last)

    def _spans(self, start: int, end: int) -> Spans:
        edges = [start, *self._cuts[bisect_left(self._cuts, start + 1) : bisect_left(self._cuts, end)], end]
        spans = []
        for first, last in pairwise(edges):
            words = self._text[first:last]
            left, right = len(words) - len(words.lstrip()), len(words.rstrip())
            if right:
                spans.append(Span(self._starts[first + left], self._ends[first + right - 1]))
        return tuple(spans)


def _folded(character: str) -> str:
    if character.isspace():
        return " "
    return "'" if character in _MARKS or len(character) > 1 else character


def _without(whole: Span, gone: Iterable[Span]) -> Iterator[Span]:
    at = whole.start
    for span in sorted(gone):
        if at < span.start:
            yield Span(at, span.start)
        at = max(at, span.end)
    if at < whole.end:
        yield Span(at, whole.end)
