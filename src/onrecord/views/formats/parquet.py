"""Statements as a Parquet file, with their nested parts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from onrecord.errors import RecordError
from onrecord.record import Query, Record


def write(record: Record, query: Query, path: Path) -> None:
    """Write each statement that a query finds as a row. Raises ``RecordError`` where pyarrow is not installed."""
    try:
        from onrecord.parquet import JUDGED, Table  # noqa: PLC0415 - pyarrow is an extra, and takes a second to load
    except ImportError as error:
        raise RecordError("Parquet needs pyarrow; install it with: pip install 'onrecord[parquet]'") from error
    with Table(path, JUDGED) as table:
        for entry in record.entries(query):
            table.extend([_row(entry.json())])


def _row(statement: dict[str, Any]) -> dict[str, Any]:
    """Give the JSON form; what corrections hold is of many types, and so their names stand for them."""
    judgement = statement.get("judgement")
    if judgement is None:
        return statement
    return statement | {"judgement": judgement | {"corrected": sorted(judgement["corrected"])}}
