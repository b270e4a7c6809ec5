"""What a query finds, document by document and with the texts, for formats that keep both."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, islice

from onrecord.facts import Metadata
from onrecord.record import Entry, Query, Record

_AT_ONCE = 50
_WHOLE = {"limit", "page", "refused", "lost"}


@dataclass(frozen=True, slots=True)
class Bundle:
    """Statements of one document; ``text`` is ``None`` where it is not kept."""

    document: str
    metadata: Metadata
    text: str | None
    entries: tuple[Entry, ...]


def bundles(record: Record, query: Query) -> Iterator[Bundle]:
    """Give what a query finds, the documents in the order of adding, each but once."""
    groups = groupby(_found(record, query), key=lambda entry: entry.statement.document)
    by_document = ((document, tuple(some)) for document, some in groups)
    while some := dict(islice(by_document, _AT_ONCE)):
        texts = record.texts(some)
        for document, entries in some.items():
            yield Bundle(document, entries[0].metadata, texts.get(document), entries)


def _found(record: Record, query: Query) -> Iterator[Entry]:
    if query.flat().keys() <= _WHOLE:
        yield from record.entries(query)
        return
    # A search gives what only judges added last, and what belongs to a document must stand together.
    wanted = {(entry.statement.document, entry.id) for entry in record.entries(query)}
    for entry in record.entries():
        if (entry.statement.document, entry.id) in wanted:
            yield entry
