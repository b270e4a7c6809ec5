"""Finds statements by what they mean: those whose vectors lie nearest to that of a query.

Up to 100,000 statements every vector is compared. Beyond, the signs of all vectors are, six machine words for each
statement, and then the vectors of the thousand that agree in most signs. No index has to be trained, kept in balance or
written whole, so that adding stays cheap and safe, and every home of a record does it alike.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, Select, delete, exists, insert, select

from onrecord.facts import VECTOR, Meaning
from onrecord.record.schema import documents, present_readings, sketches, statements, vectors

EXACT = 100_000
"""So many statements are compared one by one: 38 MB of vectors."""

NEAREST = 1000
"""So many are ranked, and compared by their vectors where the signs chose them; no page shows more."""

_SIGNS = VECTOR // 8
_AT_ONCE = 500

_NEAR = 12
"""With so many statements of like speakers one is compared, those that lie nearest."""

_FEW = 10_000
"""The readings of so many statements are looked up one by one."""

_newer = documents.alias()
_shown = (
    select(present_readings.c.reading_key, documents.c.id)
    .join(documents, documents.c.key == present_readings.c.document_key)
    .where(~exists().where(_newer.c.supersedes == documents.c.key))
)


class Near(NamedTuple):
    """A statement that lies near a query: its key, and the cosine of the angle between the two."""

    key: int
    score: float


def enter(connection: Connection, reading: int, meanings: Sequence[Meaning]) -> None:
    """Keep the meanings of a reading's statements, one for each of them by one model."""
    _keep(connection, reading, b"".join(meaning.vector for meaning in meanings), meanings[0].model)


def _keep(connection: Connection, reading: int, given: bytes, model: str) -> None:
    row = {"reading_key": reading, "model": model}
    keys = _keys(connection, reading)
    connection.execute(insert(vectors), row | {"vectors": given})
    connection.execute(insert(sketches), row | {"statement_keys": keys.tobytes(), "sketches": _sketched(given)})


def leave(connection: Connection, reading: int | Select[tuple[int]]) -> None:
    """Take out the vectors of a reading, or of several."""
    for table in (sketches, vectors):
        which = table.c.reading_key == reading if isinstance(reading, int) else table.c.reading_key.in_(reading)
        connection.execute(delete(table).where(which))


def rebuild(connection: Connection) -> None:
    """Make the sketches again; vectors that are not one for each statement go, and are to be made anew."""
    for key in connection.execute(select(vectors.c.reading_key)).scalars().all():
        kept = connection.execute(select(vectors.c.vectors, vectors.c.model).where(vectors.c.reading_key == key)).one()
        leave(connection, key)
        if len(kept.vectors) == VECTOR * len(_keys(connection, key)):
            _keep(connection, key, kept.vectors, kept.model)
    connection.execute(delete(sketches).where(sketches.c.reading_key.not_in(select(vectors.c.reading_key))))


def fits(connection: Connection, reading: int) -> bool:
    """Whether a reading has one vector for each statement, with the sketches that belong to them, or neither."""
    whole = connection.execute(select(vectors).where(vectors.c.reading_key == reading)).first()
    small = connection.execute(select(sketches).where(sketches.c.reading_key == reading)).first()
    if whole is None or small is None:
        return whole is small
    keys = _keys(connection, reading)
    made = (whole.model, keys.tobytes(), _sketched(whole.vectors))
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
    enter(connection, reading, meanings)


def nearest(connection: Connection, meaning: Meaning, last: int, among: Sequence[int] | None) -> list[Near]:
    """Give the statements up to the key ``last`` that lie nearest, at most ``NEAREST``, and only those of ``among``."""
    field = _Field(_sketches(connection, meaning.model, among))
    chosen = field.keys <= last
    if among is not None:
        chosen &= np.isin(field.keys, np.array(among, np.int64))
    rows = np.flatnonzero(chosen)
    query = np.frombuffer(meaning.vector, np.int8)
    if len(rows) > EXACT:
        rows = rows[field.agreeing(rows, meaning.vector)]
    scores = field.scores(connection, rows, query)
    order = np.lexsort((field.keys[rows], -scores))[:NEAREST]
    return [Near(int(field.keys[rows[n]]), round(float(scores[n]), 4)) for n in order]


class _Sketch(NamedTuple):
    """What all statements of a reading are compared by first."""

    reading: int
    keys: bytes
    signs: bytes


class _Field:
    """The statements that are compared: (N,) ``keys``, (N, 6) signs, and which reading each belongs to."""

    def __init__(self, rows: Sequence[_Sketch]) -> None:
        self.keys = np.frombuffer(b"".join(row.keys for row in rows), "<i8")
        self._signs = np.frombuffer(b"".join(row.signs for row in rows), "<u8").reshape(-1, _SIGNS // 8)
        self._readings = np.array([row.reading for row in rows], np.int64)
        self._first = np.cumsum([0, *(len(row.keys) // 8 for row in rows)])

    def agreeing(self, rows: NDArray[np.int64], vector: bytes) -> NDArray[np.int64]:
        """Which of these rows agree with a vector in most signs."""
        differing = np.bitwise_count(self._signs[rows] ^ np.frombuffer(_sketched(vector), "<u8"))
        differing = differing.sum(axis=1, dtype=np.uint16)
        return np.sort(np.argpartition(differing, NEAREST)[:NEAREST])

    def scores(self, connection: Connection, rows: NDArray[np.int64], query: NDArray[np.int8]) -> NDArray[np.float32]:
        """Compare the vectors of these rows, which ascend, with a query."""
        wanted = query.astype(np.float32) / 127**2
        of = np.searchsorted(self._first, rows, side="right") - 1
        scores = np.zeros(len(rows), np.float32)
        present, begins = np.unique(of, return_index=True)
        for some in np.array_split(np.arange(len(present)), len(present) // _AT_ONCE + 1):
            kept = _vectors(connection, self._readings[present[some]].tolist())
            for n in some.tolist():
                here = slice(begins[n], begins[n + 1] if n + 1 < len(begins) else None)
                whole = np.frombuffer(kept[int(self._readings[present[n]])], np.int8).reshape(-1, VECTOR)
                scores[here] = whole[rows[here] - self._first[present[n]]].astype(np.float32) @ wanted
        return scores


class Meant:
    """The vectors of some statements, of those among them that the newest model has made."""

    def __init__(self, connection: Connection, wanted: set[int]) -> None:
        model = connection.scalar(select(sketches.c.model).order_by(sketches.c.reading_key.desc()).limit(1))
        sought = np.array(sorted(wanted), np.int64)
        keys, rows = [np.zeros(0, np.int64)], [np.zeros((0, VECTOR), np.int8)]
        for at in range(0, len(sought), _AT_ONCE):
            some = sought[at : at + _AT_ONCE]
            found = _sketches(connection, model, some.tolist()) if model else []
            whole = _vectors(connection, [sketch.reading for sketch in found])
            for sketch in found:
                of = np.frombuffer(sketch.keys, "<i8")
                here = np.isin(of, some)
                keys.append(of[here])
                rows.append(np.frombuffer(whole[sketch.reading], np.int8).reshape(-1, VECTOR)[here])
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

    def _rows(self, keys: Sequence[int]) -> NDArray[np.int64]:
        sought = np.array(sorted(set(keys)), np.int64)
        rows = np.searchsorted(self._keys, sought)
        there = rows < len(self._keys)
        there[there] = self._keys[rows[there]] == sought[there]
        return rows[there]


def _sketches(connection: Connection, model: str, among: Sequence[int] | None) -> list[_Sketch]:
    """Give the sketches of all shown readings, or only of those of a few statements."""
    columns = sketches.c.reading_key, sketches.c.statement_keys, sketches.c.sketches
    chosen = select(*columns).where(sketches.c.model == model)
    if among is None or len(among) > _FEW:
        newest = _shown.with_only_columns(present_readings.c.reading_key)
        return [_Sketch(*row) for row in connection.execute(chosen.where(sketches.c.reading_key.in_(newest)))]
    found: dict[int, _Sketch] = {}
    for at in range(0, len(among), _AT_ONCE):
        of = select(statements.c.reading_key).where(statements.c.key.in_(among[at : at + _AT_ONCE]))
        found |= {row[0]: _Sketch(*row) for row in connection.execute(chosen.where(sketches.c.reading_key.in_(of)))}
    return list(found.values())


def _vectors(connection: Connection, keys: list[int]) -> dict[int, bytes]:
    chosen = select(vectors.c.reading_key, vectors.c.vectors).where(vectors.c.reading_key.in_(keys))
    return {key: bytes(whole) for key, whole in connection.execute(chosen)}


def _keys(connection: Connection, reading: int) -> NDArray[np.int64]:
    chosen = select(statements.c.key).where(statements.c.reading_key == reading).order_by(statements.c.key)
    return np.array(connection.execute(chosen).scalars().all(), "<i8")


def _sketched(whole: bytes) -> bytes:
    return np.packbits(np.frombuffer(whole, np.int8) > 0).tobytes()
