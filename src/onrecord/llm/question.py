"""What a language model is asked: the words of the question, and a document in windows that fit one answer."""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from onrecord.facts import Clutter, Document, Layout, Span

NUMBER = 1
"""Raised by hand whenever another form of answer is asked for, or the same answer would be read differently."""

WINDOW_CHARS = 6_000
"""So much of a text is asked about at once: its answer stays well below what models may write."""

_INTRODUCTION_CHARS = 1_200

INSTRUCTIONS = Path(__file__).with_name("instructions.txt").read_text(encoding="utf-8")

# Furniture of the page; labels and headings tell who speaks, and stay.
_FURNITURE = frozenset((Clutter.CAPTION, Clutter.CREDIT, Clutter.LINK, Clutter.ASIDE, Clutter.NOTICE))

Piece = tuple[int, str]
"""A paragraph, or a part of a long one: its number and its words."""


@dataclass(frozen=True, slots=True)
class Window:
    """What is asked about at once, and what goes before so that names are known."""

    pieces: tuple[Piece, ...]
    before: tuple[Piece, ...]


def digest() -> str:
    """Give 12 hex digits over all that decides what a model is asked and how its answer is read."""
    parts = [NUMBER, INSTRUCTIONS, WINDOW_CHARS, _INTRODUCTION_CHARS]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:12]


def windows(document: Document, page: Layout) -> Iterator[Window]:
    """Part a document between its paragraphs. Each window comes with how the text begins, and the paragraph before."""
    pieces = tuple(_pieces(document.text, page))
    opening = _introduction(pieces)
    start = 0
    while start < len(pieces):
        stop, chars = start, 0
        while stop < len(pieces) and (stop == start or chars + len(pieces[stop][1]) <= WINDOW_CHARS):
            chars += len(pieces[stop][1])
            stop += 1
        yield Window(pieces[start:stop], _before(pieces, opening, start))
        start = stop


def halves(window: Window) -> tuple[Window, ...]:
    """Give the two halves of a window, or nothing where it holds but one piece."""
    middle = len(window.pieces) // 2
    if not middle:
        return ()
    first, second = window.pieces[:middle], window.pieces[middle:]
    return Window(first, window.before), Window(second, (*window.before, first[-1]))


def messages(document: Document, window: Window) -> list[dict[str, str]]:
    """Give the messages that ask about a window."""
    about = document.metadata
    material: dict[str, Any] = {"title": about.title, "outlet": about.outlet, "published": about.published}
    # As JSON the text has no way to end before its end.
    material |= {"before": window.before, "paragraphs": window.pieces}
    return [
        {"role": "system", "content": INSTRUCTIONS},
        {"role": "user", "content": json.dumps(material, ensure_ascii=False)},
    ]


def _pieces(text: str, page: Layout) -> Iterator[Piece]:
    furniture = sorted(span for span, kind in page.clutter if kind in _FURNITURE)
    starts = [sentence[0].start for sentence in page.sentences]
    for number, paragraph in enumerate(page.paragraphs):
        for part in _parts(paragraph, starts):
            gone = [span for span in furniture if span.overlaps(part)]
            words = _kept(text, part, gone)
            if words:
                yield number, words


def _parts(paragraph: Span, sentences: Sequence[int]) -> Iterator[Span]:
    """Cut a paragraph that is longer than a window, where a sentence begins if one does."""
    at = paragraph.start
    while paragraph.end - at > WINDOW_CHARS:
        known = bisect_right(sentences, at + WINDOW_CHARS)
        stop = sentences[known - 1] if known and sentences[known - 1] > at else at + WINDOW_CHARS
        yield Span(at, stop)
        at = stop
    yield Span(at, paragraph.end)


def _kept(text: str, part: Span, gone: Sequence[Span]) -> str:
    at, words = part.start, ""
    for span in gone:
        words += text[at : max(at, span.start)] + " "
        at = max(at, span.end)
    return " ".join((words + text[at : max(at, part.end)]).split())


def _introduction(pieces: Sequence[Piece]) -> int:
    chars = count = 0
    for _, words in pieces:
        chars += len(words)
        if chars > _INTRODUCTION_CHARS:
            break
        count += 1
    return count


def _before(pieces: tuple[Piece, ...], opening: int, start: int) -> tuple[Piece, ...]:
    return (*pieces[: min(opening, start - 1)], pieces[start - 1]) if start else ()
