"""Reads news and interviews and keeps a record of who said what, tied to the exact words.

The values and the errors are here at once. The verbs load what they need when they are first used, so that
importing the package stays instant.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from onrecord.errors import (
    AnswerError,
    EvidenceError,
    ForgottenError,
    LanguageError,
    ModelError,
    OnrecordError,
    RecordDamaged,
    RecordError,
    RecordTooNew,
    SourceError,
    TooLarge,
    Unreachable,
)
from onrecord.facts import Capture, Document, Layer, Metadata, Mode, Reading, Span, Speaker, Statement, Status

if TYPE_CHECKING:
    from onrecord.documents.intake import document_of
    from onrecord.ingest import add
    from onrecord.jsonform import outlet_relations_json, statements_json
    from onrecord.reading import read, stances, weigh
    from onrecord.record import By, Query, Record, open_record
    from onrecord.sources.inputs import captures
    from onrecord.views.about import about
    from onrecord.views.changes import changes
    from onrecord.views.compare import compare
    from onrecord.views.counts import counts
    from onrecord.views.elsewhere import elsewhere
    from onrecord.views.position import position
    from onrecord.views.search import search
    from onrecord.views.show import show
    from onrecord.views.system import Scope, system
    from onrecord.views.table import table

__all__ = [
    "AnswerError",
    "By",
    "Capture",
    "Document",
    "EvidenceError",
    "ForgottenError",
    "LanguageError",
    "Layer",
    "Metadata",
    "Mode",
    "ModelError",
    "OnrecordError",
    "Query",
    "Reading",
    "Record",
    "RecordDamaged",
    "RecordError",
    "RecordTooNew",
    "Scope",
    "SourceError",
    "Span",
    "Speaker",
    "Statement",
    "Status",
    "TooLarge",
    "Unreachable",
    "about",
    "add",
    "captures",
    "changes",
    "compare",
    "counts",
    "document_of",
    "elsewhere",
    "open_record",
    "outlet_relations_json",
    "position",
    "read",
    "search",
    "show",
    "stances",
    "statements_json",
    "system",
    "table",
    "weigh",
]

_HOMES = {
    "about": "onrecord.views.about",
    "add": "onrecord.ingest",
    "By": "onrecord.record",
    "captures": "onrecord.sources.inputs",
    "changes": "onrecord.views.changes",
    "compare": "onrecord.views.compare",
    "counts": "onrecord.views.counts",
    "document_of": "onrecord.documents.intake",
    "elsewhere": "onrecord.views.elsewhere",
    "open_record": "onrecord.record",
    "Query": "onrecord.record",
    "outlet_relations_json": "onrecord.jsonform",
    "position": "onrecord.views.position",
    "read": "onrecord.reading",
    "Record": "onrecord.record",
    "Scope": "onrecord.views.system",
    "search": "onrecord.views.search",
    "show": "onrecord.views.show",
    "stances": "onrecord.reading",
    "statements_json": "onrecord.jsonform",
    "system": "onrecord.views.system",
    "table": "onrecord.views.table",
    "weigh": "onrecord.reading",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - the names above, typed for readers there
    if name not in _HOMES:
        raise AttributeError(f"module 'onrecord' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
