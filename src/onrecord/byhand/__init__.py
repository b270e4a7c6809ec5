"""Statements that people coded by hand, in the files of other programs, and how they become judgements."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from onrecord.byhand import brat, dna, inception, jsonl
from onrecord.byhand.coded import Coded, Refused
from onrecord.byhand.judging import Coder, Outcome, judge
from onrecord.record import Record

FORMATS = ("brat", "dna", "inception", "jsonl")


def coded(form: str, path: Path, record: Record) -> Iterator[Coded | Refused]:
    """Give the statements of a file or folder in one of the formats; raises ``SourceError`` where it is of another."""
    if form == "brat":
        return brat.coded(path)
    if form == "inception":
        return inception.coded(path)
    return dna.coded(path, record) if form == "dna" else jsonl.coded(path, record)


__all__ = ["FORMATS", "Coded", "Coder", "Outcome", "Refused", "coded", "judge"]
