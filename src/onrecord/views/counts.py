"""How much there is of what: in documents first, by the original rather than by each copy."""

from __future__ import annotations

from dataclasses import replace

from onrecord.record import By, Query, Record, Weight


def counts(
    record: Record, query: Query, by: By | None = None, *, copies: bool = False, among: int | None = None
) -> list[Weight]:
    """Weigh what a query finds, what is in most documents first; ``copies`` counts every copy of a report too.

    ``among`` weighs no more than so many of the statements. A meaning, a limit and a page in the query are left out
    of account.
    """
    return record.weights(replace(query, originals=query.originals or not copies), by, among)
