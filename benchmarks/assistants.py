"""How long an assistant waits for an answer: ``python benchmarks/assistants.py [--statements N] [--record FILE]``.

Makes a record of invented documents, as ``pages.py`` does, or takes one that is there, lets the protocol's own client
ask over HTTP for answers of each kind, one after the other, about others each time, and prints one JSON object: what
was reached, what must be, and what was missed. The first answer for which all ties are read is told apart: they are
kept until the record changes.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path
from typing import Any

from mcp import Client

import invented
from onrecord.facts import Layer
from onrecord.record import Query, Record, open_record
from onrecord.views.tied import tied
from onrecord.web.assistants import application
from pages import grow, p95, serving

MUST = {"answer_p95_ms": 500.0}
"""At most, for each kind of question."""

Asked = dict[str, list[tuple[str, dict[str, Any]]]]


def questions(record: Record, times: int) -> Asked:
    """Give so many questions of each kind, each about others."""
    world = invented.World()
    asked = [world.query(number) for number in range(times)]
    entries = [hit.entry for word, _ in asked for hit in record.search(Query(words=word, limit=1)).hits]
    ties = tied(record)
    holders = list(dict.fromkeys(e.source for e in ties.placed if e.tie.relation.layer is Layer.SHOWN))[:times]
    ends = list(dict.fromkeys(each.target for each in ties.placed))[:times]
    documents = [entry.statement.document for entry in entries]
    return {
        "newest": [("search_statements", {})] * times,
        "words": [("search_statements", {"words": word}) for word, _ in asked],
        "speaker": [("search_statements", {"speaker": person}) for _, person in asked],
        "words_of_speaker": [("search_statements", {"words": word, "speaker": person}) for word, person in asked],
        "target": [("search_statements", {"target": ties.known[end].name}) for end in ends],
        "meaning": [("search_statements", {"meaning": f"{word} for all"}) for word, _ in asked],
        "open": [("open_statement", {"id": entry.id}) for entry in entries],
        "positions": [("positions", {"actor": ties.known[holder].name}) for holder in holders],
        "system": [("system", {"around": ties.known[end].name}) for end in ends],
        "whole_system": [("system", {})] * times,
        "compare": [("compare", {"a": a, "b": b}) for a, b in pairwise(documents) if a != b],
    }


async def ask(address: str, asked: Asked) -> dict[str, Any]:
    """Ask all of them; gives for each kind the first answer and the 95th percentile of the others, in milliseconds."""
    reached: dict[str, Any] = {"first_ms": {}, "p95_ms": {}, "kb": {}, "refused": {}}
    async with Client(address) as client:
        for kind, each in asked.items():
            seconds, sizes, refused = [], [], 0
            for tool, given in [each[0], *each]:
                began = time.perf_counter()
                answer = await client.call_tool(tool, given, read_timeout_seconds=600)
                seconds.append(time.perf_counter() - began)
                sizes.append(len(json.dumps(answer.structured_content)))
                refused += answer.is_error
            reached["first_ms"][kind] = round(seconds[0] * 1e3, 1)
            reached["p95_ms"][kind] = p95(seconds[1:])
            reached["kb"][kind] = round(max(sizes) / 1e3, 1)
            if refused:
                reached["refused"][kind] = refused
            print(f"{kind}: {reached['p95_ms'][kind]} ms", file=sys.stderr)
    return reached


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--statements", type=int, default=100_000)
    parser.add_argument("--record", metavar="FILE", help="ask this one, and make none")
    parser.add_argument("--times", type=int, default=30, help="questions of each kind")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        place = args.record or str(Path(temporary) / "assistants.db")
        with open_record(place, create=not args.record) as record:
            if not args.record:
                grow(record, args.statements)
            asked = questions(record, args.times)
            with serving(record, application) as address:
                reached = asyncio.run(ask(f"{address}mcp", asked))
            reached |= {"statements": record.counts().statements, "ties": sum(1 for _ in record.ties())}
    reached["answer_p95_ms"] = max(reached["p95_ms"].values())
    missed = [name for name, most in MUST.items() if reached[name] > most]
    print(json.dumps({"reached": reached, "must": MUST, "missed": missed}, indent=1))


if __name__ == "__main__":
    main()
