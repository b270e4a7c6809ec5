"""The words that the rules know: acts with their meaning, verbs in their forms, and closed classes."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from importlib import resources

from onrecord.facts import Event

_FORMS = ("base", "third", "past", "participle", "gerund")
_SIGNS = {"-": -1, "0": 0, "+": 1}


@dataclass(frozen=True, slots=True)
class Act:
    """One entry of ``acts.txt``.

    ``words`` are lemmas, of which the first is inflected where it is a verb; ``to`` are the prepositions before the
    target, empty where that is the object. ``layer`` is ``said``, ``felt`` or ``done``. ``flips``: its denial is a
    stance of the other sign. ``mutual``: the tie goes both ways.
    """

    words: tuple[str, ...]
    part: str
    sign: int
    layer: str
    event: Event
    to: tuple[str, ...] = ()
    flips: bool = False
    mutual: bool = False


@functools.cache
def lines(name: str) -> tuple[str, ...]:
    """The lines of a file of words, without comments."""
    text = (resources.files("onrecord") / "relations" / name).read_text(encoding="utf-8")
    return tuple(line for line in text.splitlines() if line and not line.startswith("#"))


@functools.cache
def _sections() -> dict[str, tuple[str, ...]]:
    out: dict[str, list[str]] = {}
    for line in lines("grammar.txt"):
        if line.startswith("["):
            section = out.setdefault(line[1:].split("]")[0], [])
        else:
            section.append(line)
    return {name: tuple(section) for name, section in out.items()}


@functools.cache
def words_in(section: str) -> frozenset[str]:
    """The words of one section of ``grammar.txt``."""
    return frozenset(word for line in _sections()[section] for word in line.split())


@functools.cache
def acts() -> tuple[Act, ...]:
    """All entries of ``acts.txt``."""
    out: list[Act] = []
    for line in lines("acts.txt"):
        if line.startswith("["):
            part, sign, layer, event = line.strip("[]").split()
            head = Act((), part.rstrip("!="), _SIGNS[sign], layer, Event(event), (), "!" in part, "=" in part)
        else:
            out += [_act(entry.split(), head) for entry in line.split(",") if entry.strip()]
    return tuple(out)


def _act(words: list[str], head: Act) -> Act:
    last = tuple(words[-1].split("|"))
    takes = len(words) > 1 and set(last) <= words_in("prepositions") | {"to"}
    words = words[:-1] if takes else words
    return Act(
        tuple(words), head.part, head.sign, head.layer, head.event, last if takes else (), head.flips, head.mutual
    )


@functools.cache
def openings() -> dict[str, tuple[Act, ...]]:
    """The acts by part and first word ("verb accuse"), those of most words first."""
    out: dict[str, list[Act]] = {}
    for act in acts():
        out.setdefault(f"{act.part} {act.words[0]}", []).append(act)
    return {word: tuple(sorted(found, key=lambda a: -len(a.words) - bool(a.to))) for word, found in out.items()}


@functools.cache
def stems() -> frozenset[str]:
    """The forms of all words that open an act: a sentence without any has no relation."""
    out: set[str] = set()
    for act in acts():
        if act.part == "event":
            continue
        first = act.words[0]
        forms = inflected(first) if act.part == "verb" else (first, first + "s", first + "es")
        out |= {form.split("-")[0] for form in forms}
    return frozenset(out | words_in("together"))


@functools.cache
def verbs() -> dict[str, frozenset[tuple[str, str]]]:
    """For each form of a verb its base, and what the form is: base, third, past, participle, gerund."""
    bases = {act.words[0] for act in acts() if act.part == "verb"} | words_in("verbs") | set(_irregular())
    out: dict[str, set[tuple[str, str]]] = {}
    for base in bases:
        for form, kind in zip(inflected(base), _FORMS, strict=True):
            out.setdefault(form, set()).add((base, kind))
    return {form: frozenset(found) for form, found in out.items()}


@functools.cache
def _irregular() -> dict[str, tuple[str, ...]]:
    rows = [line.split() for line in _sections()["irregular"]]
    return {row[0]: (*row[:3], row[-2], row[-1]) for row in rows}


def inflected(verb: str) -> tuple[str, ...]:
    """Base, third person, past, participle and gerund of a verb."""
    if verb in _irregular():
        return _irregular()[verb]
    if verb.endswith("e"):
        gerund = verb + "ing" if verb.endswith(("ee", "ye", "oe")) else verb[:-1] + "ing"
        return verb, verb + "s", verb + "d", verb + "d", gerund
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return verb, verb[:-1] + "ies", verb[:-1] + "ied", verb[:-1] + "ied", verb + "ing"
    third = verb + ("es" if verb.endswith(("s", "x", "z", "ch", "sh")) else "s")
    stem = verb + verb[-1] if _doubles(verb) else verb
    return verb, third, stem + "ed", stem + "ed", stem + "ing"


def _doubles(verb: str) -> bool:
    """Whether the last letter is doubled before an ending: "jam", "ban", "cancel", "expel"."""
    if verb in words_in("doubling"):
        return True
    short = len(verb) in (3, 4) and verb[-1] not in "aeiouwxyh" and verb[-2] in "aeiou"
    return short and verb[-3] not in "aeiou"
