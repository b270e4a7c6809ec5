"""Finds the words of a text that somebody points to: by their offsets, or by quoting them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from onrecord.errors import EvidenceError
from onrecord.facts import Event, Figure, Kind, Layer, Mode, Span, Status

_OFFSETS = re.compile(r"(\d{1,9})-(\d{1,9})")
_NAMED_AT_MOST = 5

NOBODY = "nobody"

Corrections = Mapping[str, str | Sequence[str] | None]
"""What somebody says is right: ``content`` and ``source`` as pieces, ``cue``, ``speaker`` and ``mode`` as one each.

Pieces are offsets (``120-188``) or exact words; ``nobody`` or ``None`` is no cue or no speaker.
"""

Locating = Callable[[Corrections, str, Sequence[Figure]], dict[str, Any]]
"""Finds what is given in a text with these figures."""


def located(given: Corrections, text: str, figures: Sequence[Figure]) -> dict[str, Any]:
    """Give the corrections with spans for words, as they are kept.

    Raises ``EvidenceError`` for words that do not occur exactly once and for offsets outside of the text,
    ``ValueError`` for fields or modes that there are not.
    """
    found: dict[str, Any] = {}
    for name, value in given.items():
        if name in ("content", "source"):
            found[name] = _pieces(value, text)
        elif name == "cue":
            found[name] = None if value in (None, NOBODY) else span_of(str(value), text).pair()
        elif name == "mode":
            found[name] = Mode(str(value)).value
        elif name == "speaker":
            found[name] = None if value in (None, NOBODY) else _speaker(str(value), figures)
        else:
            raise ValueError(f"a statement has no {name!r}; correct content, cue, source, speaker or mode")
    return found


def located_relation(given: Corrections, text: str, figures: Sequence[Figure]) -> dict[str, Any]:
    """Give the corrections of a relation, as they are kept; raises as ``located`` does.

    ``grounds`` are pieces; an end is a name, implied unless it is given by the offsets of its words, or ``nobody``.
    """
    found: dict[str, Any] = {}
    for name, value in given.items():
        if name in ("holder", "target"):
            found[name] = None if value in (None, NOBODY) else _end(str(value), text, figures)
        elif name == "grounds":
            found[name] = _pieces(value, text)
        elif name in _RELATED:
            found[name] = _RELATED[name](str(value))
        else:
            raise ValueError(
                f"a relation has no {name!r}; correct sign, event, status, layer, holder, target or grounds"
            )
    return found


def _pieces(given: str | Sequence[str] | None, text: str) -> list[list[int]]:
    pieces = [given] if isinstance(given, str) else given or []
    return [span.pair() for span in sorted(span_of(piece, text) for piece in pieces)]


_SIGNS = {"+": 1, "1": 1, "0": 0, "-": -1, "-1": -1}


def _sign(given: str) -> int:
    if given not in _SIGNS:
        raise ValueError(f"a sign is +, 0 or -, not {given!r}")
    return _SIGNS[given]


_RELATED: dict[str, Callable[[str], Any]] = {
    "sign": _sign,
    "status": lambda value: Status(value).value,
    "layer": lambda value: Layer(value).value,
    # There may be none.
    "event": lambda value: None if value in ("None", "none") else Event(value.upper()).value,
}


def span_of(piece: str, text: str) -> Span:
    """Give the place of exact words, or of offsets; see ``located``."""
    if offsets := _OFFSETS.fullmatch(piece):
        start, end = int(offsets[1]), int(offsets[2])
        if not start < end <= len(text):
            raise EvidenceError(f"{piece} is no stretch of the text, which has {len(text):,} characters")
        return Span(start, end)
    places = [match.start() for match in re.finditer(f"(?={re.escape(piece)})", text)] if piece.strip() else []
    if len(places) == 1:
        return Span(places[0], places[0] + len(piece))
    if not places:
        raise EvidenceError(f"{piece!r} does not stand in the text; give its words exactly, or offsets like 120-188")
    some = ", ".join(f"{place}-{place + len(piece)}" for place in places[:_NAMED_AT_MOST])
    more = f" and {len(places) - _NAMED_AT_MOST} more" if len(places) > _NAMED_AT_MOST else ""
    raise EvidenceError(f"{piece!r} stands in the text {len(places)} times; give one by its offsets: {some}{more}")


def _end(given: str, text: str, figures: Sequence[Figure]) -> dict[str, Any]:
    """Give an end: the figure that is mentioned at these offsets, or that is called so, where there is one."""
    span = span_of(given, text) if _OFFSETS.fullmatch(given) else None
    there = [figure for figure in figures if figure.name == given or (span and span in figure.mentions)]
    known = {"name": there[0].name, "kind": there[0].kind.value, "named_at": there[0].named_at.pair()} if there else {}
    bare = {"name": span.of(text) if span else given, "kind": Kind.OTHER.value, "named_at": None}
    return bare | known | {"span": span.pair() if span else None}


def _speaker(name: str, figures: Sequence[Figure]) -> dict[str, Any]:
    """Give a speaker by name: the figure of this name, where there is one, else somebody of no known kind."""
    for figure in figures:
        if figure.name == name:
            return {"name": name, "kind": figure.kind.value, "named_at": figure.named_at.pair()}
    return {"name": name, "kind": Kind.OTHER.value, "named_at": None}
