"""Finds statements for a query; how a home looks words up is its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, Join, exists, func, select, true
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler

from onrecord.record import homes
from onrecord.record.query import Query, terms
from onrecord.record.schema import documents, present_readings, readings, statements


def find(connection: Connection, query: Query, last: int) -> list[int]:
    """Give the keys of statements up to ``last``: best match first, or newest first where no words are asked for.

    Gives one more than the limit where there are more.
    """
    quote, speaker = terms(query.words), terms(query.speaker or "")
    if _unanswerable(query.words, quote) or _unanswerable(query.speaker, speaker):
        return []
    source, order = _newest(), _NEWEST_FIRST
    conditions = [statements.c.key <= last, ~exists().where(_newer.c.supersedes == documents.c.key)]
    if quote or speaker:
        matches = homes.of(connection).matches(quote, speaker)
        source = _matching(matches.source, matches.key)
        conditions.append(matches.condition)
        order = matches.best_first if quote else _NEWEST_FIRST
    chosen = select(statements.c.key).select_from(source).where(*conditions, *_filters(query)).order_by(*order)
    return list(connection.execute(chosen.limit(query.limit + 1).offset(query.place()[1])).scalars())


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


def _newest() -> FromClause:
    source = InOrder(documents, present_readings, present_readings.c.document_key == documents.c.key)
    return InOrder(source, statements, statements.c.reading_key == present_readings.c.reading_key)


def _matching(index: FromClause, key: ColumnElement[Any]) -> FromClause:
    # The index sorts by rank, and the rest is looked up until the page is full.
    source = InOrder(index, statements, statements.c.key == key)
    source = InOrder(source, readings, readings.c.key == statements.c.reading_key)
    return InOrder(source, documents, documents.c.key == readings.c.document_key)


def _filters(query: Query) -> Iterator[ColumnElement[bool]]:
    day = func.substr(documents.c.published, 1, 10)
    if query.outlet is not None:
        yield documents.c.outlet.ilike(_literally(query.outlet), escape="\\")
    if query.since is not None:
        yield day >= query.since
    if query.until is not None:
        yield day <= query.until
    if query.mode is not None:
        yield statements.c.mode == query.mode.value
    if query.cue_kind is not None:
        yield statements.c.cue_kind == query.cue_kind.value


def _literally(words: str) -> str:
    clean = words.replace("\x00", " ").encode(errors="replace").decode()
    return clean.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
