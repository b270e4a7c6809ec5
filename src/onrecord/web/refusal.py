"""What a server says of an error: in this programme's own words, without the place of the record."""

from __future__ import annotations

import logging

from onrecord.errors import OnrecordError, RecordError
from onrecord.record import Record

_LOG = logging.getLogger("uvicorn.error")


def refusal(error: Exception, record: Record) -> tuple[int, str]:
    """Give the status of HTTP and the words for an ``OnrecordError`` or a ``ValueError``.

    What a database says, which is an error with a cause, is told on the server's own output alone.
    """
    if isinstance(error, RecordError) and error.__cause__ is not None:
        _LOG.error("%s", error)
        return 503, "The record cannot be used just now."
    words = str(error).replace(record.name, "this record") if isinstance(error, OnrecordError | ValueError) else ""
    return 404 if type(error) is RecordError else 400, words
