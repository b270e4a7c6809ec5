"""Statements as lines of JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator

from onrecord.record import EVERYTHING, Query, Record


def lines(record: Record, query: Query = EVERYTHING) -> Iterator[str]:
    """Give each statement that a query finds as one line of JSON, in the order of adding."""
    for entry in record.entries(query):
        yield f"{json.dumps(entry.json(), ensure_ascii=False)}\n"
