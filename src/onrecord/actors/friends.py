"""False friends: what the words around a state's name or a capital's say that it is not the state.

"Georgia Governor" is of the state of the USA, "Serbia beat Croatia 2–1" tells of teams, "eastern Serbia" is a part, and
where "a court in Moscow rejected" something, Moscow did not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from onrecord.facts import Span

_NEAR = 30
_OF_A_PART_AFTER = re.compile(
    r"(?:['’]s)? (?:[Ss]tate\b(?! Department)|Gov(?:ernor\b|\.)|Sen(?:ator\b|\.)|Rep\.|Republican|Democrat)"
)
_OF_A_PART_BEFORE = re.compile(r"(?:\b[Gg]overnor|\b[Ss]tate|\b[Ss]enators?) (?:of|from) $")
_REGION = re.compile(r"\b(?:(?:north|south)-?(?:east|west)?|east|west|central|upper|lower)(?:ern)? $", re.IGNORECASE)
_PLACED = re.compile(r"\b(?:in|of|at|near|outside|around) $")
_PLAYS_AFTER = re.compile(
    r" (?:have |has |had |will )?(?:beat|defeat|dr[ae]w|los[et]|w[io]n|scor|face|play|thrash|edge|advance|qualif|host)"
)
_PLAYS_BEFORE = re.compile(
    r"\b(?:beat(?:en by)?|defeated|thrashed|edged|against|over|past|drew with|lost to|played|faced) $"
)
_SPORT = re.compile(
    r"""(?ix) \b\d{1,3}[-–:]\d{1,3}\b | \b(?: goals? | goalkeepers? | strikers? | midfielders? | match(?:es)? | coach
    | quarter-?finals? | semi-?finals? | in\ the\ final | qualifiers? | world\ cup | tournament | championships?
    | innings | half-time | kick-?off | play-?offs? | league ) \b"""
)
_EDGE = re.compile(r"[.!?]\s|\n")


def is_part(text: str, mentions: Iterable[Span]) -> bool:
    """Whether a name is somewhere said of a part of a state that is called so: its governor, its senators, "state"."""
    return any(
        _OF_A_PART_AFTER.match(text, span.end)
        or _OF_A_PART_BEFORE.search(text[max(0, span.start - _NEAR) : span.start])
        for span in mentions
    )


def is_no_state(text: str, mentions: Iterable[Span]) -> bool:
    """Whether a name is everywhere that of a team or of a region within the state."""
    found = list(mentions)
    return bool(found) and all(_is_region(text, span) or _is_team(text, span) for span in found)


def is_placed(text: str, start: int) -> bool:
    """Whether a name that begins here says but where or whose somebody else is, who does what is told."""
    return bool(_PLACED.search(text[max(0, start - _NEAR) : start]))


def _is_region(text: str, span: Span) -> bool:
    return bool(_REGION.search(text[max(0, span.start - _NEAR) : span.start]))


def _is_team(text: str, span: Span) -> bool:
    before = text[max(0, span.start - _NEAR) : span.start]
    plays = _PLAYS_AFTER.match(text, span.end) or _PLAYS_BEFORE.search(before)
    return bool(plays and _SPORT.search(_sentence(text, span)))


def _sentence(text: str, span: Span) -> str:
    edges = [match.end() for match in _EDGE.finditer(text, 0, span.start)]
    after = _EDGE.search(text, span.end)
    return text[edges[-1] if edges else 0 : after.start() if after else len(text)]
