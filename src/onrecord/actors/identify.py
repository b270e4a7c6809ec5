"""Which figures of different documents are one actor: what is sure is joined, and each join says why.

Figures are taken in the order of the record, so that adding documents goes on where the last run ended. A figure is
compared only with actors that share a *mark* with it (a surname and an initial, an office, an acronym), so that a
million figures take minutes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from onrecord.actors import eastern, organisations
from onrecord.actors.friends import is_placed
from onrecord.actors.gazetteer import ActorKind, Entry, Use, meanings, named
from onrecord.actors.listed import is_named, listed, mistaken, why_listed
from onrecord.actors.names import same
from onrecord.actors.offices import Office, office
from onrecord.actors.persons import initials, is_title, person
from onrecord.facts import Figure, Kind, Span
from onrecord.spelling import keys, plain, skeleton
from onrecord.who import Actor, Identity, Sighting

_KEPT = 24
"""So many spellings and offices of an actor are kept to compare with."""

_TERM_YEARS = 5
"""A surname with an office is the same holder's only as long: offices pass on."""

_AROUND = 40
_SHORT = 3
_STOPS = frozenset(
    """
    of the and a an in for on to at by al et st new united north south east west central northeast northwest southeast
    southwest world great black white brown red green blue
    """.split()
)
_POINTING = ("this ", "that ", "these ", "those ")
_ABJAD = re.compile(r"[\u0590-\u06ff]")
_AGENT = re.compile(
    r"\s+(?:has |have |had |will |would |also |again )*(?:not |never )?(?:reject|say|said|insist|demand|accus|deni|"
    r"deny|"
    r"refus|recogni|warn|want|call|condemn|welcom|promis|threaten|announc|respond|repl|agree|oppos|support|back|sign|"
    r"impos|urg|decid|consider|believ|hope|expect|summon|expel|protest|declar|offer|propos|withdr|violat|break|broke)"
)
_WORD_BEFORE = re.compile(r"(?<![\w.])((?:[A-Z]\.)+|[A-Z][\w.'’]*)[ -]$")
_WORD_AFTER = re.compile(r"(?:['’]s)?[ -]([A-Z][\w.]*)")
_OPENERS = frozenset(
    """the a an in on at from of by and but for to as with when while after before since his her their our its my this
    that if both under over near across outside inside like unlike is are was were does did has had will what why how
    where who so then today now yet or not no only even because though although until during against between""".split()
)
_BETWEEN = re.compile(r"(?i)\b(?:pressure on|relations with|talks with|ties with|support from|dialogue with) $")


def acts(text: str, start: int, end: int) -> bool:
    """Whether words in a text are said to do what governments do ("Belgrade rejects", "relations with Moscow")."""
    return (bool(_AGENT.match(text, end)) and not is_placed(text, start)) or bool(
        _BETWEEN.search(text[max(0, start - 30) : start])
    )


def is_doubtful(text: str, words: frozenset[str], figure: Figure) -> bool:
    """Whether a word may be no name by itself, for one that is no person's.

    It is so where it stands within longer names alone ("Boston Center", "Open Science Framework"), or where the text
    has it, among its ``words``, in lower case too.
    """
    name = figure.name
    if figure.kind in (Kind.PERSON, Kind.GUEST) or " " in name or name.isupper():
        return False
    return name.lower() in words or all(_is_within(text, span) for span in figure.mentions)


def _is_within(text: str, span: Span) -> bool:
    """Whether a longer name is around a word: not a title before a person ("Ohio Senator"), nor a known name."""
    before = _WORD_BEFORE.search(text[max(0, span.start - 25) : span.start])
    after = _WORD_AFTER.match(text, span.end)
    longer = after is not None and not is_title(after[1]) and not meanings(after[1])
    return longer or (before is not None and before[1].lower() not in _OPENERS)


def may_act(name: str) -> bool:
    """Whether it matters if the figure acts: it is a capital or a seat of power."""
    return any(m.use in (Use.CAPITAL, Use.SEAT) for m in meanings(name))


def marks(sighting: Sighting) -> tuple[str, ...]:
    """What a figure shares with every actor that it can be: short strings to look actors up by."""
    entry = _listed(sighting)
    if entry is not None:
        return (f"g:{entry.name}",)
    if sighting.doubtful or sighting.no_state or _meaningless(sighting.name):
        return ()
    if sighting.kind in (Kind.PERSON, Kind.GUEST):
        held = office(sighting.role, sighting.around[:_AROUND]) if sighting.role else None
        return tuple(dict.fromkeys((*_person_marks(sighting.name), *_office_marks(sighting.name, held))))
    return _body_marks(sighting.name, sighting.home)


class Register:
    """The actors known so far. ``known`` gives those that share a mark, where they are kept elsewhere."""

    def __init__(self, known: Callable[[set[str]], Iterable[tuple[Actor, Sequence[str]]]] | None = None) -> None:
        self._known = known
        self._asked: set[str] = set()
        self._actors: dict[int, Actor] = {}
        self._marked: dict[str, list[int]] = {}
        self._changed: dict[int, tuple[str, ...]] = {}

    def place(self, sightings: Sequence[Sighting], next_key: int) -> list[Identity]:
        """Say of each figure which actor it is; new actors are numbered from ``next_key``."""
        self._load(sightings)
        placed = []
        for sighting in sightings:
            found, why = self._choose(sighting)
            if found is None:
                found = _founded(sighting, next_key)
                next_key += 1
            self._join(found, sighting)
            held = _held(sighting)
            placed.append(
                Identity(figure=sighting.key, actor=found.key, why=why, speaks_for=held.speaks_for if held else None)
            )
        return placed

    def changed(self) -> Iterator[tuple[Actor, tuple[str, ...]]]:
        """Give the actors that are new or have changed since this was asked last, with their new marks."""
        for key, new in self._changed.items():
            yield self._actors[key], new
        self._changed.clear()

    def _load(self, sightings: Sequence[Sighting]) -> None:
        if self._known is None:
            return
        wanted = {mark for sighting in sightings for mark in marks(sighting)} - self._asked
        self._asked |= wanted
        for actor, its_marks in self._known(wanted):
            self._actors.setdefault(actor.key, actor)
            for mark in its_marks:
                if actor.key not in (there := self._marked.setdefault(mark, [])):
                    there.append(actor.key)

    def _choose(self, sighting: Sighting) -> tuple[Actor | None, str]:
        """The one actor that the figure surely is; none where several could be."""
        fitting: dict[int, str] = {}
        for mark in marks(sighting):
            for key in self._marked.get(mark, ()):
                if key not in fitting and (why := _one(self._actors[key], sighting, mark)):
                    fitting[key] = why
            if len(fitting) == 1 and mark.startswith(("g:", "n:")):
                break
        if len(fitting) > 1:
            # A surname that stood alone before may be the same person's and is no rival of the full name.
            fitting = {key: why for key, why in fitting.items() if " " in self._actors[key].name} or fitting
        if len(fitting) == 1:
            [(key, why)] = fitting.items()
            return self._actors[key], why
        return None, "several could be meant" if fitting else _first(sighting)

    def _join(self, actor: Actor, sighting: Sighting) -> None:
        held = _held(sighting)
        form = _form(held) if held else None
        dates = [date for date in (actor.first, actor.last, sighting.published) if date]
        names, offices = actor.names, actor.offices
        if sighting.name not in names and len(names) < _KEPT:
            names = (*names, sighting.name)
        if form and form not in offices and len(offices) < _KEPT:
            offices = (*offices, form)
        self._actors[actor.key] = replace(
            actor,
            name=_fuller(actor, sighting),
            names=names,
            offices=offices,
            first=min(dates, default=None),
            last=max(dates, default=None),
            figures=actor.figures + 1,
        )
        new = []
        for mark in (*marks(sighting), *_surname(sighting, actor, names)):
            there = self._marked.setdefault(mark, [])
            if actor.key not in there:
                there.append(actor.key)
                new.append(mark)
        self._changed[actor.key] = (*self._changed.get(actor.key, ()), *new)


def _fuller(actor: Actor, sighting: Sighting) -> str:
    """The name that an actor goes by: a person's first written-out one, else the first."""
    written = sighting.kind is Kind.PERSON and " " in sighting.name and " " not in actor.name
    return sighting.name if written else actor.name


def _founded(sighting: Sighting, key: int) -> Actor:
    entry = _listed(sighting)
    if entry is not None:
        return Actor(key=key, id=entry.id, name=entry.name, kind=entry.kind.value, wikidata=entry.wikidata)
    return Actor(key=key, id=sighting.id, name=sighting.name, kind=sighting.kind.value)


def _first(sighting: Sighting) -> str:
    entry = _listed(sighting)
    if sighting.no_state:
        return "a team, or a region, and not the state"
    if entry is None:
        return "nobody like this was known before"
    return _why_listed(sighting, entry)


def _one(actor: Actor, sighting: Sighting, mark: str) -> str:
    """Why the figure is this actor; "" where that is not sure."""
    if mark.startswith("g:"):
        return _why_listed(sighting, _listed(sighting))
    if (actor.kind in (Kind.PERSON, Kind.GUEST)) != (sighting.kind in (Kind.PERSON, Kind.GUEST)):
        return ""
    if sighting.kind not in (Kind.PERSON, Kind.GUEST):
        return _one_body(actor, sighting)
    return _one_person(actor, sighting)


def _why_listed(sighting: Sighting, entry: Entry | None) -> str:
    return why_listed(sighting.name, entry) if entry else ""


def _one_body(actor: Actor, sighting: Sighting) -> str:
    if any(_bare(name) == _bare(sighting.name) for name in actor.names):
        return "same name"
    verdicts = [same(name, sighting.name) for name in actor.names]
    return "one name in two forms" if True in verdicts and False not in verdicts else ""


def _one_person(actor: Actor, sighting: Sighting) -> str:
    held = _held(sighting)
    shared, of_same = _shared(actor.offices, held)
    agreed = _agreed(actor.names, sighting.name)
    reasons = (["same role"] if shared else []) + (["of the same state or body"] if of_same else [])
    if agreed and not (_clash(actor.offices, held) and not shared):
        name = "same name" if sighting.name in actor.names else "one name in two spellings"
        return ", ".join([name, *reasons])
    sure = of_same or (shared and held is not None and held.of == "" and _together(actor, sighting))
    if agreed is None and shared and sure and _within_term(actor, sighting):
        return ", ".join(["same surname", *reasons])
    if agreed is False and shared and of_same and any(_slip(name, sighting.name) for name in actor.names):
        return ", ".join(["same surname", "given names that differ by a slip", *reasons])
    return ""


def why_apart(one: Actor, other: Actor) -> str:
    """Say what keeps two actors apart by the rules."""
    persons = [actor.kind in (Kind.PERSON, Kind.GUEST) for actor in (one, other)]
    if persons[0] != persons[1]:
        return "one is a person, the other is not"
    verdicts = [_agreed(one.names, name) for name in other.names]
    if False in verdicts:
        return "their names are those of two"
    if not all(persons):
        return "their names do not say that they are one"
    if True in verdicts:
        return "one office of two states, or walks of life that people rarely change"
    return "a surname alone, and no role of the same state or body, within five years, that says who it is"


def _agreed(names: Sequence[str], name: str) -> bool | None:
    """What the names say: one clear no outweighs all; none of them clear is ``None``."""
    if name in names and " " in name:
        return True
    verdicts = [None if other == name else same(other, name) for other in names]
    if False in verdicts:
        return False
    return True if True in verdicts else None


def _together(actor: Actor, sighting: Sighting) -> bool:
    """Whether whose office the actor holds is named around the figure."""
    return any(form[2] and _is_near(form[2], sighting.around) for form in actor.offices) or all(
        not form[2] for form in actor.offices
    )


def _within_term(actor: Actor, sighting: Sighting) -> bool:
    if not (actor.last and actor.first and sighting.published):
        return True
    year = int(sighting.published[:4])
    return int(actor.first[:4]) - _TERM_YEARS <= year <= int(actor.last[:4]) + _TERM_YEARS


def _shared(forms: Sequence[tuple[str, ...]], held: Office | None) -> tuple[bool, bool]:
    """Whether an office is one of these, and whether it is then surely of the same state or body."""
    if held is None:
        return False, False
    like = [form for form in forms if form[:2] == (held.head, held.area)]
    shared = any(not form[2] or not held.of or form[2] == held.of for form in like)
    return shared, any(form[2] == held.of != "" for form in like)


def _clash(forms: Sequence[tuple[str, ...]], held: Office | None) -> bool:
    """Whether two people are meant: one office of two states, or walks of life that people rarely change."""
    if held is None or not forms:
        return False
    if any(form[:2] == (held.head, held.area) and _two_states(form[2], held.of) for form in forms):
        return True
    worlds = {Office(head=form[0]).world for form in forms}
    return held.world not in worlds and (bool(held.world) or "" not in worlds)


def _two_states(a: str, b: str) -> bool:
    kinds = [{m.entry.kind for m in meanings(name) if m.use is Use.NAME} for name in (a, b)]
    return a != b and all(ActorKind.STATE in some for some in kinds)


def _slip(a: str, b: str) -> bool:
    one, other = person(a).words, person(b).words
    if len(one) != len(other) or len(one) < 2 or one[1:] != other[1:] or min(len(one[0]), len(other[0])) < 4:
        return False
    return (
        one[0][:2] == other[0][:2]
        and abs(len(one[0]) - len(other[0])) == 1
        and sorted(one[0][-2:]) == sorted(other[0][-2:])
    )


def _held(sighting: Sighting) -> Office | None:
    return office(sighting.role, sighting.around[:_AROUND]) if sighting.role else None


def _form(held: Office) -> tuple[str, ...]:
    return (held.head, held.area, held.of)


def _listed(sighting: Sighting) -> Entry | None:
    if sighting.no_state:
        return None
    found = listed(sighting.name, sighting.kind, acts=sighting.acts, around=sighting.around, part=sighting.part)
    if sighting.kind is Kind.PERSON and not sighting.role:
        return mistaken(sighting.name, acts=sighting.acts)
    if found is None and sighting.home and sighting.kind is Kind.ORGANISATION and not _meaningless(sighting.name):
        name, home = sighting.name, sighting.home
        found = named(f"{home} {name}") or named(f"{name} ({home})")
    return found


def _is_near(name: str, around: tuple[str, ...]) -> bool:
    return name in around or is_named(name, around)


def _meaningless(name: str) -> bool:
    words = [word.strip(".").casefold() for word in name.split()]
    told = any(len(word) > 1 and word[0].isalpha() and word not in _STOPS for word in words)
    return not told or name.startswith(_POINTING)


def _bare(name: str) -> str:
    if name.isupper() and len(name) <= _SHORT:
        # "VA" is not "Va."
        return name
    return " ".join(plain(name).removeprefix("the ").replace(".", "").replace("-", " ").split())


@lru_cache(maxsize=262_144)
def _person_marks(name: str) -> tuple[str, ...]:
    found = [f"e:{key}" for key in eastern.marks(name)]
    words = person(name).words
    if len(words) < 2:
        return tuple(found)
    if _ABJAD.search(name) or name.isascii():
        found.append("a:" + " ".join(map(skeleton, words)))
    for last, first in ((words[-1], words[0]), (words[0], words[-1])):
        found += [f"p:{key}|{initial}" for key in sorted(keys(last)) for initial in sorted(initials(first))]
    return (f"n:{_bare(name)}", *found)


def _office_marks(name: str, held: Office | None) -> Iterator[str]:
    """A surname with an office: what is left of a name in a report that gives no more."""
    words = person(name).words
    if held is not None and words:
        for key in sorted(keys(words[-1])):
            yield f"o:{key}|{held.head}"


def _surname(sighting: Sighting, actor: Actor, names: Sequence[str]) -> set[str]:
    """The surname of a person that he has not had before: it tells that somebody is called so.

    Nobody is looked up by it, so it is known from his ``names`` alone whether it was kept before.
    """
    if sighting.kind is not Kind.PERSON or " " not in sighting.name or names is actor.names:
        return set()
    return {f"s:{sighting.name.split()[-1]}"} - {f"s:{name.split()[-1]}" for name in actor.names if " " in name}


@lru_cache(maxsize=262_144)
def _body_marks(name: str, home: str) -> tuple[str, ...]:
    if organisations.is_general(name):
        return (f"n:{_bare(name)} of {home}",) if home else ()
    content = organisations.content(name)
    found = [f"n:{_bare(name)}"]
    if len(content) > 1:
        found += [f"w:{' '.join(sorted(content))}", "c:" + "".join(word.strip("@")[:1].lower() for word in content)]
    elif name.isupper():
        found.append(f"c:{_bare(name)}")
    return tuple(found)
