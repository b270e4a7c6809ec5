"""When a tie holds, and whether the words turn its sign: negation, refusal, modals, conditions, frames of time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.facts import Status
from onrecord.relations.vocabulary import words_in

if TYPE_CHECKING:
    from onrecord.relations.clauses import Clauses
    from onrecord.relations.ties import Tie
    from onrecord.relations.words import Run

_FUTURE = frozenset("will shall 'll ’ll wo".split())
_PERHAPS = frozenset("could might may would".split())
_PROMISES = frozenset("pledge promise vow offer".split())
_PLEDGES = frozenset("threaten pledge vow promise".split())
_NOBODY = frozenset("no none nobody neither nothing".split())
_LONG_AGO = re.compile(
    r"\b(?:ago|once|used to|formerly|previously|in the past|back then|in those (?:days|years)|at the time|last century"
    r"|(?:in|during|through(?:out)?) the (?:\w+ )?(?:war|blockade|siege|drought|famine|flood|uprising|crisis)"
    r"|no longer|in the \d{4}s)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Outlook:
    """The sign that a tie has after all, when it holds, and whether its holder threatens or pledges it."""

    sign: int
    status: Status
    pledged: bool = False


def outlook(clauses: Clauses, tie: Tie) -> Outlook:
    """How the clause of a tie presents it."""
    if tie.presupposed:
        return Outlook(tie.sign, Status.STANDING)
    governors = _governors(clauses, tie.verb)
    pledged = any(clauses.bases(g) & _PLEDGES for g in governors)
    negated = _negated(clauses, tie, governors)
    sign = -tie.sign if any(_is(clauses, g, words_in("not")) for g in governors) else tie.sign
    if _unreal(clauses, tie):
        return Outlook(sign, Status.DENIED)
    if negated == "no longer":
        return Outlook(sign, Status.PAST)
    status = _when(clauses, tie, governors)
    if not negated or _contrary(clauses, tie.verb):
        return Outlook(sign, status, pledged)
    if tie.act.flips or clauses.bases(tie.verb) & words_in("loyal"):
        return Outlook(-sign, status, pledged)
    return Outlook(sign, Status.DENIED)


def _is(clauses: Clauses, word: int, known: frozenset[str]) -> bool:
    return clauses.form[word] in known or bool(clauses.bases(word) & known)


def _governors(clauses: Clauses, verb: int) -> list[int]:
    """The words that an infinitive or gerund hangs on, from the inside out."""
    out: list[int] = []
    while (found := _governor(clauses, verb)) is not None and found not in out:
        out.append(found)
        verb = found
    return out


def _governor(clauses: Clauses, verb: int) -> int | None:
    at = clauses.opening(verb) - 1
    if at < 1:
        return None
    if clauses.tags[at] == "T":
        return clauses.governor(at)
    if clauses.tags[verb] == "G" and clauses.tags[at] in "VG":
        return at
    if clauses.tags[verb] == "G" and clauses.form[at] == "on" and "go" in clauses.bases(at - 1):
        return at - 1
    if clauses.tags[at] == "A":  # "promised to stop the raids and lift the blockade"
        first = next((i for i in range(at - 1, 0, -1) if clauses.tags[i] in "VM;W"), 0)
        to = clauses.opening(first) - 1
        return clauses.governor(to) if clauses.tags[first] == "V" and to > 0 and clauses.tags[to] == "T" else None
    return None


def _negated(clauses: Clauses, tie: Tie, governors: list[int]) -> str:
    """How the words deny the act: "no longer", "not", or nothing."""
    for word in (tie.verb, tie.at, *governors):
        for i in range(clauses.opening(word), word):
            if clauses.form[i - 1 : i + 1] == ["no", "longer"]:
                return "no longer"
            if clauses.tags[i] == "Z" and clauses.form[i : i + 2] != ["not", "only"]:
                return "not"
    phrases = [clauses.sentence.phrase_at(at) for at in (tie.at, *governors)]
    subjects = clauses.subject(tie.verb) if tie.act.part == "verb" else []
    nobody = any(clauses.form[phrase[0]] in _NOBODY for phrase in (*phrases, *subjects, tie.holder) if phrase)
    return "not" if nobody else ""


def _when(clauses: Clauses, tie: Tie, governors: list[int]) -> Status:
    words = [i for word in (tie.verb, *governors) for i in range(clauses.opening(word), word)]
    helps = {clauses.form[i] for i in words if clauses.tags[i] == "X"}
    if any(a <= tie.verb < b for a, b in clauses.conditions):
        return Status.HYPOTHETICAL
    if helps & _FUTURE or tie.act.words[0] in _PROMISES or any(_is(clauses, g, words_in("ahead")) for g in governors):
        return Status.FUTURE
    if _contrary(clauses, tie.verb):
        return Status.PAST
    if helps & _PERHAPS:
        return Status.HYPOTHETICAL
    return Status.PAST if _past(clauses, _clause(clauses, tie.verb)) else Status.STANDING


def _unreal(clauses: Clauses, tie: Tie) -> bool:
    """Whether the words call the act a "supposed" one, or an invention."""
    phrase = clauses.sentence.phrase_at(tie.at)
    if phrase is None or tie.act.part != "noun":
        return False
    return any(clauses.form[i] in words_in("supposed") for i in range(*phrase)) or any(
        clauses.form[i] in words_in("invented") for i in range(phrase[1], len(clauses.form)) if clauses.tags[i] == "N"
    )


def _contrary(clauses: Clauses, verb: int) -> bool:
    """Whether a verb stands in "Had Zembria not …": it did."""
    first = clauses.opening(verb) - 1
    subject = clauses.sentence.phrase_at(first) if first > 0 else None
    return subject is not None and subject[0] > 0 and clauses.form[subject[0] - 1] == "had"


def _clause(clauses: Clauses, word: int) -> Run:
    lo = next((i + 1 for i in range(word, -1, -1) if clauses.tags[i] in ";MW"), 0)
    hi = next((i for i in range(word + 1, len(clauses.tags)) if clauses.tags[i] in ";MW"), len(clauses.tags))
    return lo, hi


def _past(clauses: Clauses, clause: Run) -> bool:
    years = (i for i in range(*clause) if i and clauses.tags[i] == "Y" and clauses.form[i].isdigit())
    framed = any(clauses.form[i - 1] in ("in", "of", "throughout", "during", "until", "to") for i in years)
    return framed or bool(_LONG_AGO.search(clauses.sentence.words(clause)))
