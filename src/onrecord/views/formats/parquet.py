"""Statements as a Parquet file: the columns of the table, those that nest as lists and structs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from onrecord.errors import RecordError
from onrecord.record import Query, Record


def write(record: Record, query: Query, path: Path) -> None:
    """Write each statement that a query finds as a row. Raises ``RecordError`` where pyarrow is not installed."""
    try:
        from onrecord import parquet  # noqa: PLC0415 - an extra, and it takes a second to load
    except ImportError as error:
        raise RecordError("Parquet needs pyarrow; install it with: pip install 'onrecord[parquet]'") from error

    with parquet.Table(path, parquet.JUDGED) as table:
        for entry in record.entries(query):
            table.extend([_row(entry.json())])


def _row(statement: dict[str, Any]) -> dict[str, Any]:
    """Give the JSON form; what corrections hold is of many types, and so their names stand for them."""
    judgement = statement.get("judgement")
    if judgement is None:
        return statement
    return statement | {"judgement": judgement | {"corrected": sorted(judgement["corrected"])}}
