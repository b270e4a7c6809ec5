"""Which actor of the gazetteer words stand for in a text; none where they are more likely something else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from babel import Locale

from onrecord.actors.gazetteer import ActorKind, Entry, Meaning, Use, meanings, named
from onrecord.facts import Kind

_PERSONS = (Kind.PERSON, Kind.GUEST, Kind.INTERVIEWER, Kind.UNNAMED, Kind.UNSTATED)
_PLACES = (ActorKind.STATE, ActorKind.TERRITORY)
# States and capitals that persons are called, too.
_BORNE = frozenset("Jordan Chad Georgia Israel Paris Washington Sofia Victoria Kingston Stanley Jamestown".split())
_WHY = {
    Use.NAME: "a name of {} in the gazetteer",
    Use.GOVERNMENT: "the government of {}",
    Use.CAPITAL: "the capital of {}, and it acts",
    Use.SEAT: "a seat of power of {}, and it acts",
    Use.DEMONYM: "the adjective of {}",
}


def listed(words: str, kind: Kind, *, acts: bool, around: tuple[str, ...] = (), part: bool = False) -> Entry | None:
    """Give the actor that words stand for; ``None`` where it is none, or one of several.

    ``acts``: the words say or do something, as no mere place does; ``around`` are other names in the document, which
    tell namesakes apart, and ``part`` says that a part of a state is meant. Words without a capital are no name ("the
    alliance").
    """
    if kind in _PERSONS or words == words.lower():
        return None
    if (namesake := part_of_state(words)) and (part or _is_nearer(namesake, words, around)):
        return namesake
    senses = {m.entry.name: m for m in _senses(words, acts=acts, around=around)}
    if len(senses) > 1:
        near = {name: m for name, m in senses.items() if is_named(name, around)}
        senses = near if len(near) == 1 else {n: m for n, m in senses.items() if m.use is Use.SEAT}
    return next(iter(senses.values())).entry if len(senses) == 1 else None


def part_of_state(words: str) -> Entry | None:
    """Give the part of a state that is called like another state or its capital: the Georgia of the USA."""
    return named(f"{words} (state)")


def mistaken(word: str, *, acts: bool) -> Entry | None:
    """Give the state or body that a word stands for which was read as a person's bare name, and is hardly one's."""
    if " " in word or word in _BORNE or word == word.lower():
        return None
    senses = {m.entry for m in meanings(word) if m.use is Use.NAME or (acts and _stands(m))}
    return senses.pop() if len(senses) == 1 else None


def why_listed(words: str, entry: Entry) -> str:
    """Say why words stand for this actor."""
    use = next((m.use for m in meanings(words) if m.entry is entry), Use.NAME)
    return _WHY[use].format(entry.name)


def state_of(words: Iterable[tuple[str, int]]) -> str:
    """Give the state that names stand for two times in three or more, each name with how often it stands; "" for none.

    Whatever stands for a state counts: its name, its people, its capital.
    """
    often: Counter[str] = Counter()
    for name, times in words:
        for state in {m.entry.name for m in meanings(name) if m.entry.kind is ActorKind.STATE}:
            often[state] += times
    [(state, times), *_] = often.most_common(1) or [("", 0)]
    return state if 3 * times >= 2 * often.total() else ""


@lru_cache(maxsize=4096)
def is_named(name: str, around: tuple[str, ...]) -> bool:
    """Whether one of these words is a name of the actor that the gazetteer has under this name."""
    return any(m.entry.name == name and m.use is Use.NAME for other in around for m in meanings(other))


@lru_cache(maxsize=4096)
def _is_nearer(namesake: Entry, words: str, around: tuple[str, ...]) -> bool:
    """Whether a document names what belongs to this one, such as its capital, and nothing of others called so."""
    spoken_of = {m.entry for other in around if other != words for m in meanings(other)}
    return namesake in spoken_of and not any(m.entry in spoken_of for m in meanings(words))


@lru_cache(maxsize=4096)
def _is_spoken_of(name: str, around: tuple[str, ...]) -> bool:
    """Whether a document names a body, or the state in brackets behind its name, or no state at all."""
    _, _, state = name.rstrip(")").partition(" (")
    spoken_of = {m.entry for other in around for m in meanings(other)}
    states = {entry.name for entry in spoken_of if entry.kind is ActorKind.STATE}
    return state in states or not states or any(entry.name == name for entry in spoken_of)


def _senses(words: str, *, acts: bool, around: tuple[str, ...]) -> list[Meaning]:
    senses = meanings(words)
    named = [m for m in senses if m.use in (Use.NAME, Use.GOVERNMENT)]
    return named or [m for m in senses if _is_adjective(m, words, around) or (acts and _stands(m))]


def _stands(meaning: Meaning) -> bool:
    return meaning.use is Use.SEAT or (meaning.use is Use.CAPITAL and meaning.entry.kind in _PLACES)


def _is_adjective(meaning: Meaning, name: str, around: tuple[str, ...]) -> bool:
    """Whether a word is used of a state, or of a body where the document is of its state.

    "English" and "Catalan" are mostly languages.
    """
    if meaning.use is not Use.DEMONYM:
        return False
    if meaning.entry.kind is ActorKind.ORGANISATION:
        return _is_spoken_of(meaning.entry.name, around)
    return meaning.entry.kind is ActorKind.STATE or name not in Locale("en").languages.values()
