"""Brings the schema of a record up to this version: Alembic, run from code.

Versions are four digits that begin the file names of ``migrations/versions``; each file names the one that it follows,
which need not be a smaller number. Alembic takes a third of a second to import, so it is imported only where there is
something to do.
"""

from __future__ import annotations

import re
from pathlib import Path

from sqlalchemy import Connection, inspect, text

MIGRATIONS = Path(__file__).with_name("migrations")


_FOLLOWS = re.compile(r'^down_revision = "?(\w+)', re.MULTILINE)


def versions(migrations: Path) -> list[str]:
    """Give the versions that these migrations lead to, one after the other."""
    next_of = {}
    for path in (migrations / "versions").glob("[0-9][0-9][0-9][0-9]_*.py"):
        [before] = _FOLLOWS.findall(path.read_text(encoding="utf-8"))
        next_of[before] = path.name[:4]
    found = [next_of["None"]]
    while found[-1] in next_of:
        found.append(next_of[found[-1]])
    return found


def version(connection: Connection) -> str | None:
    """Give the version of the record, or ``None`` where nothing has been made yet."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return None if found is None else str(found)


def upgrade(connection: Connection, migrations: Path) -> None:
    """Run what is missing, inside the connection's own transaction: all of it or nothing."""
    from alembic import command  # noqa: PLC0415 - see above
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(migrations).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
