"""Acts that a verb names: active, passive, and what two do together."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from onrecord.facts import Event
from onrecord.relations.ties import Found, Tie, actors, between, entries, targets

if TYPE_CHECKING:
    from collections.abc import Iterator

    from onrecord.relations.clauses import Clauses
    from onrecord.relations.words import Run

_WHOLE = (Event.CONSULT, Event.COOPERATE)
"""Events whose object is somebody, not somebody's things: one meets the minister, but not the minister's needs."""
_STOPPING = frozenset("stop cease quit halt end".split())
_TOGETHER = frozenset("jointly together".split())


def verbal(clauses: Clauses, word: int) -> list[Tie]:
    """The ties that a verb makes; those of its longest entry that has a target there."""
    for found in entries(clauses, "verb", word, tuple(sorted(clauses.bases(word)))):
        pattern = _passive if clauses.passive(word) else _active
        if ties := list(pattern(clauses, found)):
            return ties
    return _mutual(clauses, word)


def _active(clauses: Clauses, found: Found) -> Iterator[Tie]:
    act, word = found.act, found.word
    if act.to:
        there = clauses.behind(found.end, act.to)
        if there is None:
            return
        grounds, toward = (word, there[0] + 1), targets(clauses, there[1])
    else:
        objects = clauses.objects(found.end)
        if act.layer == "felt" and objects and clauses.tags[objects[-1][1] : objects[-1][1] + 1] in ("V", "X", "Z"):
            return  # "believes the League is …": a clause is the object
        grounds, toward = (word, found.end), targets(clauses, objects)
    if not toward and found.end > word + len(act.words):
        toward = actors(clauses, clauses.objects(word + 1))  # "break this country through the knee"
    if act.event in _WHOLE:
        toward = [run for run in toward if (phrase := clauses.sentence.phrase_at(run[0])) and phrase[1] <= run[1]]
    if holders := actors(clauses, clauses.subject(word)):
        yield from between(_tie(clauses, found, grounds), holders, toward)


def _passive(clauses: Clauses, found: Found) -> Iterator[Tie]:
    act, end = found.act, found.end
    if any(True for _ in entries(clauses, "adj", found.word, (clauses.form[found.word],))):
        return
    if act.to and (clauses.form[end : end + 1] or [""])[0] not in act.to:
        return
    agent = clauses.behind(end, ("by",))
    if agent is None and act.event in (Event.COERCE, Event.SANCTION):
        agent = clauses.behind(end, ("from",))
    holders = actors(clauses, agent[1]) if agent else []
    grounds = (found.word, end + bool(act.to))
    yield from between(_tie(clauses, found, grounds), holders, targets(clauses, clauses.subject(found.word)))


def _tie(clauses: Clauses, found: Found, grounds: Run) -> partial[Tie]:
    before = clauses.opening(found.word) - 1
    stopping = clauses.tags[found.word] == "G" and before >= 0 and bool(clauses.bases(before) & _STOPPING)

    def make(holder: Run | None, target: Run) -> Tie:
        return Tie(
            act=found.act, holder=holder, target=target, sign=found.act.sign, grounds=grounds,
            at=found.word, verb=found.word, presupposed=stopping,
        )  # fmt: skip

    return partial(make)


def _mutual(clauses: Clauses, word: int) -> list[Tie]:
    """What two do together: "Brenia and Haskund share", "are jointly building"."""
    shared = "share" in clauses.bases(word)
    if not shared and not any(clauses.form[i] in _TOGETHER for i in range(clauses.opening(word), word)):
        return []
    found = next(
        entries(clauses, "verb", word, ("share",)) if shared else entries(clauses, "verb", word, ("cooperate",)), None
    )
    both = actors(clauses, clauses.subject(word))
    if found is None or len(both) < 2:
        return []
    start = word if shared else clauses.opening(word)
    make = _tie(clauses, found, (start, word + 1))
    return [make(a, b) for a in both for b in both if a != b]
