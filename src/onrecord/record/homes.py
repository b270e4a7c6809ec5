"""Where a record can live, and what each of its homes does in its own way."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import ColumnElement, Connection, Engine
from sqlalchemy.exc import DBAPIError

from onrecord.errors import RecordError
from onrecord.record import postgres, sqlite
from onrecord.record.query import Term
from onrecord.record.words import Matches

ERRORS = (DBAPIError, sqlite3.Error)
"""What the databases raise."""


class Home(Protocol):
    """What a database has to do in its own way; ``name`` is what a user calls the record by."""

    def explain(self, error: BaseException | None, name: str) -> RecordError:
        """Give what an error of the database means for a user, and what to do."""

    def name(self, engine: Engine) -> str:
        """Give what a user calls the record by."""

    def writing(self, connection: Connection) -> AbstractContextManager[None]:
        """Write in one transaction, alone: it begins when no other writes."""

    def is_record(self, connection: Connection, name: str) -> bool:
        """Whether this is a record, or an empty place that may become one. Raises where it is something else."""

    def claim(self, connection: Connection) -> None:
        """Mark a new record as one."""

    def keep_older(self, engine: Engine, version: str) -> None:
        """Copy the record of this version aside before it is brought up."""

    def copy(self, engine: Engine, target: Path) -> None:
        """Copy the record as it is at one moment into a file, which appears whole or not at all."""

    def scrub(self, engine: Engine) -> tuple[str, ...]:
        """Leave nothing of what was deleted; give what may still hold it."""

    def faults(self, connection: Connection) -> Iterator[str]:
        """Tell what the database itself finds wrong with what it keeps."""

    def strays(self, connection: Connection) -> Iterator[str]:
        """Name the rows that point to rows that are not there."""

    def index_words(self, connection: Connection, readings: Sequence[int]) -> None:
        """Put the words of readings into the index."""

    def unindex_words(self, connection: Connection, reading: int) -> None:
        """Take the words of a reading out of the index."""

    def index_judged(self, connection: Connection, document: int) -> None:
        """Put the words of a document's statements into the index as they are judged to be."""

    def unindex_judged(self, connection: Connection, document: int) -> None:
        """Take the words of a document's statements as they are judged to be out of the index."""

    def rebuild_words(self, connection: Connection) -> None:
        """Make the index again from the present readings, and from what is judged."""

    def words_fit(self, connection: Connection) -> bool:
        """Whether the index holds the words of the present statements, as read and as judged, and no others."""

    def matches(self, quote: Sequence[Term], speaker: Sequence[Term], names: Sequence[str]) -> Matches:
        """Look up terms of quotes and of speakers' names, all of them, or one of the names instead of the latter."""

    def within(
        self, start: ColumnElement[int], end: ColumnElement[int], spans: ColumnElement[Any]
    ) -> ColumnElement[bool]:
        """Whether a stretch lies in one of the spans that a column of JSON holds."""


def of(bound: Connection | Engine) -> Home:
    """Give the home of a record that is open."""
    return postgres if bound.dialect.name == "postgresql" else sqlite


def engine(place: str | os.PathLike[str], create: bool) -> Engine:
    """Give an engine for the record in this place: a file, or the URL of a database."""
    address = os.fspath(place)
    if address.startswith(("postgresql://", "postgres://")):
        return postgres.engine(address)
    if "://" in address:
        raise RecordError(f"a record is a file or postgresql://USER@HOST/DATABASE, not {address.split('://')[0]}://…")
    return sqlite.engine(Path(address), create)


@contextmanager
def told(home: Home, name: str) -> Iterator[None]:
    """Say in words what the database says in codes."""
    try:
        yield
    except ERRORS as error:
        raise home.explain(getattr(error, "orig", error), name) from error
