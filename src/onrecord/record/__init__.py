"""Keeps documents, what was found in them, and where they came from."""

from onrecord.record.entries import Entry
from onrecord.record.forget import Erasure
from onrecord.record.provenance import Provenance
from onrecord.record.query import Query
from onrecord.record.record import Counts, Record, Result, open_record
from onrecord.record.store import Outcome
from onrecord.record.verify import Misfit

__all__ = ["Counts", "Entry", "Erasure", "Misfit", "Outcome", "Provenance", "Query", "Record", "Result", "open_record"]
