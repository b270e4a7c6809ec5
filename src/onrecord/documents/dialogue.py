"""Questions and answers that nothing but dashes, or nothing at all, tells apart.

The best sequence of parts over the paragraphs is found by dynamic programming: the form of each paragraph speaks
for a part, and a change of part costs according to what stands at the seam.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from onrecord.documents.form import Form, form, is_caption, is_fragment, is_open, is_pulled
from onrecord.facts import Role


class Part(StrEnum):
    """What a paragraph is in a conversation."""

    BEFORE = "before"
    QUESTION = "question"
    ANSWER = "answer"
    BETWEEN = "between"
    AFTER = "after"


_ROLE = {Part.QUESTION: Role.QUESTION, Part.ANSWER: Role.ANSWER}
_NEVER = -1e9
_PASSAGE = {
    (Part.BEFORE, Part.BEFORE): 0.0,
    (Part.AFTER, Part.AFTER): 0.0,
    (Part.QUESTION, Part.AFTER): -4.0,
    (Part.ANSWER, Part.AFTER): -4.0,
    (Part.BETWEEN, Part.AFTER): -4.0,
    (Part.QUESTION, Part.BETWEEN): -1.5,
    (Part.ANSWER, Part.BETWEEN): -0.3,
    (Part.BETWEEN, Part.BETWEEN): -0.3,
    (Part.BETWEEN, Part.QUESTION): -0.3,
    (Part.BETWEEN, Part.ANSWER): -0.6,
}
"""What it costs to pass between parts of which one is no turn; what is not here does not happen."""
_SEVERAL = re.compile(r"[.!?][\"”’)]*\s+[^\W\d_a-z]")


@dataclass(frozen=True, slots=True)
class Unit:
    """A paragraph that may be part of a conversation; ``parted`` says that clutter stands before it."""

    words: str
    form: Form
    dashed: bool
    parted: bool
    listed: bool
    fragment: bool
    open: bool


@dataclass(frozen=True, slots=True)
class _Habit:
    """How a page is set: whether dashes open turns, whether every sentence is a paragraph of its own."""

    dashes: bool
    lines: bool


def units(paragraphs: Sequence[tuple[str, bool, bool]]) -> tuple[Unit, ...]:
    """Units of paragraphs given as words without the dash, whether a dash opens them, whether clutter parts them."""
    made: list[Unit] = []
    for words, dashed, parted in paragraphs:
        fragment = is_fragment(words)
        before = made[-1] if made else None
        listed = (
            before is not None
            and fragment
            and (before.words.endswith(":") or (before.listed and not before.words.endswith(".")))
        )
        made.append(Unit(words, form(words), dashed, parted, listed, fragment, is_open(words)))
    return tuple(made)


def parts(sequence: Sequence[Unit], *, announced: bool) -> tuple[Part, ...] | None:
    """The part of each unit, or nothing where the text is no conversation.

    ``announced`` says that the text calls itself an interview.
    """
    if not sequence or sum(u.form.asks for u in sequence) == 0:
        return None
    path, gain = _best(sequence)
    return path if _converses(sequence, path, gain, announced=announced) else None


def roles(path: Sequence[Part]) -> tuple[Role | None, ...]:
    """The role of each unit in a turn, nothing for those in none."""
    return tuple(_ROLE.get(part) for part in path)


def _best(sequence: Sequence[Unit]) -> tuple[tuple[Part, ...], float]:
    """Find the best path, and by how much it beats reading everything as a report."""
    habit = _Habit(
        dashes=sum(u.dashed for u in sequence) >= 2,
        lines=sum(bool(_SEVERAL.search(u.words)) for u in sequence) * 4 < len(sequence),
    )
    score = {part: _first(part, sequence[0]) + _fits(part, sequence[0]) for part in Part}
    back: list[dict[Part, Part]] = []
    for before, unit in pairwise(sequence):
        reach = {to: {a: score[a] + _step(a, to, before, unit, habit) for a in Part} for to in Part}
        chosen = {to: max(ways, key=ways.__getitem__) for to, ways in reach.items()}
        score = {to: reach[to][a] + _fits(to, unit) for to, a in chosen.items()}
        back.append(chosen)
    path = [max(Part, key=score.__getitem__)]
    for chosen in reversed(back):
        path.append(chosen[path[-1]])
    report = sum(_fits(Part.BEFORE, unit) for unit in sequence)
    return tuple(reversed(path)), max(score.values()) - report


def _first(part: Part, unit: Unit) -> float:
    return {Part.BEFORE: 0.0, Part.QUESTION: _opening(unit) - 1.0, Part.ANSWER: -6.0}.get(part, _NEVER)


def _opening(unit: Unit) -> float:
    """What it costs to open a conversation with a paragraph that neither asks nor speaks to anybody."""
    return 0.0 if unit.form.asks or unit.form.addresses or unit.dashed else -2.0


def _fits(part: Part, unit: Unit) -> float:
    """How well the form of a paragraph fits a part."""
    if part is Part.QUESTION:
        return unit.form.leaning / 2 - 1.5 * (unit.fragment and unit.open)
    if part is Part.ANSWER:
        return max(-unit.form.leaning / 2, -1.2) - 1.0 * (
            unit.fragment and unit.open and not (unit.listed or unit.dashed)
        )
    if part is Part.BETWEEN:
        return _between(unit)
    return unit.form.telling - 2.0 * unit.dashed


def _between(unit: Unit) -> float:
    if is_pulled(unit.words):
        return 3.0
    if not unit.fragment or unit.dashed or unit.listed:
        return -6.0
    if is_caption(unit.words):
        return 1.2
    return 1.0 if unit.open and unit.form.size <= 12 else -6.0


def _step(a: Part, b: Part, before: Unit, unit: Unit, habit: _Habit) -> float:
    """Weigh that a paragraph of part ``b`` follows one of part ``a``."""
    if (a, b) == (Part.BEFORE, Part.QUESTION):
        return _opening(unit) - 2.5
    if a not in _ROLE or b not in _ROLE:
        return _PASSAGE.get((a, b), _NEVER)
    if a is b:
        return _same(a, before, unit)
    return _change(b, before, unit, habit)


def _same(part: Part, before: Unit, unit: Unit) -> float:
    if part is Part.ANSWER:
        return -2.0 * unit.dashed
    if before.form.asks and not unit.form.asks:
        return -2.5 * unit.dashed - 1.4 - 0.5 * (not unit.form.goes_on)
    return -2.5 * unit.dashed - 0.3 * before.form.asks


def _change(to: Part, before: Unit, unit: Unit, habit: _Habit) -> float:
    """Weigh a new voice: cheap at a dash, dear at a paragraph that goes on with the one before.

    Where every sentence is a paragraph of its own, a question runs over several, and one that points back is
    rarely the first of them.
    """
    if unit.dashed:
        return -0.2
    if to is Part.ANSWER and before.form.asks:
        return -0.5 * unit.form.goes_on
    tied = (1.0 if habit.lines else 0.3) * (
        1.5 * unit.form.goes_on + (1.8 if to is Part.QUESTION else 0.5) * unit.form.leans_back
    )
    if to is Part.ANSWER:
        return -tied - (2.0 if habit.dashes else 1.0)
    return 1.2 * unit.parted - tied - 2.0 * before.words.endswith(":") - (2.0 if habit.dashes else 0.7)


def _converses(sequence: Sequence[Unit], path: Sequence[Part], gain: float, *, announced: bool) -> bool:
    """Whether the path is a conversation: exchanges enough, and voices that speak to each other.

    A columnist asks, answers and says "you" as well, but reports besides, and less of the text speaks for it.
    """
    inside = [(u, part) for u, part in zip(sequence, path, strict=True) if part in _ROLE]
    asked = [u for u, part in inside if part is Part.QUESTION]
    seams = [(u, v) for (u, a), (v, b) in pairwise(inside) if (a, b) == (Part.QUESTION, Part.ANSWER)]
    exchanges = sum(u.form.asks or v.dashed for u, v in seams)
    marked = announced or sum(u.dashed for u, _ in inside) >= 2
    if not any(u.form.asks for u, _ in seams) or exchanges < (1 if marked else 2) or exchanges * 2 < len(seams):
        return False
    personal = any(u.form.addresses or u.dashed for u in asked) and any(
        u.form.first_person or u.dashed for u, _ in inside
    )
    reported = sum(u.form.telling > 1.0 for u, _ in inside)
    if marked:
        return (personal or (announced and exchanges >= 2)) and reported * 3 < len(inside) and gain > 2.0
    return personal and reported * 8 <= len(inside) + 6 and gain > max(5.0, 0.6 * len(inside))
