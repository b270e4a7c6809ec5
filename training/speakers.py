"""Learns whom a pronoun means: the weights that ``onrecord.statements.antecedents`` reads.

From PolNeAR's automatic coreference chains (CoreNLP, with errors) and the GUM documents that are not in
``who-dev``. One pass gathers what pronouns tell of given names; another fits a log-linear ranking of the
candidates. Takes three minutes on one core: ``python training/speakers.py ../shared/data``.
"""

from __future__ import annotations

import json
import math
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np
import torch

from onrecord.facts import Form, Kind, Layout, Mention, Span
from onrecord.statements.antecedents import Candidate, clues, nobody
from onrecord.statements.discourse import Discourse
from onrecord.statements.mentions import Occurrence, gender_of_pronoun
from onrecord.statements.names import name_words
from onrecord.statements.roles import head_noun

OUT = Path(__file__).parents[1] / "src/onrecord/models/speakers.json"


def rows(path: Path) -> list[dict]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def layout_of(text: str, sentences: list) -> Layout:
    paragraphs = tuple(Span(m.start(), m.end()) for m in re.finditer(r"[^\n]+(?:\n[^\n]+)*", text))
    return Layout(paragraphs=paragraphs, sentences=tuple((Span(a, b),) for a, b in sentences if a < b))


def mention(text: str, a: int, b: int, form: Form) -> Mention:
    return Mention(span=Span(a, b), head=Span(a, b), kind=Kind.PERSON, form=form)


class Sample:
    """A document with chains: spans that stand for one person each."""

    def __init__(self, text: str, sentences: list, names: list, chains: list) -> None:
        self.text = text
        self.layout = layout_of(text, sentences)
        self.chains = [sorted({(a, b) for a, b in chain}) for chain in chains]
        taken = set(names)
        self.mentions = [mention(text, a, b, Form.NAME) for a, b in names]
        for chain in self.chains:
            if not any(self.is_pronoun(a, b) for a, b in chain) and not any(s in taken for s in chain):
                continue
            for a, b in chain:
                words = text[a:b]
                if (a, b) in taken or self.is_pronoun(a, b) or not head_noun(words) or len(words) > 120:
                    continue
                if any(a <= x and y <= b for x, y in names):
                    continue
                taken.add((a, b))
                self.mentions.append(mention(text, a, b, Form.NOMINAL))

    def is_pronoun(self, a: int, b: int) -> bool:
        return bool(gender_of_pronoun(self.text[a:b].lower()))

    def gold(self, discourse: Discourse) -> dict[tuple[int, int], int | None | list]:
        """The number of each pronoun's person, or None where its chain has no name; muddled chains are left out."""
        out: dict[tuple[int, int], int | None] = {}
        for chain in self.chains:
            genders = {gender_of_pronoun(self.text[a:b].lower()) for a, b in chain} - {0}
            if len(genders) != 1:
                continue
            owners = Counter()
            for a, b in chain:
                name = discourse.head_name(Span(a, b)) if not self.is_pronoun(a, b) else None
                if name is not None and name.end >= b - 3 and discourse.owner.get(name) is not None:
                    owners[discourse.owner[name]] += 1
            if len(owners) > 1:
                continue
            owner = next(iter(owners), [Span(a, b) for a, b in chain if not self.is_pronoun(a, b)])
            for a, b in chain:
                if self.is_pronoun(a, b):
                    out[a, b] = owner
        return out


def silver(folder: Path, part: str) -> list[Sample]:
    texts = {row["id"]: row["text"] for row in rows(folder / f"polnear-{part}.jsonl")}
    out = []
    for row in rows(folder / f"polnear-{part}-silver.jsonl"):
        if row["id"] not in texts:
            continue
        names = [(a, b) for a, b, kind in row["entities"] if kind == "PERSON"]
        out.append(Sample(texts[row["id"]], row["sentences"], names, row["chains"]))
    return out


NAME = re.compile(r"(?:[^\W\d_a-z][\w.'’-]*)(?: (?:(?:de|la|von|van|der|bin|al|di|da|of) )?[^\W\d_a-z][\w.'’-]*)*")


def gum(folder: Path, held_out: bool) -> list[Sample]:
    who = {row["id"] for row in rows(folder / "who-dev.jsonl")}
    out = []
    for row in rows(folder / "gum-dev.jsonl"):
        if (row["id"] in who) != held_out:
            continue
        chains, names = defaultdict(list), []
        for m in row["mentions"]:
            if m["type"] != "person":
                continue
            words = row["text"][m["start"] : m["end"]]
            chains[m["entity"]].append((m["start"], m["end"]))
            if NAME.fullmatch(words) and not gender_of_pronoun(words.lower()) and words not in ("I", "You", "We", "They"):
                names.append((m["start"], m["end"]))
        sentences = [(s["start"], s["end"]) for s in row["sentences"]]
        out.append(Sample(row["text"], sentences, names, list(chains.values())))
    return out


def given_names(samples: list[Sample]) -> dict[str, float]:
    """What the pronouns in the chains tell of first names: log odds of "he" over "she", at least 3 pronouns."""
    counts: dict[str, Counter] = defaultdict(Counter)
    for sample in samples:
        discourse = Discourse(sample.text, sample.layout, sample.mentions, {})
        seen: dict[str, Counter] = defaultdict(Counter)
        for (a, b), number in sample.gold(discourse).items():
            if isinstance(number, list):
                continue
            for name in {name_words(discourse.names[i].of(sample.text)) for i in discourse.bearers[number].full}:
                seen[name[0]][gender_of_pronoun(sample.text[a:b].lower())] += 1
        for name, count in seen.items():  # one article, at most two voices: "Hillary" must not be learned 900 times
            counts[name].update({g: min(n, 2) for g, n in count.items()})
    odds = {name: math.log((c[1] + 0.3) / (c[-1] + 0.3)) for name, c in counts.items() if sum(c.values()) >= 2}
    return {name: round(max(-3.0, min(3.0, o)), 1) for name, o in sorted(odds.items()) if abs(o) >= 1 and name.isalpha()}


def examples(sample: Sample, given: dict[str, float]) -> list[tuple[list, int]]:
    """The options of each pronoun with the index of the right one."""
    discourse = Discourse(sample.text, sample.layout, sample.mentions, given)
    gold = sample.gold(discourse)
    out = []

    def choose(occurrence: Occurrence, near: list[Candidate], speaker: int | None) -> int | None:
        key = (occurrence.span.start, occurrence.span.end)
        if key not in gold:
            return None
        number = gold[key]
        if isinstance(number, list):
            number = next((discourse.owner[s] for s in number if discourse.owner.get(s) is not None), None)
        right = next((i for i, c in enumerate(near) if c.number == number), len(near))
        if number is None or right < len(near):
            out.append(([*clues(occurrence, near, speaker), nobody(occurrence, near)], right))
        return number

    discourse.read(choose)
    return out


def fit(data: list[tuple[list, int]], weights: list[float], decay: float = 2e-5, rounds: int = 12) -> dict:
    """The weights of the clues that make the right options likeliest."""
    count = Counter(clue for options, _ in data for option in options for clue in option)
    index = {clue: i + 1 for i, clue in enumerate(sorted((c for c, n in count.items() if n >= 8), key=repr))}
    table = torch.nn.EmbeddingBag(len(index) + 1, 1, mode="sum", padding_idx=0)
    torch.nn.init.zeros_(table.weight)
    optimiser = torch.optim.Adam(table.parameters(), lr=0.03, weight_decay=decay)
    rng = np.random.default_rng(0)
    coded = [([[index.get(c, 0) for c in option] for option in options], right) for options, right in data]
    for step in range(rounds):
        for group in optimiser.param_groups:
            group["lr"] = 0.03 * (1 - step / rounds)
        order = rng.permutation(len(coded))
        for at in range(0, len(order), 256):
            batch = [coded[i] for i in order[at : at + 256]]
            width = max(len(o) for o, _ in batch)
            flat = [x for options, _ in batch for x in options]
            offsets = np.cumsum([0, *map(len, flat)])[:-1]
            scores = table(torch.tensor([c for x in flat for c in x]), torch.tensor(offsets))[:, 0]
            padded = torch.full((len(batch), width), -1e9)
            row = torch.tensor([i for i, (o, _) in enumerate(batch) for _ in o])
            column = torch.tensor([j for o, _ in batch for j in range(len(o))])
            padded = padded.index_put((row, column), scores)
            loss = torch.nn.functional.cross_entropy(padded, torch.tensor([r for _, r in batch]), reduction="none")
            loss = (loss * torch.tensor([weights[i] for i in order[at : at + 256]])).mean()
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
    values = table.weight.detach()[:, 0].tolist()
    return {clue: round(values[i], 3) for clue, i in index.items() if abs(values[i]) >= 0.005}


def accuracy(data: list[tuple[list, int]], weights: dict) -> float:
    hit = 0
    for options, right in data:
        scores = [sum(weights.get(c, 0.0) for c in option) for option in options]
        hit += scores.index(max(scores)) == right
    return hit / max(1, len(data))


def main(folder: Path) -> None:
    train, test, gold = silver(folder, "train"), silver(folder, "dev"), gum(folder, held_out=False)
    given = given_names(train)
    data = [e for s in train for e in examples(s, given)]
    extra = [e for s in gold for e in examples(s, given)]
    weights = fit(data + extra, [1.0] * len(data) + [3.0] * len(extra))
    for name, part in (("train", data), ("gum rest", extra), ("dev", [e for s in test for e in examples(s, given)])):
        print(f"{name}: {len(part)} pronouns, {100 * accuracy(part, weights):.1f} % right")
    clues_ = [[*clue, weight] for clue, weight in sorted(weights.items(), key=repr)]
    OUT.write_text(json.dumps({"given": given, "clues": clues_}, ensure_ascii=False, separators=(",", ":")) + "\n")
    print(len(clues_), "clues", len(given), "given names", OUT.stat().st_size, "bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
