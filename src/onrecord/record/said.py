"""Among what a search looks: statements as they were read, and those that were judged as they are judged to be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Join,
    Table,
    and_,
    case,
    exists,
    func,
    select,
    true,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler

from onrecord.record.anchoring import ON_FINDINGS, State, is_placed
from onrecord.record.judgements import JudgeKind, Verdict
from onrecord.record.query import Query
from onrecord.record.schema import (
    documents,
    judged,
    judged_relations,
    judgements,
    present_readings,
    readings,
    relations,
    statements,
)
from onrecord.record.words import JUDGED, Matches


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


@dataclass(frozen=True, slots=True, eq=False)
class Said:
    """Some of the statements: what is searched of them stands in ``row``, whatever they are.

    ``key`` is what an entry is read by, ``statement`` the key of what was read, where it was; ``id`` is what relations
    name as their voice, in ``reading``; the fullest name of its speaker begins at ``named``. ``source`` holds all of
    them, document by document, and ``walked`` one by one; ``shown`` says which are there for a query.
    """

    row: Table
    key: ColumnElement[int]
    statement: ColumnElement[int]
    id: ColumnElement[str]
    reading: ColumnElement[int]
    named: ColumnElement[int]
    source: FromClause
    walked: FromClause
    shown: ColumnElement[bool]

    def found(self, matches: Matches) -> tuple[FromClause, ColumnElement[bool]]:
        """Give those that an index of words finds, in the order in which it finds them."""
        if self.row is statements:
            return beside(matches.source, matches.key), matches.condition
        source = InOrder(InOrder(matches.source, judged, judged.c.key == matches.key - JUDGED), documents, _HERE)
        return source.outerjoin(present_readings, _READ), and_(matches.condition, matches.key > JUDGED)

    def up_to(self, last: int) -> ColumnElement[bool]:
        """Whether it was there when the statement with this key was the last; what nobody read always was."""
        return self.statement <= last if self.row is statements else func.coalesce(self.statement, 0) <= last


def beside(index: FromClause, key: ColumnElement[Any]) -> FromClause:
    """Give statements as they were read with their documents, beside something that has their keys, in its order."""
    # The index sorts by rank, and the rest is looked up until the page is full.
    source = InOrder(index, statements, statements.c.key == key)
    source = InOrder(source, readings, readings.c.key == statements.c.reading_key)
    return InOrder(source, documents, documents.c.key == readings.c.document_key)


def among(connection: Connection, query: Query) -> Iterator[Said]:
    """Give what a query is about: what nobody judged, what somebody did, or both."""
    any_judged = connection.execute(select(judged.c.key).limit(1)).first() is not None
    if query.judged in (None, "none"):
        yield _as_read(~_JUDGED_HERE if any_judged else true())
    if any_judged and query.judged != "none":
        yield _as_judged(and_(judged.c.state.in_(_states(query)), _verdict(query)))


@dataclass(frozen=True, slots=True, eq=False)
class Ties:
    """Some of the relations: those that nobody judged, or those that somebody did as they are judged to be."""

    row: FromClause
    here: ColumnElement[bool] | None
    shown: ColumnElement[bool]

    def of(self, said: Said) -> ColumnElement[bool]:
        """Whether such a statement voices it."""
        here = self.row.c.reading_key == said.reading if self.here is None else self.here
        return and_(here, self.row.c.voice == said.id, self.shown)

    def has(self, said: Said, *asked: ColumnElement[bool]) -> ColumnElement[bool]:
        """Whether such a statement voices one of which all that is asked holds."""
        # In these words no index helps: SQLite would take one in which half of the record stands under one value.
        plainly = (case((condition, 1), else_=0) == 1 for condition in asked)
        return exists().where(self.of(said), *plainly)


def ties(connection: Connection, read: FromClause = relations) -> list[Ties]:
    """Give the relations that count, ``read`` under this name; those that are judged only where there are any."""
    if connection.execute(select(judged_relations.c.subject).limit(1)).first() is None:
        return [Ties(read, None, true())]
    row = judged_relations if read is relations else judged_relations.alias()
    counts = is_placed(row)
    same = judged_relations.alias()
    placed = is_placed(same)
    known = exists().where(same.c.finding == read.c.id, same.c.document_key == documents.c.key, placed)
    return [
        Ties(read, None, ~known),
        Ties(row, row.c.document_key == documents.c.key, counts & (row.c.verdict != Verdict.NO.value)),
    ]


_HERE = documents.c.key == judged.c.document_key
_READ = present_readings.c.document_key == judged.c.document_key
_JUDGED_HERE = exists().where(judged.c.finding == statements.c.id, judged.c.document_key == documents.c.key)
_JUDGED: FromClause = judged.join(documents, _HERE).outerjoin(present_readings, _READ)
_BY_STATEMENT: FromClause = InOrder(
    InOrder(statements, present_readings, present_readings.c.reading_key == statements.c.reading_key),
    documents,
    documents.c.key == present_readings.c.document_key,
)
_NEWEST: FromClause = InOrder(
    InOrder(documents, present_readings, present_readings.c.document_key == documents.c.key),
    statements,
    statements.c.reading_key == present_readings.c.reading_key,
)


def judged_by(by: str) -> ColumnElement[bool]:
    """Whether the person of this name has judged what is judged, here or where it comes from."""
    his = (judgements.c.judged_by == by) & (judgements.c.judge_kind == JudgeKind.PERSON.value)
    return exists().where(his, judgements.c.subject == judged.c.subject)


def _as_read(shown: ColumnElement[bool]) -> Said:
    return Said(
        row=statements,
        key=statements.c.key,
        statement=statements.c.key,
        id=statements.c.id,
        reading=statements.c.reading_key,
        named=statements.c.named_start,
        source=_NEWEST,
        walked=_BY_STATEMENT,
        shown=shown,
    )


def _as_judged(shown: ColumnElement[bool]) -> Said:
    return Said(
        row=judged,
        key=func.coalesce(judged.c.statement_key, -judged.c.key),
        statement=judged.c.statement_key,
        id=func.coalesce(judged.c.finding, judged.c.subject),
        reading=present_readings.c.reading_key,
        named=judged.c.right["named_start"].as_integer(),
        source=_JUDGED,
        walked=_JUDGED,
        shown=shown,
    )


def _states(query: Query) -> list[str]:
    return [state.value for state in (*ON_FINDINGS, State.ADDED, *((State.LOST,) if query.lost else ()))]


def _verdict(query: Query) -> ColumnElement[bool]:
    if query.judged in (Verdict.YES, Verdict.NO, Verdict.UNSURE):
        return judged.c.verdict == query.judged
    return true() if query.refused or query.judged == "any" else judged.c.verdict != Verdict.NO.value
