"""What statements and their documents must be like to be found, as conditions of the database."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import ColumnElement, Connection, FromClause, Select, exists, func, select

from onrecord.record import homes, issues
from onrecord.record.names import Bearing
from onrecord.record.query import Query
from onrecord.record.schema import (
    codings,
    copies,
    documents,
    instruments,
    judged,
    present_readings,
    relations,
    statements,
)

FEW = 5_000
"""So many statements are looked up one by one; of more, enough for a page are soon met on the way through all."""


def conditions(connection: Connection, query: Query) -> Iterator[ColumnElement[bool]]:
    """Give what documents and statements must be like, whatever their words and speakers."""
    yield from _of_documents(query)
    yield from _of_statements(query)
    if related := list(_of_relations(connection, query)):
        yield exists().where(
            relations.c.reading_key == statements.c.reading_key, relations.c.voice == statements.c.id, *related
        )
    if query.instrument is not None:
        yield exists().where(instruments.c.reading_key == statements.c.reading_key, *_named(connection, query))


def few(connection: Connection, query: Query) -> FromClause | None:
    """Give the keys of the statements that one of the filters leaves, where these are few; else nothing."""
    for keys in _by_findings(connection, query):
        some = keys.limit(FEW + 1).subquery()
        if connection.execute(select(func.count()).select_from(some)).scalar_one() <= FEW:
            return keys.distinct().subquery()
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


def _of_statements(query: Query) -> Iterator[ColumnElement[bool]]:
    if query.mode is not None:
        yield statements.c.mode == query.mode.value
    if query.cue_kind is not None:
        yield statements.c.cue_kind == query.cue_kind.value
    if query.confidence is not None:
        yield statements.c.confidence >= query.confidence
    if query.issue is not None:
        yield issues.under(query.issue)
    if query.judged is not None:
        counts = exists().where(judged.c.finding == statements.c.id, judged.c.document_key == documents.c.key)
        if query.judged in ("any", "none"):
            yield counts if query.judged == "any" else ~counts
        else:
            yield counts.where(judged.c.verdict == query.judged)


def _of_relations(connection: Connection, query: Query) -> Iterator[ColumnElement[bool]]:
    """Give what one relation that a statement voices must be like."""
    if query.target is not None:
        yield Bearing(connection, query.target).borne(relations.c.target_name)
    if query.sign is not None:
        yield relations.c.sign == query.sign
    if query.event is not None:
        yield relations.c.event == query.event.value


def _named(connection: Connection, query: Query) -> Iterator[ColumnElement[bool]]:
    """Give what an instrument in a statement must be like."""
    yield Bearing(connection, query.instrument or "").borne(instruments.c.name)
    yield homes.of(connection).within(instruments.c.span_start, instruments.c.span_end, statements.c.content)


def _by_findings(connection: Connection, query: Query) -> Iterator[Select[tuple[int]]]:
    """Choose the statements by what was found in them, each of several ways."""
    shown = select(statements.c.key).join(present_readings, present_readings.c.reading_key == statements.c.reading_key)
    if related := list(_of_relations(connection, query)):
        voiced = (relations.c.reading_key == statements.c.reading_key) & (relations.c.voice == statements.c.id)
        yield shown.join(relations, voiced).where(*related)
    if query.instrument is not None:
        yield shown.join(instruments, instruments.c.reading_key == statements.c.reading_key).where(
            *_named(connection, query)
        )
    if query.issue is not None:
        yield shown.join(codings, codings.c.statement_key == statements.c.key).where(codings.c.issue == query.issue)


def _literally(words: str) -> str:
    clean = words.replace("\x00", " ").encode(errors="replace").decode()
    return clean.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
