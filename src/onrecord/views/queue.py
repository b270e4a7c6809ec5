"""What is left to judge for one judge, the least certain first, and what he takes back."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from onrecord.record import ON_FINDINGS, Entry, Judgement, Query, Record, Verdict
from onrecord.record.judgements import TAKEN_BACK


def queue(record: Record, query: Query, by: str, *, blind: bool = False, skipped: Collection[str] = ()) -> list[Entry]:
    """Give what a query finds and this judge has not judged, the least certain first, up to the query's limit.

    That is what nobody has judged, unless the query asks for something else, without what was ``skipped``, by its ids.
    Whoever judges ``blind``, so that agreement can be told, begins with what others have judged of what was read.
    """

    def left(judged: str) -> list[Entry]:
        asked = replace(query, judged=judged, limit=query.limit + len(skipped))
        return [entry for entry in record.queue(asked, by) if entry.id not in skipped][: query.limit]

    if query.judged is not None:
        return left(query.judged)
    shared = [entry for entry in left("any") if entry.judged and entry.judged.state in ON_FINDINGS] if blind else []
    return shared or left("none")


def take_back(record: Record, subject: str, by: str) -> None:
    """Follow a judge's last judgement by the one before it, and what it corrected by what held before.

    Where there was none before it, nobody is sure any more. Raises ``ValueError`` where he has judged nothing.
    """
    mine = [each for each in record.judgements(subject) if each.by == by]
    if not mine:
        raise ValueError(f"{by or 'nobody'} has judged nothing of this; there is nothing to take back")
    before = mine[1] if len(mine) > 1 else None
    if mine[0].corrections:
        record.judge(subject, Verdict.YES, by, TAKEN_BACK, _restoring(record, subject, mine))
    if before is None or before.verdict is not Verdict.YES or not mine[0].corrections:
        record.judge(subject, before.verdict if before else Verdict.UNSURE, by, TAKEN_BACK)


def _restoring(record: Record, subject: str, mine: list[Judgement]) -> dict[str, Any]:
    """Give for each field that the newest judgement corrected what held before it, as a person would give it."""
    held: dict[str, Any] = {}
    for judgement in reversed([each for each in record.judgements(subject) if each is not mine[0] and each != mine[0]]):
        held |= judgement.corrections
    read = record.entry(subject).as_read().json()
    return {name: _as_given(name, held.get(name, read.get(name))) for name in mine[0].corrections}


def _as_given(name: str, value: Any) -> Any:  # noqa: ANN401 - what a field holds
    if name in ("content", "source"):
        return [f"{start}-{end}" for start, end in value]
    if name == "cue":
        return f"{value[0]}-{value[1]}" if value else None
    return value["name"] if name == "speaker" and value else value
