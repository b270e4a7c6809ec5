"""Whom the ends and voices of ties stand for, across documents: the actors that they are told apart by."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from onrecord.actors.gazetteer import Entry
from onrecord.actors.listed import listed, mistaken
from onrecord.actors.offices import office, stands_for
from onrecord.errors import RecordError
from onrecord.facts import End, Kind
from onrecord.record import Record, Tie
from onrecord.record.bearers import Bearer, Place
from onrecord.who import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """An actor of a system; ``aliases`` are its other names, ``wikidata`` is ``None`` where unknown."""

    id: str
    name: str
    kind: str
    aliases: tuple[str, ...] = ()
    wikidata: str | None = None

    def json(self) -> dict[str, Any]:
        """Give it in names and values."""
        return {
            "id": self.id,
            "name": self.name,
            "aliases": list(self.aliases),
            "kind": self.kind,
            "wikidata": self.wikidata,
        }


class Parties:
    """Says of each end and voice of ties which actor it is.

    That is the actor of its figure, or of the gazetteer; what is neither is told apart by its name. "Our country" is
    whom the voice speaks for. ``fold`` puts persons into whom they speak for where their role says it.
    """

    def __init__(self, bearers: Mapping[Place, Bearer], *, fold: bool = False) -> None:
        self._bearers = bearers
        self._fold = fold
        self._known: dict[str, Actor | Entry] = {each.actor.id: each.actor for each in bearers.values()}
        self._moved = {each.found: each.actor.id for each in bearers.values() if each.found not in self._known}
        self._speaks_for: dict[str, set[str]] = defaultdict(set)
        self._called: dict[str, set[str]] = defaultdict(set)
        self._spellings: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
        for each in bearers.values():
            if each.speaks_for:
                self._speaks_for[each.actor.id].add(each.speaks_for)
            for name in (each.actor.name, *each.actor.names):
                self._called[folded(name)].add(each.actor.id)

    def end(self, tie: Tie, end: End) -> str:
        """Give the id of the actor that an end of a tie is."""
        voice = self._bearer(tie, tie.speaker_at)
        bearer = self._bearer(tie, end.named_at.start if end.named_at else None)
        held = office(voice.role) if voice and voice.role else None
        own = stands_for(end.name, voice.speaks_for, held.host if held else "") if voice else None
        id_ = self._whom(bearer) if bearer and not own else self._named(own or end.name, end.kind)
        self._spellings[id_][end.name, end.kind.value] += 1
        return id_

    def voice(self, tie: Tie) -> str:
        """Give the id of the actor that says so."""
        bearer = self._bearer(tie, tie.speaker_at)
        id_ = bearer.actor.id if bearer else self._named(tie.voice, Kind.PERSON if tie.relation.voice else Kind.GROUP)
        self._spellings[id_][tie.voice, Kind.PERSON.value] += 1
        return id_

    def of(self, ids: Iterable[str]) -> dict[str, Party]:
        """Give the actors with these ids, in the order of the ids."""
        return {id_: self._party(id_) for id_ in sorted(set(ids))}

    def _bearer(self, tie: Tie, at: int | None) -> Bearer | None:
        return None if at is None else self._bearers.get((tie.relation.document, at))

    def _whom(self, bearer: Bearer) -> str:
        everywhere = self._speaks_for[bearer.actor.id]
        speaks_for = bearer.speaks_for or (min(everywhere) if len(everywhere) == 1 else None)
        return self._named(speaks_for, Kind.PLACE) if self._fold and speaks_for else bearer.actor.id

    def _named(self, name: str, kind: Kind) -> str:
        entry = mistaken(name, acts=True) if kind is Kind.PERSON else listed(name, kind, acts=True)
        if entry:
            id_ = self._moved.get(entry.id, entry.id)
            self._known.setdefault(id_, entry)
            return id_
        key = folded(name)
        called = self._called.get(key, ())
        return min(called) if len(called) == 1 else key

    def _party(self, id_: str) -> Party:
        found = self._spellings[id_]
        ranked = sorted(found, key=lambda spelling: (-found[spelling], spelling))
        names = [name for name, _ in ranked]
        known = self._known.get(id_)
        if known is None:
            return Party(id=id_, name=names[0], kind=ranked[0][1], aliases=tuple(dict.fromkeys(names[1:])))
        others = dict.fromkeys((*names, *(known.names if isinstance(known, Actor) else ())))
        others.pop(known.name, None)
        return Party(
            id=id_, name=known.name, kind=str(known.kind), aliases=tuple(others), wikidata=known.wikidata or None
        )


@dataclass(frozen=True, slots=True)
class Placed:
    """A tie with the ids of the actors that hold it, are its target, and say so."""

    tie: Tie
    source: str
    target: str
    voice: str


def parties(record: Record, ties: Iterable[Tie], *, fold: bool = False) -> Parties:
    """Look up who is at the ends of ties."""
    places = {(tie.relation.document, at) for tie in ties for at in _places(tie)}
    return Parties(record.who.bearers(places), fold=fold)


def placed(ties: Iterable[Tie], who: Parties) -> tuple[list[Placed], dict[str, Party]]:
    """Give the ties whose ends are two, each voice by the name of its actor; and all these actors."""
    found = []
    for tie in ties:
        holder, target = tie.relation.holder, tie.relation.target
        if holder and target:
            found.append(Placed(tie, who.end(tie, holder), who.end(tie, target), who.voice(tie)))
    known = who.of(id_ for each in found for id_ in (each.source, each.target, each.voice))
    two = [
        replace(each, tie=replace(each.tie, voice=known[each.voice].name))
        for each in found
        if each.source != each.target
    ]
    return two, known


def called(known: Mapping[str, Party], name: str) -> str | None:
    """Give the id of the one of these actors that has this id, name or surname; ``None`` where none has.

    Raises ``RecordError`` where several have it.
    """
    if name in known:
        return name
    wanted = folded(name)
    found = [id_ for id_, each in known.items() if folded(each.name) == wanted]
    found = found or [id_ for id_, each in known.items() if wanted in map(folded, each.aliases)]
    found = found or [id_ for id_, each in known.items() if _is_surname(wanted, each)]
    if len(found) > 1:
        listing = "\n".join(f"  {id_}  {known[id_].name} ({known[id_].kind})" for id_ in found)
        raise RecordError(f"more than one actor is called {name!r}; give the id of one:\n{listing}")
    entry = None if found else listed(name, Kind.PLACE, acts=True)
    return found[0] if found else entry.id if entry and entry.id in known else None


def folded(name: str) -> str:
    """A name in the form in which it is compared: without case, article and inner runs of space."""
    return " ".join(name.casefold().split()).removeprefix("the ")


def _is_surname(wanted: str, party: Party) -> bool:
    return party.kind == Kind.PERSON and folded(party.name).endswith(f" {wanted}")


def _places(tie: Tie) -> Iterable[int]:
    ends = (end for end in (tie.relation.holder, tie.relation.target) if end)
    at = [end.named_at.start for end in ends if end.named_at]
    return at if tie.speaker_at is None else (*at, tie.speaker_at)
