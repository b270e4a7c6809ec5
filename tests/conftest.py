"""What all tests share."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

import newsroom
import served
from onrecord.facts import Metadata
from onrecord.identifying import identify
from onrecord.ingest import add
from onrecord.record import Record, open_record
from onrecord.sources.files import captures
from onrecord.web.guard import Limits


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what measures the memory of this process, before all else has filled it."""
    items.sort(key=lambda item: "test_hostile" not in item.nodeid)


@pytest.fixture
def shared() -> Path:
    """The folder of corpora beside the checkout, which only some machines have."""
    folder = Path(__file__).parents[2] / "shared"
    if not folder.is_dir():
        pytest.skip(f"needs the corpora in {folder}")
    return folder


@pytest.fixture(scope="session")
def server() -> Iterator[newsroom.Server]:
    """A PostgreSQL server."""
    pytest.importorskip("psycopg", reason="needs PostgreSQL's driver: pip install 'onrecord[postgres]'")
    with newsroom.server() as started:
        if started is None:
            pytest.skip("needs PostgreSQL: sudo apt-get install postgresql")
        yield started


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Where a record may be opened, in each of its homes; it is empty."""
    if request.param == "sqlite":
        return str(tmp_path / "test.db")
    # Whoever knows a record by its name alone can open it, too.
    monkeypatch.setenv("PGPASSWORD", newsroom.PASSWORD)
    server: newsroom.Server = request.getfixturevalue("server")
    return server.record()


@pytest.fixture(scope="session")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    with open_record(tmp_path_factory.mktemp("served") / "quay.db") as opened:
        served.fill(opened)
        yield opened


@pytest.fixture(scope="session")
def reader(shown: Record) -> Iterator[httpx.Client]:
    """Somebody who only reads."""
    with served.running(shown) as address, httpx.Client(base_url=address, timeout=30) as client:
        yield client


@pytest.fixture
def visit(tmp_path: Path) -> Iterator[served.Visitor]:
    """Whoever visits a record of his own, which he may write to, at a server with limits of his own."""
    with ExitStack() as open_until_the_end:

        def visit(limits: Limits | None = None) -> httpx.Client:
            record = open_until_the_end.enter_context(open_record(tmp_path / "own.db"))
            served.fill(record)
            address = open_until_the_end.enter_context(served.running(record, limits))
            return open_until_the_end.enter_context(httpx.Client(base_url=address, timeout=30))

        yield visit


@pytest.fixture(scope="session")
def strait(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    """The record of the examples, with who is who in it."""
    examples = str(Path(__file__).parents[1] / "examples")
    with open_record(tmp_path_factory.mktemp("strait") / "strait.db") as opened:
        add(captures([examples], Metadata()), opened)
        identify(opened)
        yield opened


@pytest.fixture(scope="session")
def desk(strait: Record) -> Iterator[httpx.Client]:
    """Somebody who reads the record of the examples."""
    with served.running(strait) as address, httpx.Client(base_url=address, timeout=30, follow_redirects=True) as client:
        yield client
