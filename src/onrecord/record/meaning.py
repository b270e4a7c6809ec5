"""Finds statements by what they mean: those whose vectors lie nearest to that of a query.

The signs of all vectors are compared, six machine words for each statement, and then the vectors of the thousand that
agree in most signs. No index has to be trained, kept in balance or written whole, so that adding stays cheap and safe,
and every home of a record does it alike.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, Select, bindparam, delete, exists, insert, select, update

from onrecord.facts import VECTOR, Meaning
from onrecord.record.field import Field, sketched
from onrecord.record.schema import SUPERSEDED, documents, present_readings, removals, sketches, statements, vectors

NEAREST = 1000
"""So many are compared by their vectors and ranked; no page shows more."""

_AT_ONCE = 500

_NEAR = 12
"""With so many statements of like speakers one is compared, those that lie nearest."""

_newer = documents.alias()
_shown = (
    select(present_readings.c.reading_key, documents.c.id)
    .join(documents, documents.c.key == present_readings.c.document_key)
    .where(~SUPERSEDED)
)


class Near(NamedTuple):
    """A statement that lies near a query: its key, and the cosine of the angle between the two."""

    key: int
    score: float


def enter(connection: Connection, given: Mapping[int, Sequence[Meaning]]) -> None:
    """Keep the meanings of the statements of readings, one for each statement, those of a reading by one model."""
    if not given:
        return
    said: dict[int, list[int]] = defaultdict(list)
    for reading, key in connection.execute(_SAID, {"readings": list(given)}):
        said[reading].append(key)
    whole, signs = [], []
    for reading, meanings in given.items():
        row = {"reading_key": reading, "model": meanings[0].model}
        joined = b"".join(meaning.vector for meaning in meanings)
        whole.append(row | {"vectors": joined})
        keys = np.array(said[reading], "<i8").tobytes()
        signs.append(row | {"statement_keys": keys, "sketches": sketched(joined)})
    connection.execute(insert(vectors), whole)
    connection.execute(insert(sketches), signs)


_SAID = (
    select(statements.c.reading_key, statements.c.key)
    .where(statements.c.reading_key.in_(bindparam("readings", expanding=True)))
    .order_by(statements.c.key)
)


def leave(connection: Connection, reading: int | Select[tuple[int]]) -> None:
    """Take out the vectors of a reading, or of several."""
    connection.execute(update(removals).values(number=removals.c.number + 1))
    for table in (sketches, vectors):
        which = table.c.reading_key == reading if isinstance(reading, int) else table.c.reading_key.in_(reading)
        connection.execute(delete(table).where(which))


def rebuild(connection: Connection) -> None:
    """Make the sketches again; vectors that are not one for each statement go, and are to be made anew."""
    for key in connection.execute(select(vectors.c.reading_key)).scalars().all():
        kept = connection.execute(select(vectors.c.vectors, vectors.c.model).where(vectors.c.reading_key == key)).one()
        leave(connection, key)
        if len(kept.vectors) == VECTOR * len(_keys(connection, key)):
            several = (kept.vectors[at : at + VECTOR] for at in range(0, len(kept.vectors), VECTOR))
            enter(connection, {key: [Meaning(vector=each, model=kept.model) for each in several]})
    connection.execute(delete(sketches).where(sketches.c.reading_key.not_in(select(vectors.c.reading_key))))


def fits(connection: Connection, reading: int) -> bool:
    """Whether a reading has one vector for each statement, with the sketches that belong to them, or neither."""
    whole = connection.execute(select(vectors).where(vectors.c.reading_key == reading)).first()
    small = connection.execute(select(sketches).where(sketches.c.reading_key == reading)).first()
    if whole is None or small is None:
        return whole is small
    keys = _keys(connection, reading)
    made = (whole.model, keys.tobytes(), sketched(whole.vectors))
    return len(whole.vectors) == VECTOR * len(keys) and (small.model, small.statement_keys, small.sketches) == made


def without(connection: Connection, model: str) -> list[str]:
    """Give the documents whose shown statements have no vectors of this model."""
    there = exists().where(vectors.c.reading_key == present_readings.c.reading_key, vectors.c.model == model)
    any_ = exists().where(statements.c.reading_key == present_readings.c.reading_key)
    chosen = _shown.with_only_columns(documents.c.id).where(~there, any_).order_by(documents.c.key)
    return list(connection.scalars(chosen))


def quotes(connection: Connection, document: str) -> list[str]:
    """Give the quotes of the shown statements of a document, in their order."""
    shown = _shown.with_only_columns(present_readings.c.reading_key).where(documents.c.id == document)
    chosen = select(statements.c.quote).where(statements.c.reading_key.in_(shown)).order_by(statements.c.key)
    return list(connection.scalars(chosen))


def renew(connection: Connection, document: str, meanings: Sequence[Meaning]) -> None:
    """Keep these meanings of the shown statements of a document, and no others."""
    [reading] = connection.execute(_shown.where(documents.c.id == document)).scalars()
    leave(connection, reading)
    enter(connection, {reading: meanings})


def nearest(
    connection: Connection, field: Field, meaning: Meaning, last: int, among: Sequence[int] | None
) -> list[Near]:
    """Give the statements up to the key ``last`` that lie nearest, at most ``NEAREST``, and only those of ``among``."""
    chosen = field.keys <= last
    if among is not None:
        chosen &= np.isin(field.keys, np.array(among, np.int64))
    rows = field.agreeing(slice(None) if chosen.all() else np.flatnonzero(chosen), meaning.vector, NEAREST)
    rows, whole = _shown_vectors(connection, field, rows)
    scores = whole.astype(np.float32) @ np.frombuffer(meaning.vector, np.int8).astype(np.float32) / 127**2
    order = np.lexsort((field.keys[rows], -scores))
    return [Near(int(field.keys[rows[n]]), round(float(scores[n]), 4)) for n in order]


def _shown_vectors(
    connection: Connection, field: Field, rows: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int8]]:
    """Give those of the rows whose statements are shown, and their vectors."""
    kept: dict[int, bytes] = {}
    of = np.unique(field.readings[rows]).tolist()
    for at in range(0, len(of), _AT_ONCE):
        kept |= {key: whole for key, whole in connection.execute(_SHOWN_VECTORS, {"readings": of[at : at + _AT_ONCE]})}
    shown = rows[np.isin(field.readings[rows], list(kept))]
    places = zip(field.readings[shown].tolist(), field.places[shown].tolist(), strict=True)
    whole = b"".join(kept[reading][place * VECTOR : (place + 1) * VECTOR] for reading, place in places)
    return shown, np.frombuffer(whole, np.int8).reshape(-1, VECTOR)


_SHOWN_VECTORS = (
    select(vectors.c.reading_key, vectors.c.vectors)
    .join(present_readings, present_readings.c.reading_key == vectors.c.reading_key)
    .where(
        vectors.c.reading_key.in_(bindparam("readings", expanding=True)),
        ~exists().where(_newer.c.supersedes == present_readings.c.document_key),
    )
)


def by_ids(connection: Connection, ids: Iterable[str]) -> dict[str, bytes]:
    """Give the vectors of shown statements by their ids."""
    shown = select(statements.c.key, statements.c.id).join(
        present_readings, present_readings.c.reading_key == statements.c.reading_key
    )
    sought, keys = list(ids), dict[int, str]()
    for at in range(0, len(sought), _AT_ONCE):
        rows = connection.execute(shown.where(statements.c.id.in_(sought[at : at + _AT_ONCE])))
        keys |= {key: id_ for key, id_ in rows}
    return {keys[key]: vector for key, vector in Meant(connection, set(keys)).all()}


class Meant:
    """The vectors of some statements, of those among them that the newest model has made."""

    def __init__(self, connection: Connection, wanted: set[int]) -> None:
        model = connection.scalar(select(sketches.c.model).order_by(sketches.c.reading_key.desc()).limit(1))
        sought = np.array(sorted(wanted), np.int64)
        keys, rows = [np.zeros(0, np.int64)], [np.zeros((0, VECTOR), np.int8)]
        for at in range(0, len(sought), _AT_ONCE):
            some = sought[at : at + _AT_ONCE]
            found = connection.execute(_KEPT, {"model": model, "among": some.tolist()}).all()
            of = np.frombuffer(b"".join(row.statement_keys for row in found), "<i8")
            here = np.isin(of, some)
            keys.append(of[here])
            whole = b"".join(row.vectors for row in found)
            rows.append(np.frombuffer(whole, np.int8).reshape(-1, VECTOR)[here])
        order = np.argsort(every := np.concatenate(keys))
        self._keys, self._vectors = every[order], np.concatenate(rows)[order]

    def near(self, own: Sequence[int], others: Sequence[int], least: float) -> Iterator[tuple[int, int, float]]:
        """Give pairs of one of these statements and another whose cosine is at least so much, the nearest of each."""
        mine, theirs = self._rows(own), self._rows(others)
        whole = self._vectors[theirs].astype(np.float32) / 127
        for at in range(0, len(mine), _AT_ONCE):
            some = mine[at : at + _AT_ONCE]
            cosines = self._vectors[some].astype(np.float32) @ whole.T / 127
            cosines[some[:, None] == theirs] = -1
            few = min(_NEAR, len(theirs))
            best = np.argpartition(-cosines, few - 1, axis=1)[:, :few]
            for n, m in zip(*np.nonzero(np.take_along_axis(cosines, best, axis=1) >= least), strict=True):
                other = best[n, m]
                yield int(self._keys[some[n]]), int(self._keys[theirs[other]]), float(cosines[n, other])

    def all(self) -> Iterator[tuple[int, bytes]]:
        """Give each statement that has one, by its key, with its vector."""
        return ((key, vector.tobytes()) for key, vector in zip(self._keys.tolist(), self._vectors, strict=True))

    def _rows(self, keys: Sequence[int]) -> NDArray[np.int64]:
        sought = np.array(sorted(set(keys)), np.int64)
        rows = np.searchsorted(self._keys, sought)
        there = rows < len(self._keys)
        there[there] = self._keys[rows[there]] == sought[there]
        return rows[there]


_KEPT = (
    select(sketches.c.statement_keys, vectors.c.vectors)
    .join(vectors, vectors.c.reading_key == sketches.c.reading_key)
    .where(
        sketches.c.model == bindparam("model"),
        sketches.c.reading_key.in_(
            select(statements.c.reading_key).where(statements.c.key.in_(bindparam("among", expanding=True)))
        ),
    )
)


def _keys(connection: Connection, reading: int) -> NDArray[np.int64]:
    chosen = select(statements.c.key).where(statements.c.reading_key == reading).order_by(statements.c.key)
    return np.array(connection.execute(chosen).scalars().all(), "<i8")
