"""What all tests share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import newsroom


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
