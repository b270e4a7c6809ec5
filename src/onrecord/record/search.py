"""Finds statements for a query; how a home looks words up is its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, FromClause, Join, Select, exists, func, null, select, true
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler

from onrecord.facts import Meaning
from onrecord.record import filters, homes, meaning, spellings
from onrecord.record.field import Field
from onrecord.record.names import Bearing
from onrecord.record.query import Query, terms
from onrecord.record.schema import documents, judged, judgements, present_readings, readings, relations, statements


class Found(NamedTuple):
    """A statement that a query found: its key, and where a meaning was asked for, the cosine of the angle to it."""

    key: int
    score: float | None = None


def near(connection: Connection, query: Query, last: int, sought: Meaning, field: Field) -> list[Found]:
    """Find statements up to the key ``last``, the nearest in meaning first. Gives as many as ``find``."""
    shown = query.place()[1]
    among = _keys(connection, _matching(connection, query, last)) if _narrows(query) else None
    nearest = meaning.nearest(connection, field, sought, last, among)
    return [Found(*each) for each in nearest[shown : shown + query.limit + 1]]


def find(connection: Connection, query: Query, last: int) -> list[Found]:
    """Find statements up to the key ``last``: the best match first, else the newest.

    Gives one more than the limit where there are more.
    """
    shown = query.place()[1]
    chosen = _matching(connection, query, last)
    page = None if chosen is None else chosen.limit(query.limit + 1).offset(shown)
    return [Found(key) for key in _keys(connection, page)]


def all_keys(connection: Connection, query: Query) -> Iterator[list[int]]:
    """Find all statements in the order of adding, some at a time."""
    chosen = _matching(connection, query, _LAST)
    keys = [] if chosen is None else _keys(connection, chosen.order_by(None).order_by(statements.c.key))
    for first in range(0, len(keys), _AT_ONCE):
        yield keys[first : first + _AT_ONCE]


def queue(connection: Connection, query: Query, by: str) -> list[int]:
    """Find what a query finds and this judge has not judged, the least certain first, up to the query's limit."""
    chosen = _matching(connection, query, _LAST, newest=_LEAST_CERTAIN)
    if chosen is None:
        return []
    mine = exists().where(
        judged.c.finding == statements.c.id, judgements.c.subject == judged.c.subject, judgements.c.judged_by == by
    )
    ordered = chosen.where(~mine).order_by(None).order_by(statements.c.confidence, statements.c.key)
    return _keys(connection, ordered.limit(query.limit))


@dataclass(frozen=True, slots=True, kw_only=True)
class Weight:
    """How much there is of something: documents first, for an interview has a statement for each of its sentences.

    ``name`` is what the statements have in common, ``None`` where that is not known. ``words`` are those of the
    statements; the words of a statement in another count for both.
    """

    name: str | None
    documents: int
    statements: int
    words: int


class By(StrEnum):
    """What counts can be told apart by."""

    SPEAKER = "speaker"
    OUTLET = "outlet"
    MONTH = "month"
    YEAR = "year"
    LANGUAGE = "language"
    MODE = "mode"
    TARGET = "target"
    """Toward whom: of the relations that a statement voices, each target that is named."""


def weights(connection: Connection, query: Query, by: By | None, among: int | None = None) -> list[Weight]:
    """Weigh what a query finds, what is in most documents first; with no ``by`` all together, under no name.

    ``among`` weighs only so many of the statements that are found, whichever the index gives first.
    """
    chosen = _matching(connection, query, _LAST)
    if chosen is None:
        return []
    if among is not None:
        some = chosen.order_by(None).limit(among).subquery()
        chosen = select(statements.c.key).select_from(_beside(some, some.c.key))
    if by is By.TARGET:
        # Who says two things of one target is counted once.
        chosen = chosen.join(relations, _voiced(relations)).where(~exists().where(_voiced(_before), _AGAIN))
    # Runs of space were folded into one when the quote was made.
    words = 1 + func.length(statements.c.quote) - func.length(func.replace(statements.c.quote, " ", ""))
    name = null() if by is None else _NAMES[by]
    columns = name, func.count(documents.c.key.distinct()), func.count(), func.coalesce(func.sum(words), 0)
    counted = chosen.with_only_columns(*columns).order_by(None)
    counted = counted if by is None else counted.group_by(name)
    found = (
        Weight(name=row[0], documents=row[1], statements=row[2], words=int(row[3]))
        for row in connection.execute(counted)
    )
    return sorted(found, key=lambda weight: (-weight.documents, -weight.statements, weight.name or ""))


_LAST = 2**62
_AT_ONCE = 500
_before = relations.alias()
_AGAIN = (_before.c.target_name == relations.c.target_name) & (_before.c.key < relations.c.key)


def _voiced(table: FromClause) -> ColumnElement[bool]:
    return (table.c.reading_key == statements.c.reading_key) & (table.c.voice == statements.c.id)


_NAMES: dict[By, ColumnElement[Any]] = {
    # Who is not named is counted by kind: guest, interviewer, unnamed, unstated.
    By.SPEAKER: func.coalesce(statements.c.speaker_name, statements.c.speaker_kind),
    By.OUTLET: documents.c.outlet,
    By.MONTH: func.substr(documents.c.published, 1, 7),
    By.YEAR: func.substr(documents.c.published, 1, 4),
    By.LANGUAGE: documents.c.language,
    By.MODE: statements.c.mode,
    By.TARGET: relations.c.target_name,
}


def _keys(connection: Connection, chosen: Select[tuple[int]] | None) -> list[int]:
    return [] if chosen is None else list(connection.scalars(chosen))


def _narrows(query: Query) -> bool:
    """Whether a query asks for anything but a meaning."""
    return replace(query, meaning=None, limit=1, page=None) != Query(limit=1)


def _matching(
    connection: Connection, query: Query, last: int, newest: FromClause | None = None
) -> Select[tuple[int]] | None:
    """Choose the keys of statements in order; nothing where what was asked for cannot be in any.

    Where no index leads to few of them they are met in the order of ``newest``, else by their documents.
    """
    quote, speaker = terms(query.words), terms(query.speaker or "")
    if _unanswerable(query.words, quote) or _unanswerable(query.speaker, speaker):
        return None
    source, order = _NEWEST if newest is None else newest, _NEWEST_FIRST
    conditions = [statements.c.key <= last, _NOT_SUPERSEDED, *filters.conditions(connection, query)]
    if quote or speaker:
        bearing = Bearing(connection, query.speaker or "")
        spelt = spellings.widened(connection, quote), spellings.widened(connection, speaker, of_speakers=True)
        matches = homes.of(connection).matches(*spelt, bearing.also)
        source = _beside(matches.source, matches.key)
        conditions.append(matches.condition)
        if bearing.also:
            # The index finds other names by their words, which may stand in longer ones.
            conditions.append(bearing.borne(statements.c.speaker_name))
        order = matches.best_first if quote and query.meaning is None else _NEWEST_FIRST
    elif (some := filters.few(connection, query)) is not None:
        source = _beside(some, some.c.key)
    return select(statements.c.key).select_from(source).where(*conditions).order_by(*order)


class InOrder(Join):
    """A join that SQLite makes in the order in which it is written, whatever it guesses of the tables."""

    inherit_cache = True

    @property
    def on(self) -> ColumnElement[bool]:
        """Give what is joined by."""
        return true() if self.onclause is None else self.onclause


@compiles(InOrder, "sqlite")
def _cross(join: InOrder, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401 - whatever compilers pass on
    options["asfrom"] = True
    left, right, on = (compiler.process(part, **options) for part in (join.left, join.right, join.on))
    return f"{left} CROSS JOIN {right} ON {on}"


_newer = documents.alias()
_NEWEST_FIRST: tuple[ColumnElement[Any], ...] = (
    documents.c.published.desc().nulls_last(),
    documents.c.key,
    statements.c.key,
)


def _unanswerable(words: str | None, found: list[Any]) -> bool:
    """Whether something was asked for that has neither letter nor digit, as no word of a quote has."""
    return bool(words and words.strip()) and not found


_NOT_SUPERSEDED = ~exists().where(_newer.c.supersedes == documents.c.key)
_NEWEST: FromClause = InOrder(
    InOrder(documents, present_readings, present_readings.c.document_key == documents.c.key),
    statements,
    statements.c.reading_key == present_readings.c.reading_key,
)

_LEAST_CERTAIN: FromClause = InOrder(
    InOrder(statements, present_readings, present_readings.c.reading_key == statements.c.reading_key),
    documents,
    documents.c.key == present_readings.c.document_key,
)


def _beside(index: FromClause, key: ColumnElement[Any]) -> FromClause:
    # The index sorts by rank, and the rest is looked up until the page is full.
    source = InOrder(index, statements, statements.c.key == key)
    source = InOrder(source, readings, readings.c.key == statements.c.reading_key)
    return InOrder(source, documents, documents.c.key == readings.c.document_key)
