"""The event list of Discourse Network Analyzer: its columns, one statement a row, every word as it stands in the text.

DNA itself writes commas for semicolons and apostrophes for quotation marks; here both are kept and quoted as RFC 4180
says, which R's ``read.csv2`` reads.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count

from onrecord.facts import Metadata
from onrecord.record import EVERYTHING, Entry, Query, Record
from onrecord.views.formats.bundles import bundles
from onrecord.views.formats.stances import second, stances

COLUMNS = (
    *("statement ID", "time", "document ID", "document title", "author", "source", "section", "type", "text"),
    *("person", "organization", "concept", "agreement"),
)


def lines(record: Record, query: Query = EVERYTHING) -> Iterator[str]:
    """Give the names of the columns, and then a line for each concept of each statement that a query finds."""
    line = io.StringIO()
    writer = csv.writer(line, delimiter=";", lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC)
    for row in _rows(record, query):
        writer.writerow(row)
        yield line.getvalue()
        line.seek(0)
        line.truncate()


def _rows(record: Record, query: Query) -> Iterator[tuple[object, ...]]:
    yield COLUMNS
    numbers = count(1)
    for document, bundle in enumerate(bundles(record, query), 1):
        for entry in bundle.entries:
            words = _words(entry, bundle.text)
            for each in stances(entry):
                about = next(numbers), _moment(bundle.metadata), document, *_document(bundle.metadata)
                yield *about, words, each.person, each.organization, each.concept, int(each.agreement)


def _words(entry: Entry, text: str | None) -> str:
    content = entry.right.content
    return text[content[0].start : content[-1].end] if text is not None else entry.words


def _document(about: Metadata) -> tuple[str, ...]:
    return about.title or "", about.author or "", about.outlet or "", "", ""


def _moment(about: Metadata) -> str:
    published = datetime.fromtimestamp(second(about.published), UTC)
    return published.strftime("%Y-%m-%d %H:%M:%S") if about.published else ""
