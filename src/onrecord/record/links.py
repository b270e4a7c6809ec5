"""Keeps which statements of different documents say the same, and finds what a statement is linked with.

What repeats another word for word is linked with that one alone, the first of them: it stands for the others, so that
words that a thousand outlets printed are a thousand links and not half a million. How the links are made is `linking`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import BindParameter, Connection, Select, Table, bindparam, delete, exists, func, insert, or_, select

from onrecord.likeness import Folded, Like, Likeness, fold, likeness
from onrecord.record.rows import Row, streamed
from onrecord.record.schema import SUPERSEDED, documents, linked, links, phrases, present_readings, statements, voices

_PARAMETERS = 500
_NAMELESS = ("unnamed", "unstated")
_WHOLE = (Like.IDENTICAL, Like.NEAR)
_Item = TypeVar("_Item")


class Neighbour(NamedTuple):
    """A statement that another is linked with: its key, and how like the two are, or those that stand for them."""

    key: int
    likeness: Likeness


@dataclass(frozen=True, slots=True)
class Said:
    """A statement as it is compared; ``speaker`` is ``None`` where nobody is named."""

    key: int
    document: int
    speaker: str | None
    words: Folded


_SOUGHT: BindParameter[Any] = bindparam("sought", expanding=True)
_waiting = (
    select(present_readings.c.reading_key)
    .join(documents, documents.c.key == present_readings.c.document_key)
    .where(
        ~exists().where(linked.c.reading_key == present_readings.c.reading_key),
        ~SUPERSEDED,
    )
)
_SAID = (
    select(
        statements.c.key,
        present_readings.c.document_key,
        statements.c.speaker_name,
        statements.c.speaker_kind,
        statements.c.quote,
    )
    .join(present_readings, present_readings.c.reading_key == statements.c.reading_key)
    .order_by(statements.c.key)
)
_OF_READINGS = _SAID.where(statements.c.reading_key.in_(_SOUGHT))
_OF_KEYS = _SAID.where(statements.c.key.in_(_SOUGHT))
_LINKS = select(links).where(or_(links.c.key.in_(_SOUGHT), links.c.other_key.in_(_SOUGHT)))


def waiting(connection: Connection) -> int:
    """How many shown readings have not been linked."""
    return connection.execute(select(func.count()).select_from(_waiting.subquery())).scalar_one()


def next_(connection: Connection, many: int) -> list[int]:
    """Give so many of the shown readings that have not been linked, the oldest first."""
    return list(connection.scalars(_waiting.order_by(present_readings.c.reading_key).limit(many)))


def said_in(connection: Connection, readings: Iterable[int]) -> Iterator[Said]:
    """Give the statements of shown readings as they are compared."""
    return _said(connection, _OF_READINGS, readings)


def said(connection: Connection, keys: Iterable[int]) -> Iterator[Said]:
    """Give shown statements by their keys as they are compared."""
    return _said(connection, _OF_KEYS, keys)


def keep(connection: Connection, readings: Iterable[int], found: Iterable[tuple[int, int, Likeness]]) -> None:
    """Keep what linking readings gave: pairs of statements, and how like they are."""
    pairs = [{"key": a, "other_key": b, "kind": how.kind.value, "score": how.score} for a, b, how in found]
    enter(connection, links, pairs)
    enter(connection, linked, [{"reading_key": key} for key in readings])


def enter(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Insert rows, if there are any."""
    if rows:
        connection.execute(insert(table), list(rows))


def leave(connection: Connection, readings: int | Select[tuple[int]]) -> None:
    """Take out the links of the statements of a reading, or of several; what was linked with them waits again."""
    which = {readings} if isinstance(readings, int) else set(connection.scalars(readings))
    own = set(connection.scalars(select(statements.c.key).where(statements.c.reading_key.in_(which))))
    others = {edge.other for edge in edges(connection, own)} - own
    for some in parts(others):
        which |= set(connection.scalars(select(statements.c.reading_key).where(statements.c.key.in_(some))))
    for reading in which:
        of = select(statements.c.key).where(statements.c.reading_key == reading)
        connection.execute(delete(links).where(or_(links.c.key.in_(of), links.c.other_key.in_(of))))
        for table in (phrases, voices):
            connection.execute(delete(table).where(table.c.statement_key.in_(of)))
        connection.execute(delete(linked).where(linked.c.reading_key == reading))


def clear(connection: Connection) -> None:
    """Drop all links; linking makes them again."""
    for table in (links, phrases, voices, linked):
        connection.execute(delete(table))


def fit(connection: Connection) -> bool:
    """Whether all links are between shown statements of different documents and say of them what their words say."""
    one, other = statements.alias(), statements.alias()
    mine, theirs = present_readings.alias(), present_readings.alias()
    chosen = (
        select(links, one.c.quote, other.c.quote.label("other_quote"))
        .add_columns(mine.c.document_key, theirs.c.document_key.label("other_document_key"))
        .outerjoin(one, one.c.key == links.c.key)
        .outerjoin(other, other.c.key == links.c.other_key)
        .outerjoin(mine, mine.c.reading_key == one.c.reading_key)
        .outerjoin(theirs, theirs.c.reading_key == other.c.reading_key)
    )
    with streamed(connection, chosen) as rows:
        return all(_holds(row) for row in rows)


def neighbours(connection: Connection, id_: str) -> list[Neighbour]:
    """Give what the shown statement with this id is linked with, itself or through one that stands for either."""
    own = set(connection.scalars(_SHOWN.where(statements.c.id == id_)))
    found = {edge.other: edge.likeness for edge in edges(connection, own)}
    # Of a third statement two links tell only where one of them says that the words are the same.
    for edge in list(edges(connection, found)):
        if edge.other not in own and (found[edge.key].kind in _WHOLE or edge.likeness.kind in _WHOLE):
            weaker = min(found[edge.key], edge.likeness, key=lambda how: (-list(Like).index(how.kind), how.score))
            found.setdefault(edge.other, weaker)
    return [Neighbour(key, how) for key, how in sorted(found.items())]


class Edge(NamedTuple):
    """A link, seen from one of its ends."""

    key: int
    other: int
    likeness: Likeness


def edges(connection: Connection, of: Iterable[int]) -> Iterator[Edge]:
    """Give the links of these statements, each seen from them."""
    for some in parts(of):
        for row in connection.execute(_LINKS, {"sought": some}):
            how = Likeness(Like(row.kind), row.score)
            for key, other in ((row.key, row.other_key), (row.other_key, row.key)):
                if key in some:
                    yield Edge(key, other, how)


def parts(items: Iterable[_Item]) -> Iterator[list[_Item]]:
    """Give items in parts that a query can take."""
    left = iter(items)
    while some := list(islice(left, _PARAMETERS)):
        yield some


_SHOWN = select(statements.c.key).join(present_readings, present_readings.c.reading_key == statements.c.reading_key)


def _said(connection: Connection, chosen: Select[Any], sought: Iterable[int]) -> Iterator[Said]:
    for some in parts(sought):
        for row in connection.execute(chosen, {"sought": some}):
            speaker = None if row.speaker_kind in _NAMELESS else row.speaker_name
            yield Said(row.key, row.document_key, speaker, fold(row.quote))


def _holds(row: Any) -> bool:  # noqa: ANN401 - a row of ``fit``
    if row.document_key is None or row.other_document_key in (None, row.document_key):
        return False
    how = likeness(fold(row.quote), fold(row.other_quote))
    if how is None:
        return bool(row.kind == Like.PARAPHRASE.value)
    return bool((how.kind.value, how.score) == (row.kind, row.score))
