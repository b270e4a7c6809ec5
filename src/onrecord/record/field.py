"""The signs of all vectors of a record, by which statements are compared first.

Six machine words and a key are held of each statement: 72 MB for a million. Whoever searches again reads only what was
added since, and all anew after vectors were taken out, which a number in the record tells.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, bindparam, select

from onrecord.facts import VECTOR
from onrecord.record.schema import removals, sketches

_SIGNS = VECTOR // 8

# Made once: of a search it would take SQLAlchemy longer to make them than SQLite to run them.
_REMOVALS = select(removals.c.number)
_ADDED = (
    select(sketches.c.reading_key, sketches.c.statement_keys, sketches.c.sketches)
    .where(sketches.c.model == bindparam("model"), sketches.c.reading_key > bindparam("last"))
    .order_by(sketches.c.reading_key)
)


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """What is held of N vectors of one model: ``keys`` (N,) of their statements, ``readings`` (N,) and ``places`` (N,).

    ``places`` tell which of its reading's vectors each is; ``signs`` are (N, 6), a bit for each number of a vector.
    """

    model: str
    removals: int
    keys: NDArray[np.int64]
    readings: NDArray[np.int64]
    places: NDArray[np.int32]
    signs: NDArray[np.uint64]

    @classmethod
    def empty(cls, model: str, removals: int = -1) -> Self:
        """Give a field of nothing."""
        none = np.zeros(0, np.int64)
        return cls(model, removals, none, none, none.astype(np.int32), np.zeros((0, _SIGNS // 8), np.uint64))

    def renewed(self, connection: Connection) -> Self:
        """Give the field as the record has it now."""
        removed = connection.execute(_REMOVALS).scalar() or 0
        known = self if removed == self.removals else self.empty(self.model, removed)
        last = int(known.readings[-1]) if len(known.readings) else 0
        added = connection.execute(_ADDED, {"model": self.model, "last": last}).all()
        if not added:
            return known
        readings, keys, signs = zip(*added, strict=True)
        sizes = np.array([len(each) // 8 for each in keys])
        places = np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        return type(self)(
            self.model,
            removed,
            np.concatenate([known.keys, np.frombuffer(b"".join(keys), "<i8")]),
            np.concatenate([known.readings, np.repeat(np.array(readings, np.int64), sizes)]),
            np.concatenate([known.places, places.astype(np.int32)]),
            # Column by column, as they are compared: a third of the time.
            np.asfortranarray(
                np.concatenate([known.signs, np.frombuffer(b"".join(signs), "<u8").reshape(-1, _SIGNS // 8)])
            ),
        )

    def agreeing(self, rows: NDArray[np.int64] | slice, vector: bytes, most: int) -> NDArray[np.int64]:
        """Which of these rows agree with a vector in most signs, at most so many."""
        numbers = np.arange(len(self.keys))[rows]
        if len(numbers) <= most:
            return numbers
        sought = np.frombuffer(sketched(vector), "<u8")
        differing = np.zeros(len(numbers), np.uint16)
        for column, word in enumerate(sought):
            differing += np.bitwise_count(self.signs[rows, column] ^ word)
        return numbers[np.argpartition(differing, most)[:most]]


def sketched(whole: bytes) -> bytes:
    """Give the signs of vectors, which lie one after the other: 48 bytes for each."""
    return np.packbits(np.frombuffer(whole, np.int8) > 0).tobytes()
