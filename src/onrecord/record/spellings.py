"""Finds names in whatever spelling: Botsan, Bocan and Боцан are one word to whoever looks for it.

Of each word that is written as a name, the keys are kept that all its spellings share; a query is widened by the words
of the record that share one. That keeps the words of a record, of which there are few, and not those of each statement.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import Connection, bindparam, delete, insert, select

from onrecord.record.query import Term
from onrecord.record.schema import judged, spellings, statements
from onrecord.spelling import keys

Said = tuple[str, str | None]
"""A quote, and the name of who said it."""

_WORD = re.compile(r"[^\W_]{3,30}")
_MOST = 30
_AT_ONCE = 1000
_KNOWN = select(spellings.c.word).where(spellings.c.word.in_(bindparam("words", expanding=True))).distinct()
_ALIKE = select(spellings.c.key, spellings.c.word).where(spellings.c.key.in_(bindparam("keys", expanding=True)))
_NEW = insert(spellings)


def enter(connection: Connection, said: Iterable[Said]) -> None:
    """Take in the names in what was said, and of who said it."""
    words = sorted(set().union(*(_names(*each) for each in said)))
    for at in range(0, len(words), _AT_ONCE):
        some = words[at : at + _AT_ONCE]
        _insert(connection, set(some).difference(connection.execute(_KNOWN, {"words": some}).scalars()))


def rebuild(connection: Connection) -> None:
    """Take in all names anew; those that are in no statement any more go."""
    connection.execute(delete(spellings))
    _insert(connection, _all(connection))


def fit(connection: Connection) -> bool:
    """Whether the names of all statements are here. Some may be left of readings that are not shown any more."""
    return _all(connection) <= set(connection.execute(select(spellings.c.word)).scalars())


def widened(
    connection: Connection, quote: Sequence[Term], speaker: Sequence[Term] = ()
) -> tuple[list[Term], list[Term]]:
    """Give terms of quotes, and of speakers' names, with the other spellings of them that the record has.

    In quotes only letters other than A to Z make another spelling, of the word or of the other: "march" is not "Mark".
    """
    sought = {key for term in (*quote, *speaker) for key in keys(_word(term))}
    alike: dict[str, set[str]] = defaultdict(set)
    if sought:
        for key, word in connection.execute(_ALIKE, {"keys": sorted(sought)}):
            alike[key].add(word)
    return [_spelt(term, alike, anyhow=False) for term in quote], [_spelt(term, alike, anyhow=True) for term in speaker]


def _spelt(term: Term, alike: Mapping[str, set[str]], *, anyhow: bool) -> Term:
    word = _word(term)
    found = set().union(*(alike.get(key, ()) for key in keys(word))) - {word}
    others = sorted(other for other in found if anyhow or not (other.isascii() and word.isascii()))
    return replace(term, others=tuple(others[:_MOST]))


def _word(term: Term) -> str:
    """Give the one word of a term, nothing where it has more or goes on."""
    word = unicodedata.normalize("NFC", term.words).casefold()
    return "" if term.prefix or not _WORD.fullmatch(word) else word


def _names(quote: str, speaker: str | None) -> set[str]:
    words = _WORD.findall(unicodedata.normalize("NFC", f"{quote} {speaker or ''}"))
    return {word.casefold() for word in words if word[0].isalpha() and not word[0].islower()}


def _all(connection: Connection) -> set[str]:
    words: set[str] = set()
    for table in (statements, judged):
        chosen = select(table.c.quote, table.c.speaker_name)
        for quote, speaker in connection.execute(chosen, execution_options={"yield_per": 1000}):
            words |= _names(quote, speaker)
    return words


def _insert(connection: Connection, words: Iterable[str]) -> None:
    rows = [{"word": word, "key": key} for word in sorted(words) for key in sorted(keys(word))]
    if rows:
        connection.execute(_NEW, rows)
