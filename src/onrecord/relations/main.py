"""The event that a sentence is about: the first that its main clause names, who does it, and to whom."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.facts import Event
from onrecord.relations.antecedents import antecedent
from onrecord.relations.clauses import Clauses
from onrecord.relations.events import framed
from onrecord.relations.ties import Found, actors, entries, singular
from onrecord.relations.words import sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from onrecord.facts import Layout, Mention
    from onrecord.relations.words import Run

_MUST = frozenset("must should ought".split())
_WILL = frozenset("will would shall 'll ’ll".split())


@dataclass(frozen=True, slots=True)
class Main:
    """An event with the words that stand for who does it and to whom."""

    event: Event
    holders: list[Run]
    targets: list[Run]


def happening(
    text: str, layout: Layout, mentions: Sequence[Mention]
) -> tuple[Event, tuple[str, ...], tuple[str, ...]] | None:
    """The first event of a text, with the names of who does it and to whom."""
    for spans in layout.sentences:
        clauses = Clauses(sentence(text, spans, mentions))
        if (found := main_event(clauses)) is not None:
            return found.event, _names(clauses, found.holders), _names(clauses, found.targets)
    return None


def _names(clauses: Clauses, runs: list[Run]) -> tuple[str, ...]:
    names = (" ".join(clauses.sentence.words(run).split()) for run in runs)
    return tuple(re.sub(r"(?i)^(?:the|an?) ", "", name) for name in names)


def main_event(clauses: Clauses) -> Main | None:
    """The event of a sentence; nothing where it names none that is known."""
    for word, tag in enumerate(clauses.tags):
        if tag not in "VGNI" or _aside(clauses, word):
            continue
        found = _named(clauses, word)
        if tag == "V" and _obliged(clauses, word):
            return Main(Event.DEMAND, *_obliging(clauses, word))
        if found is not None:
            return Main(_framed(clauses, found), *_ends(clauses, found))
    return None


def _named(clauses: Clauses, word: int) -> Found | None:
    """The longest entry that a word opens, of those made for events before the acts of a verb."""
    bases = tuple(sorted(clauses.bases(word)))
    doing = clauses.tags[word] in "VG" and bool(bases)
    firsts = bases if doing else (*bases, *singular(clauses.form[word]))
    found = [f for f in entries(clauses, "event", word, firsts) if _complete(clauses, f)]
    if doing:
        found = found or list(entries(clauses, "verb", word, bases))
    return max(found, key=lambda f: len(f.act.words) + bool(f.act.to), default=None)


def _complete(clauses: Clauses, found: Found) -> bool:
    return not found.act.to or clauses.behind(found.end, found.act.to, far=4) is not None


def _obliged(clauses: Clauses, word: int) -> bool:
    """Whether somebody says what another must do."""
    helps = {clauses.form[i] for i in range(clauses.opening(word), word)}
    return bool(helps & _MUST) and bool(_obliging(clauses, word)[0])


def _obliging(clauses: Clauses, word: int) -> tuple[list[Run], list[Run]]:
    obliged = actors(clauses, clauses.subject(word))
    before = [run for run in _actors(clauses) if run[1] <= clauses.opening(word) and run not in obliged]
    return before[:1], obliged


def _actors(clauses: Clauses) -> list[Run]:
    return actors(clauses, list(clauses.sentence.phrases))


def _aside(clauses: Clauses, word: int) -> bool:
    """Whether a word stands in a relative clause, or is what a report says of itself ("…, officials said")."""
    for at in range(word - 1, -1, -1):
        if clauses.tags[at] in ",;" and clauses.tags[at + 1 : at + 2] != "W":
            return False
        if clauses.tags[at] == "W":
            return True
        if clauses.tags[at] in "V" and at < word - 12:
            return False
    return False


def _framed(clauses: Clauses, found: Found) -> Event:
    word = found.word
    future = any(clauses.form[i] in _WILL for i in range(clauses.opening(word), word))
    return framed(found.act.event, future=future, conditional="unless" in clauses.form[word:])


def _ends(clauses: Clauses, found: Found) -> tuple[list[Run], list[Run]]:
    word, end = found.word, found.end
    subject = actors(clauses, clauses.subject(word)) if clauses.tags[word] in "VG" else []
    if clauses.tags[word] == "V" and clauses.passive(word):
        by = clauses.behind(end, ("by",), far=14)
        return actors(clauses, by[1]) if by else [], subject
    holders = [_explained(clauses, run) for run in subject] or [run for run in _actors(clauses) if run[1] <= word][:1]
    targets = actors(clauses, clauses.objects(end)) if clauses.tags[word] in "VG" else []
    return holders, [run for run in targets if run not in holders] or _later(clauses, end, holders)


def _explained(clauses: Clauses, run: Run) -> Run:
    """A pronoun's antecedent; else the run itself."""
    if clauses.tags[run[0]] != "P":
        return run
    before = [other for other in _actors(clauses) if other[1] <= run[0] and clauses.tags[other[0]] != "P"]
    return antecedent(clauses.sentence, run, None) or (before[0] if before else run)


def _later(clauses: Clauses, end: int, holders: list[Run]) -> list[Run]:
    """The first actors behind an event, where its object is nobody."""
    for run in _actors(clauses):
        if run[0] >= end and run not in holders and clauses.tags[run[0]] not in "PS":
            phrase = clauses.sentence.phrase_at(run[0])
            return (phrase and actors(clauses, clauses.right(phrase))) or [run]
    return []
