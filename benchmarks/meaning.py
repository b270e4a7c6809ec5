"""Search by meaning: ``python benchmarks/meaning.py``.

Reads 200 statements among 2,200 others, all about invented states, into a record, and looks for each of the 200 by a
paraphrase that shares few of its words (``paraphrases.tsv``). Prints one JSON object: the share of queries whose
statement comes first, or is among the first ten, and the mean of one over its rank (MRR, of the first hundred), beside
the same for the search by words.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np

import onrecord
from onrecord.reading import read_for_record
from onrecord.record import Query, Record
from onrecord.statements.meaning import meaning

HERE = Path(__file__).parent
STATES = "Arvenia Sulmar Tolvia Ostmark Carpia Veltan Nordania Lesken Ardesia Orravia".split()
NAMES = "Mira Tessarić,Ilan Dorsey,Edda Quill,Orla Tavish,Tarek Maroun,Leyla Sorgun,Jonas Belcourt,Vera Ansgar".split(
    ","
)
WHAT = (
    "the harbour,the strait,a new bridge,the pension fund,our schools,the gas terminal,the fishing fleet,the archives,"
    "the border crossing,the vaccine plant,the railway,the budget,the dam,the prisons,the press,the airport,our wheat,"
    "the minority,the courts,the sanctions,the treaty,the refugees,the elections,the army,the hospitals,the islands"
).split(",")
SAID = (
    "{a} will decide about {x} after the summer|Nobody in {a} has a plan for {x}"
    "|We spoke with {a} about {x} for three hours|{a} spends too little on {x}"
    "|What {a} says about {x} is simply not true|{x} matters more to us than {y}"
    "|The people of {a} are tired of hearing about {x}|Without {b}, {a} could not keep {x} going"
    "|I am proud of what {a} has done for {x}|{a} and {b} should leave {x} to the experts"
    "|There is hope for {x} at last|My government inherited {x} from {b}|It took {a} ten years to repair {x}"
    "|{b} is jealous of {x} in {a}|We asked {a} for a loan and got advice on {x}"
    "|The talks on {x} will go on in {b}|{x} is a symbol of {a}"
    "|Let me be clear on {x}: we will not give in to {b}|Our neighbours in {b} know {x} better than we do"
    "|The law on {x} was copied from {b}|{a} has put a woman in charge of {x}"
    "|Experts from {b} will visit {x} in May|No other country treats {x} as badly as {a} does"
    "|Young people in {a} do not care about {x}|The crisis over {x} has cost {a} a billion crowns"
    "|We trust {b} with {x}, but not with {y}|{a} will publish its figures on {x} next week"
    "|The quarrel with {b} began with {x}|They promised us {y} and gave us {x}"
    "|The war has taught {a} to protect {x}|Every third family in {a} depends on {x}"
    "|I was against {x}, and I still am|{b} should pay for {x}"
    "|The fire near {x} was put out by volunteers from {b}|{a} sold {x} to a company from {b}"
).split("|")  # fmt: skip

Rank = Callable[[str], Sequence[str]]
"""From a query to the plain words of the statements that are found for it, best first."""


def others(number: int) -> list[str]:
    """So many different statements on the same countries and topics."""
    dice = random.Random(5)  # noqa: S311 - the same statements every time
    made: dict[str, None] = {}
    while len(made) < number:
        (a, b), (x, y) = dice.sample(STATES, 2), dice.sample(WHAT, 2)
        words = dice.choice(SAID).format(a=a, b=b, x=x, y=y)
        made[f"{words[0].upper()}{words[1:]}"] = None
    return list(made)


def reports(statements: list[str]) -> Iterator[str]:
    """Texts of a dozen statements each."""
    dice = random.Random(6)  # noqa: S311
    for at in range(0, len(statements), 12):
        yield "\n\n".join(
            f"“{words},” {dice.choice(NAMES)} of {dice.choice(STATES)} said." for words in statements[at : at + 12]
        )


def plain(words: str) -> str:
    """A statement without its marks."""
    return words.strip("“”,. ")


def measured(rank: Rank, pairs: Sequence[tuple[str, str]]) -> dict[str, float]:
    """How well the queries find their statements, and how long one takes."""
    began = time.perf_counter()
    found = [(wanted, rank(query)) for wanted, query in pairs]
    seconds = (time.perf_counter() - began) / len(pairs)
    ranks = [ranked.index(wanted) + 1 if wanted in ranked else np.inf for wanted, ranked in found]
    shares = {f"recall@{n}": float(np.mean([rank <= n for rank in ranks])) for n in (1, 10)}
    shares["mrr"] = float(np.mean([1 / rank for rank in ranks]))
    return {name: round(share, 3) for name, share in shares.items()} | {"ms_a_query": round(1000 * seconds, 1)}


def in_record(record: Record, texts: list[str]) -> dict[str, Rank]:
    """Read the texts into a record, and search that by meaning and by words."""
    documents = [onrecord.Document(text=text) for text in texts]
    record.add_all([(document, None, read_for_record(document)) for document in documents])

    def ranked(query: Query) -> list[str]:
        return [plain(hit.entry.quote) for hit in record.search(query).hits]

    return {
        "meaning": lambda words: ranked(Query(meaning=meaning(words), limit=100)),
        "words": lambda words: ranked(Query(words=words, limit=100)),
    }


def main() -> None:
    """Measure and print."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    lines = (HERE / "paraphrases.tsv").read_text(encoding="utf-8").splitlines()
    pairs = [(plain(wanted), query) for wanted, query in (line.split("\t") for line in lines)]
    statements = [wanted for wanted, _ in pairs] + others(2200)
    random.Random(4).shuffle(statements)  # noqa: S311
    with tempfile.TemporaryDirectory() as folder, onrecord.open_record(Path(folder) / "record.db") as record:
        ranks = in_record(record, list(reports(statements)))
        found = {name: measured(rank, pairs) for name, rank in ranks.items()}
    print(json.dumps({"queries": len(pairs), "statements": len(statements)} | found))


if __name__ == "__main__":
    main()
