"""A statement as somebody coded it in another program, and what of such a file cannot be taken."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from onrecord.facts import Span, Spans


@dataclass(frozen=True, slots=True, kw_only=True)
class Coded:
    """A statement in the document whose id begins so.

    ``where`` is what a message calls it. ``told`` has what the file says besides its words: ``source`` (spans), ``cue``
    (a span or ``None``), ``speaker`` (a name) and ``mode``; what is missing there is left as it is. With ``whole`` the
    content is one stretch from the first word to the last, for programs that know no pieces. ``read`` says that the
    file itself names the reader as who coded it, so that only changes are somebody's word; ``by`` is who coded it,
    where the file tells.
    """

    where: str
    document: str
    content: Spans
    told: Mapping[str, Any] = field(default_factory=dict)
    verdict: str = "yes"
    by: str | None = None
    note: str | None = None
    whole: bool = False
    read: bool = False


@dataclass(frozen=True, slots=True)
class Refused:
    """What cannot be taken, by its place in the file, and why."""

    where: str
    why: str


def joined(spans: Iterable[Span], text: str) -> Spans:
    """Give spans in order, those joined between which stands nothing but space: programs part words at line ends."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and not text[found[-1].end : span.start].strip():
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return tuple(found)
