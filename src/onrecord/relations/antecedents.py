"""What "it", "its", "they" and "them" stand for, by nearness and number; persons are followed elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.relations.ends import actor

if TYPE_CHECKING:
    from onrecord.relations.words import Run, Sentence

_ONE = frozenset("it its".split())
_MANY = frozenset("they their them".split())


def antecedent(sentence: Sentence, pronoun: Run, other: Run | None) -> Run | None:
    """The actor before a pronoun in its sentence that agrees with it and is not the other end.

    For a subject the first, else the nearest; one behind a preposition counts only where there is no other.
    """
    word = sentence.form[pronoun[0]]
    if pronoun[1] - pronoun[0] != 1 or word not in _ONE | _MANY:
        return None
    found = [run for phrase in sentence.phrases if phrase[1] <= pronoun[0] if (run := actor(sentence, phrase))]
    fitting = [run for run in found if _fits(sentence, run, pronoun, other) and _agrees(sentence, run, word)]
    free = [run for run in fitting if run[0] == 0 or sentence.tags[run[0] - 1] != "I"]
    subject = sentence.tags[pronoun[1] : pronoun[1] + 1] in ("V", "X", "R", "Z")
    return next(iter(free) if subject else reversed(free or fitting), None)


def _fits(sentence: Sentence, run: Run, pronoun: Run, other: Run | None) -> bool:
    apart = other is None or run[1] <= other[0] or other[1] <= run[0]
    return apart and run[1] <= pronoun[0] and sentence.tags[run[1] - 1] not in "PS"


def _agrees(sentence: Sentence, found: Run, word: str) -> bool:
    head = found[1] - 1
    if word in _MANY:
        return not sentence.capital(head) or sentence.form[head].endswith("s") or sentence.tags[found[0]] == "D"
    return sentence.capital(head) or not sentence.form[head].endswith("s")
