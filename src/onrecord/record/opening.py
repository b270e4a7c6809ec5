"""Opening a record: makes one, brings an older one up to this version, refuses a newer one."""

from __future__ import annotations

import os

from sqlalchemy import Engine

from onrecord.errors import RecordError, RecordTooNew
from onrecord.record import homes, migrate, store
from onrecord.record.record import Record


def open_record(
    place: str | os.PathLike[str], create: bool = True, *, again: bool = False, keep_texts: bool = True
) -> Record:
    """Open the record in this file, or in the database of PostgreSQL with this URL, or make one there.

    ``again`` lets back in what was forgotten, when it is added; without ``keep_texts`` what is added leaves only its
    hash, its statements with their quotes, and where they stand.
    An older record is brought up to this version: a file after a copy of it was made beside it. Raises ``RecordError``
    where there is none and ``create`` is false, or the place cannot be used; ``RecordDamaged`` for a file that is no
    record or is broken; ``RecordTooNew`` for one written by a newer version.
    """
    engine = homes.engine(place, create)
    try:
        with homes.told(homes.of(engine), homes.of(engine).name(engine)):
            _bring_up(engine, create)
    except BaseException:
        engine.dispose()
        raise
    return Record(engine, again=again, keep_texts=keep_texts)


def _bring_up(engine: Engine, create: bool) -> None:
    """Make or migrate the schema where that is needed."""
    home = homes.of(engine)
    name = home.name(engine)
    migrations = migrate.MIGRATIONS
    known = migrate.versions(migrations)
    with engine.connect() as connection:
        found = migrate.version(connection) if home.is_record(connection, name) else None
    if found == known[-1]:
        return
    if found is None and not create:
        raise RecordError(f"there is no record {name}; make one with `onrecord add`, or name another with --record")
    _not_newer(found, known, name)
    with engine.connect() as connection, home.writing(connection):
        # Another process may have been quicker while this one waited for the lock.
        found = migrate.version(connection)
        if found == known[-1]:
            return
        _not_newer(found, known, name)
        if found is not None:
            home.keep_older(engine, found)
        migrate.upgrade(connection, migrations)
        home.claim(connection)
        if found is not None:
            # What this version derives, older ones may not have.
            store.rebuild(connection)


def _not_newer(found: str | None, known: list[str], name: str) -> None:
    if found is not None and found not in known:
        raise RecordTooNew(
            f"{name} was written by a newer version of Onrecord (record version {found}, this one knows {known[-1]}); "
            "update with `pip install -U onrecord`"
        )
