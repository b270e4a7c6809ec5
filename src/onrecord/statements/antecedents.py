"""Whom a pronoun means: a log-linear ranking of the persons that the text has spoken of.

The weights are learned (``training/speakers.py``) and small: each is of one *clue*, a tuple of a clue's
name and its values. A candidate's score is the sum of the weights of its clues.
"""

from __future__ import annotations

import functools
import json
import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib import resources

from onrecord.facts import Form
from onrecord.statements.mentions import Occurrence, Part, gender_of_pronoun

Clue = tuple[str | int, ...]

REACH = 8
"""How many candidates are weighed: the latest ones, and the most named one besides."""


@dataclass(slots=True)
class Candidate:
    """A person as the reader knows it when a mention comes up.

    ``names`` are all its names in the document, ``rank`` its place by their number (0 the most named); somebody
    without a name has none. ``gender`` is the weight of evidence for a man (positive) or a woman (negative).
    ``seen`` are the mentions read so far, ``called`` the last of them that was a name, ``since`` how many came after.
    """

    number: int
    names: list[Occurrence]
    rank: int
    gender: float
    seen: list[Occurrence] = field(default_factory=list)
    called: Occurrence | None = None
    since: int = 0

    def see(self, occurrence: Occurrence) -> None:
        """Take note of a further mention."""
        self.seen.append(occurrence)
        self.since += 1
        if occurrence.form is Form.NAME:
            self.called, self.since = occurrence, 0
        self.gender += gender_of_pronoun(occurrence.word)

    def ahead(self, occurrence: Occurrence) -> int:
        """Whether it is named later in the sentence: 2 as the next clause's subject, 1 elsewhere, 0 not."""
        at = bisect_right(self.names, occurrence.span.start, key=lambda name: name.span.start)
        if at == len(self.names) or self.names[at].sentence != occurrence.sentence:
            return 0
        return 2 if self.names[at].part is Part.SUBJECT else 1


def within_reach(candidates: Sequence[Candidate], occurrence: Occurrence) -> list[Candidate]:
    """The candidates to weigh for a mention, the one mentioned last first."""
    known = [c for c in candidates if c.seen]
    known.sort(key=lambda c: -c.seen[-1].span.start)
    near = known[:REACH]
    near.extend(c for c in known[REACH:] if c.rank == 0)
    near.extend(c for c in candidates if not c.seen and c.names and c.names[0].sentence == occurrence.sentence)
    return near


@dataclass(frozen=True, slots=True)
class _Around:
    """What the candidates for one mention are weighed against: each other.

    ``first`` is the first person mentioned in this sentence and in the one before; ``speaker`` the number of who
    speaks the quotation around the mention; ``doubt`` grows with the persons mentioned close before; ``called`` is
    where each was last named, the latest first; ``names`` how often all are named in the document.
    """

    mention: Occurrence
    first: dict[int, Occurrence]
    speaker: int | None
    doubt: int
    called: list[int]
    names: int


def clues(occurrence: Occurrence, near: Sequence[Candidate], speaker: int | None) -> list[list[Clue]]:
    """The clues for each candidate; ``speaker`` is the number of who speaks the quotation around the mention."""
    sentence = occurrence.sentence
    first: dict[int, Occurrence] = {}
    for candidate in near:
        for seen in reversed(candidate.seen[-6:]):
            if seen.sentence < sentence - 1:
                break
            if seen.sentence not in first or seen.span.start < first[seen.sentence].span.start:
                first[seen.sentence] = seen
    around = _Around(
        mention=occurrence,
        first=first,
        speaker=speaker,
        doubt=_step(sum(1 for c in near if c.seen and sentence - c.seen[-1].sentence <= 2), (1, 2, 3, 5)),
        called=sorted((c.called.span.start for c in near if c.called), reverse=True),
        names=sum(len(c.names) for c in near) or 1,
    )
    return [_clues(c, place, around) for place, c in enumerate(near)]


def _clues(c: Candidate, place: int, around: _Around) -> list[Clue]:
    mention = around.mention
    part, opens = mention.part.value, mention.opens
    agreement = _agreement(mention.word, c.gender)
    ahead = c.ahead(mention)
    if not c.seen:
        return [("ahead", part, ahead, opens), ("ahead gender", agreement)]
    last = c.seen[-1]
    apart = min(mention.sentence - last.sentence, 6)
    near, place = min(apart, 2), min(place, 4)
    out: list[Clue] = [
        ("distance", part, apart, place),
        ("last", part, near, last.part.value, last.form.value),
        ("gender", agreement, min(apart, 3)),
        ("named", _step(len(c.names), (0, 1, 2, 4, 8)), min(c.rank, 3), min(apart, 3)),
        ("so far", _step(len(c.seen), (1, 2, 4, 8, 16)), min(place, 2)),
        ("paragraph", min(mention.paragraph - last.paragraph, 3), opens, min(place, 1)),
        ("quote", _voice(mention, c, around.speaker), last.quote == mention.quote, near),
        ("same word", _same_word(mention, last), near, part),
        ("doubt", around.doubt, place, near),
        ("gender of rivals", agreement, around.doubt, place),
        ("again", ahead, opens, min(apart, 1), part),
        ("focus", 5 * len(c.names) // around.names, near, min(place, 2)),
    ]
    if c.called is not None:
        turn = min(around.called.index(c.called.span.start), 3)
        far = min(mention.sentence - c.called.sentence, 5)
        out.append(("called", part, far, turn))
        out.append(("called as", c.called.part.value, min(far, 2), turn))
        out.append(("since", _step(c.since, (0, 1, 3, 6)), min(far, 3)))
    if apart == 0:
        gap = _step(mention.span.start - last.span.end, (8, 20, 50, 100))
        out.append(("gap", part, gap, last.part.value))
        out.append(("first here", part, _is_first(c, mention.sentence, around.first)))
    else:
        out.append(("first before", part, opens, _is_first(c, mention.sentence - 1, around.first)))
    return out


def _voice(mention: Occurrence, c: Candidate, speaker: int | None) -> int:
    """0 outside a quotation; inside: 1 if the candidate speaks it, 2 if somebody else does, 3 if that is not known."""
    if mention.quote < 0:
        return 0
    return 3 if speaker is None else 1 if speaker == c.number else 2


def _is_first(c: Candidate, sentence: int, first: dict[int, Occurrence]) -> int:
    """0 for who is not mentioned in a sentence, 1 for who is, 2 for its first person, 3 if as subject."""
    mine = [seen for seen in c.seen[-6:] if seen.sentence == sentence]
    if not mine:
        return 0
    if mine[0] is not first.get(sentence):
        return 1
    return 3 if mine[0].part is Part.SUBJECT else 2


def _same_word(occurrence: Occurrence, last: Occurrence) -> int:
    if last.form is not Form.PRONOUN:
        return 0
    gender = gender_of_pronoun(last.word)
    if not gender or not gender_of_pronoun(occurrence.word):
        return 1
    return 2 if gender == gender_of_pronoun(occurrence.word) else 3


def _agreement(word: str, gender: float) -> int:
    evidence = gender * gender_of_pronoun(word)
    if evidence > 0:
        return 3 if evidence >= 2 else 2 if evidence >= 1 else 1
    return -3 if evidence <= -2 else -2 if evidence <= -1 else -1 if evidence < 0 else 0


def _step(value: int, steps: Sequence[int]) -> int:
    return bisect_left(steps, value)


def nobody(occurrence: Occurrence, near: Sequence[Candidate]) -> list[Clue]:
    """The clues for none of the candidates."""
    closest = min((occurrence.sentence - c.seen[-1].sentence for c in near if c.seen), default=9)
    agreeing = max((_agreement(occurrence.word, c.gender) for c in near), default=-3)
    return [
        ("nobody", occurrence.part.value, min(max(closest, 0), 5)),
        ("nobody agrees", agreeing),
        ("nobody among", _step(len(near), (0, 1, 2, 4))),
    ]


@dataclass(frozen=True, slots=True)
class Scorer:
    """The learned weights: of clues, and what given names tell of gender (positive for a man)."""

    weights: dict[Clue, float]
    given: dict[str, float]

    def shares(self, options: Sequence[Sequence[Clue]]) -> list[float]:
        """The probability of each option, given its clues."""
        get = self.weights.get
        scores = [sum([get(clue, 0.0) for clue in option]) for option in options]
        top = max(scores)
        high = [math.exp(score - top) for score in scores]
        total = sum(high)
        return [h / total for h in high]


@functools.cache
def scorer() -> Scorer:
    """The scorer that the package carries."""
    stored = json.loads((resources.files("onrecord") / "models" / "speakers.json").read_text(encoding="utf-8"))
    return Scorer({tuple(clue): weight for *clue, weight in stored["clues"]}, stored["given"])
