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
from onrecord.facts import Capture, Document, Metadata, Mode, Reading, Span, Speaker, Statement

if TYPE_CHECKING:
    from onrecord.documents.intake import document_of
    from onrecord.ingest import add
    from onrecord.jsonform import outlet_relations_json, statements_json
    from onrecord.reading import read, stances, weigh
    from onrecord.record import Query, Record, open_record
    from onrecord.sources.inputs import captures
    from onrecord.views.about import about
    from onrecord.views.changes import changes
    from onrecord.views.compare import compare
    from onrecord.views.elsewhere import elsewhere
    from onrecord.views.search import search
    from onrecord.views.show import show

__all__ = [
    "AnswerError",
    "Capture",
    "Document",
    "EvidenceError",
    "ForgottenError",
    "LanguageError",
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
    "SourceError",
    "Span",
    "Speaker",
    "Statement",
    "TooLarge",
    "Unreachable",
    "about",
    "add",
    "captures",
    "changes",
    "compare",
    "document_of",
    "elsewhere",
    "open_record",
    "outlet_relations_json",
    "read",
    "search",
    "show",
    "stances",
    "statements_json",
    "weigh",
]

_HOMES = {
    "about": "onrecord.views.about",
    "add": "onrecord.ingest",
    "captures": "onrecord.sources.inputs",
    "changes": "onrecord.views.changes",
    "compare": "onrecord.views.compare",
    "document_of": "onrecord.documents.intake",
    "elsewhere": "onrecord.views.elsewhere",
    "open_record": "onrecord.record",
    "Query": "onrecord.record",
    "outlet_relations_json": "onrecord.jsonform",
    "read": "onrecord.reading",
    "Record": "onrecord.record",
    "search": "onrecord.views.search",
    "show": "onrecord.views.show",
    "stances": "onrecord.reading",
    "statements_json": "onrecord.jsonform",
    "weigh": "onrecord.reading",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - the names above, typed for readers there
    if name not in _HOMES:
        raise AttributeError(f"module 'onrecord' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
