"""Makes judgements of what was coded: a yes with corrections where the record has the statement, else a new one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import Any

from onrecord.byhand.coded import Coded, Refused
from onrecord.errors import EvidenceError, RecordError
from onrecord.facts import Span, Spans
from onrecord.record import Entry, Record, Verdict
from onrecord.record.anchoring import likeness

_OVERLAP = 0.5
"""Words that share as much (intersection over union) are one statement, of which somebody corrected the words."""


class Outcome(StrEnum):
    """What became of a statement that somebody coded."""

    ADDED = "added"
    CORRECTED = "corrected"
    CONFIRMED = "confirmed"
    KNOWN = "known already"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Coder:
    """Who is taken to have coded: ``name`` in any case, ``otherwise`` where the file does not tell."""

    name: str | None
    otherwise: str

    def of(self, coded: Coded) -> str:
        """Give who coded this."""
        return self.name or coded.by or self.otherwise


def judge(
    record: Record, coded: Iterable[Coded | Refused], coder: Coder
) -> Iterator[tuple[Outcome, Coded | Refused, str]]:
    """Keep what was coded, one by one, and give what became of each, with the reason where it was refused."""
    for document, some in groupby(coded, key=lambda each: each.document if isinstance(each, Coded) else None):
        found = list(some)
        whole = [each for each in found if isinstance(each, Coded)]
        yield from ((Outcome.REFUSED, each, each.why) for each in found if isinstance(each, Refused))
        if document is None:
            continue
        try:
            text, entries = record.document(document).text, record.entries_of(document)
        except RecordError as error:
            yield from ((Outcome.REFUSED, each, f"{error}; add its text first, with `onrecord add`") for each in whole)
            continue
        for each, entry in _matched(whole, entries, text):
            yield _kept(record, each, entry, coder, text)


def _matched(coded: Sequence[Coded], entries: Sequence[Entry], text: str) -> Iterator[tuple[Coded, Entry | None]]:
    """Give each with the statement that it is: the same words, else those left that share the most with it."""
    exact = {id(each): _same(each, entries, text) for each in coded}
    taken = {entry.id for entry in exact.values() if entry}
    for each in coded:
        entry = exact[id(each)]
        if entry is None:
            near = [(likeness(other.right.content, each.content), other) for other in entries if other.id not in taken]
            share, entry = max(near, key=lambda one: one[0], default=(0.0, None))
            entry = entry if share >= _OVERLAP else None
            taken |= {entry.id} if entry else set()
        yield each, entry


def _same(coded: Coded, entries: Sequence[Entry], text: str) -> Entry | None:
    found = [entry for entry in entries if _is_content(coded, entry.right.content, text)]
    with_cue = [entry for entry in found if "cue" in coded.told and entry.right.cue == coded.told["cue"]]
    return next(iter(with_cue or found), None)


def _is_content(coded: Coded, content: Spans, text: str) -> bool:
    if coded.whole:
        return (content[0].start, content[-1].end) == (coded.content[0].start, coded.content[-1].end)
    return _letters(coded.content, text) == _letters(content, text)


def _letters(spans: Iterable[Span], text: str) -> set[int]:
    """Give the places of what is no space: the same words, however they are parted at it."""
    return {place for span in spans for place in range(span.start, span.end) if not text[place : place + 1].isspace()}


def _kept(record: Record, coded: Coded, entry: Entry | None, coder: Coder, text: str) -> tuple[Outcome, Coded, str]:
    by = coder.of(coded)
    given = _corrections(coded, entry, text) if coded.verdict == Verdict.YES else {}
    judged = entry.judged.judgement if entry and entry.judged else None
    if entry and not given and (coded.read or (judged and (judged.by, judged.verdict) == (by, coded.verdict))):
        return Outcome.KNOWN, coded, ""
    try:
        if coded.content[-1].end > len(text):
            raise EvidenceError(f"its words end at {coded.content[-1].end}, and the text has {len(text)} characters")
        if entry:
            record.judge(entry.id, Verdict(coded.verdict), by, coded.note, given)
            return (Outcome.CORRECTED if given else Outcome.CONFIRMED), coded, ""
        if coded.verdict != Verdict.YES:
            raise EvidenceError("no statement has these words, so that nothing can be judged")
        record.add_missing(coded.document, given, by, coded.note)
    except (RecordError, ValueError) as error:
        return Outcome.REFUSED, coded, str(error)
    return Outcome.ADDED, coded, ""


def _corrections(coded: Coded, entry: Entry | None, text: str) -> dict[str, Any]:
    """Give what was coded and is not so in the record, as ``Record.judge`` takes it."""
    right = entry.right if entry else None
    given: dict[str, Any] = {}
    if right is None or not _is_content(coded, right.content, text):
        given["content"] = [_offsets(span) for span in coded.content]
    source = coded.told.get("source")
    if source is not None and (right is None or _letters(source, text) != _letters(right.source, text)):
        given["source"] = [_offsets(span) for span in source]
    if "cue" in coded.told and (right is None or coded.told["cue"] != right.cue):
        given["cue"] = _offsets(coded.told["cue"]) if coded.told["cue"] else None
    if "speaker" in coded.told and (right is None or coded.told["speaker"] != right.speaker.name):
        given["speaker"] = coded.told["speaker"]
    if "mode" in coded.told and (right is None or coded.told["mode"] != right.mode):
        given["mode"] = coded.told["mode"]
    return given


def _offsets(span: Span) -> str:
    return f"{span.start}-{span.end}"
