"""Statements as lines of JSON, by the names of `export jsonl`: what is given is right, what is missing stays as it is.

Needed are ``document`` (its id, or an object with ``id``) and ``content``, as stretches or as exact words. ``verdict``,
``by`` and ``note`` may stand beside the others.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from onrecord.byhand.coded import Coded, Refused
from onrecord.errors import RecordError, SourceError
from onrecord.facts import Mode, Span, Spans
from onrecord.record import Record, Verdict
from onrecord.record.locate import span_of


def coded(path: Path, record: Record) -> Iterator[Coded | Refused]:
    """Give the statement of each line. Raises ``SourceError`` for a file that is no text."""
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(f"{path} cannot be read as lines of JSON ({error})") from error
    for number, line in enumerate(lines, 1):
        if line.strip():
            where = f"{path}:{number}"
            try:
                yield _coded(where, json.loads(line), record)
            except (ValueError, KeyError, TypeError, RecordError) as error:
                yield Refused(where, f"no statement is made of it ({error})")


def _coded(where: str, line: dict[str, Any], record: Record) -> Coded:
    document = line["document"]["id"] if isinstance(line["document"], dict) else line["document"]
    text = record.document(document).text
    judgement = line.get("judgement") or {}
    return Coded(
        where=where,
        document=document,
        content=_spans(line["content"], text),
        told=_told(line, text),
        verdict=Verdict(line.get("verdict") or judgement.get("verdict") or "yes").value,
        by=line.get("by") or judgement.get("by"),
        note=line.get("note") or judgement.get("note"),
    )


def _told(line: dict[str, Any], text: str) -> dict[str, Any]:
    told: dict[str, Any] = {}
    if line.get("source") is not None:
        told["source"] = _spans(line["source"], text)
    if "cue" in line:
        told["cue"] = _spans([line["cue"]], text)[0] if line["cue"] else None
    speaker = line.get("speaker")
    name = speaker["name"] if isinstance(speaker, dict) else speaker
    if name:
        told["speaker"] = name
    if line.get("mode"):
        told["mode"] = Mode(line["mode"]).value
    return told


def _spans(pieces: list[Any], text: str) -> Spans:
    return tuple(sorted(span_of(piece, text) if isinstance(piece, str) else Span(*piece) for piece in pieces))
