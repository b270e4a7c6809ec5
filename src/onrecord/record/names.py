"""The names of figures, speakers, targets and instruments of a record, each to be found by its words in any spelling.

Each name is kept once, with the keys of its words; a filter asks for those that have all of the words that a user gave.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    Select,
    bindparam,
    delete,
    false,
    insert,
    select,
    union,
)

from onrecord.record.rows import Found
from onrecord.record.schema import (
    figures,
    identities,
    instruments,
    judged,
    judged_relations,
    names,
    relations,
    statements,
)
from onrecord.spelling import keys, plain

_WORD = re.compile(r"[^\W_]+")
_ARTICLE = "the"
_MOST = 200
_AT_ONCE = 1000
_NAMED = {statements: "speaker_name", figures: "name", relations: "target_name", instruments: "name"}
_KNOWN = select(names.c.name).where(names.c.name.in_(bindparam("names", expanding=True))).distinct()
_NEW = insert(names)

_Names = Select[tuple[str]] | CompoundSelect[tuple[str]]


def found_in(found: Found) -> set[str]:
    """Give the names that the rows of a reading hold."""
    return {row[column] for table, column in _NAMED.items() for row in found[table] if row[column]}


def enter(connection: Connection, given: Iterable[str]) -> None:
    """Take in these names."""
    found = sorted(set(given))
    for at in range(0, len(found), _AT_ONCE):
        some = found[at : at + _AT_ONCE]
        _insert(connection, set(some).difference(connection.execute(_KNOWN, {"names": some}).scalars()))


def rebuild(connection: Connection) -> None:
    """Take in all names anew; those that stand nowhere any more go."""
    connection.execute(delete(names))
    _insert(connection, _all(connection))


def fit(connection: Connection) -> bool:
    """Whether all names with a word are here. Some may be left of readings that are not shown any more."""
    missing = _all(connection) - set(connection.execute(select(names.c.name)).scalars())
    return not any(any(_keys(name)) for name in missing)


class Bearing:
    """The names that hold all of these words in some spelling, and what else their actors are called.

    ``also`` are the other names of the figures that ``identify`` joined with figures of these names, at most 200.
    """

    def __init__(self, connection: Connection, words: str) -> None:
        self._chosen = _chosen(words)
        self.also = [] if self._chosen is None else _also(connection, self._chosen)

    def borne(self, column: ColumnElement[Any]) -> ColumnElement[bool]:
        """Whether a column is one of all these names."""
        if self._chosen is None:
            return false()
        whole = column.in_(self._chosen)
        return whole | column.in_(self.also) if self.also else whole


def _chosen(words: str) -> _Names | None:
    """Choose the names that have all these words but for an article; nothing where none of them is a word."""
    sought = list(_keys(words))
    each = [select(names.c.name).where(names.c.key.in_(sorted(some))) for some in sought]
    return each[0].intersect(*each[1:]) if each else None


def _also(connection: Connection, chosen: _Names) -> list[str]:
    if connection.execute(select(identities.c.figure_key).limit(1)).first() is None:
        return []
    figure = figures.c.key == identities.c.figure_key
    who = select(identities.c.actor_key).join(figures, figure).where(figures.c.name.in_(chosen))
    called = select(figures.c.name).join(identities, figure).where(identities.c.actor_key.in_(who)).distinct()
    other = called.where(figures.c.name.not_in(chosen))
    return list(connection.scalars(other.order_by(figures.c.name).limit(_MOST)))


def _keys(name: str) -> Iterator[frozenset[str]]:
    """Give the keys of each word of a name: any of them is one spelling of it."""
    for word in _WORD.findall(name):
        if word.casefold() != _ARTICLE:
            # What is no letters, such as a number, is spelt in one way.
            yield keys(word) or frozenset([plain(word)])


def _all(connection: Connection) -> set[str]:
    where = _NAMED | {judged: "speaker_name", judged_relations: "target_name"}
    each = [select(table.c[column]).where(table.c[column].is_not(None)) for table, column in where.items()]
    return set(connection.execute(union(*each)).scalars())


def _insert(connection: Connection, new: Iterable[str]) -> None:
    rows = [{"name": name, "key": key} for name in sorted(new) for key in sorted(frozenset().union(*_keys(name)))]
    if rows:
        connection.execute(_NEW, rows)
