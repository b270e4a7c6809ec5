"""Print the product's own reading of a file as predictions: ``python benchmarks/predict.py TASK INPUT.jsonl``.

Each line of the input has ``id``, ``text`` and perhaps ``title``; gold fields are not looked at. Each line printed
has ``id`` and what the task asks for. Nothing here is made for a test: every task calls what the package calls.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from onrecord.actors.names import same
from onrecord.documents.turns import layout
from onrecord.facts import Document, End, Layout, Metadata, Mode, Role, Span, Turn
from onrecord.reading import event, interpret, read, stances, weigh
from who import predict_who

Row = dict[str, Any]


def turns(row: Row) -> Row:
    """Questions and answers with the name of each voice."""
    found = layout(row["text"], row.get("title")).turns
    return {
        "turns": [{"start": t.span.start, "end": t.span.end, "role": t.role, "speaker": t.speaker} for t in found],
    }


def attribution(row: Row) -> Row:
    """What is reported, by whom; neither an interview's own sentences nor what is nested, which the gold has not."""
    document = Document(text=row["text"], metadata=Metadata(title=row.get("title")))
    statements = [s for s in read(document).statements if s.within is None and (s.cue or s.mode is Mode.DIRECT)]
    return {
        "attributions": [
            {
                "source": [span.pair() for span in s.source],
                "cue": [s.cue.pair()] if s.cue else [],
                "content": [span.pair() for span in s.content],
                "confidence": s.confidence,
            }
            for s in statements
        ],
    }


def names(row: Row) -> Row:
    """Whether the two names stand for one actor; null where they alone cannot tell."""
    return {"same": same(row["a"], row["b"])}


def who(row: Row) -> Row:
    """The fullest name for each given mention."""
    return {"names": predict_who(row)}


def directed(row: Row) -> Row:
    """Which of two mentions shows what toward the other: 0 neither, 1 p to q for, 2 q to p for, 3 and 4 against."""
    found = weigh(Document(text=row["text"]), Span(*row["p"]), Span(*row["q"]))
    return {"label": DIRECTED.index((found.there, found.back))}


DIRECTED = ((0, 0), (1, 0), (0, 1), (-1, 0), (0, -1))
"""What p shows q, and q p, in the order of the labels."""


def stance(row: Row) -> Row:
    """What the sentence shows toward each target."""
    targets = [Span(target["start"], target["end"]) for target in row["targets"]]
    return {"stances": [found.sign for found in stances(Document(text=row["text"]), targets)]}


def events(row: Row) -> Row:
    """What the sentence is about: the event, who does it and to whom."""
    found = event(Document(text=row["text"]))
    return {"event": found[0] if found else None, "from": found[1] if found else [], "to": found[2] if found else []}


def passage(row: Row) -> tuple[Document, Layout]:
    """A passage and how it lies on its page; ``speaker`` says whose answer it is."""
    document = Document(text=row["text"])
    page = layout(document.text, None)
    if row.get("speaker"):
        answer = Turn(span=Span(0, len(document.text)), role=Role.ANSWER, speaker=row["speaker"])
        page = replace(page, turns=(answer,))
    return document, page


def relations(row: Row) -> Row:
    """Who is for or against whom. Ties that are neither are left out."""
    document, page = passage(row)
    found = interpret(document, page)
    return {
        "statements": [
            {"id": s.id, "content": [span.pair() for span in s.content], "within": s.within} for s in found.statements
        ],
        "relations": [
            {
                "from": _end(document, r.holder),
                "to": _end(document, r.target),
                "sign": r.sign,
                "layer": r.layer,
                "status": r.status,
                "voice": r.voice or "outlet",
                "grounds": [span.pair() for span in r.grounds],
            }
            for r in found.relations
            if r.sign and r.holder and r.target
        ],
    }


def _end(document: Document, end: End) -> list[int] | None:
    """The words of an end: where "it" and "they" stand, the name that they stand for."""
    span = end.span
    if span and end.named_at and span.of(document.text).lower() in ("it", "its", "they", "their", "them"):
        span = end.named_at
    return span.pair() if span else None


TASKS: dict[str, Callable[[Row], Row]] = {
    "attribution": attribution,
    "directed": directed,
    "events": events,
    "names": names,
    "relations": relations,
    "stance": stance,
    "turns": turns,
    "who": who,
}


def main(arguments: list[str]) -> int:
    """Print one prediction for each line; 2 where the arguments are not understood."""
    if len(arguments) != 2 or arguments[0] not in TASKS:
        sys.stderr.write(f"{__doc__}\nTasks: {', '.join(TASKS)}\n")
        return 2
    with Path(arguments[1]).open(encoding="utf-8") as lines:
        for line in filter(str.strip, lines):
            row = json.loads(line)
            print(json.dumps({"id": row["id"], **TASKS[arguments[0]](row)}))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
