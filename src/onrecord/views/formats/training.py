"""Judged statements and relations in the formats that the reader is trained on."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from onrecord.facts import End, Statement
from onrecord.record import EVERYTHING, Entry, Query, Record, Verdict
from onrecord.record.provenance import Provenance
from onrecord.record.relating import Related


def lines(record: Record, _query: Query = EVERYTHING) -> Iterator[str]:
    """Give each document in which something was judged as one line of JSON, with what was judged right as its gold.

    ``attributions`` hold source, cue and content of the statements with a yes, as corrected, and of those added;
    ``relations`` those with a yes, as corrected, and those added, of which ``statements`` are the voices, along with
    all statements that are right. An end that is implied has no words and is ``None``, as one that is left open.
    ``refused`` counts statements with a no, ``unjudged`` those that nobody is sure of, and ``relations_refused`` and
    ``relations_unjudged`` relations: gold is whole only where none is unjudged. Documents whose text is not kept are
    left out. These are whole documents, so that no query narrows them.
    """
    judged = chain(
        (statement.document for statement, _ in record.judged()),
        (relation.document for relation, _ in record.judged_relations()),
    )
    newest = ((record.provenances(id_)[0].newer or (id_,))[-1] for id_ in dict.fromkeys(judged))
    for document in dict.fromkeys(newest):
        known = record.provenances(document)[0]
        if known.text_kept:
            yield from _line(record, known)


def _line(record: Record, known: Provenance) -> Iterator[str]:
    entries, related = record.entries_of(known.document), record.relations_of(known.document)
    found: tuple[Entry | Related, ...] = (*entries, *related)
    if not any(each.judged for each in found):
        return
    right = [entry for entry in entries if _verdict(entry) is Verdict.YES]
    tied = [each for each in related if _verdict(each) is Verdict.YES]
    voices = {each.right.voice for each in tied}
    told = [entry for entry in entries if entry in right or entry.id in voices]
    line = {
        "id": known.document,
        "publisher": known.metadata.outlet,
        "date": known.metadata.published,
        "title": known.metadata.title,
        "text": record.document(known.document).text,
        "attributions": sorted((_attribution(entry.right) for entry in right), key=lambda each: each["content"]),
        "statements": [_statement(entry) for entry in told],
        "relations": [_relation(each) for each in tied],
        **_left("", entries),
        **_left("relations_", related),
    }
    yield f"{json.dumps(line, ensure_ascii=False)}\n"


def _verdict(found: Entry | Related) -> Verdict | None:
    return found.judged.judgement.verdict if found.judged else None


def _left(of: str, found: Iterable[Entry | Related]) -> dict[str, int]:
    verdicts = [_verdict(each) for each in found]
    return {
        f"{of}refused": verdicts.count(Verdict.NO),
        f"{of}unjudged": verdicts.count(None) + verdicts.count(Verdict.UNSURE),
    }


def _attribution(statement: Statement) -> dict[str, Any]:
    return {
        "source": [span.pair() for span in statement.source],
        "cue": [statement.cue.pair()] if statement.cue else [],
        "content": [span.pair() for span in statement.content],
    }


def _statement(entry: Entry) -> dict[str, Any]:
    statement = entry.right
    return {
        "id": entry.id,
        "speaker_span": statement.speaker.span.pair() if statement.speaker.span else None,
        "cue": statement.cue.pair() if statement.cue else None,
        "content": [span.pair() for span in statement.content],
        "mode": statement.mode.value,
        "within": statement.within,
    }


def _relation(related: Related) -> dict[str, Any]:
    relation = related.right
    return {
        "from": _end(relation.holder),
        "to": _end(relation.target),
        "sign": relation.sign,
        "layer": relation.layer.value,
        "status": relation.status.value,
        "event": relation.event.value if relation.event else None,
        "voice": relation.voice or "outlet",
        "grounds": [span.pair() for span in relation.grounds],
    }


def _end(end: End | None) -> list[int] | None:
    return end.span.pair() if end and end.span else None
