"""What becomes of a judgement where its finding is read anew or stands in a newer version of the text.

Into a newer version it goes by its words with what stands before and after them (the TextQuoteSelector of W3C's Web
Annotation Data Model), where these occur there exactly once; nothing is moved by likeness.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, FromClause

from onrecord.facts import Span, Spans

_F = TypeVar("_F")

SAME = 0.8
"""Findings whose words overlap so much (intersection over union) are one, where only one does."""

_CONTEXT_CHARS = 32


class State(StrEnum):
    """What became of the judgements on a finding, in one document."""

    FOUND = "found"
    CARRIED = "carried"
    """They count for the one finding of the present reader whose content overlaps by 0.8 or more."""
    ANCHORED = "anchored"
    """They are of an older version; its words stand here once, and the present reader finds them."""
    ADDED = "added"
    """No reader found it; who judged added it."""
    LOST = "lost"
    """Not found by the present reader, and not by it alone."""
    REVIEW = "review"
    """They are of an older version, and its words do not stand here exactly once."""
    FOLLOWED = "followed"
    """The finding that they would count for was judged itself."""


UNPLACED = (State.REVIEW, State.FOLLOWED)
"""Without a place in the document."""

ON_FINDINGS = (State.FOUND, State.CARRIED, State.ANCHORED)
"""On something that the present reader finds."""

UNREAD = (State.ADDED, State.LOST)
"""In the document, but not found by the present reader."""


@dataclass(frozen=True, slots=True)
class Standing(Generic[_F]):
    """A judged finding in the offsets of one document: as it was read or added, and what is said of it.

    ``key`` is that of the judgement that counts, ``finding`` the id of what the present reader found there, ``quote``
    its words, for where the text is not at hand.
    """

    subject: str
    key: int
    verdict: str
    value: _F
    corrections: Mapping[str, Any]
    state: State
    finding: str | None = None
    quote: str = ""


def is_placed(judged: FromClause) -> ColumnElement[bool]:
    """Whether what is judged has a place in its document: a condition on rows of what was derived of judgements."""
    return judged.c.state.not_in([state.value for state in UNPLACED])


def row_of(each: Standing[Any], document_key: int) -> dict[str, Any]:
    """Give what a row says of a judged finding, whatever kind of finding it is."""
    return {
        "document_key": document_key,
        "subject": each.subject,
        "judgement_key": each.key,
        "state": each.state.value,
        "finding": each.finding,
        "verdict": each.verdict,
        "corrections": dict(each.corrections),
    }


def first_come(own: Iterable[Standing[_F]], older: Iterable[Standing[_F]]) -> list[Standing[_F]]:
    """Let each finding have one judgement: what was judged itself counts before what comes over from elsewhere."""
    placed: dict[str, Standing[_F]] = {}
    taken: set[str] = set()
    for each in sorted((*own, *older), key=lambda each: each.state is not State.FOUND):
        if each.subject in placed:
            continue
        followed = each.finding in taken
        placed[each.subject] = replace(each, state=State.FOLLOWED, finding=None) if followed else each
        taken |= {each.finding} if each.finding else set()
    return list(placed.values())


def settled(each: Standing[_F], exact: str | None, like: str | None) -> Standing[_F]:
    """Say where a judgement counts: on what is found exactly so, else on the one thing like it, by their ids."""
    found = exact or like
    if found is None:
        return replace(each, state=State.ADDED if each.state is State.ADDED else State.LOST)
    here = State.FOUND if exact else State.CARRIED
    return replace(each, state=State.ANCHORED if each.state is State.ANCHORED else here, finding=found)


def anchored(state: State) -> State:
    """Give the state of what goes into a newer version by its words; what somebody added stays that."""
    return State.ADDED if state is State.ADDED else State.ANCHORED


def moved(span: Span, old: str, new: str) -> Span | None:
    """Give the place in the new text of a span of the old, if its words and their context stand there once."""
    prefix = old[max(0, span.start - _CONTEXT_CHARS) : span.start]
    selector = prefix + span.of(old) + old[span.end : span.end + _CONTEXT_CHARS]
    at = new.find(selector) if old else -1
    if at < 0 or new.find(selector, at + 1) >= 0:
        return None
    start = at + len(prefix)
    return Span(start, start + span.end - span.start)


def likeness(one: Spans, other: Spans) -> float:
    """Give the code points that two contents share, as a part of those that either has."""
    shared = sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in one for b in other)
    return shared / (sum(span.end - span.start for span in (*one, *other)) - shared)
