"""What somebody is called, is, or is to somebody: adjectives, roles and predicates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.relations.ties import Found, Tie, actors, between, entries, singular
from onrecord.relations.vocabulary import words_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from onrecord.relations.clauses import Clauses
    from onrecord.relations.words import Run

_FAR = 9


def adjectival(clauses: Clauses, word: int) -> list[Tie]:
    """The subject of "is hostile to": its's stance toward what follows the preposition."""
    for found in entries(clauses, "adj", word, (clauses.form[word],)):
        there = clauses.behind(found.end, found.act.to, far=3) if found.act.to else (word, clauses.objects(found.end))
        start = clauses.opening(word)
        if there is None or not any(clauses.tags[i] == "X" for i in range(start, word)):
            continue
        holders = actors(clauses, clauses.subject(word))
        if holders and (ties := list(between(_made(found, (word, there[0] + 1)), holders, actors(clauses, there[1])))):
            return ties
    return []


def role(clauses: Clauses, word: int) -> list[Tie]:
    """What "is an ally of" and ", an old foe of" say: what the subject is to somebody."""
    for found in entries(clauses, "role", word, (clauses.form[word],)):
        there = clauses.behind(found.end, found.act.to, far=1)
        phrase = clauses.sentence.phrase_at(word)
        holders = _whose(clauses, phrase) if phrase else []
        if (
            there
            and holders
            and (ties := list(between(_made(found, (word, there[0] + 1)), holders, actors(clauses, there[1]))))
        ):
            return ties
    return []


def _whose(clauses: Clauses, phrase: Run) -> list[Run]:
    before = phrase[0] - 1
    if before >= 0 and clauses.form[before] in words_in("be"):
        return actors(clauses, clauses.subject(phrase[0]))
    if before > 0 and clauses.tags[before] == "," and (named := clauses.sentence.phrase_at(before - 1)):
        return actors(clauses, [named])
    return []


def predicate(clauses: Clauses, word: int) -> list[Tie]:
    """What "called X “a thief”" and "X is a disgrace" say: what X is worth to whoever says so."""
    for found in entries(clauses, "predicate", word, singular(clauses.form[word])):
        verb = next((i for i in range(word - 1, max(-1, word - _FAR), -1) if clauses.tags[i] in "V;MWG"), None)
        if verb is not None and clauses.bases(verb) & words_in("judging") and clauses.tags[verb] in "VG":
            targets = actors(clauses, clauses.objects(verb + 1))
            if targets and targets[0][1] <= word:
                return list(
                    between(_made(found, (word, found.end), verb), actors(clauses, clauses.subject(verb)), targets)
                )
        phrase = clauses.sentence.phrase_at(word)
        start = phrase[0] if phrase else word
        if clauses.tags[start - 1 : start] in ("X", "R", "Z") and any(
            clauses.form[i] in words_in("be") for i in range(clauses.opening(start), start)
        ):
            targets = actors(clauses, clauses.subject(start))
            make = _made(found, (start, found.end), start)
            return [make(None, target) for target in targets if _whole(clauses, target)]
    return []


def _whole(clauses: Clauses, target: Run) -> bool:
    """Whether a name is all that its phrase is about: not "the Arvelian option"."""
    phrase = clauses.sentence.phrase_at(target[0])
    named = any(clauses.sentence.capital(i) for i in range(*target))
    return named and phrase is not None and phrase[1] <= target[1]


def _made(found: Found, grounds: Run, verb: int | None = None) -> Callable[[Run | None, Run], Tie]:
    def make(holder: Run | None, target: Run) -> Tie:
        return Tie(
            act=found.act, holder=holder, target=target, sign=found.act.sign, grounds=grounds, at=found.word,
            verb=found.word if verb is None else verb, voiced=holder is None,
        )  # fmt: skip

    return make
