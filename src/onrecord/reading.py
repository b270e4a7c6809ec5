"""Reading a document: the order of the stages, and nothing else.

Pure: no clock, no disk but the shipped weights, no database, no randomness; the same document gives the same
reading for any order, number of workers and threads.
"""

from __future__ import annotations

from collections.abc import Sequence

from onrecord import model
from onrecord.documents.turns import layout
from onrecord.facts import Document, Event, Layout, Reading, Span
from onrecord.relations.find import Known, relate
from onrecord.relations.main import happening
from onrecord.relations.weighing import Shown, Stance, Weigher
from onrecord.statements.find import find
from onrecord.statements.instruments import instruments_of
from onrecord.statements.meaning import meant
from onrecord.statements.times import times

NUMBER = 5
"""Raised by hand whenever the reading of any case changes, so that a record knows what to read again."""


def reader() -> str:
    """The reader's number and the digest of its model: ``1-3f2a9c0d1e4b``."""
    return f"{NUMBER}-{model.digest()}"


def read(document: Document) -> Reading:
    """Read one document.

    Raises:
        ModelError: the weights are missing or damaged.

    """
    return interpret(document, layout(document.text, document.metadata.title))


def interpret(document: Document, page: Layout) -> Reading:
    """Read a document whose layout is known already. Raises as ``read`` does."""
    found = find(document, page, model.load())
    known = Known(found.statements, found.mentions, found.figures)
    return Reading(
        document=document.id,
        reader=reader(),
        statements=found.statements,
        mentions=found.mentions,
        figures=found.figures,
        relations=relate(document, page, known),
        instruments=instruments_of(document.text, found.mentions),
        times=times(document.text, document.metadata.published),
    )


def read_for_record(document: Document) -> Reading:
    """Read one document, and give each statement its meaning. Raises as ``read`` does."""
    return meant(document, read(document))


def event(document: Document) -> tuple[Event, tuple[str, ...], tuple[str, ...]] | None:
    """Give what a short text is about: its first event, who does it and to whom; nothing where it names none.

    Raises as ``read`` does.
    """
    page, network = layout(document.text, document.metadata.title), model.load()
    return happening(document.text, page, find(document, page, network).mentions)


def weigh(document: Document, one: Span, other: Span) -> Shown:
    """Weigh what two mentions show each other, by the sentences they stand in. Raises as ``read`` does."""
    page = layout(document.text, document.metadata.title)
    relations = interpret(document, page).relations
    return Weigher(document.text, page, model.load()).between(one, other, relations)


def stances(document: Document, targets: Sequence[Span]) -> tuple[Stance, ...]:
    """Weigh the stance toward each mention, by the sentence it stands in. Raises as ``read`` does."""
    weigher = Weigher(document.text, layout(document.text, document.metadata.title), model.load())
    return tuple(weigher.toward(target) for target in targets)
