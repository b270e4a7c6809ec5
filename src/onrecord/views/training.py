"""Judged statements in the format that the reader is trained on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from onrecord.record import Entry, Record, Verdict


def training(record: Record) -> Iterator[str]:
    """Give each document in which something was judged as one line of JSON, with what was judged right as its gold.

    ``attributions`` hold source, cue and content of the statements with a yes, as corrected, and of those added;
    ``refused`` counts those with a no, ``unjudged`` those that nobody is sure of: gold is whole only where that is 0.
    Documents whose text is not kept are left out.
    """
    entries: list[Entry] = []
    for entry in record.entries():
        if entries and entries[0].statement.document != entry.statement.document:
            yield from _line(record, entries)
            entries = []
        entries.append(entry)
    yield from _line(record, entries)


def _line(record: Record, entries: list[Entry]) -> Iterator[str]:
    verdicts = [entry.judged.judgement.verdict if entry.judged else None for entry in entries]
    if not any(verdicts):
        return
    known = record.provenances(entries[0].statement.document)[0]
    if not known.text_kept:
        return
    right = [entry for entry, verdict in zip(entries, verdicts, strict=True) if verdict is Verdict.YES]
    line = {
        "id": known.document,
        "publisher": known.metadata.outlet,
        "date": known.metadata.published,
        "title": known.metadata.title,
        "text": record.document(known.document).text,
        "attributions": sorted((_attribution(entry) for entry in right), key=lambda each: each["content"]),
        "refused": verdicts.count(Verdict.NO),
        "unjudged": verdicts.count(None) + verdicts.count(Verdict.UNSURE),
    }
    yield json.dumps(line, ensure_ascii=False)


def _attribution(entry: Entry) -> dict[str, Any]:
    statement = entry.right
    return {
        "source": [span.pair() for span in statement.source],
        "cue": [statement.cue.pair()] if statement.cue else [],
        "content": [span.pair() for span in statement.content],
    }
