"""Quoted stretches of a text, whatever marks it uses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from onrecord.facts import Span, Spans

_MARK = re.compile(r"``|''|[\"“”„‟«»‘’‚‛‹›'＂]")
_DOUBLE_OPEN = frozenset("“„‟«»") | {"``"}
_CLOSED_BY = {
    "“": frozenset('”"') | {"''"},
    "‟": frozenset('”"'),
    "„": frozenset('“”‟"'),
    "«": frozenset("»"),
    "»": frozenset("«"),
    "``": frozenset('"”') | {"''"},
    '"': frozenset('"”') | {"''"},
    "＂": frozenset("＂"),
    "‹": frozenset("›"),
    "‘": frozenset("’'"),
    "‛": frozenset("’'"),
    "‚": frozenset("‘’"),
    "'": frozenset("'’"),
}
_SINGLE = frozenset("‘‛‚'‹")
_REACH = 4
"""How many paragraphs a quote may run on without its marks being opened again; more is a lost mark."""


def quotations(text: str, paragraphs: Spans) -> Spans:
    """The outermost quoted stretches with their marks, one for each paragraph that a quote runs over.

    A mark that is never closed reaches to the end of its paragraph if the next one opens its marks again, or if
    it began the paragraph or followed a colon; else it is taken for a slip and opens nothing.
    """
    found: list[Span] = []
    i = 0
    while i < len(paragraphs):
        closed, hanging = _within(text, paragraphs[i])
        found += closed
        i += 1
        if hanging is None:
            continue
        carried, i = _carried(text, paragraphs, i, hanging)
        found += carried
    return tuple(found)


def _within(text: str, paragraph: Span) -> tuple[list[Span], int | None]:
    """The quotes that a paragraph opens and closes, and where it opens one that it does not close."""
    found = []
    at = paragraph.start
    while opening := _opening(text, at, paragraph.end):
        end = _close(text, opening, paragraph.end)
        if end is not None:
            found.append(Span(opening.start(), end))
            at = end
        elif opening.group() in _SINGLE:
            at = opening.end()
        elif (later := _opening(text, opening.end(), paragraph.end)) and _hangs(text, paragraph, later.start()):
            at = opening.end()  # two opened, one closed at most: the first was the slip
        else:
            return found, opening.start()
    return found, None


def _opening(text: str, start: int, end: int) -> re.Match[str] | None:
    for match in _MARK.finditer(text, start, end):
        mark = match.group()
        before, after = text[max(0, match.start() - 1) : match.start()], text[match.end() : match.end() + 1]
        if after.isdigit() and mark in "'’‘":
            continue  # the '90s
        if after.isspace() and mark not in {"``", "“", "„", "«"}:
            continue
        if mark in _DOUBLE_OPEN and (mark != "»" or not before or before.isspace()):
            return match
        if mark in _CLOSED_BY and mark != "''" and not before.isalnum() and before not in {".", ","} and after:
            return match
    return None


def _close(text: str, opening: re.Match[str], end: int) -> int | None:
    """Where the quote that opens here closes within its paragraph."""
    closers = _CLOSED_BY[opening.group()]
    single = opening.group() in _SINGLE
    depth = 0
    for match in _MARK.finditer(text, opening.end(), end):
        mark = match.group()
        if mark not in closers:
            depth += not single and mark == opening.group() and mark in "“«„"
            continue
        before, after = text[match.start() - 1], text[match.end() : match.end() + 1]
        if single and (after.isalnum() or before.isspace() or _possessive(text, match, end)):
            continue
        if mark in '"＂' and after.isalnum() and not before.isalnum() and before not in ".,!?…":
            continue  # it opens an inner quote
        if depth and mark == "”":
            depth -= 1
            continue
        return match.end()
    return None


def _possessive(text: str, match: re.Match[str], end: int) -> bool:
    """Whether a single mark is the apostrophe of a plural ("the miners' union") rather than a close."""
    rest = text[match.end() : end]
    return text[match.start() - 1] == "s" and bool(re.match(r"\s+[a-z]", rest)) and bool(re.search(r"['’](?!\w)", rest))


def _hangs(text: str, paragraph: Span, start: int) -> bool:
    opening = _opening(text, start, paragraph.end)
    return opening is not None and _close(text, opening, paragraph.end) is not None


def _carried(text: str, paragraphs: Spans, i: int, start: int) -> tuple[list[Span], int]:
    """What a quote covers that its paragraph leaves open, and the paragraph to go on with."""
    home = paragraphs[i - 1]
    reopened = i < len(paragraphs) and text[paragraphs[i].start] in '“"„«'
    if reopened:
        return [Span(start, home.end)], i
    for j in range(i, min(i + _REACH, len(paragraphs))):
        if _opening(text, paragraphs[j].start, paragraphs[j].end) is not None:
            break
        end = _stray_close(text, paragraphs[j])
        if end is not None:
            whole = [Span(start, home.end), *paragraphs[i:j], Span(paragraphs[j].start, end)]
            return whole, j + 1
    leads = text[home.start : start].rstrip()
    return ([Span(start, home.end)] if not leads or leads[-1] in ":," else []), i


def _stray_close(text: str, paragraph: Span) -> int | None:
    ends: Iterator[int] = (
        m.end() for m in _MARK.finditer(text, paragraph.start, paragraph.end) if m.group() in {"”", '"', "»", "''"}
    )
    return next(ends, None)
