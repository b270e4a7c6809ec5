"""Statements as rows of a table."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

from onrecord.jsonform import relation_words
from onrecord.record import EVERYTHING, Query, Record

_DOCUMENT = ("id", "url", "title", "outlet", "published", "language", "translated")
_SPEAKER = ("name", "role", "kind", "span", "named_at")

COLUMNS = (
    "id",
    *(f"document.{name}" for name in _DOCUMENT),
    "mode",
    *(f"speaker.{name}" for name in _SPEAKER),
    *("source", "cue", "cue_kind", "content", "quote", "within", "occasion", "said_on"),
    *("relations", "instruments", "times", "confidence", "reader", "judgement"),
)
"""The columns of a table: the names of the JSON form, a dot where it nests."""

# A spreadsheet would compute what begins so, and whoever writes a page could have it send the sheet away (OWASP, "CSV
# injection"). An apostrophe before it makes it words.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def lines(record: Record, query: Query = EVERYTHING) -> Iterator[str]:
    """Give the names of the columns and then what a query finds as lines of CSV."""
    line = io.StringIO()
    writer = csv.writer(line, lineterminator="\n")
    for row in rows(record, query):
        writer.writerow(row)
        yield line.getvalue()
        line.seek(0)
        line.truncate()


def rows(record: Record, query: Query = EVERYTHING) -> Iterator[list[str]]:
    """Give the names of the columns and then what a query finds as rows; what is missing is empty, spans are JSON.

    Relations, instruments and times stand in words, one after the other.
    """
    yield list(COLUMNS)
    for entry in record.entries(query):
        flat = _flat(entry.json())
        yield [_cell(flat.get(name)) for name in COLUMNS]


def _flat(statement: dict[str, Any]) -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for name, value in statement.items():
        if isinstance(value, dict) and name != "judgement":
            flat |= {f"{name}.{inner}": part for inner, part in value.items()}
        else:
            flat[name] = value
    in_words = {
        "relations": map(relation_words, statement["relations"]),
        "instruments": (instrument["name"] for instrument in statement["instruments"]),
        "times": (time["value"] for time in statement["times"]),
    }
    return flat | {name: "; ".join(words) for name, words in in_words.items()}


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_FORMULA) else value
    return json.dumps(value, separators=(",", ":")) if isinstance(value, list | dict) else str(value)
