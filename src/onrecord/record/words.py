"""Cuts quotes into words, as the index of every home does: by SQLite's own cutter, in memory.

Both homes then find the same, and mark it alike.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, FromClause, select

from onrecord.record.anchoring import is_placed
from onrecord.record.query import Term
from onrecord.record.schema import judged

TOKENIZE = "tokenize='unicode61 remove_diacritics 2'"
"""How quotes are cut into words; the migration that makes SQLite's index says the same."""

JUDGED = 1 << 40
"""What is added to the key of a judged statement, whose words stand in the index beside those that were read."""

AS_JUDGED = select(judged.c.key + JUDGED, judged.c.quote, judged.c.speaker_name).where(is_placed(judged))
"""The words of statements as they are judged to be: key in the index, quote, and name of the speaker."""

Parts = tuple[tuple[str, bool], ...]
"""A piece of a quote in parts, each with whether it was looked for."""


class Matches(NamedTuple):
    """Rows of an index that match: where they are, the statement's key there, which rows, the best of them first."""

    source: FromClause
    key: ColumnElement[Any]
    condition: ColumnElement[bool]
    best_first: tuple[ColumnElement[Any], ...]


_OPEN, _CLOSE = "\x02", "\x03"
_SNIPPET_WORDS = 48
_SNIPPET_CHARS = 320


def match(quote: Iterable[Term], speaker: Iterable[Term], names: Iterable[str] = ()) -> str:
    """Give the terms as FTS5 reads them: all of those of the quote, and of the speaker's name, or one of the names."""
    said, by = " AND ".join(map(_term, quote)), " AND ".join(map(_term, speaker))
    called = " OR ".join(f'"{_escaped(name)}"' for name in names)
    columns = ("quote", said), ("speaker_name", f"({by}) OR {called}" if called else by)
    return " AND ".join(f"{column} : ({sought})" for column, sought in columns if sought)


def cut(texts: Iterable[tuple[int, str, str | None]]) -> Iterator[tuple[int, str, str, int]]:
    """Give each word of rows of key, quote and speaker's name: key, ``quote`` or ``speaker_name``, word, and place."""
    with _index(texts) as connection:
        connection.execute("CREATE VIRTUAL TABLE places USING fts5vocab(words, instance)")
        yield from connection.execute('SELECT doc, col, term, "offset" FROM places ORDER BY doc, col, "offset"')


def snippets(quotes: Mapping[int, str], quote: Iterable[Term]) -> dict[int, Parts]:
    """Give of each quote the piece with most of the words that were looked for."""
    found: dict[int, Parts] = {key: ((_shortened(words), False),) for key, words in quotes.items()}
    if sought := match(quote, ()):
        with _index((key, words, "") for key, words in quotes.items()) as connection:
            chosen = f"SELECT rowid, snippet(words, 0, char(2), char(3), '…', {_SNIPPET_WORDS}) FROM words(?)"  # noqa: S608
            found |= {key: tuple(_parts(snippet)) for key, snippet in connection.execute(chosen, (sought,))}
    return found


@contextmanager
def _index(texts: Iterable[tuple[int, str, str | None]]) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute(f"CREATE VIRTUAL TABLE words USING fts5(quote, speaker_name, {TOKENIZE})")
        connection.executemany("INSERT INTO words(rowid, quote, speaker_name) VALUES (?, ?, ?)", texts)
        yield connection


def _term(term: Term) -> str:
    words, *others = (f'"{_escaped(words)}"' for words in (term.words, *term.others))
    return f"({' OR '.join([words, *others])})" if others else f"{words}*" if term.prefix else words


def _escaped(words: str) -> str:
    return words.replace('"', '""')


def _shortened(quote: str) -> str:
    return quote if len(quote) <= _SNIPPET_CHARS else quote[: _SNIPPET_CHARS - 1] + "…"


def _parts(snippet: str) -> Iterator[tuple[str, bool]]:
    for piece in snippet.split(_OPEN):
        word, close, rest = piece.partition(_CLOSE)
        if close and word:
            yield word, True
        if plain := rest if close else word:
            yield plain, False
