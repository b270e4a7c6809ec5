"""Keeps documents, what was found in them, and where they came from."""

from onrecord.record.anchoring import ON_FINDINGS, State
from onrecord.record.copies import Copy, Group
from onrecord.record.entries import Entry, Judged
from onrecord.record.failures import Failure
from onrecord.record.forget import Erasure
from onrecord.record.judgements import Judge, JudgeKind, Judgement, SubjectKind, Verdict
from onrecord.record.opening import open_record
from onrecord.record.provenance import Added, Provenance
from onrecord.record.query import EVERYTHING, Query
from onrecord.record.record import Match, Record, Result
from onrecord.record.relating import JudgedRelation, Related
from onrecord.record.search import By, Weight
from onrecord.record.state import Counts
from onrecord.record.store import Outcome
from onrecord.record.ties import Tie
from onrecord.record.verify import Misfit

__all__ = [
    "EVERYTHING",
    "ON_FINDINGS",
    "Added",
    "By",
    "Copy",
    "Counts",
    "Entry",
    "Erasure",
    "Failure",
    "Group",
    "Judge",
    "JudgeKind",
    "Judged",
    "JudgedRelation",
    "Judgement",
    "Match",
    "Misfit",
    "Outcome",
    "Provenance",
    "Query",
    "Record",
    "Related",
    "Result",
    "State",
    "SubjectKind",
    "Tie",
    "Verdict",
    "Weight",
    "open_record",
]
