"""Reading a document: the order of the stages, and nothing else.

Pure: no clock, no disk but the shipped weights, no database, no randomness; the same document gives the same
reading for any order, number of workers and threads.
"""

from __future__ import annotations

from onrecord import model
from onrecord.documents.turns import layout
from onrecord.facts import Document, Reading
from onrecord.statements.find import find

NUMBER = 1
"""Raised by hand whenever the reading of any case changes, so that a record knows what to read again."""


def reader() -> str:
    """The reader's number and the digest of its model: ``1-3f2a9c0d1e4b``."""
    return f"{NUMBER}-{model.digest()}"


def read(document: Document) -> Reading:
    """Read one document.

    Raises:
        ModelError: the weights are missing or damaged.

    """
    page = layout(document.text, document.metadata.title)
    found = find(document, page, model.load())
    return Reading(
        document=document.id,
        reader=reader(),
        statements=found.statements,
        mentions=found.mentions,
        figures=found.figures,
    )
