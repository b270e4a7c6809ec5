"""Ties in a sentence: each word of an act with who does it, and toward whom."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from onrecord.relations.clauses import Clauses
from onrecord.relations.ends import actor, instrument
from onrecord.relations.vocabulary import Act, openings
from onrecord.relations.words import Run, Sentence

_GAP = 3
"""Other words that may stand between those of an entry: "turned its broad back on"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """An act found in a sentence, its ends as runs of words.

    ``at`` is the word that names the act, ``verb`` the one that says when. A holder that is ``None`` is whoever
    voices the sentence where ``voiced``, else nobody that the words name. ``performed``: to say these words is the
    act ("expressed gratitude"). ``presupposed``: the words speak of its end ("lift the sanctions").
    """

    act: Act
    target: Run
    holder: Run | None = None
    sign: int
    grounds: Run
    at: int
    verb: int
    voiced: bool = False
    performed: bool = False
    presupposed: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """An entry met in a sentence: its words are ``word`` to ``end``."""

    act: Act
    word: int
    end: int


Pattern = Callable[[Clauses, Found], Iterator[Tie]]


def entries(clauses: Clauses, part: str, word: int, firsts: tuple[str, ...]) -> Iterator[Found]:
    """The entries of one part of speech that begin at a word, the longest first."""
    for first in firsts:
        for act in openings().get(f"{part} {first}", ()):
            end = _end(clauses.sentence, act, word)
            if end is not None:
                yield Found(act, word, end)


def _end(sentence: Sentence, act: Act, word: int) -> int | None:
    at = word + 1
    for wanted in act.words[1:]:
        for step in range(at, min(at + _GAP + 1, len(sentence.tags))):
            if sentence.form[step] in (wanted, wanted + "s"):
                at = step + 1
                break
            if sentence.tags[step] not in "DSR0NEC'" and sentence.form[step] != "of":
                return None
        else:
            return None
    return at


def singular(form: str) -> tuple[str, ...]:
    """A noun as it stands, and without the endings of the plural."""
    return tuple(dict.fromkeys((form, form.removesuffix("s"), form.removesuffix("es"))))


def actors(clauses: Clauses, runs: list[Run]) -> list[Run]:
    """Those of the noun phrases that stand for somebody, as far as they do."""
    return [found for run in runs if (found := actor(clauses.sentence, run))]


def targets(clauses: Clauses, runs: list[Run]) -> list[Run]:
    """Those of the noun phrases that stand for somebody, or name what can be kept or broken."""
    named = (actor(clauses.sentence, run) or instrument(clauses.sentence, run) for run in runs)
    return [found for found in named if found]


def between(tie: Callable[[Run | None, Run], Tie], holders: list[Run], targets: list[Run]) -> Iterator[Tie]:
    """A tie from each holder to each target; of nobody where there is no holder."""
    nobody: list[Run | None] = [None]
    for target in targets:
        for holder in holders or nobody:
            if holder is None or holder[1] <= target[0] or target[1] <= holder[0]:
                yield tie(holder, target)
