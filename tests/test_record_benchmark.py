"""The benchmark of the record runs, small: what it adds can be kept and found, and everything is measured."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))

import invented
import record as benchmark
from onrecord.record import Record, open_record

DOCUMENTS = 20
WORLD = invented.World()


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    with open_record(tmp_path / "record.db") as opened:
        yield opened


def test_what_is_measured_is_kept_whole_and_found_on_both_sides(record: Record, tmp_path: Path) -> None:
    with closing(benchmark.plain_file(tmp_path / "plain.db")) as plain:
        reached = benchmark.grow(WORLD, record, plain, DOCUMENTS)
        assert plain.execute("SELECT count(*) FROM statement").fetchone()[0] == record.counts().statements
        reached |= benchmark.look_up(WORLD, record, plain, 4)
        reached |= benchmark.positions(WORLD, record, 4)
    with open_record(tmp_path / "small.db") as small:
        reached["add_growth"] = benchmark.growth(WORLD, record, small, turns=1)
    assert list(record.verify()) == []
    assert all(reached[name] > 0 for name in set(benchmark.MUST) & set(reached))


def test_documents_are_of_the_length_and_density_of_news() -> None:
    made = [WORLD.document(number) for number in range(20)]
    assert {len(reading.statements) for _, _, reading in made} == {invented.STATEMENTS_PER_DOCUMENT}
    assert all(250 < len(document.text.split()) < 450 for document, _, _ in made)
    assert len({document.id for document, _, _ in made}) == 20
    assert WORLD.document(3) == made[3]


def test_the_memory_of_a_command_is_seen_while_it_runs(record: Record) -> None:
    document, capture, reading = WORLD.document(1)
    record.add(document, capture, reading)
    seconds, most = benchmark.run(["search"], Path(record.name))
    assert seconds > 0
    assert 10 < most < 600
