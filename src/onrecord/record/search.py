"""Finds statements for a query; how a home looks words up is its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    FromClause,
    Select,
    SelectBase,
    func,
    null,
    select,
    union,
    union_all,
)

from onrecord.facts import Meaning
from onrecord.record import filters, homes, meaning, spellings
from onrecord.record.field import Field
from onrecord.record.hosts import represented
from onrecord.record.judgements import Verdict
from onrecord.record.names import Bearing
from onrecord.record.query import Query, Term, terms
from onrecord.record.said import InOrder, Said, among, beside, judged_by, ties
from onrecord.record.schema import documents, judged, relations, statements
from onrecord.record.words import Matches

_Chosen = Select[Any] | CompoundSelect[Any]


class Found(NamedTuple):
    """A statement that a query found: its key, and where a meaning was asked for, the cosine of the angle to it."""

    key: int
    score: float | None = None


def near(connection: Connection, query: Query, last: int, sought: Meaning, field: Field) -> list[Found]:
    """Find statements up to the key ``last``, the nearest in meaning first. Gives as many as ``find``."""
    shown = query.place()[1]
    among = None
    if _narrows(query):
        among = [key for each in _matching(connection, query, last) for key in _keys(connection, each.chosen)]
    nearest = meaning.nearest(connection, field, sought, last, among)
    if not query.refused:
        refused = select(judged.c.statement_key).where(judged.c.verdict == Verdict.NO.value)
        out = set(_keys(connection, refused.where(judged.c.statement_key.is_not(None))))
        nearest = [each for each in nearest if each.key not in out]
    return [Found(*each) for each in nearest[shown : shown + query.limit + 1]]


def find(connection: Connection, query: Query, last: int) -> list[Found]:
    """Find statements up to the key ``last``: the best match first, else the newest.

    Gives one more than the limit where there are more. The key of what is judged and was not read is negative.
    """
    shown = query.place()[1]
    chosen = _ordered(_matching(connection, query, last))
    page = None if chosen is None else chosen.limit(query.limit + 1).offset(shown)
    return [Found(key) for key in _keys(connection, page)]


def all_keys(connection: Connection, query: Query) -> Iterator[list[int]]:
    """Find all statements in the order of adding, those that only judges added or kept last, some at a time."""
    found = [key for each in _matching(connection, query, _LAST) for key in connection.scalars(each.chosen)]
    keys = sorted(found, key=lambda key: (key < 0, abs(key)))
    for first in range(0, len(keys), _AT_ONCE):
        yield keys[first : first + _AT_ONCE]


def queue(connection: Connection, query: Query, by: str) -> list[int]:
    """Find what a query finds and this judge has not judged, the least certain first, up to the query's limit."""
    found: list[tuple[float, int]] = []
    for match in _matching(connection, query, _LAST, walked=True):
        confidence = match.said.row.c.confidence
        left = match.chosen.where(~judged_by(by)) if match.said.row is judged else match.chosen
        some = left.add_columns(confidence).order_by(confidence, match.said.key).limit(query.limit)
        found += [(sure, key) for key, sure in connection.execute(some)]
    return [key for _, key in sorted(found)[: query.limit]]


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
    SPEAKS_FOR = "speaks_for"
    """For whom the speaker speaks by his role; without one the speaker himself."""
    TARGET = "target"
    """Toward whom: of the relations that a statement voices, each target that is named."""


def weights(connection: Connection, query: Query, by: By | None, among: int | None = None) -> list[Weight]:
    """Weigh what a query finds, what is in most documents first; with no ``by`` all together, under no name.

    ``among`` weighs only so many of the statements that are found, whichever the index gives first.
    """
    each = [_weighed(each, connection, by, among) for each in _matching(connection, query, _LAST)]
    if not each:
        return []
    found = (union_all(*each) if len(each) > 1 else each[0]).subquery()
    columns = func.count(found.c.document.distinct()), func.count(), func.coalesce(func.sum(found.c.words), 0)
    counted = select(found.c.name, *columns).group_by(found.c.name)
    weighed = (
        Weight(name=row[0], documents=row[1], statements=row[2], words=int(row[3]))
        for row in connection.execute(counted)
    )
    ranked = sorted(weighed, key=lambda weight: (-weight.documents, -weight.statements, weight.name or ""))
    return ranked if ranked or by else [Weight(name=None, documents=0, statements=0, words=0)]


def _weighed(match: _Matching, connection: Connection, by: By | None, among: int | None) -> SelectBase:
    """Give of each statement its document, its words, and what it is told apart by: for targets, each of them once."""
    said = match.said
    if among is not None and said.row is statements:
        some = match.chosen.limit(among).subquery()
        match = match._replace(source=beside(some, some.c.key), conditions=[])
    quote = said.row.c.quote
    # Runs of space were folded into one when the quote was made.
    words = 1 + func.length(quote) - func.length(func.replace(quote, " ", ""))
    columns = documents.c.key.label("document"), words.label("words")
    if by is not By.TARGET:
        name = null() if by is None else _name(by, said)
        return match.chosen.with_only_columns(name.label("name"), *columns)
    each = []
    # Under a name of their own: a filter may ask for other relations of the same statement.
    for tied in ties(connection, relations.alias()):
        voiced = match._replace(source=InOrder(match.source, tied.row, tied.of(said)))
        name = tied.row.c.target_name.label("name")
        each.append(voiced.chosen.with_only_columns(name, *columns, said.key.label("key")))
    return union(*each) if len(each) > 1 else each[0].distinct()


_LAST = 2**62
_AT_ONCE = 500


def _name(by: By, said: Said) -> ColumnElement[Any]:
    # Who is not named is counted by kind: guest, interviewer, unnamed, unstated.
    if by is By.SPEAKER:
        return func.coalesce(said.row.c.speaker_name, said.row.c.speaker_kind)
    if by is By.SPEAKS_FOR:
        return represented(said)
    return said.row.c.mode if by is By.MODE else _OF_DOCUMENTS[by]


_OF_DOCUMENTS: dict[By, ColumnElement[Any]] = {
    By.OUTLET: documents.c.outlet,
    By.MONTH: func.substr(documents.c.published, 1, 7),
    By.YEAR: func.substr(documents.c.published, 1, 4),
    By.LANGUAGE: documents.c.language,
}


def _keys(connection: Connection, chosen: _Chosen | None) -> list[int]:
    return [] if chosen is None else list(connection.scalars(chosen))


def _narrows(query: Query) -> bool:
    """Whether a query asks for anything but a meaning."""
    return replace(query, meaning=None, limit=1, page=None) != Query(limit=1)


class _Matching(NamedTuple):
    """What a query finds among some of the statements: where, under what conditions, and the best first by what."""

    said: Said
    source: FromClause
    conditions: list[ColumnElement[bool]]
    best_first: tuple[ColumnElement[Any], ...] | None = None

    @property
    def chosen(self) -> Select[Any]:
        """Give the keys."""
        return select(self.said.key.label("key")).select_from(self.source).where(*self.conditions)


def _matching(connection: Connection, query: Query, last: int, *, walked: bool = False) -> list[_Matching]:
    """Choose statements; nothing where what was asked for cannot be in any.

    Where no index leads to few of them they are met document by document, or ``walked`` one by one.
    """
    quote, speaker = terms(query.words), terms(query.speaker or "")
    if _unanswerable(query.words, quote) or _unanswerable(query.speaker, speaker):
        return []
    sought = _sought(connection, query, quote, speaker) if quote or speaker else None
    found = []
    for said in among(connection, query):
        match = _Matching(said, said.walked if walked else said.source, [said.up_to(last)])
        match.conditions.extend(filters.conditions(connection, query, said))
        found.append(_led(connection, query, match, sought))
    return found


class _Sought(NamedTuple):
    """What an index of words finds, whose names speakers must bear, and whether the best match comes first."""

    matches: Matches
    bearing: Bearing
    ranked: bool


def _sought(connection: Connection, query: Query, quote: list[Term], speaker: list[Term]) -> _Sought:
    bearing = Bearing(connection, query.speaker or "")
    matches = homes.of(connection).matches(*spellings.widened(connection, quote, speaker), bearing.also)
    return _Sought(matches, bearing, ranked=bool(quote) and query.meaning is None)


def _led(connection: Connection, query: Query, match: _Matching, sought: _Sought | None) -> _Matching:
    """Let an index lead to what is found, where one does."""
    said = match.said
    if sought:
        source, found = said.found(sought.matches)
        conditions = [*match.conditions, found]
        if sought.bearing.also:
            # The index finds other names by their words, which may stand in longer ones.
            conditions.append(sought.bearing.borne(said.row.c.speaker_name))
        return _Matching(said, source, conditions, sought.matches.best_first if sought.ranked else None)
    some = filters.few(connection, query, said) if said.row is statements else None
    return match if some is None else match._replace(source=beside(some, some.c.key))


def _ordered(found: list[_Matching]) -> _Chosen | None:
    """Put all that is found in one order: the best first where words were looked for, else the newest."""
    if len(found) < 2:
        return found[0].chosen.order_by(*_order(found[0])) if found else None
    each = [match.chosen.add_columns(*(by.label(f"by{n}") for n, by in enumerate(_by(match)))) for match in found]
    both = union_all(*each)
    by = [both.selected_columns[f"by{n}"] for n in range(len(_by(found[0])))]
    return both.order_by(*(by if found[0].best_first else [by[0].desc().nulls_last(), *by[1:]]))


def _order(match: _Matching) -> Sequence[ColumnElement[Any]]:
    published, *others = _by(match)
    return match.best_first or [published.desc().nulls_last(), *others]


def _by(match: _Matching) -> tuple[ColumnElement[Any], ...]:
    return match.best_first or (documents.c.published, documents.c.key, match.said.key)


def _unanswerable(words: str | None, found: list[Any]) -> bool:
    """Whether something was asked for that has neither letter nor digit, as no word of a quote has."""
    return bool(words and words.strip()) and not found
