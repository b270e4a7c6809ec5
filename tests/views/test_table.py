"""Views as tables, for whoever counts in pandas."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import onrecord
import quoting
from onrecord.record import Record, Verdict

pytest.importorskip("pyarrow", reason="needs pyarrow: pip install 'onrecord[tables]'")


def test_statements_are_rows_with_dots_where_they_nest(strait: Record) -> None:
    page = onrecord.search(strait, onrecord.Query(limit=50))
    table = onrecord.table(page)
    assert table["quote"].to_pylist() == [hit.statement["quote"] for hit in page.hits]
    assert table["speaker.name"].to_pylist() == [hit.statement["speaker"]["name"] for hit in page.hits]
    assert table["content"].to_pylist() == [hit.statement["content"] for hit in page.hits]
    assert table.to_pandas()["document.outlet"].notna().any()


def test_every_statement_of_a_record_is_a_row(strait: Record) -> None:
    assert onrecord.table(strait.entries()).num_rows == strait.counts().statements


def test_edges_have_the_names_of_those_whom_they_tie(strait: Record) -> None:
    system = onrecord.system(strait)
    frame = onrecord.table(system).to_pandas()
    assert len(frame) == len(system.edges)
    assert {"from_name", "to_name", "sign", "documents", "shares.+1"} <= set(frame)
    assert set(frame["from_name"]) == {system.actors[edge.source].name for edge in system.edges}


def views(record: Record) -> list[Any]:
    first, second, *_ = record.documents()
    shown = onrecord.system(record, onrecord.Scope(layer=onrecord.Layer.SHOWN))
    statement = next(iter(record.entries())).id
    return [
        onrecord.position(record, shown.edges[0].source),
        onrecord.compare(record, first, second),
        onrecord.changes(record),
        onrecord.elsewhere(record, statement),
        onrecord.counts(record, onrecord.Query(), onrecord.By.SPEAKER),
    ]


def test_any_view_is_a_table(strait: Record) -> None:
    position, comparison, changes, elsewhere, counts = map(onrecord.table, views(strait))
    assert {"toward", "words", "date"} <= set(position.column_names)
    assert {"kind", "a.quote", "b.quote"} <= set(comparison.column_names)
    assert counts["documents"].to_pylist() == sorted(counts["documents"].to_pylist(), reverse=True)
    assert counts.column_names == ["name", "documents", "statements", "words"]
    assert changes.num_rows == len(onrecord.changes(strait).found)
    assert elsewhere.num_rows == 0


def test_what_is_judged_is_a_row_like_others(tmp_path: Path) -> None:
    with onrecord.open_record(tmp_path / "judged.db") as record:
        document = quoting.document()
        record.add(document, None, quoting.read(document))
        [entry] = record.entries()
        record.judge(entry.id, Verdict.YES, "Edda Quill", given={"speaker": "Ilan Dorsey", "content": ["harbour"]})
        table = onrecord.table(record.entries())
        assert table["judgement.by"].to_pylist() == ["Edda Quill"]
        assert table["judgement.corrected.speaker.name"].to_pylist() == ["Mira Tessarić"]
        assert table["speaker.name"].to_pylist() == ["Ilan Dorsey"]


def test_nothing_is_a_table_without_columns_and_what_is_no_row_is_refused() -> None:
    assert onrecord.table([]).num_columns == 0
    with pytest.raises(TypeError, match="int is no row"):
        onrecord.table([1])
