"""Time and memory of comparing the figures of a record of invented documents.

``python benchmarks/identity.py [FIGURES]``: a document has 20 figures. A third are states; the others are persons, six
figures to a person: half of these figures are of the few in the news all the time, half of anybody; some reports
leave out the given name. Prints one JSON object: seconds and memory of comparing all of them, and the seconds of
comparing 100 documents more, both with what the record writes.
"""

from __future__ import annotations

import itertools
import json
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from onrecord.facts import Document, Figure, Kind, Metadata, Reading, Span
from onrecord.identifying import identify
from onrecord.record import Record, open_record

_FIGURES = 20
_MORE = 100
_AT_ONCE = 500
_FIGURES_A_PERSON = 6
_BARE = 0.1
_ANYBODY = 0.5
_SYLLABLES = "ba ko vi ra sto ne du mi lo sa gre ti pa zu he jor".split()
_SURNAMES = ["".join(p).capitalize() for p in itertools.product(_SYLLABLES, _SYLLABLES, "lov nic man ter sen".split())]
_GIVEN = ["".join(p).capitalize() for p in itertools.product(_SYLLABLES, "n rta mir lia vek don sha rik nor".split())]
_STATES = "Peru Chile Serbia France Kenya Japan Brazil Egypt".split()
_ROLES = (None, None, "Foreign Minister of {}", "President of {}", "{} goalkeeper", "professor", "spokesman for {}")

Known = list[tuple[str, str | None]]


def people(many: int, dice: random.Random) -> Known:
    """So many persons with their roles."""
    made = []
    for _ in range(many):
        role = dice.choice(_ROLES)
        name = f"{dice.choice(_GIVEN)} {dice.choice(_SURNAMES)}"
        made.append((name, role.format(dice.choice(_STATES)) if role else None))
    return made


def documents(first: int, many: int, known: Known, dice: random.Random) -> Iterator[tuple[Document, None, Reading]]:
    """So many documents, numbered, with what a reader would find; the first of the persons come up most."""
    for number in range(first, first + many):
        words, figures = f"Report {number}:", []
        for n in range(_FIGURES):
            name, role = dice.choice(_STATES), None
            if n % 3:
                name, role = known[_whom(len(known), dice)]
                name = name.split()[1] if dice.random() < _BARE else name
            named = Span(len(words) + 1, len(words) + 1 + len(name))
            words = f"{words} {name}"
            role_at = Span(len(words) + 1, len(words) + 1 + len(role)) if role else None
            words = f"{words} {role}" if role else words
            kind = Kind.PERSON if n % 3 else Kind.PLACE
            figures.append(Figure(name=name, named_at=named, kind=kind, mentions=(named,), role=role, role_at=role_at))
        document = Document(text=words, name=f"{number}.txt", metadata=Metadata(published="2031-05-14"))
        yield document, None, Reading(document=document.id, reader="1-invented", figures=tuple(figures))


def _whom(many: int, dice: random.Random) -> int:
    return dice.randrange(many) if dice.random() < _ANYBODY else min(int(dice.paretovariate(0.5)), many) - 1


def add(record: Record, first: int, many: int, known: Known, dice: random.Random) -> None:
    """Keep so many documents."""
    made = documents(first, many, known, dice)
    while some := list(itertools.islice(made, _AT_ONCE)):
        record.add_all(some)


def main() -> None:
    """Compare, and print what that took."""
    figures = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    dice = random.Random(1)  # noqa: S311 - the same figures every time
    known = people(figures // _FIGURES_A_PERSON, dice)
    with tempfile.TemporaryDirectory() as folder, open_record(Path(folder) / "invented.db") as record:
        add(record, 0, figures // _FIGURES, known, dice)
        begun = time.perf_counter()
        done = identify(record)
        seconds = time.perf_counter() - begun
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        add(record, figures // _FIGURES, _MORE, known, dice)
        begun = time.perf_counter()
        identify(record)
        more = time.perf_counter() - begun
    told = {"figures": figures, "actors": done.actors, "seconds": round(seconds, 1), "memory_mb": memory}
    print(json.dumps(told | {"seconds_of_100_documents_more": round(more, 1)}))


if __name__ == "__main__":
    main()
