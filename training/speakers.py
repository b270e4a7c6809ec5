"""Learns whom a pronoun means: the weights that ``onrecord.statements.antecedents`` reads.

From PolNeAR's automatic coreference chains (CoreNLP, with errors) and the GUM documents that are not in
``who-dev``. Where exactly one person at hand has the pronoun's gender, that decides, not the chain: these are the
labels without noise. A minute on one core, the same weights each time: ``python training/speakers.py ../shared/data``.
"""

from __future__ import annotations

import json
import math
import re
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from onrecord.facts import Form, Kind, Layout, Mention, Span
from onrecord.statements.antecedents import Candidate, Clue, clues, nobody
from onrecord.statements.discourse import Discourse
from onrecord.statements.mentions import Occurrence, gender_of_pronoun
from onrecord.statements.names import name_words
from onrecord.statements.roles import NOUNS, head_noun

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

OUT = Path(__file__).parents[1] / "src/onrecord/models/speakers.json"

GENDER_CERTAIN = 1.5
"""Log odds from which a given name or a title settles a gender."""

WEIGHT = {"certain": 10.0, "chain": 1.0, "nobody": 0.2, "gum": 3.0}
"""What an example counts, by where its label comes from. Chains without a name are mostly torn-off pieces of others."""

ROUNDS, STEP, DECAY, RARE = 400, 0.05, 2e-3, 8
"""Of the fit: rounds over all data, step, L2 penalty, and how often a clue must occur.

The penalty is large because a wrong antecedent draws the next pronouns after it: at 3e-5 the fit to the chains is
better and ``who-dev`` ten points worse.
"""

NAME = re.compile(r"[^\W\d_a-z][\w.'’-]*(?: (?:(?:de|la|von|van|der|bin|al|di|da) )?[^\W\d_a-z][\w.'’-]*)*")
NOMINAL = re.compile(
    r"\b(?:an?|the|his|her|their|our|my|its|this|that|one|another|some)\s(?:[\w'’-]+\s){0,4}?"
    rf"(?:{'|'.join(sorted(NOUNS, key=len, reverse=True))})\b(?! [A-Z])",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Example:
    """The options that one pronoun has, each as its clues; which is right; what the example counts."""

    options: list[list[Clue]]
    right: int
    weight: float


class Sample:
    """A document with its names of persons and with chains of spans that stand for one person each."""

    def __init__(self, text: str, sentences: Sequence[Sequence[int]], names: list, chains: list, weight: float) -> None:
        self.text, self.chains, self.weight = text, chains, weight
        paragraphs = tuple(Span(m.start(), m.end()) for m in re.finditer(r"[^\n]+(?:\n[^\n]+)*", text))
        self.layout = Layout(paragraphs=paragraphs, sentences=tuple((Span(a, b),) for a, b in sentences if a < b))
        named = [Span(a, b) for a, b in names]
        described = [Span(*m.span()) for m in NOMINAL.finditer(text) if head_noun(m[0])]
        self.mentions = [_person(span, Form.NAME) for span in named]
        self.mentions += [_person(s, Form.NOMINAL) for s in described if not any(s.overlaps(n) for n in named)]

    def gender(self, a: int, b: int) -> int:
        """What a span tells as a pronoun; 0 if it is none of he and she."""
        return gender_of_pronoun(self.text[a:b].lower())

    def labels(self, discourse: Discourse) -> dict[Span, int | list[Span]]:
        """Whom each pronoun stands for: its chain's person, or the descriptions in a chain without a name.

        Chains with two persons or two genders are muddled and left out.
        """
        out: dict[Span, int | list[Span]] = {}
        for chain in self.chains:
            genders = Counter(self.gender(a, b) for a, b in chain)
            del genders[0]
            others = [Span(a, b) for a, b in chain if not self.gender(a, b)]
            heads = [(span, discourse.head_name(span)) for span in others]
            owners = {discourse.owner.get(name) for span, name in heads if name and name.end >= span.end - 3} - {None}
            if len(genders) == 1 and len(owners) <= 1:
                out.update((Span(a, b), next(iter(owners), others)) for a, b in chain if self.gender(a, b))
        return out

    def read(self, given: dict[str, float], weights: dict[Clue, float] | None = None) -> Iterator[Example]:
        """The document's examples; with weights, as one who reads by them and takes the wrong turns too."""
        discourse = Discourse(self.text, self.layout, self.mentions, given)
        gender = {c.number: c.gender for c in discourse.candidates}
        labels = self.labels(discourse)
        out: list[Example] = []

        def choose(o: Occurrence, near: Sequence[Candidate], speaker: int | None) -> tuple[int | None, float]:
            options = [*clues(o, near, speaker), nobody(o, near)]
            label = labels.get(o.span)
            if isinstance(label, list):
                label = next((discourse.owner[s] for s in label if discourse.owner.get(s) is not None), None)
            agrees = [gender.get(c.number, 0.0) * gender_of_pronoun(o.word) for c in near]
            numbers = [c.number for c in near]
            right, source = _right(agrees, numbers.index(label) if label in numbers else None, o.span in labels)
            if source:
                out.append(Example(options, right, self.weight * WEIGHT[source]))
            best = _best(options, weights) if weights else right
            return (numbers[best] if 0 <= best < len(near) else None), 1.0

        discourse.read(choose)
        yield from out


def _person(span: Span, form: Form) -> Mention:
    return Mention(span=span, head=span, kind=Kind.PERSON, form=form)


def _right(agrees: list[float], chained: int | None, known: bool) -> tuple[int, str | None]:
    """The index of the right option and where that is known from; nothing where gender contradicts the chain."""
    certain = [i for i, a in enumerate(agrees) if a >= GENDER_CERTAIN]
    open_ = [i for i, a in enumerate(agrees[:3]) if abs(a) < GENDER_CERTAIN]
    if len(certain) == 1 and not open_:
        return certain[0], "certain"
    if chained is None:
        return (len(agrees), "nobody") if known else (-1, None)
    return (chained, "chain") if agrees[chained] > -GENDER_CERTAIN else (chained, None)


def _best(options: list[list[Clue]], weights: dict[Clue, float]) -> int:
    scores = [sum(weights.get(clue, 0.0) for clue in option) for option in options]
    return scores.index(max(scores))


def rows(path: Path) -> list[dict[str, Any]]:
    """The JSON objects of a file, one a line."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def silver(folder: Path, part: str) -> list[Sample]:
    """PolNeAR with CoreNLP's names and chains; ``part`` is ``train`` or ``dev``."""
    texts = {row["id"]: row["text"] for row in rows(folder / f"polnear-{part}.jsonl")}
    return [
        Sample(
            texts[row["id"]], row["sentences"], [e[:2] for e in row["entities"] if e[2] == "PERSON"], row["chains"], 1.0
        )
        for row in rows(folder / f"polnear-{part}-silver.jsonl")
        if row["id"] in texts
    ]


def gum(folder: Path) -> list[Sample]:
    """The GUM documents that ``who-dev`` is not made of."""
    held_out = {row["id"] for row in rows(folder / "who-dev.jsonl")}
    out = []
    for row in rows(folder / "gum-dev.jsonl"):
        if row["id"] in held_out:
            continue
        chains: dict[str, list] = defaultdict(list)
        for m in row["mentions"]:
            if m["type"] == "person":
                chains[m["entity"]].append((m["start"], m["end"]))
        names = [s for c in chains.values() for s in c if NAME.fullmatch(row["text"], *s) and s[1] - s[0] > 4]
        sentences = [(s["start"], s["end"]) for s in row["sentences"]]
        out.append(Sample(row["text"], sentences, sorted(names), list(chains.values()), WEIGHT["gum"]))
    return out


def given_names(samples: list[Sample]) -> dict[str, float]:
    """What the pronouns in the chains tell of first names: log odds of "he" over "she"."""
    counts: dict[str, Counter] = defaultdict(Counter)
    for sample in samples:
        discourse = Discourse(sample.text, sample.layout, sample.mentions, {})
        seen: dict[str, Counter] = defaultdict(Counter)
        for span, number in sample.labels(discourse).items():
            if isinstance(number, int):
                for name in {name_words(discourse.names[i].of(sample.text)) for i in discourse.bearers[number].full}:
                    seen[name[0]][sample.gender(span.start, span.end)] += 1
        for name, count in seen.items():  # at most two voices an article, or a candidate's name outweighs all
            counts[name].update({g: min(n, 2) for g, n in count.items()})
    odds = {name: math.log((c[1] + 0.3) / (c[-1] + 0.3)) for name, c in counts.items() if c.total() >= 2}
    return {
        name: round(max(-3.0, min(3.0, o)), 1) for name, o in sorted(odds.items()) if abs(o) >= 1 and name.isalpha()
    }


def fit(data: list[Example]) -> dict[Clue, float]:
    """The weights of the clues that make the right options likeliest: conditional maximum entropy, by Adam."""
    count = Counter(clue for e in data for option in e.options for clue in option)
    index = {clue: i for i, clue in enumerate(sorted((c for c, n in count.items() if n >= RARE), key=repr))}
    options = [option for e in data for option in e.options]
    place = [(index[clue], row) for row, option in enumerate(options) for clue in option if clue in index]
    column, row = np.array(place).T
    sizes = np.array([len(e.options) for e in data])
    first = np.r_[0, np.cumsum(sizes)[:-1]]
    share = np.repeat(np.array([e.weight for e in data]) / sum(e.weight for e in data), sizes)
    wanted = np.zeros(len(options))
    wanted[first + [e.right for e in data]] = 1
    weights, mean, square = (np.zeros(len(index)) for _ in range(3))
    for t in range(1, ROUNDS + 1):
        scores = np.bincount(row, weights[column], len(options))
        high = np.exp(scores - np.repeat(np.maximum.reduceat(scores, first), sizes))
        error = share * (high / np.repeat(np.add.reduceat(high, first), sizes) - wanted)
        slope = np.bincount(column, error[row], len(index)) + DECAY * weights
        mean, square = 0.9 * mean + 0.1 * slope, 0.999 * square + 0.001 * slope**2
        weights -= STEP * (mean / (1 - 0.9**t)) / (np.sqrt(square / (1 - 0.999**t)) + 1e-8) * (1 - t / (ROUNDS + 1))
    return {clue: round(float(weights[i]), 2) for clue, i in index.items() if abs(weights[i]) >= 0.01}


def accuracy(data: list[Example], weights: dict[Clue, float]) -> str:
    """How often the likeliest option is the right one, in words."""
    right = sum(_best(e.options, weights) == e.right for e in data)
    return f"{len(data)} pronouns, {100 * right / max(1, len(data)):.1f} % right"


def main(folder: Path) -> None:
    """Fit, say how well, and write the weights."""
    train, rest = silver(folder, "train"), gum(folder)
    given = given_names(train)
    data = [e for sample in [*train, *rest] for e in sample.read(given)]
    weights = fit(data)
    print("train:", accuracy(data, weights))
    print("dev:", accuracy([e for s in silver(folder, "dev") for e in s.read(given, weights)], weights))
    table = [[*clue, weight] for clue, weight in sorted(weights.items(), key=repr)]
    OUT.write_text(json.dumps({"given": given, "clues": table}, ensure_ascii=False, separators=(",", ":")) + "\n")
    print(f"{len(table)} clues, {len(given)} given names, {OUT.stat().st_size} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
