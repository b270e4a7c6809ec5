"""What a statement claims, in the form in which statements of two sides are compared."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from onrecord.actors.gazetteer import entries
from onrecord.facts import Event, Layer, Status
from onrecord.likeness import DENIALS, Folded, content, fold, stem
from onrecord.record import Entry
from onrecord.views.parties import folded

Gram = str | tuple[str, str]
"""A word, or two that follow each other, by their stems; a name by the actor that it stands for."""

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")

# Pairs of what is opposed to each other, as stems have it.
_OPPOSITES = """
same parallel similar equal equate identical | different differ unlike distinct separate
accept agree approve | refuse reject decline deny
support back favour favor welcome endorse | oppose resist condemn denounce
increase rise grow expand | decrease shrink curtail cut reduce
open reopen | close shut
begin start | end stop halt
join enter | quit withdraw
true | false lie fabrication hoax untrue
succeed success | fail failure
strengthen | weaken undermine threaten
allow permit | ban forbid prohibit block
innocent | guilty
"""
# Words that speak of one thing, as stems have it: what the one paper calls pressure the other calls arm-twisting.
_TOPICS = """
press pressure force coerce compel twist arm-twisting stifle threat threaten demand impose blackmail ultimatum insist
support back backing help assist assistance aid stand
understand understanding appreciate appreciative grateful gratitude thank
principle principled line course stance approach policy
sanction restriction embargo penalty penalise boycott
hypocrisy hypocritical double pretense pretence cynical cynicism
fabrication hoax lie invention false untrue propaganda rumour rumor
parallel precedent compare comparison same different
violate violation breach ignore flout disregard
law legal charter convention resolution agreement accord treaty norm
vote referendum election ballot plebiscite
war conflict aggression bomb attack invasion fighting
talk negotiation negotiate dialogue mediation summit
weapon arms missile army military troops soldier
gas oil energy pipeline fuel
trade export import economy economic investment tariff
refugee migrant asylum displaced
visit invite invitation meet meeting
apologise apologize apology sorry regret
resign resignation dismiss sack quit desert deserter desertion
recognise recognize recognition independence sovereignty
cost price expense bill damage pay payment compensate compensation indemnify claim
money budget fund funding million billion subsidy
close closed closure shut blockade block
delegate representative envoy ambassador diplomat
soldier troops army military battalion
doctor medical physician hospital
border frontier crossing
road bridge railway motorway
ship vessel boat fleet tugboat ferry
lorry truck vehicle
farm farmer harvest grain
student university school
young youth heir
inspect inspection inspector check audit
inquiry investigate investigation commission probe
maker manufacturer producer company firm
expert independent specialist
safety safe danger risk threat hazard
limit cap ceiling quota
talk discuss speak negotiate dialogue
refuse reject decline dismiss deny
wrong false untrue tale
interfere meddle intervene interference
fail failure zero nothing collapse
succeed success achieve result
harm hurt damage ruin
island archipelago
neighbour neighbor
friend friendship friendly brotherly warm
relation relationship ties
poll vote election ballot
answer reply respond response silent silence
promise pledge vow undertake
increase rise grow double growth
decrease fall drop shrink halve cut
winter spring summer autumn season
kill dead death victim casualty
arrest detain jail prison custody
court judge trial verdict
corrupt corruption bribe graft
police officer constable
hundred thousand dozens
poor poverty hunger famine
ill sick disease epidemic pandemic virus vaccine
tax levy duty tariff
work job employment unemployed
strike protest demonstration rally
build construct construction
""".strip().splitlines()
_STRONG = """
absolute absolutely brutal brutally categorical categorically completely enormous enormously extreme extremely flagrant
flagrantly fundamental fundamentally huge immense incredible incredibly massive severe severely strongly terrible total
totally unacceptable unconditional unconditionally unprecedented utmost utter utterly
"""
_WEAK = "limited moderate moderately partial partly slight slightly somewhat"
_REASON = re.compile(
    r"\b(?:because|since|due to|owing to|in order to|so as to|so that|with the aim|aimed at|as a result of|thanks to|"
    r"on account of|in (?:response|retaliation) (?:to|for)|for (?:its|his|her|their|our|my|not|refusing|failing)|"
    r"to force|to make|to get|focus\w* on|demand\w* (?:to|that))\b(?P<reason>[^,;.]*)",
    re.IGNORECASE,
)


class Tied(NamedTuple):
    """A tie that a statement tells of or shows: holder and target by the actors that they stand for."""

    tie: tuple[str, str]
    sign: int
    event: Event | None
    words: str
    layer: Layer
    status: Status
    confidence: float


@dataclass(frozen=True, eq=False)
class Claim:
    """A statement as it is compared; ``vector`` is of length one, or of zeros where none was made.

    ``asked`` are the words of the question that an answer of few words is understood by.
    """

    entry: Entry
    speaker: str
    vector: NDArray[np.float32]
    asked: str = ""

    @property
    def id(self) -> str:
        """The id of the statement."""
        return self.entry.id

    @cached_property
    def words(self) -> str:
        """Its quote, as it is judged to be."""
        judged = self.entry.judged
        return judged.quote if judged and judged.quote else self.entry.quote

    @cached_property
    def folded(self) -> Folded:
        """Its words as they are compared."""
        return fold(self.words)

    @cached_property
    def grams(self) -> frozenset[Gram]:
        """Words of content, alone and with the next, and the topics that they speak of; with those of the question."""
        words = f"{self.words} {self.asked}"
        found = [_named(word) or root for word, root in content(words)]
        topics = (f"~{topic}" for root in map(stem, fold(words).tokens) for topic in _TOPIC_OF.get(root, ()))
        return frozenset(found) | frozenset(pairwise(found)) | frozenset(topics)

    @cached_property
    def sides(self) -> dict[str, int]:
        """On which side of a pair of opposites it stands, 1 or -1, by the pair; 0 for both."""
        found: dict[str, int] = {}
        for pair, side in _sided(self.words):
            found[pair] = side if found.get(pair, side) == side else 0
        return found

    @cached_property
    def strengths(self) -> dict[str, tuple[str, int]]:
        """How strong its words of content are made by one of the two before: with that word, and 1, 0 or -1."""
        tokens = self.folded.tokens
        found: dict[str, tuple[str, int]] = {}
        for n, token in enumerate(tokens):
            if stem(token) not in self.folded.stems or stem(token) in _STRENGTHS:
                continue
            before = [word for word in tokens[max(0, n - 2) : n] if stem(word) in _STRENGTHS]
            made = (f"{before[-1]} {token}", _STRENGTHS[stem(before[-1])]) if before else (token, 0)
            found[stem(token)] = max(made, found.get(stem(token), made), key=lambda one: abs(one[1]))
        return found

    @cached_property
    def reasons(self) -> str:
        """The reasons that it gives, in its words."""
        return "; ".join(found[0].strip() for found in _REASON.finditer(self.words))

    @cached_property
    def reason(self) -> frozenset[str]:
        """Words of content of the reasons that it gives."""
        return frozenset(root for found in _REASON.finditer(self.words) for _, root in content(found["reason"]))

    @cached_property
    def ties(self) -> tuple[Tied, ...]:
        """Who is for or against whom in it; what is denied is left out."""
        return tuple(
            Tied(
                tie=(whom(one.holder.name), whom(one.target.name)),
                sign=one.sign,
                event=one.event,
                words=f"{one.holder.name} → {one.target.name} {_SIGNS[one.sign]}",
                layer=one.layer,
                status=one.status,
                confidence=one.confidence,
            )
            for one in self.entry.findings.relations
            if one.holder and one.target and one.status is not Status.DENIED
        )


def whom(name: str) -> str:
    """Give the actor of the gazetteer that a name or its capital stands for, else the name as it is compared."""
    return _actors().get(folded(name)) or folded(name)


@cache
def _actors() -> dict[str, str]:
    """The actors of the gazetteer by their English names; those of other languages would take a second to load."""
    found: dict[str, set[str]] = defaultdict(set)
    for entry in entries():
        for name in (entry.name, *entry.aliases, *entry.capital, *entry.seats, *entry.demonyms):
            found[folded(name)].add(entry.id)
    return {name: min(ids) for name, ids in found.items() if len(ids) == 1}


def _named(word: str) -> str | None:
    return _actors().get(folded(word.removesuffix("'s").removesuffix("’s"))) if word[0].isupper() else None


def _sided(words: str) -> Iterator[tuple[str, int]]:
    """Give pairs of opposites that words stand on a side of; a negation up to three words before turns it."""
    tokens = fold(words).tokens
    for n, token in enumerate(tokens):
        for pair, side in _SIDES.get(stem(token), ()):
            denied = sum(before in DENIALS for before in tokens[max(0, n - 3) : n]) % 2
            yield pair, -side if denied else side


def _sides() -> dict[str, list[tuple[str, int]]]:
    found: dict[str, list[tuple[str, int]]] = {}
    for line in _OPPOSITES.strip().splitlines():
        for side, words in zip((1, -1), line.split("|"), strict=True):
            for word in words.split():
                found.setdefault(stem(word), []).append((line.split()[0], side))
    return found


_TOPIC_OF: dict[str, set[str]] = defaultdict(set)
for _line in _TOPICS:
    for _word in _line.split():
        _TOPIC_OF[stem(_word)].add(_line.split()[0])
_SIGNS = {1: "+", 0: "0", -1: "−"}
_SIDES = _sides()
_STRENGTHS = {stem(word): side for side, words in ((1, _STRONG), (-1, _WEAK)) for word in words.split()}
