"""States, territories, international bodies, blocs and outlets, by all the words that are used for them.

The table is ``gazetteer.tsv``, each line with its source; names of states and territories in other languages
come from CLDR, through Babel, and are loaded when a name is first asked for that the table does not have.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files

from babel import Locale

_LANGUAGES = (
    "sq ar hy az eu be bn bs bg my ca zh zh_Hant hr cs da nl en et fi fr ka de el he hi hu id it ja kk ko lv lt mk ms "
    "mn nb fa pl pt ro ru sr sr_Latn sk sl es sw sv tg th tr uk ur uz vi"
).split()
_DOT = re.compile(r"\.")
_ACCENT = re.compile(r"[\u0300-\u036f]")
# Scripts of India and South-East Asia write vowels as marks, which are no letters and yet tell words apart.
_BREAK = re.compile(r"[^\w+\u0900-\u109f\u1780-\u17ff]+")
_ACRONYM = re.compile(r"[^\W\d_]{1,5}")
_RULERS = "(?:government|authorities|leadership|regime|side)"
_GOVERNMENT = re.compile(rf"(?:[Tt]he )?(?:(.+?)(?:['’]s?)? {_RULERS}|{_RULERS} of (?:the )?(.+))")
_ENGLISH = ("Island",)
"""What other languages call a state and English means otherwise."""

_SHORTEST = 4
"""The fewest letters of an acronym that is known by its sound, whatever its capitals."""


class ActorKind(StrEnum):
    """What an actor of the gazetteer is; a group is a bloc or alliance without a legal body, or a world region."""

    STATE = "state"
    TERRITORY = "territory"
    ORGANISATION = "organisation"
    GROUP = "group"
    OUTLET = "outlet"


_RULED = (ActorKind.STATE, ActorKind.TERRITORY)


class Use(StrEnum):
    """How words stand for an actor: all but a name and its government need a context that says so."""

    NAME = "name"
    CAPITAL = "capital"
    SEAT = "seat"
    DEMONYM = "demonym"
    GOVERNMENT = "government"
    PEOPLE = "people"


# Before the word "government" stands a name, an adjective or a capital; behind it a name.
_GOVERNED = {True: (Use.NAME, Use.DEMONYM, Use.CAPITAL), False: (Use.NAME,)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the table.

    ``wikidata`` is empty where it is not certain; ``code`` is the CLDR territory code; ``seats`` are the houses of
    power that stand for it ("the Kremlin"), ``demonyms`` its adjectives, ``people`` its plurals; ``source`` says
    where it can be looked up.
    """

    name: str
    kind: ActorKind
    wikidata: str
    code: str
    aliases: tuple[str, ...]
    capital: tuple[str, ...]
    seats: tuple[str, ...]
    demonyms: tuple[str, ...]
    people: tuple[str, ...]
    source: str

    @property
    def id(self) -> str:
        """Its Wikidata id where that is known, else its kind and name."""
        return self.wikidata or f"{self.kind}:{_folded(self.name).replace(' ', '-')}"


@dataclass(frozen=True, slots=True)
class Meaning:
    """An actor that words can stand for, and how."""

    entry: Entry
    use: Use


@cache
def entries() -> tuple[Entry, ...]:
    """All lines of the table, in its order."""
    with files(__package__).joinpath("gazetteer.tsv").open(encoding="utf-8") as lines:
        return tuple(_entry(row) for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


@lru_cache(maxsize=65_536)
def named(words: str) -> Entry | None:
    """The actor whose name, in any of its forms or languages, the words are; ``None`` where none or several are."""
    key, folded = _key(words), _folded(words)
    if not folded:
        return None
    found = _names().get(key) or _aliases().get(key)
    if not found and len(key) >= _SHORTEST:
        found = _names().get(folded) or _aliases().get(folded)
    found = found or _foreign().get(folded, ())
    return found[0] if len(found) == 1 else None


def meanings(words: str) -> tuple[Meaning, ...]:
    """Every actor that the words can stand for, with the use they then have."""
    entry = named(words)
    own = (Meaning(entry, Use.NAME),) if entry else ()
    return own + _uses().get(_key(words), ()) or _governing(words)


@lru_cache(maxsize=65_536)
def _governing(words: str) -> tuple[Meaning, ...]:
    """The state whose government words name: "the Peruvian authorities", "the government of Peru"."""
    parted = _GOVERNMENT.fullmatch(words)
    if parted is None:
        return ()
    states = {m.entry.name: m.entry for m in meanings(parted[1] or parted[2]) if m.use in _GOVERNED[bool(parted[1])]}
    return tuple(Meaning(entry, Use.GOVERNMENT) for entry in states.values() if entry.kind in _RULED)


def _entry(row: dict[str, str]) -> Entry:
    def several(column: str) -> tuple[str, ...]:
        return tuple(filter(None, row[column].split("|")))

    return Entry(
        name=row["name"],
        kind=ActorKind(row["kind"]),
        wikidata=row["wikidata"],
        code=row["code"],
        aliases=several("aliases"),
        capital=several("capital"),
        seats=several("seats"),
        demonyms=several("demonyms"),
        people=several("people"),
        source=row["source"],
    )


@lru_cache(maxsize=65_536)
def _folded(words: str) -> str:
    """Words without case, accents, punctuation and the article before them."""
    folded = _DOT.sub("", words).casefold().replace("&", " and ")
    if not folded.isascii():
        folded = _ACCENT.sub("", unicodedata.normalize("NFKD", folded))
    return _BREAK.sub(" ", folded).strip().removeprefix("the ")


def _key(words: str) -> str:
    """What the table is looked up by: short acronyms keep their capitals, for "WHO" is not "who"."""
    bare = _DOT.sub("", words).strip().removeprefix("the ").removeprefix("The ")
    return bare if bare.isupper() and _ACRONYM.fullmatch(bare) else _folded(words)


def _keys(name: str) -> Iterator[str]:
    """The keys of a name in the table: "NATO" is also written "Nato", but "US" never "us"."""
    key = _key(name)
    yield key
    if key.isupper() and len(key) >= _SHORTEST:
        yield _folded(name)


Index = dict[str, tuple[Entry, ...]]


def _index(pairs: Iterator[tuple[str, Entry]]) -> Index:
    index: Index = {}
    for key, entry in pairs:
        if entry not in index.get(key, ()):
            index[key] = (*index.get(key, ()), entry)
    return index


@cache
def _names() -> Index:
    return _index((key, entry) for entry in entries() for key in _keys(entry.name))


@cache
def _aliases() -> Index:
    return _index((key, entry) for entry in entries() for alias in entry.aliases for key in _keys(alias))


@cache
def _foreign() -> Index:
    """CLDR's names of our territories."""
    by_code = {entry.code: entry for entry in entries() if entry.code}
    return _index(
        (_folded(name), by_code[code])
        for language in _LANGUAGES
        for code, name in Locale.parse(language).territories.items()
        if code in by_code and (len(name) >= _SHORTEST or not name.isascii()) and name not in _ENGLISH
    )


@cache
def _uses() -> dict[str, tuple[Meaning, ...]]:
    index: dict[str, tuple[Meaning, ...]] = {}
    for entry in entries():
        uses = {
            Use.CAPITAL: entry.capital,
            Use.SEAT: entry.seats,
            Use.DEMONYM: entry.demonyms,
            Use.PEOPLE: entry.people,
        }
        for use, forms in uses.items():
            for form in forms:
                index[_key(form)] = (*index.get(_key(form), ()), Meaning(entry, use))
    return index
