"""Capitals that speak for their states, where the text itself says whose capital they are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from onrecord.facts import Figure, Kind
from onrecord.statements.kinds import called_after

_FORMS = (
    r"(?P<city>{place}),? (?:is |was |which is )?(?:the )?capital(?: city)? of (?:the )?(?P<state>{place})\b",
    r"(?P<city>{place}),? (?:is |was |which is )?(?P<state>{place})['’]s? capital\b",
    r"(?P<city>{place}),? (?:is |was |which is )?the (?P<people>[A-Z][\w’-]+) capital\b",
    r"(?P<state>{place})['’]s? capital(?: city)?,? (?P<city>{place})\b",
    r"[Tt]he (?P<people>[A-Z][\w’-]+) capital(?: city)?,? (?P<city>{place})\b",
)


def seats(text: str, figures: Sequence[Figure]) -> dict[str, Figure]:
    """The state of each capital, by the capital's name: "Calder, the capital of Veltania", "the Veltanian capital"."""
    places = {span.of(text): figure for figure in figures if figure.kind is Kind.PLACE for span in figure.mentions}
    if "capital" not in text or not places:
        return {}
    found: dict[str, set[str]] = {}
    for city, state in _told(text, places):
        found.setdefault(places[city].name, set()).add(places[state].name)
    named = {figure.name: figure for figure in places.values()}
    return {city: named[states.pop()] for city, states in found.items() if len(states) == 1 and city not in states}


def _told(text: str, places: dict[str, Figure]) -> Iterator[tuple[str, str]]:
    """Cities and their states, as the text names both."""
    place = "|".join(sorted(map(re.escape, places), key=len, reverse=True))
    for form in _FORMS:
        for match in re.finditer(rf"\b{form.format(place=f'(?:{place})')}", text):
            told = match.groupdict()
            people = told.get("people")
            states = [name for name in places if called_after(people, name)] if people else [told["state"]]
            if len({places[name].name for name in states}) == 1:
                yield told["city"], states[0]
