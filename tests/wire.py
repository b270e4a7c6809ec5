"""Invented reports, and what other outlets make of them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

_STATES = "Arvenia Ostmark Tolvia Nordania Veltan Ardesia Sulmar Carpia Lesken Orravia".split()
_PEOPLE = [f"{first} {last}" for first in "Mira Ilan Edda Orla Tarek".split() for last in
           "Tessarić Dorsey Quill Tavish Sorgun Maroun Belcourt Ansgar".split()]  # fmt: skip
_OFFICES = "foreign minister,trade minister,ambassador,spokesman,harbour master,head of the union".split(",")
_THINGS = (
    "harbour,strait,border crossing,ferry line,grain quota,fishing treaty,railway,power cable,visa office,toll bridge,"
    "customs hall,lighthouse,reservoir,gas terminal,radio mast,school exchange,census,pension fund,vaccine plant"
).split(",")
_DOES = (
    "closed,reopened,sold,inspected,widened,taxed,guarded,mapped,leased,repaired,abandoned,shared,measured,disputed,"
    "blocked,insured,flooded,electrified,privatised,dredged"
).split(",")
_WHEN = "before winter,within a week,by the end of May,after the vote,this spring,at dawn,next year,in due time".split(
    ","
)
_BECAUSE = (
    "costs have risen,nobody asked the fishermen,the engineers advise it,the treaty says so,neighbours complained,"
    "a commission found cracks,the council is divided,money was promised,the old rules lapsed,people want certainty"
).split(",")


@dataclass(frozen=True)
class Event:
    """What all reports on one event have: place, persons, and the words that were said there."""

    state: str
    other: str
    people: tuple[str, str]
    thing: str
    quotes: tuple[str, str]


def event(dice: random.Random) -> Event:
    state, other = dice.sample(_STATES, 2)
    first, second = dice.sample(_PEOPLE, 2)
    thing = dice.choice(_THINGS)
    return Event(state, other, (first, second), thing, (_clause(dice, thing), _clause(dice, thing)))


def report(of: Event, dice: random.Random, paragraphs: int = 9) -> str:
    """A headline and paragraphs: each writer finds other words, only the quotes are the same."""
    body = [_paragraph(of, dice) for _ in range(paragraphs)]
    for at, (who, words) in enumerate(zip(of.people, of.quotes, strict=True)):
        office = dice.choice(_OFFICES)
        body[2 * at + 1] += f" “{words[0].upper()}{words[1:]},” {who}, the {office} of {of.state}, said. "
    return "\n\n".join([_headline(of, dice), *body])


def _clause(dice: random.Random, thing: str) -> str:
    words = [f"the {thing} of {dice.choice(_STATES)} will be {dice.choice(_DOES)} {dice.choice(_WHEN)}"]
    words += [f"because {dice.choice(_BECAUSE)} and the {dice.choice(_THINGS)} was {dice.choice(_DOES)}"]
    return " ".join(words)


def _headline(of: Event, dice: random.Random) -> str:
    return f"{of.state} and {of.other} at odds over {of.thing}, {dice.choice(_THINGS)} {dice.choice(_DOES)}"


def _paragraph(of: Event, dice: random.Random) -> str:
    return " ".join(_sentence(of, dice) for _ in range(dice.randint(2, 4)))


def _sentence(of: Event, dice: random.Random) -> str:
    lead = dice.choice([of.state, of.other, "The government", "The opposition", "A commission", "The union"])
    thing, another = dice.choice([of.thing, *_THINGS]), dice.choice(_THINGS)
    did, done, when, reason = dice.choice(_DOES), dice.choice(_DOES), dice.choice(_WHEN), dice.choice(_BECAUSE)
    number = dice.randint(2, 900)
    return dice.choice(
        [
            f"{lead} had the {thing} {did} {when}, as {reason}.",
            f"About {number} people {did} the {another} and {done} the {thing} {when}.",
            f"Nobody {did} the {thing}, though {reason}; {lead} only {done} the {another}.",
            f"“{reason.capitalize()},” {lead} wrote {when} to {number} owners of the {another} that was {did}.",
            f"{when.capitalize()} the {another} is to be {done}, {number} days after {lead} {did} the {thing}.",
        ]
    )


def other_headline(text: str, dice: random.Random) -> str:
    _, _, body = text.partition("\n\n")
    return f"Quarrel about the {dice.choice(_THINGS)} goes on\n\n{body}"


def cut(text: str, dice: random.Random) -> str:
    """Its first part, a third to two thirds of its paragraphs."""
    paragraphs = text.split("\n\n")
    return "\n\n".join(paragraphs[: round(len(paragraphs) * dice.uniform(1 / 3, 2 / 3))])


def without_some(text: str, dice: random.Random) -> str:
    paragraphs = text.split("\n\n")
    out = set(dice.sample(range(1, len(paragraphs)), 3))
    return "\n\n".join(paragraph for n, paragraph in enumerate(paragraphs) if n not in out)


def corrected(text: str, dice: random.Random) -> str:
    """With one word in fifty changed."""
    return " ".join(word if dice.random() > 0.02 else f"{word[:2]}x{word[2:]}" for word in text.split(" "))


def longer(text: str, dice: random.Random) -> str:
    """With a paragraph of the outlet's own at each end."""
    here = event(dice)
    return "\n\n".join([_headline(here, dice), _paragraph(here, dice), text, _paragraph(here, dice)])


def all_at_once(text: str, dice: random.Random) -> str:
    return other_headline(longer(corrected(cut(text, dice), dice), dice), dice)


EDITS = (other_headline, cut, without_some, corrected, longer, all_at_once)


def newsroom(events: int, seed: int) -> Iterator[tuple[str, str]]:
    """Texts, each with the name of the report that it is or copies: three reports an event, and copies of the first."""
    dice = random.Random(seed)  # noqa: S311 - a test wants the same texts every time
    for number in range(events):
        here = event(dice)
        for writer in range(3):
            text = report(here, dice)
            yield f"{number}.{writer}", text
            if writer == 0:
                for edit in EDITS:
                    yield f"{number}.{writer}", edit(text, dice)
