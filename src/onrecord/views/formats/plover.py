"""Events by PLOVER's names, one JSON object a line: event, mode, context and quad are those of its manual.

As that has it, what is past, future, hypothetical or denied stands in the context.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from onrecord.facts import Status
from onrecord.jsonform import event_json
from onrecord.record import Query, Record, Tie
from onrecord.views.parties import parties

_CONTEXTS = {
    Status.PAST: "historical",
    Status.FUTURE: "future",
    Status.HYPOTHETICAL: "hypothetical",
    Status.DENIED: "negation",
}


def lines(record: Record, query: Query) -> Iterator[str]:
    """Give each relation that has an event and is voiced by what a query finds; without a query outlets' own, too."""
    ties = [tie for tie in record.ties() if tie.relation.event]
    if query.flat():
        voices = {(entry.statement.document, entry.statement.id) for entry in record.entries(query)}
        ties = [tie for tie in ties if (tie.relation.document, tie.relation.voice) in voices]
    who = parties(record, ties)
    ends = [
        (who.end(tie, tie.relation.holder) if tie.relation.holder else None,
         who.end(tie, tie.relation.target) if tie.relation.target else None)
        for tie in ties
    ]  # fmt: skip
    known = {id_: party.json() for id_, party in who.of(id_ for pair in ends for id_ in pair if id_).items()}
    for tie, pair in zip(ties, ends, strict=True):
        source, recipient = ([known[id_]] if id_ else [] for id_ in pair)
        yield f"{json.dumps(_event(tie) | {'source': source, 'recipient': recipient}, ensure_ascii=False)}\n"


def _event(tie: Tie) -> dict[str, Any]:
    relation = tie.relation
    event = event_json(relation)
    status = _CONTEXTS.get(relation.status)
    return {
        "id": tie.id,
        "date": tie.date,
        "event": event["event"],
        "polecat": event["polecat"],
        "quad": event["quad"],
        "mode": event["mode"],
        "context": [*event["context"], *([status] if status else [])],
        "text": tie.words,
        "voice": tie.voice,
        "statement": relation.voice,
        "document": relation.document,
        "publisher": tie.outlet,
        "confidence": relation.confidence,
    }
