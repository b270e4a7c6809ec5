"""What leaves for other programs opens in them and says the same."""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
import rdflib
from pyarrow import parquet

import exported
import quoting
from onrecord.record import EVERYTHING, Query, Record, Verdict, open_record
from onrecord.utf16 import units
from onrecord.views.formats import FORMATS, Shape
from onrecord.views.formats.dna import PASSWORD, hashed

MINE, HIS = exported.DOCUMENTS
SAID = f"“{exported.WORDS}”"


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    with open_record(tmp_path / "quay.db") as opened:
        exported.fill(opened)
        yield opened


@pytest.mark.parametrize("name", list(FORMATS))
def test_a_record_is_written_as_somebody_has_reviewed_it(record: Record, name: str) -> None:
    golden = (exported.GOLDEN / name).read_bytes().decode()
    assert exported.exported(record, name) == golden, "if it is right, review and keep it: python tests/exported.py"


@pytest.mark.parametrize("name", [name for name in FORMATS if FORMATS[name].filtered])
def test_only_what_a_query_finds_leaves(record: Record, name: str) -> None:
    all_of_it = exported.exported(record, name)
    some = exported.exported(record, name, Query(speaker="Ilan Dorsey", document=HIS.id))
    assert len(some) < len(all_of_it)
    assert "Порт" not in some
    assert "Mira" not in some


@pytest.mark.parametrize("name", ["annotations", "quotations"])
def test_of_an_empty_record_json_is_whole(tmp_path: Path, name: str) -> None:
    with open_record(tmp_path / "empty.db") as record:
        assert [] in json.loads(exported.exported(record, name)).values()


def test_graphml_and_visones_dialect_open_as_one_network(record: Record) -> None:
    for name in ("graphml", "visone"):
        # networkx refuses the key by which visone and DNA say what labels are.
        lines = [line for line in exported.exported(record, name).splitlines() if '"prop"' not in line]
        graph = nx.parse_graphml("\n".join(lines), force_multigraph=True)
        names = {data.get("label") or data.get("name"): node for node, data in graph.nodes(data=True)}
        assert set(names) == {"Arvenia", "Lorr", "Mira Tessarić"}
        [tie] = graph.get_edge_data(names["Arvenia"], names["Lorr"]).values()
        assert (tie["sign"], tie["layer"], tie["first"], tie["voices"]) == (-1, "told", "2031-05-14", "Mira Tessarić")
        [own] = graph.get_edge_data(names["Mira Tessarić"], names["Lorr"]).values()
        assert own["layer"] == "shown"


def test_gexf_has_a_tie_on_the_days_on_which_it_was_published(record: Record) -> None:
    graph = nx.read_gexf(io.BytesIO(exported.exported(record, "gexf").encode()), version="1.3")
    assert (graph.graph["mode"], len(graph)) == ("dynamic", 3)
    edges = list(graph.edges(data=True))
    assert [data["spells"] for *_, data in edges] == [[("2031-05-14", "2031-05-14")]] * 2
    assert {data["layer"] for *_, data in edges} == {"shown", "told"}


def test_names_that_no_xml_holds_are_written_with_a_replacement(tmp_path: Path) -> None:
    with open_record(tmp_path / "quay.db") as record:
        document = quoting.document("Mira Tessarić said: “Arvenia presses Lorr.”", outlet="The\x0bQuay")
        record.add(document, None, quoting.read(document))
        for name in ("graphml", "visone", "gexf"):
            assert "\x0b" not in exported.exported(record, name)


def test_parquet_opens_with_its_nested_parts(record: Record, tmp_path: Path) -> None:
    rows = parquet.read_table(exported.written(record, "parquet", tmp_path)).to_pylist()
    lines = [json.loads(line) for line in exported.exported(record, "jsonl").splitlines()]
    assert [row | {"judgement": None} for row in rows] == [line | {"judgement": None} for line in lines]


def test_without_its_library_parquet_says_what_to_install(
    record: Record, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.delitem(sys.modules, "onrecord.parquet", raising=False)
    monkeypatch.delattr("onrecord.parquet", raising=False)
    with pytest.raises(Exception, match=r"pip install 'onrecord\[parquet\]'"):
        FORMATS["parquet"].write(record, EVERYTHING, tmp_path / "all.parquet")


class TestDna:
    @pytest.fixture
    def dna(self, record: Record, tmp_path: Path) -> Iterator[sqlite3.Connection]:
        record.judge(record.entries_of(HIS.id)[0].id, Verdict.YES, "Edda Quill")
        with closing(sqlite3.connect(exported.written(record, "dna", tmp_path))) as file:
            yield file

    def test_offsets_are_those_of_java_in_lines_that_end_as_its_own_do(self, dna: sqlite3.Connection) -> None:
        said = dna.execute(
            "SELECT Text, Start, Stop FROM STATEMENTS s JOIN DOCUMENTS d ON d.ID = DocumentId"
        ).fetchall()
        words = [text.encode("utf-16-le")[2 * start : 2 * stop].decode("utf-16-le") for text, start, stop in said]
        assert words == [SAID, "“😀”", "“Lorr backs\nits own 😀 quay.”"]

    def test_a_statement_has_a_value_of_each_variable(self, dna: sqlite3.Connection) -> None:
        values = dna.execute(
            "SELECT StatementId, Variable, Value FROM DATASHORTTEXT d JOIN ENTITIES e ON e.ID = Entity"
            " JOIN VARIABLES v ON v.ID = d.VariableId"
        ).fetchall()
        first = {variable: value for number, variable, value in values if number == 1}
        assert first == {
            "person": "Mira Tessarić",
            "organization": "",
            "concept": "Lorr",
            "mode": "direct",
            "issue": "",
        }
        assert dna.execute("SELECT StatementId, Value FROM DATABOOLEAN").fetchall() == [(1, 0), (2, 1), (3, 1)]

    def test_its_coders_are_the_reader_and_who_judged(self, dna: sqlite3.Connection) -> None:
        said = dna.execute("SELECT Name FROM STATEMENTS s JOIN CODERS c ON c.ID = s.Coder ORDER BY s.ID").fetchall()
        assert said == [("Onrecord",), ("Onrecord",), ("Edda Quill",)]

    def test_it_is_a_sound_database_of_the_version_it_names(self, dna: sqlite3.Connection) -> None:
        assert dna.execute("PRAGMA foreign_key_check").fetchall() == []
        assert dna.execute("SELECT Value FROM SETTINGS WHERE Property = 'version'").fetchone() == ("3.0.6",)
        [password] = dna.execute("SELECT DISTINCT Password FROM CODERS").fetchone()
        assert password == hashed(PASSWORD)

    def test_events_keep_semicolons_and_quotation_marks(self, record: Record) -> None:
        rows = list(csv.DictReader(io.StringIO(exported.exported(record, "dna-events")), delimiter=";"))
        assert rows[0]["text"] == SAID
        assert rows[0]["document title"] == '"Open" & closed; <both>'
        assert [row["time"] for row in rows] == ["2031-05-14 00:00:00", "2031-05-14 00:00:00", ""]


def test_plover_has_the_event_with_its_time_in_the_context(record: Record) -> None:
    [event] = [json.loads(line) for line in exported.exported(record, "plover").splitlines()]
    assert (event["event"], event["context"]) == ("DEMAND", ["diplomatic", "historical"])
    assert [event[end][0]["name"] for end in ("source", "recipient")] == ["Arvenia", "Lorr"]


def test_annotations_are_found_by_their_position_and_by_their_words(record: Record) -> None:
    page = json.loads(exported.exported(record, "annotations"))
    texts = {f"urn:sha256:{document.id}": document.text for document in exported.DOCUMENTS}
    for annotation in page["items"]:
        for target in annotation["target"]:
            text = texts[target["source"]["canonical"]]
            quote, position = target["selector"]
            assert text[position["start"] : position["end"]] == quote["exact"]
            assert f"{quote['prefix']}{quote['exact']}{quote['suffix']}" in text
    assert json.loads(page["items"][0]["body"][1]["value"])["speaker"]["name"] == "Mira Tessarić"


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph")  # of rdflib, about itself
def test_quotations_are_read_as_linked_data(record: Record) -> None:
    made: dict[str, Any] = json.loads(exported.exported(record, "quotations"))
    made["@context"] = {"@vocab": "https://schema.org/"}
    graph = rdflib.Graph().parse(data=json.dumps(made), format="json-ld")
    said = {
        str(row[0])
        for row in graph.query(
            "PREFIX s: <https://schema.org/> SELECT ?words { ?q a s:Quotation; s:text ?words;"
            " s:spokenByCharacter/s:name 'Mira Tessarić'; s:isPartOf/s:publisher/s:name 'The Quay' }"
        )
        if isinstance(row, rdflib.query.ResultRow)
    }
    assert said == {" ".join(SAID.split())}


def test_a_report_has_the_words_and_needs_nothing_else(record: Record) -> None:
    page = exported.exported(record, "report", Query(document=MINE.id))
    assert "“Порт &#34;Северный&#34; 😀 stays open; Arvenia presses Lorr" in page
    assert "&#34;Open&#34; &amp; closed; &lt;both&gt;" in page
    assert page.count("<svg") == 2
    assert re.search(r"2 statements in 1 document,", page)
    assert re.findall(r"<script|<link|<img|\bsrc=|url\(|@import", page) == []
    assert set(re.findall(r'href="([^"#]*)', page)) == {"https://quay.example/1"}


def test_a_report_of_nothing_says_so(record: Record) -> None:
    assert "Nothing was found." in exported.exported(record, "report", Query(words="nowhere"))


def test_brat_marks_words_by_line(record: Record, tmp_path: Path) -> None:
    folder = exported.written(record, "brat", tmp_path)
    marks = [line.split("\t") for file in folder.glob("*.ann") for line in _lines(file) if line.startswith("T")]
    for file in folder.glob("*.ann"):
        text = file.with_suffix(".txt").read_bytes().decode()
        for line in filter(lambda line: line.startswith("T"), _lines(file)):
            _, place, words = line.split("\t")
            pieces = [piece.split() for piece in place.partition(" ")[2].split(";")]
            assert " ".join(text[int(start) : int(end)] for start, end in pieces) == words
    assert len(marks) == 9
    assert {mark[1].split()[0] for mark in marks} == {"Content", "Cue", "Source"}


def _lines(file: Path) -> list[str]:
    return file.read_text(encoding="utf-8").split("\n")


@pytest.mark.parametrize("name", [name for name in FORMATS if FORMATS[name].shape is Shape.FOLDER or name == "dna"])
def test_a_document_whose_text_is_not_kept_is_left_out_where_a_format_needs_it(tmp_path: Path, name: str) -> None:
    with open_record(tmp_path / "quay.db", keep_texts=False) as record:
        exported.fill(record)
        assert "😀" not in exported.exported(record, name)
        assert any("not kept" in each for each in FORMATS[name].lacks)


def test_units_count_an_emoji_as_two() -> None:
    assert [units("a😀b")(offset) for offset in range(4)] == [0, 1, 3, 4]


def test_what_a_format_cannot_hold_is_documented() -> None:
    page = (Path(__file__).parents[2] / "docs" / "formats.md").read_text(encoding="utf-8")
    rows = {line.split("`")[1]: line for line in page.splitlines() if line.startswith("| `")}
    missing = {name: [each for each in form.lacks if each not in rows[name]] for name, form in FORMATS.items()}
    assert not any(missing.values()), missing
