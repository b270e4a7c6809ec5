"""The home of a newsroom's record: a PostgreSQL server that the tests start themselves."""

from __future__ import annotations

import os
import shutil
import socket
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from onrecord.record import Record, homes, open_record
from onrecord.record.schema import tables

# A newsroom's own user: it owns its databases, and has no other right.
USER, PASSWORD = "newsroom", "straits"

# Another, who owns nothing.
READER = "intern"

# PostgreSQL does not run as root, so that root runs it as the user that Debian's package makes.
_AS_POSTGRES = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.getuid() == 0 else []

# Marks for tests of what one of the homes alone has.
only_in_a_file = pytest.mark.parametrize("place", ["sqlite"], indirect=True)
only_in_a_database = pytest.mark.parametrize("place", ["postgresql"], indirect=True)


def run(record: Record | str, *sql: str) -> list[tuple[Any, ...]]:
    """Do something to a record past the programme, and give the rows that the last of it gave."""
    place = record if isinstance(record, str) else record.name
    rows: list[tuple[Any, ...]] = []
    if "://" not in place:
        with closing(sqlite3.connect(place)) as file, file:
            for one in sql:
                rows = file.execute(one).fetchall()
        return rows
    engine = homes.engine(place, create=False)
    with engine.begin() as connection:
        for one in sql:
            done = connection.execute(text(one.replace(":", "\\:")))
            rows = [tuple(row) for row in done] if done.returns_rows else []
    engine.dispose()
    return rows


class Server:
    """A PostgreSQL server in a folder of its own. It does not wait for the disk, which only a power cut would show."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self._programs, self._data, self._names = programs, folder / "data", count()
        with socket.create_server(("127.0.0.1", 0)) as free:
            self._port = free.getsockname()[1]
        secret = folder / "password"
        secret.write_text(PASSWORD)
        if _AS_POSTGRES:
            for path in (folder, secret):
                shutil.chown(path, "postgres")
        # Sorted as a newsroom's would be, not by bytes.
        locale = ("--locale-provider=icu", "--icu-locale=en-US", "--locale=C.UTF-8")
        self._do("initdb", "-U", "postgres", "--auth=scram-sha-256", f"--pwfile={secret}", "--no-sync", *locale)
        self.start()
        for user in (USER, READER):
            self._administer(f"CREATE ROLE {user} LOGIN PASSWORD '{PASSWORD}'")
        self._shared = self.database()
        open_record(self._shared).close()

    @property
    def pid(self) -> int:
        """The process that all others of the server come from."""
        return int((self._data / "postmaster.pid").read_text().splitlines()[0])

    def url(self, database: str, user: str = USER, password: str = PASSWORD) -> str:
        """Give the address of a database, which need not be there."""
        return f"postgresql://{user}:{password}@127.0.0.1:{self._port}/{database}"

    def database(self, options: str = "") -> str:
        """Make an empty database and give its address."""
        name = f"record{next(self._names)}"
        self._administer(f"CREATE DATABASE {name} OWNER {USER} {options}")
        return self.url(name)

    def record(self) -> str:
        """Give the address of a record that is empty: always the same, which is faster than a new one."""
        kept = [table.name for table in reversed(tables.sorted_tables)] + ["derived_statement_words"]
        run(self._shared, *(f'DELETE FROM "{name}"' for name in kept), _RENUMBER)  # noqa: S608 - names of our own
        return self._shared

    def start(self) -> None:
        """Start it, again or for the first time."""
        options = f"-p {self._port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self._data} -c fsync=off"
        # What a killed server leaves behind takes a moment to notice, and until then keeps another from starting.
        self._do("pg_ctl", "start", "--wait", f"--log={self._data}.log", f"--options={options}", tries=50)

    def stop(self) -> None:
        """Stop it at once, as if it had crashed."""
        self._do("pg_ctl", "stop", "--wait", "--mode=immediate")

    def table_bytes(self) -> bytes:
        """Everything that stands in the tables' files, once the server has written it there."""
        self._administer("CHECKPOINT")
        return b"".join(path.read_bytes() for path in (self._data / "base").rglob("[0-9]*") if path.is_file())

    def _administer(self, sql: str) -> None:
        engine = homes.engine(self.url("postgres", "postgres"), create=False)
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text(sql))
        engine.dispose()

    def _do(self, program: str, *arguments: str, tries: int = 1) -> None:
        command = [*_AS_POSTGRES, str(self._programs / program), f"--pgdata={self._data}", *arguments]
        for _ in range(tries):
            done = subprocess.run(command, capture_output=True, text=True, check=False, cwd="/")
            if done.returncode == 0:
                return
            time.sleep(0.1)
        raise AssertionError(done.stderr)


@contextmanager
def server() -> Iterator[Server | None]:
    """Give a server for as long as the tests run; nothing where PostgreSQL is not installed."""
    programs = _programs()
    if programs is None:
        yield None
        return
    # Beside pytest's own folders, which only root may enter.
    with tempfile.TemporaryDirectory(prefix="onrecord-") as folder:
        started = Server(programs, Path(folder))
        try:
            yield started
        finally:
            started.stop()


def _programs() -> Path | None:
    """The folder of the newest server that is installed; Debian keeps it out of the path."""
    found = shutil.which("initdb")
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return Path(found).resolve().parent if found else debian[-1].parent if debian else None


_RENUMBER = """
SELECT setval(pg_get_serial_sequence(table_name, column_name), 1, false) FROM information_schema.columns
WHERE table_schema = current_schema() AND (is_identity = 'YES' OR column_default LIKE 'nextval%')
"""
