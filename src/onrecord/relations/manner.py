"""How an event is done, and what it is about, where the words of its sentence say so."""

from __future__ import annotations

import functools
import re

from onrecord.facts import Event
from onrecord.relations.vocabulary import lines


def mode(event: Event, words: str) -> str | None:
    """PLOVER's mode of an event of this type ("strike" of PROTEST) in a sentence of these words."""
    return next((name for name, pattern in _modes().get(event, ()) if pattern.search(words)), None)


def contexts(words: str) -> tuple[str, ...]:
    """PLOVER's contexts of a sentence of these words, those of most words first."""
    counted = [(-len(pattern.findall(words)), n, name) for n, (name, pattern) in enumerate(_contexts())]
    return tuple(name for many, _, name in sorted(counted) if many)


@functools.cache
def _sections() -> dict[str, re.Pattern[str]]:
    entries: dict[str, list[str]] = {}
    for line in lines("manner.txt"):
        if line.startswith("["):
            section = entries.setdefault(line.strip("[]"), [])
        else:
            section += [re.escape(entry.strip()).replace(r"\*", r"\w*") for entry in line.split(",") if entry.strip()]
    # The longest first, so that "hunger strike" is met before "hunger".
    return {
        name: re.compile(rf"\b(?:{'|'.join(sorted(found, key=len, reverse=True))})\b", re.IGNORECASE)
        for name, found in entries.items()
    }


@functools.cache
def _modes() -> dict[Event, list[tuple[str, re.Pattern[str]]]]:
    modes: dict[Event, list[tuple[str, re.Pattern[str]]]] = {}
    for name, pattern in _sections().items():
        event, _, kind = name.partition(" ")
        if kind:
            modes.setdefault(Event(event), []).append((kind, pattern))
    return modes


@functools.cache
def _contexts() -> list[tuple[str, re.Pattern[str]]]:
    return [(name, pattern) for name, pattern in _sections().items() if " " not in name]
