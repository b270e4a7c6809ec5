"""Whom a noun phrase stands for, if it stands for somebody."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onrecord.relations.words import Run, Sentence

_NOBODY = frozenset(
    """you your nobody none everyone anyone someone everybody anybody myself ourselves himself herself itself
     themselves yourself""".split()
)
_THINGS = frozenset("minutes airspace waters soil".split())


def actor(sentence: Sentence, run: Run) -> Run | None:
    """The words of a noun phrase that stand for somebody.

    All of it where its head does, with "of …" behind it; else the name in front of a thing ("Arvenian lorries",
    "Arvel’s lorries", "our lorries"); else what the thing is of ("the mayors of Arvel").
    """
    tags, form = sentence.tags, sentence.form
    head = run[1] - 1
    if form[run[0]] in ("whose", "nobody"):
        return _before_whose(sentence, run[0]) if form[run[0]] == "whose" else _nobody_in(sentence, run)
    if tags[head] in "P0D" or head in sentence.instrument:
        return run if tags[head] == "P" and form[head] not in _NOBODY else None
    if tags[head] == "S":
        return None if form[head] in _NOBODY else (head, head + 1)
    if tags[head] == "C" and form[head] not in _THINGS:
        return _named(sentence, run)
    if sentence.actor(head):
        return _extended(sentence, run)
    return _owner(sentence, run) or _of(sentence, run) or _holding(sentence, run)


def instrument(sentence: Sentence, run: Run) -> Run | None:
    """The words of a noun phrase that name a treaty, a resolution or the like, with its number."""
    if run[1] - 1 not in sentence.instrument:
        return None
    return (run[0], run[1] + (sentence.tags[run[1] : run[1] + 1] == "0"))


def _nobody_in(sentence: Sentence, run: Run) -> Run | None:
    """Of whom it is said that none of them does: "nobody in Oltara"."""
    return _behind(sentence, run[1]) if sentence.form[run[1] : run[1] + 1] == ["in"] else None


def _before_whose(sentence: Sentence, whose: int) -> Run | None:
    """Whose engineers they are: Oltara's, in "Oltara, whose engineers"."""
    before = sentence.phrase_at(whose - 1 - (sentence.tags[whose - 1 : whose] == ",")) if whose > 1 else None
    return actor(sentence, before) if before and sentence.form[before[0]] != "whose" else None


def _named(sentence: Sentence, run: Run) -> Run:
    """A name with its title, without "both" and "neither"."""
    start = run[0]
    while start < run[1] - 1 and sentence.form[start] in ("both", "neither", "either", "all", "such"):
        start += 1
    return _extended(sentence, (start, run[1])) if sentence.tags[start] in "DS" else (start, run[1])


def _extended(sentence: Sentence, run: Run) -> Run:
    while run[1] + 1 < len(sentence.tags) and sentence.form[run[1]] in ("of", "in"):
        if (
            sentence.form[run[1]] == "in"
            and not sentence.capital(run[1] + 1)
            and sentence.form[run[1] + 1] not in ("the",)
        ):
            break
        following = sentence.phrase_at(run[1] + 1)
        if following is None or following[0] != run[1] + 1 or not sentence.capital(following[1] - 1):
            break
        run = (run[0], following[1])
    return run


def _owner(sentence: Sentence, run: Run) -> Run | None:
    tags = sentence.tags[slice(*run)]
    if "'" in tags:
        return actor(sentence, (run[0], run[0] + tags.rindex("'"))) if tags.rindex("'") else None
    if tags[0] == "S":
        return None if sentence.form[run[0]] in _NOBODY else (run[0], run[0] + 1)
    for at in range(run[1] - 2, run[0] - 1, -1):
        if sentence.capital(at):
            start = at
            while start > run[0] and sentence.capital(start - 1):
                start -= 1
            return (start, at + 1)
    return None


def _of(sentence: Sentence, run: Run) -> Run | None:
    return _behind(sentence, run[1]) if sentence.form[run[1] : run[1] + 1] == ["of"] else None


def _behind(sentence: Sentence, preposition: int) -> Run | None:
    following = sentence.phrase_at(preposition + 1)
    return actor(sentence, following) if following and following[0] == preposition + 1 else None


def owner(sentence: Sentence, noun: int) -> Run | None:
    """Whose an act is that a noun names: "Arvel’s support", "its sanctions", "Tolvian pressure"."""
    run = sentence.phrase_at(noun)
    if run is None or run[0] == noun:
        return None
    before = (run[0], noun + 1)
    tags = sentence.tags[slice(*before)]
    if "'" in tags:
        return actor(sentence, (run[0], run[0] + tags.rindex("'")))
    if tags[0] == "S":
        return None if sentence.form[run[0]] in _NOBODY else (run[0], run[0] + 1)
    found = _owner(sentence, before)
    if found is None and sentence.actor(noun - 1) and sentence.tags[noun - 1] == "N":
        return (run[0], noun)
    return found


def _holding(sentence: Sentence, run: Run) -> Run | None:
    """Whose a thing is by the clause behind it: "the line that Arvel is holding"."""
    if sentence.form[run[1] : run[1] + 1] not in (["that"], ["which"]):
        return None
    subject = sentence.phrase_at(run[1] + 1) if run[1] + 1 < len(sentence.tags) else None
    following = sentence.tags[subject[1] : subject[1] + 1] if subject else ""
    named = subject is not None and sentence.capital(subject[1] - 1) and following in ("X", "V")
    return actor(sentence, subject) if subject and named else None
