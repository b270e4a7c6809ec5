"""What statements and their documents must be like to be found, as conditions of the database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    FromClause,
    Select,
    exists,
    func,
    or_,
    select,
    union_all,
)

from onrecord.record import homes, issues
from onrecord.record.hosts import Speaking
from onrecord.record.names import Bearing
from onrecord.record.query import Query
from onrecord.record.said import Said, ties
from onrecord.record.schema import SUPERSEDED, codings, copies, documents, instruments, present_readings, statements

FEW = 5_000
"""So many statements are looked up one by one; of more, enough for a page are soon met on the way through all."""


def conditions(connection: Connection, query: Query, said: Said) -> Iterator[ColumnElement[bool]]:
    """Give what statements and their documents must be like, whatever their words and speakers."""
    yield said.shown
    yield ~SUPERSEDED
    yield from _of_documents(query)
    yield from _of_statements(query, said)
    if query.speaks_for is not None:
        yield Speaking(connection, query.speaks_for).spoken(said)
    if asked := _of_relations(connection, query):
        yield or_(*(tied.has(said, *asked(tied.row)) for tied in ties(connection)))
    if query.instrument is not None:
        here = instruments.c.reading_key == said.reading
        yield exists().where(here, *_named(connection, query, said))


def few(connection: Connection, query: Query, said: Said) -> FromClause | None:
    """Give the keys of the statements that one of the filters leaves, where these are few; else nothing."""
    for keys, most in _by_findings(connection, query, said):
        some = keys.limit(most + 1).subquery()
        if connection.execute(select(func.count()).select_from(some)).scalar_one() <= most:
            return select(keys.subquery().c.key).distinct().subquery()
    return None


def _of_documents(query: Query) -> Iterator[ColumnElement[bool]]:
    day = func.substr(documents.c.published, 1, 10)
    if query.outlet is not None:
        yield documents.c.outlet.ilike(_literally(query.outlet), escape="\\")
    if query.since is not None:
        yield day >= query.since
    if query.until is not None:
        yield day <= query.until
    if query.language is not None:
        yield documents.c.language == query.language
    if query.document is not None:
        yield documents.c.id.startswith(query.document, autoescape=True)
    if query.originals:
        yield ~exists().where(copies.c.document_key == documents.c.key, copies.c.original_key != documents.c.key)


def _of_statements(query: Query, said: Said) -> Iterator[ColumnElement[bool]]:
    if query.mode is not None:
        yield said.row.c.mode == query.mode.value
    if query.cue_kind is not None:
        yield said.row.c.cue_kind == query.cue_kind.value
    if query.confidence is not None:
        yield said.row.c.confidence >= query.confidence
    if query.issue is not None:
        yield issues.under(query.issue, said.statement)


_Asked = Callable[[FromClause], list[ColumnElement[bool]]]


def _of_relations(connection: Connection, query: Query) -> _Asked | None:
    """Give what one relation that a statement voices must be like, where anything is asked of one."""
    bearing = Bearing(connection, query.target) if query.target is not None else None
    wanted = {"sign": query.sign, "event": query.event and query.event.value}
    wanted = {name: value for name, value in wanted.items() if value is not None}
    if bearing is None and not wanted:
        return None

    def asked(row: FromClause) -> list[ColumnElement[bool]]:
        named = [bearing.borne(row.c.target_name)] if bearing else []
        return named + [row.c[name] == value for name, value in wanted.items()]

    return asked


def _named(connection: Connection, query: Query, said: Said) -> Iterator[ColumnElement[bool]]:
    """Give what an instrument in a statement must be like."""
    yield Bearing(connection, query.instrument or "").borne(instruments.c.name)
    yield homes.of(connection).within(instruments.c.span_start, instruments.c.span_end, said.row.c.content)


_Keys = Select[Any] | CompoundSelect[Any]


def _by_findings(connection: Connection, query: Query, said: Said) -> Iterator[tuple[_Keys, int]]:
    """Choose statements that were read by what was found in them, each of several ways, and say how many are few."""
    shown = (
        select(statements.c.key)
        .join(present_readings, present_readings.c.reading_key == statements.c.reading_key)
        .join(documents, documents.c.key == present_readings.c.document_key)
    )
    if asked := _of_relations(connection, query):
        each = [shown.join(tied.row, tied.of(said)).where(*asked(tied.row)) for tied in ties(connection)]
        yield each[0] if len(each) == 1 else union_all(*each), FEW
    if query.instrument is not None:
        here = instruments.c.reading_key == statements.c.reading_key
        # Each is looked for in all statements of its document.
        yield shown.join(instruments, here).where(*_named(connection, query, said)), FEW // 20
    if query.issue is not None:
        under = codings.c.statement_key == statements.c.key
        yield shown.join(codings, under).where(codings.c.issue == query.issue), FEW


def _literally(words: str) -> str:
    clean = words.replace("\x00", " ").encode(errors="replace").decode()
    return clean.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
