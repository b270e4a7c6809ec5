"""Many files on many machines: what Ray's workers find is what `read` finds, whatever dies in between."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from onrecord import add, open_record
from onrecord.cli import run as command
from onrecord.cluster import MANIFEST, manifests, shards, take_in
from onrecord.cluster import run as run_cluster
from onrecord.documents.intake import document_of
from onrecord.errors import SourceError
from onrecord.facts import Capture, Metadata
from onrecord.jsonform import outlet_relations_json, statements_json
from onrecord.parquet import rows
from onrecord.reading import read
from onrecord.record import Query
from onrecord.sources.files import captures

duckdb = pytest.importorskip("duckdb", reason="needs the extra `ray`")
cluster_utils = pytest.importorskip("ray.cluster_utils", reason="needs the extra `ray`")

TEXTS = (
    "Ardesia condemned Veltania. Leyla Sorgun said: “The harbour 🚢 stays open.” She thanked the Union.",
    "“Nobody asked us,” Tomas Relj told the Veltan Post. He accused Ardesia of breaking the Selwick Accords.",
    "— Who is to blame? — The harbour board, and nobody else. Остаёмся, he added.",
)


@pytest.fixture(scope="module")
def machines() -> Iterator[Any]:
    """A cluster of two machines, as far as Ray can tell."""
    made = cluster_utils.Cluster(initialize_head=True, head_node_args={"num_cpus": 1, "include_dashboard": False})
    made.add_node(num_cpus=1)
    yield made
    made.shutdown()


def lines(folder: Path, name: str, count: int, first: int = 0) -> Path:
    file = folder / name
    given = [
        {"text": f"{TEXTS[n % 3]} It was day {n}.", "outlet": f"Outlet {n % 2}", "published": "2031-05-14"}
        for n in range(first, first + count)
    ]
    file.write_text("".join(json.dumps(each, ensure_ascii=False) + "\n" for each in given))
    return file


def found_by_read(*files: Path) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {"statements": [], "relations": []}
    for capture in captures(map(str, files), Metadata()):
        if not isinstance(capture, Capture):
            continue
        document = document_of(capture)
        reading = read(document)
        entries = statements_json(document, reading)
        about = [{"document": entry["document"], **each} for entry in entries for each in entry["relations"]]
        found["statements"] += entries
        found["relations"] += about + outlet_relations_json(document, reading)
    return found


def found_by_cluster(out: Path, table: str) -> list[dict[str, Any]]:
    return [row for folder, _ in manifests(out) for row in rows(folder / f"{table}.parquet")]


@pytest.fixture(scope="module")
def done(machines: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the shards of a run over three files, one of which holds a line that is none."""
    folder = tmp_path_factory.mktemp("run")
    for number in range(3):
        lines(folder, f"{number}.jsonl", 6, first=6 * number)
    with (folder / "1.jsonl").open("a") as file:
        file.write("{no json\n")
    report = run_cluster([str(folder)], folder / "out", address=machines.address)
    assert (len(report.read), report.known, report.lost) == (3, 0, ())
    return folder / "out"


def test_rows_are_those_of_read(done: Path) -> None:
    wanted = found_by_read(*sorted(done.parent.glob("*.jsonl")))
    assert len(wanted["statements"]) > 18
    for table, expected in wanted.items():
        assert found_by_cluster(done, table) == expected


def test_a_bad_document_is_listed_and_stops_no_other(done: Path) -> None:
    told = {Path(each.shard.address).name: (each.documents, each.failed, each.failures) for _, each in manifests(done)}
    assert told["0.jsonl"] == (6, 0, ())
    documents, failed, [reason] = told["1.jsonl"]
    assert (documents, failed) == (6, 1)
    assert "1.jsonl:7: is no valid JSON" in reason


def test_a_second_run_reads_only_what_is_missing_or_has_changed(machines: Any, tmp_path: Path) -> None:
    lines(tmp_path, "a.jsonl", 2)
    lines(tmp_path, "b.jsonl", 2, first=2)
    out = tmp_path / "out"
    assert len(run_cluster([str(tmp_path)], out, address=machines.address).read) == 2
    lines(tmp_path, "b.jsonl", 3, first=2)
    lines(tmp_path, "c.jsonl", 1, first=9)
    again = run_cluster([str(tmp_path)], out, address=machines.address)
    assert again.known == 1
    assert sorted(Path(each.shard.address).name for each in again.read) == ["b.jsonl", "c.jsonl"]
    assert sum(each.documents for _, each in manifests(out)) == 6
    assert not list(out.glob(".aside*"))


def test_a_machine_that_dies_costs_the_shards_at_hand(machines: Any, tmp_path: Path) -> None:
    for number in range(8):
        lines(tmp_path, f"{number}.jsonl", 5, first=5 * number)
    doomed = machines.add_node(num_cpus=1)
    killed: list[Any] = []

    def kill_one(_: object) -> None:
        if not killed:
            machines.remove_node(doomed, allow_graceful=False)
            killed.append(doomed)

    report = run_cluster([str(tmp_path)], tmp_path / "out", address=machines.address, progress=kill_one)
    assert killed
    assert report.lost == ()
    assert sum(each.documents for _, each in manifests(tmp_path / "out")) == 40
    files = sorted(tmp_path.glob("*.jsonl"))
    assert found_by_cluster(tmp_path / "out", "statements") == found_by_read(*files)["statements"]


def test_a_run_that_was_killed_goes_on(tmp_path: Path) -> None:
    for number in range(6):
        lines(tmp_path, f"{number}.jsonl", 8, first=8 * number)
    out = tmp_path / "out"
    onrecord = str(Path(sys.executable).with_name("onrecord"))
    line = [onrecord, "cluster", str(tmp_path), "--out", str(out), "--workers", "1"]
    first = subprocess.Popen(line, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    until = time.monotonic() + 120
    while not list(out.glob(f"*/{MANIFEST}")):
        assert first.poll() is None
        assert time.monotonic() < until
        time.sleep(0.05)
    os.killpg(first.pid, signal.SIGKILL)
    first.wait()
    before = {folder.name for folder, _ in manifests(out)}
    second = subprocess.run(line, capture_output=True, text=True, check=True)
    now, known = map(int, re.findall(r"(\d+) shards read, (\d+) known", second.stdout)[0])
    assert now + known == 6
    assert known >= len(before)  # a worker may have finished what it had begun
    assert sum(each.documents for _, each in manifests(out)) == 48


def test_a_selection_comes_into_a_record_as_if_it_had_been_read_there(done: Path, tmp_path: Path) -> None:
    with open_record(tmp_path / "own.db") as own, open_record(tmp_path / "taken.db") as taken:
        add(captures([f"{done.parent}/*.jsonl"], Metadata()), own)
        take_in(done, taken, "outlet = 'Outlet 1'")
        expected = [entry.json() for entry in own.entries(Query(outlet="Outlet 1"))]
        assert [entry.json() for entry in taken.entries()] == expected
        assert list(taken.verify()) == []
        asked = "id IN (SELECT document.id FROM statements WHERE speaker.name = 'Tomas Relj')"
        assert take_in(done, taken, asked).total() == 6
        with pytest.raises(ValueError, match="no condition over documents"):
            take_in(done, taken, "nothing = 1")
    with pytest.raises(SourceError, match="holds no shard"), open_record(tmp_path / "own.db") as own:
        take_in(tmp_path, own)


def test_a_selection_is_taken_by_a_command(
    done: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert command(["import", str(done), "--where", "outlet = 'Outlet 1'"]) == 0
    assert capsys.readouterr().out == "onrecord.db: 9 new\n"
    assert command(["import", str(done)]) == 0
    assert capsys.readouterr().out == "onrecord.db: 9 known, 9 new\n"
    with open_record("onrecord.db") as record:
        assert list(record.verify()) == []
    assert command(["import", str(done), "--where", "nothing = 1"]) == 2
    assert command(["import", "nowhere"]) == 2


def test_other_programs_read_it_as_it_is(done: Path) -> None:
    pandas, polars = pytest.importorskip("pandas"), pytest.importorskip("polars")
    said = f"{done}/*/statements.parquet"
    counted = f"SELECT count(*) FROM '{said}' WHERE speaker.name = 'Leyla Sorgun'"  # noqa: S608
    [[by_duckdb]] = duckdb.sql(counted).fetchall()
    by_polars = polars.read_parquet(said)["speaker"].struct.field("name").eq("Leyla Sorgun").sum()
    frames = pandas.concat(pandas.read_parquet(file) for file in sorted(done.glob("*/statements.parquet")))
    assert by_duckdb == by_polars == sum(speaker["name"] == "Leyla Sorgun" for speaker in frames["speaker"]) > 0


def test_a_shard_is_read_from_the_web(machines: Any, tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    file = lines(tmp_path / "site", "0.jsonl", 3)
    handler = partial(SimpleHTTPRequestHandler, directory=str(file.parent))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/0.jsonl"
        report = run_cluster([address], tmp_path / "out", address=machines.address)
        again = run_cluster([address], tmp_path / "out", address=machines.address)
        server.shutdown()
    assert ([done.documents for done in report.read], report.lost, again.known) == ([3], (), 1)


def test_what_is_no_shard_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no shard is there"):
        list(shards(str(tmp_path)))
    with pytest.raises(SourceError, match="cannot be opened"):
        list(shards(str(tmp_path / "nowhere.jsonl")))
