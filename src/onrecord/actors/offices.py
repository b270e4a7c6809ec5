"""What a role says: which office it is, whose, and where it is held."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from onrecord.actors.gazetteer import ActorKind, Use, meanings
from onrecord.actors.listed import part_of_state

_SPEAKING = frozenset(
    """
    president vice-president premier chancellor minister secretary ambassador envoy consul attaché governor mayor
    spokesman spokeswoman spokesperson chief chairman chairwoman chairperson chair director head leader commissioner
    representative king queen emperor sultan emir secretary-general director-general ceo negotiator pope
    """.split()
)
_OTHERS = frozenset(
    """
    senator congressman congresswoman lawmaker deputy member official diplomat adviser advisor aide analyst expert
    professor lecturer teacher researcher scientist economist historian physicist chemist biologist engineer doctor
    judge justice attorney lawyer prosecutor general colonel admiral commander captain officer soldier journalist
    reporter editor columnist correspondent author writer poet novelist actor actress singer musician composer
    conductor painter artist director producer player coach footballer goalkeeper striker midfielder champion athlete
    swimmer boxer manager founder owner businessman businesswoman entrepreneur candidate nominee bishop archbishop
    cardinal priest rabbi imam patriarch strategist manager dancer rapper guitarist sculptor philosopher
    """.split()
)
_AREAS = {
    "foreign": "foreign", "prime": "prime", "defence": "defence", "defense": "defence", "interior": "interior",
    "home": "interior", "finance": "finance", "trade": "trade", "justice": "justice", "health": "health",
    "energy": "energy", "economy": "economy", "education": "education", "press": "press", "vice": "vice",
    "deputy": "deputy", "state": "state", "general": "general", "attorney": "attorney", "agriculture": "agriculture",
    "treasury": "treasury", "labour": "labour", "labor": "labour", "environment": "environment",
    "transport": "transport", "culture": "culture", "secretary": "secretary", "harbour": "harbour",
}  # fmt: skip
_OF_PARTS = frozenset("governor senator congressman congresswoman".split())
"""Offices of parts of states, some of which are called as another state is."""

_PAST = frozenset("former ex late then ousted".split())
_HOSTED = frozenset("ambassador envoy consul attaché".split())
_PLACES = frozenset("of for in to at".split())
_WORLDS = {
    "sport": frozenset(
        "player coach footballer goalkeeper striker midfielder champion athlete swimmer boxer captain".split()
    ),
    "art": frozenset(
        """actor actress singer musician composer conductor painter artist dancer rapper guitarist sculptor poet
        novelist""".split()
    ),
    "science": frozenset(
        "professor lecturer researcher scientist historian physicist chemist biologist philosopher".split()
    ),
}
_POSSESSIVE = re.compile(r"['’]s?$")
_PEOPLE = re.compile(r"(?:[aeiou]{0,2}n|ish|er|ese|i|ic|ite)s?")


@dataclass(frozen=True, slots=True)
class Office:
    """An office: ``minister``, ``foreign``, of whom, and in which land an ambassador sits; "" for what is not said."""

    head: str
    area: str = ""
    of: str = ""
    host: str = ""
    past: bool = False

    @property
    def speaks_for(self) -> str | None:
        """For whom its holder speaks by his office, if the role says that."""
        return self.of if self.of and self.head in _SPEAKING and not self.past else None

    @property
    def world(self) -> str:
        """The walk of life where it is one that people rarely leave for another ("sport"), else ""."""
        return next((world for world, heads in _WORLDS.items() if self.head in heads), "")


@lru_cache(maxsize=65_536)
def office(role: str, polities: tuple[str, ...] = ()) -> Office | None:
    """Read a role as it stands in a text; ``polities`` are names in that text, among them states it invents.

    >>> office("Ambassador of Russia in Serbia")
    Office(head='ambassador', area='', of='Russia', host='Serbia', past=False)
    """
    words = role.replace(",", " ").split()
    at = _head(words)
    if at is None:
        return None
    before, after = words[:at], words[at + 1 :]
    areas = {_AREAS[word.casefold()] for word in before if word.casefold() in _AREAS}
    head = words[at].casefold()
    of, host, further = _after(after, head, polities)
    of = of or _before(before, polities)
    part = part_of_state(of) if head in _OF_PARTS else None
    return Office(
        head=head,
        area=" ".join(sorted(areas | further)),
        of=part.name if part else of,
        host=host,
        past=any(word.casefold().rstrip("-") in _PAST for word in before),
    )


def stands_for(words: str, speaks_for: str | None, host: str = "") -> str | None:
    """Whom "we", "our government" or "this country" mean in the mouth of somebody who speaks for a state or body.

    ``host`` is the land in which an ambassador sits: he calls that "this country". ``None`` where the words leave it
    open ("our partners").
    """
    folded = words.casefold().strip(".,;:“”\"' ")
    if folded == "this country":
        return host or speaks_for
    return speaks_for if folded in _OWN else None


_OWN = frozenset(
    ["we", "us", "our", "ours", "our country", "our government", "our side", "our state", "my country", "my government"]
)


def _head(words: Sequence[str]) -> int | None:
    """The last office before what it is over: "minister" of "foreign minister of Peru"."""
    found = None
    for i, word in enumerate(words):
        bare = word.casefold()
        if bare in _PLACES and found is not None:
            break
        if bare in _SPEAKING or bare in _OTHERS:
            found = i
    return found


def _after(words: Sequence[str], head: str, polities: tuple[str, ...]) -> tuple[str, str, set[str]]:
    of = host = ""
    areas: set[str] = set()
    for link, chunk in _complements(words):
        area = next((_AREAS[word.casefold()] for word in chunk if word.casefold() in _AREAS), "")
        name = _polity(" ".join(chunk), polities) or (" ".join(chunk) if link in ("of", "for") else "")
        if area and not _polity(" ".join(chunk), polities):
            areas.add(area)
        elif head in _HOSTED and link in ("in", "to", "at"):
            host = host or name
        elif name[:1].isupper() and (link == "of" or (link == "for" and head.startswith("spokes"))):
            of = of or name
    return of, host, areas


def _complements(words: Sequence[str]) -> list[tuple[str, list[str]]]:
    """What follows an office: "of Russia", "in Serbia", each without its article."""
    found: list[tuple[str, list[str]]] = []
    for word in words:
        if word.casefold() in _PLACES:
            found.append((word.casefold(), []))
        elif found and word.casefold() != "the":
            found[-1][1].append(word)
    return [(link, chunk) for link, chunk in found if chunk]


def _before(words: Sequence[str], polities: tuple[str, ...]) -> str:
    for start in range(len(words)):
        for end in range(len(words), start, -1):
            chunk = words[start:end]
            if name := _polity(" ".join(chunk), polities):
                return name
            if _POSSESSIVE.search(chunk[-1]) and chunk[0][:1].isupper():
                return _POSSESSIVE.sub("", " ".join(chunk))
    return ""


def _polity(words: str, polities: tuple[str, ...]) -> str:
    """The state or body that words name, or whose adjective they are; "" for none or several."""
    bare = _POSSESSIVE.sub("", words)
    if not bare[:1].isupper() or bare.casefold() in _AREAS:
        return ""
    senses = (m for m in meanings(bare) if m.use in (Use.NAME, Use.DEMONYM))
    known = {m.entry.name for m in senses if m.entry.kind is not ActorKind.OUTLET}
    if known:
        return known.pop() if len(known) == 1 else ""
    named = [name for name in polities if name == bare or _called_after(bare, name)]
    return min(named, key=len) if named else ""


def _called_after(people: str, place: str) -> bool:
    """Whether the one word is the other with an ending of peoples ("Ardesian", "Sundmarker")."""
    stem = place.rstrip("aeiou")
    return len(stem) > 3 and people.startswith(stem) and bool(_PEOPLE.fullmatch(people[len(stem) :]))
