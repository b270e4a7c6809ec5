"""The Parquet form of documents, statements and relations, and the only door to pyarrow.

Statements and relations have the names of their JSON form as columns. A document has its text, where it came from, and
its whole reading, from which a record can take it in as if it had read it itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

Row = Mapping[str, Any]

_ROWS = 1000
"""Rows that wait for each other in memory."""

_PAIR = pa.list_(pa.int32())
_PAIRS = pa.list_(_PAIR)
_TEXTS = ("url", "title", "outlet", "published", "language", "translated")
_DOCUMENT = pa.struct([("id", pa.string()), *((name, pa.string()) for name in _TEXTS)])
_END = pa.struct([("name", pa.string()), ("span", _PAIR), ("kind", pa.string()), ("implied", pa.bool_())])
_SPEAKER = pa.struct(
    [("name", pa.string()), ("role", pa.string()), ("kind", pa.string()), ("span", _PAIR), ("named_at", _PAIR)]
)
_RELATION = [
    ("id", pa.string()),
    ("from", _END),
    ("to", _END),
    ("sign", pa.int8()),
    ("layer", pa.string()),
    ("status", pa.string()),
    ("event", pa.string()),
    ("polecat", pa.string()),
    ("quad", pa.string()),
    ("mode", pa.string()),
    ("context", pa.list_(pa.string())),
    ("grounds", _PAIRS),
    ("voice", pa.string()),
    ("confidence", pa.float64()),
]

DOCUMENTS = pa.schema(
    [
        *((name, pa.string()) for name in ("id", "url", "title", "outlet", "author", "published", "language")),
        *((name, pa.string()) for name in ("original_language", "translated", "name", "sha256", "taken", "media_type")),
        *((name, pa.string()) for name in ("declared_encoding", "encoding", "extractor")),
        ("notes", pa.list_(pa.string())),
        ("text", pa.string()),
        ("reader", pa.string()),
        ("reading", pa.binary()),
    ]
)
STATEMENTS = pa.schema(
    [
        ("id", pa.string()),
        ("document", _DOCUMENT),
        ("mode", pa.string()),
        ("speaker", _SPEAKER),
        ("source", _PAIRS),
        ("cue", _PAIR),
        ("cue_kind", pa.string()),
        ("content", _PAIRS),
        ("quote", pa.string()),
        ("within", pa.string()),
        ("occasion", _PAIRS),
        ("said_on", pa.string()),
        ("relations", pa.list_(pa.struct(_RELATION))),
        ("instruments", pa.list_(pa.struct([("name", pa.string()), ("span", _PAIR)]))),
        ("times", pa.list_(pa.struct([("value", pa.string()), ("span", _PAIR)]))),
        ("issues", pa.list_(pa.struct([("id", pa.string()), ("score", pa.float64())]))),
        ("confidence", pa.float64()),
        ("reader", pa.string()),
    ]
)
_JUDGEMENT = pa.struct(
    [
        *((name, pa.string()) for name in ("verdict", "by", "by_kind", "judged_at", "note", "state", "subject")),
        ("corrected", pa.list_(pa.string())),
    ]
)
JUDGED = STATEMENTS.append(pa.field("judgement", _JUDGEMENT))
"""Statements of a record, with what counts of what was said of them."""

RELATIONS = pa.schema([("document", _DOCUMENT), *_RELATION])


class Table:
    """A Parquet file that is written row by row, in ``with``. Raises ``OSError`` where it cannot be."""

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        self._schema, self._waiting = schema, list[Row]()
        self._file = pq.ParquetWriter(path, schema, compression="zstd")

    def __enter__(self) -> Table:
        return self

    def __exit__(self, *_: object) -> None:
        self._flush()
        self._file.close()

    def extend(self, rows: Iterable[Row]) -> None:
        """Write these rows, in time."""
        self._waiting += rows
        if len(self._waiting) >= _ROWS:
            self._flush()

    def _flush(self) -> None:
        if self._waiting:
            self._file.write_table(pa.Table.from_pylist(self._waiting, self._schema))
            self._waiting = []


def rows(file: Path | BinaryIO, columns: Sequence[str] | None = None) -> Iterator[dict[str, Any]]:
    """Yield the rows of a Parquet file, of which few are in memory, with those of the columns that it has.

    Raises ``OSError`` or ``ValueError`` for what is no Parquet, or is damaged.
    """
    opened = pq.ParquetFile(file)
    there = None if columns is None else [name for name in columns if name in opened.schema_arrow.names]
    for batch in opened.iter_batches(_ROWS, columns=there):
        yield from batch.to_pylist()
