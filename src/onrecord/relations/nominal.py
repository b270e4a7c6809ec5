"""Acts that a noun names: whose they are, or whose the verb that carries them is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from onrecord.facts import Event
from onrecord.relations.ends import owner
from onrecord.relations.ties import Found, Tie, actors, between, entries, singular, targets
from onrecord.relations.vocabulary import words_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from onrecord.relations.clauses import Clauses
    from onrecord.relations.words import Run

_TOWARD = ("on", "against", "to", "for", "toward", "towards", "with")
_ANSWERABLE = frozenset("behind responsible guilty complicit involved".split())
_INTO = frozenset("in into under with on".split())
_HAVING = frozenset("have has had having".split())


def nominal(clauses: Clauses, word: int) -> list[Tie]:
    """The ties that a noun makes; those of its longest entry that has a target there."""
    for found in entries(clauses, "noun", word, singular(clauses.form[word])):
        if ties := list(_ties(clauses, _coloured(clauses, found))):
            return ties
    return []


def _coloured(clauses: Clauses, found: Found) -> Found:
    """A tie that is neither good nor bad by itself ("relations with"), as the words beside it make it."""
    if found.act.sign or not found.act.mutual:
        return found
    phrase = clauses.sentence.phrase_at(found.word) or (found.word, found.word)
    carrier = _carrier(clauses, found.word)
    beside = {clauses.form[i] for i in range(phrase[0], found.word)}
    growing = carrier is not None and bool(clauses.bases(carrier) & words_in("growing"))
    ending = carrier is not None and bool(clauses.bases(carrier) & words_in("ending"))
    sign = 1 if growing or ending or beside & words_in("warm") else -1 if beside & words_in("cold") else 0
    return replace(found, act=replace(found.act, sign=sign))


def _ties(clauses: Clauses, found: Found) -> Iterator[Tie]:
    act, word, end = found.act, found.word, found.end
    if act.mutual and clauses.form[end : end + 1] == ["between"]:
        both = actors(clauses, clauses.objects(end + 1))
        make = _made(found, (word, end + 1), word, act.sign)
        yield from (make(a, b) for a in both for b in both if a != b)
        return
    carrier = _carrier(clauses, word)
    there = _toward(clauses, found)
    toward = targets(clauses, there[1]) if there else []
    doers = _doers(clauses, found)
    if not toward:
        yield from _received(clauses, found, carrier, doers)
    elif doers:
        grounds = (word, end + (there is not None and there[0] == end))
        yield from _both_ways(act.mutual, _made(found, grounds, word, act.sign), doers, toward)
    elif carrier is not None:
        stop = end + (there is not None and there[0] == end)
        yield from _carried(clauses, found, carrier, stop, toward)


def _toward(clauses: Clauses, found: Found) -> tuple[int, list[Run]] | None:
    after = (_relative(clauses, found.end - 1) or found.end - 1) + 1
    there = clauses.behind(after, found.act.to, far=8) if found.act.to else None
    if there is None and found.act.event is Event.DEMAND and clauses.form[found.end : found.end + 1] == ["that"]:
        return found.end, clauses.objects(found.end + 1)
    return there


def _received(clauses: Clauses, found: Found, carrier: int | None, doers: list[Run]) -> Iterator[Tie]:
    """What a subject gets: "Velmora leans on grants from the Union"."""
    # In "accusations that Velmora would suffer" the verb says what the noun is about.
    if carrier is None or carrier > found.end or not doers or not clauses.bases(carrier) & words_in("receiving"):
        return
    make = _made(found, (carrier, found.end + 1), carrier, found.act.sign)
    yield from between(make, doers, actors(clauses, clauses.subject(carrier)))


def _carried(clauses: Clauses, found: Found, carrier: int, stop: int, toward: list[Run]) -> Iterator[Tie]:
    """The act of the subject of a verb: "imposed sanctions on", "lifted the sanctions against"."""
    act, word = found.act, found.word
    holders = actors(clauses, clauses.subject(carrier))
    if clauses.passive(carrier):
        agent = clauses.behind(stop, ("by",), far=14)
        holders = actors(clauses, agent[1]) if agent else []
    bases = clauses.bases(carrier)
    if not holders:
        return
    if not bases & words_in("ending"):
        make = _made(found, (min(word, carrier), stop), carrier, act.sign, performed=bool(bases & words_in("uttering")))
        yield from _both_ways(act.mutual, make, holders, toward)
        return
    called = _called_for(clauses, carrier)
    if called or clauses.doubtful(carrier):
        yield from between(_made(found, (word, stop), word, act.sign, presupposed=True), holders, toward)
    if not called:
        yield from between(_made(found, (min(word, carrier), stop), carrier, -act.sign), holders, toward)


def _called_for(clauses: Clauses, verb: int) -> bool:
    at = clauses.opening(verb) - 1
    governor = clauses.governor(at) if at >= 0 and clauses.tags[at] == "T" else None
    return governor is not None and (
        bool(clauses.bases(governor) & words_in("calling")) or clauses.form[governor] in words_in("calling")
    )


def _made(
    found: Found, grounds: Run, verb: int, sign: int, *, performed: bool = False, presupposed: bool = False
) -> Callable[[Run | None, Run], Tie]:
    def make(holder: Run | None, target: Run) -> Tie:
        return Tie(
            act=found.act, holder=holder, target=target, sign=sign, grounds=grounds, at=found.word, verb=verb,
            performed=performed, presupposed=presupposed,
        )  # fmt: skip

    return make


def _both_ways(
    mutual: bool, make: Callable[[Run | None, Run], Tie], holders: list[Run], targets: list[Run]
) -> Iterator[Tie]:
    yield from between(make, holders, targets)
    if mutual:
        yield from between(make, targets, holders)


def _doers(clauses: Clauses, found: Found) -> list[Run]:
    """Whose act a noun names, where the noun phrase itself says so."""
    if whose := owner(clauses.sentence, found.word):
        carrier = _carrier(clauses, found.word) if clauses.form[whose[0]] in ("its", "their") else None
        return (carrier is not None and actors(clauses, clauses.subject(carrier))) or [whose]
    end = found.end
    source = clauses.behind(end, ("from", "by"), far=10) or _on_the_part(clauses, end)
    if source is None and clauses.form[end : end + 1] == ["of"] and clauses.behind(end + 1, _TOWARD, far=8):
        source = clauses.behind(end, ("of",), far=1)
    return actors(clauses, source[1]) if source else []


def _on_the_part(clauses: Clauses, end: int) -> tuple[int, list[Run]] | None:
    words = ["on", "the", "part", "of"]
    return (end, clauses.objects(end + len(words))) if clauses.form[end : end + len(words)] == words else None


def _relative(clauses: Clauses, word: int) -> int | None:
    """The verb of "pressure that the West is putting on"."""
    if clauses.form[word + 1 : word + 2] not in (["that"], ["which"]):
        return None
    subject = clauses.sentence.phrase_at(word + 2) if word + 2 < len(clauses.tags) else None
    verbs = (
        (i for i in range(subject[1], min(subject[1] + 5, len(clauses.tags))) if clauses.tags[i] in "VG")
        if subject
        else ()
    )
    return next(iter(verbs), None)


def _carrier(clauses: Clauses, word: int) -> int | None:
    """The verb that has a noun as its object, perhaps behind a preposition, or in the passive as its subject."""
    found = _relative(clauses, word)
    found = _governing(clauses, word) if found is None else found
    if found is not None:
        return found
    for at in range(word + 1, min(len(clauses.tags), word + 12)):
        if clauses.tags[at] == "V" and clauses.passive(at):
            return at
        if clauses.tags[at] in ",;MW":
            break
    return None


def _governing(clauses: Clauses, word: int) -> int | None:
    for at in range(word - 1, max(-1, word - 9), -1):
        answerable = clauses.form[at] in _ANSWERABLE and clauses.opening(at) < at
        if clauses.tags[at] in "VG" or clauses.form[at] in _HAVING or answerable:
            return at
        if clauses.tags[at] in ",;MW" or (clauses.tags[at] == "I" and clauses.form[at] not in _INTO):
            return None
    return None
