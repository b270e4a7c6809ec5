"""Keeps documents, what was found in them, and where they came from."""

from onrecord.record.copies import Copy, Group
from onrecord.record.entries import Entry
from onrecord.record.forget import Erasure
from onrecord.record.judgements import Judgement, Verdict
from onrecord.record.provenance import Provenance
from onrecord.record.query import Query
from onrecord.record.record import Counts, Record, Result, open_record
from onrecord.record.store import Outcome
from onrecord.record.verify import Misfit

__all__ = [
    "Copy",
    "Counts",
    "Entry",
    "Erasure",
    "Group",
    "Judgement",
    "Misfit",
    "Outcome",
    "Provenance",
    "Query",
    "Record",
    "Result",
    "Verdict",
    "open_record",
]
