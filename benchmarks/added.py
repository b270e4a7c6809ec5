"""What relations and meanings add to the time of reading: ``python benchmarks/added.py [--texts 30]``.

Of each text in turn: its statements are found, then its relations with their events, then what each statement means.
Prints one JSON object: seconds of the processor for each, and the share of the last two in the first.
"""

from __future__ import annotations

import argparse
import json
import time

import speed
from onrecord import model
from onrecord.documents.turns import layout
from onrecord.facts import Document, quote_of
from onrecord.relations.find import Known, relate
from onrecord.statements.find import find
from onrecord.statements.meaning import meaning

STAGES = ("statements", "relations", "meanings")


def measured(text: str) -> list[float]:
    """Read one text, stage by stage; give the seconds of each."""
    document, network = Document(text=text), model.load()
    began = time.process_time()
    page = layout(text, None)
    found = find(document, page, network)
    stated = time.process_time()
    relate(document, page, Known(found.statements, found.mentions, found.figures))
    related = time.process_time()
    for statement in found.statements:
        meaning(quote_of(text, statement.content))
    meant = time.process_time()
    return [stated - began, related - stated, meant - related]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=int, default=30)
    args = parser.parse_args()
    some = speed.texts()[: args.texts]
    measured(some[0])
    spent = [sum(seconds) for seconds in zip(*map(measured, some), strict=True)]
    seconds = dict(zip(STAGES, (round(each, 2) for each in spent), strict=True))
    print(json.dumps(seconds | {"added": round(sum(spent[1:]) / spent[0], 2)}))


if __name__ == "__main__":
    main()
