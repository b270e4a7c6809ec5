"""Statements as a Parquet file: the columns of the table, those that nest as lists and structs."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from onrecord.errors import RecordError
from onrecord.record import Query, Record

_AT_ONCE = 5_000


def write(record: Record, query: Query, path: Path) -> None:
    """Write each statement that a query finds as a row. Raises ``RecordError`` where pyarrow is not installed."""
    try:
        import pyarrow as arrow  # noqa: PLC0415 - an extra, and it takes a second to load
        from pyarrow import parquet  # noqa: PLC0415
    except ImportError as error:
        raise RecordError("Parquet needs pyarrow; install it with: pip install 'onrecord[parquet]'") from error

    schema = _schema(arrow)
    rows = (_row(entry.json()) for entry in record.entries(query))
    with parquet.ParquetWriter(path, schema, compression="zstd") as file:
        for some in _parts(rows):
            file.write_table(arrow.Table.from_pylist(some, schema=schema))


def _parts(rows: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    while some := list(islice(rows, _AT_ONCE)):
        yield some


def _row(statement: dict[str, Any]) -> dict[str, Any]:
    """Give the JSON form; what corrections hold is of many types, and so their names stand for them."""
    judgement = statement.get("judgement")
    if judgement is None:
        return statement
    return statement | {"judgement": judgement | {"corrected": sorted(judgement["corrected"])}}


def _schema(arrow: Any) -> Any:  # noqa: ANN401 - the library has no types
    """Give the types of the JSON form, by the names that ``docs/formats.md`` explains."""
    words, number, sure = arrow.string(), arrow.int32(), arrow.float64()
    span = arrow.list_(number)
    spans, many = arrow.list_(span), arrow.list_(words)

    def struct(**fields: Any) -> Any:  # noqa: ANN401
        return arrow.struct(list(fields.items()))

    end = struct(name=words, span=span, kind=words, implied=arrow.bool_())
    judged = {name: words for name in ("verdict", "by", "by_kind", "judged_at", "note", "state", "subject")}
    judgement = struct(**judged, corrected=many)
    relation = arrow.struct(
        [
            *(("id", words), ("from", end), ("to", end), ("sign", arrow.int8()), ("layer", words), ("status", words)),
            *(("event", words), ("polecat", words), ("quad", words), ("mode", words), ("context", many)),
            *(("grounds", spans), ("voice", words), ("confidence", sure)),
        ]
    )
    document = {name: words for name in ("id", "url", "title", "outlet", "published", "language", "translated")}
    return arrow.schema(
        [
            *(("id", words), ("document", struct(**document)), ("mode", words)),
            ("speaker", struct(name=words, role=words, kind=words, span=span, named_at=span)),
            *(("source", spans), ("cue", span), ("cue_kind", words), ("content", spans), ("quote", words)),
            *(("within", words), ("occasion", spans), ("said_on", words), ("relations", arrow.list_(relation))),
            ("instruments", arrow.list_(struct(name=words, span=span))),
            ("times", arrow.list_(struct(value=words, span=span))),
            ("issues", arrow.list_(struct(id=words, score=sure))),
            *(("confidence", sure), ("reader", words), ("judgement", judgement)),
        ]
    )
