"""What is left to judge for one judge: the least certain first."""

from __future__ import annotations

from dataclasses import replace

from onrecord.record import Entry, Query, Record


def queue(record: Record, query: Query, by: str, *, blind: bool = False) -> list[Entry]:
    """Give what a query finds and this judge has not judged, the least certain first, up to the query's limit.

    That is what nobody has judged, unless the query asks for something else. Whoever judges ``blind``, so that
    agreement can be told, begins with what others have judged.
    """
    if query.judged is not None:
        return record.queue(query, by)
    shared = record.queue(replace(query, judged="any"), by) if blind else []
    return shared or record.queue(replace(query, judged="none"), by)
