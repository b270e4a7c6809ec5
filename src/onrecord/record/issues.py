"""Keeps which issues statements are under; derived, by one codebook at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, bindparam, delete, exists, func, insert, select

from onrecord.facts import VECTOR, Coded
from onrecord.record.schema import codings, documents, present_readings, statements, vectors

_AT_ONCE = 500


class Codable(NamedTuple):
    """A statement as coding takes it: its key, its words, and its vector."""

    key: int
    words: str
    vector: bytes


def codable(connection: Connection, model: str) -> Iterator[Codable]:
    """Every statement that views show and of which this model made the vector, reading by reading."""
    chosen = select(vectors.c.reading_key).join(
        present_readings, present_readings.c.reading_key == vectors.c.reading_key
    )
    for key in connection.execute(chosen.where(vectors.c.model == model)).scalars().all():
        whole = connection.execute(select(vectors.c.vectors).where(vectors.c.reading_key == key)).scalar_one()
        said = select(statements.c.key, statements.c.quote).where(statements.c.reading_key == key)
        for n, row in enumerate(connection.execute(said.order_by(statements.c.key))):
            yield Codable(row.key, row.quote, whole[n * VECTOR : (n + 1) * VECTOR])


def keep(connection: Connection, coded: Iterable[tuple[int, Sequence[Coded]]]) -> None:
    """Keep the issues of statements, by their keys, in place of all that were kept before."""
    connection.execute(delete(codings))
    rows = [
        {"statement_key": key, "issue": each.issue, "score": each.score} for key, issues in coded for each in issues
    ]
    for at in range(0, len(rows), _AT_ONCE):
        connection.execute(insert(codings), rows[at : at + _AT_ONCE])


def leave(connection: Connection, readings: Select[tuple[int]]) -> None:
    """Take out the issues of the statements of these readings."""
    of = select(statements.c.key).where(statements.c.reading_key.in_(readings))
    connection.execute(delete(codings).where(codings.c.statement_key.in_(of)))


def of_statements(connection: Connection, keys: Sequence[int]) -> dict[int, tuple[Coded, ...]]:
    """Give the issues of statements by their keys, the best first."""
    found: dict[int, list[Coded]] = defaultdict(list)
    for row in connection.execute(_OF_STATEMENTS, {"keys": keys}):
        found[row.statement_key].append(Coded(issue=row.issue, score=row.score))
    return {key: tuple(issues) for key, issues in found.items()}


_OF_STATEMENTS = (
    select(codings)
    .where(codings.c.statement_key.in_(bindparam("keys", expanding=True)))
    .order_by(codings.c.score.desc(), codings.c.issue)
)


def all_ids(connection: Connection) -> dict[int, tuple[str, ...]]:
    """Give the ids of the issues of every statement that is under one, by the statements' keys."""
    found: dict[int, tuple[str, ...]] = defaultdict(tuple)
    for key, issue in connection.execute(select(codings.c.statement_key, codings.c.issue).order_by(codings.c.issue)):
        found[key] += (issue,)
    return found


def under(issue: str, statement: ColumnElement[int]) -> ColumnElement[bool]:
    """Whether the statement with this key is under an issue."""
    return exists().where(codings.c.statement_key == statement, codings.c.issue == issue)


def counted(connection: Connection) -> dict[str, int]:
    """Give how many statements are under each issue that has any, the most first."""
    many = func.count()
    chosen = (
        select(codings.c.issue, many)
        .join(statements, statements.c.key == codings.c.statement_key)
        .join(present_readings, present_readings.c.reading_key == statements.c.reading_key)
        .join(documents, documents.c.key == present_readings.c.document_key)
        .group_by(codings.c.issue)
        .order_by(many.desc(), codings.c.issue)
    )
    return {issue: number for issue, number in connection.execute(chosen)}
