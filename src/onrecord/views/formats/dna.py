"""A database of Discourse Network Analyzer 3.0 (SQLite), as its ``sql/Sql.java`` makes one.

Offsets are UTF-16 code units from the first word of a statement to its last. Java's text panes end lines with LF
alone, so that a text with CRLF is written so, and its offsets with it.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from base64 import b64encode
from contextlib import closing
from importlib.resources import files
from pathlib import Path

from onrecord.record import Entry, JudgeKind, Query, Record
from onrecord.utf16 import units
from onrecord.views.formats.bundles import Bundle, bundles
from onrecord.views.formats.stances import second, stances

VERSION, _DATE = "3.0.6", "2022-05-07"
READER = "Onrecord"
"""The coder of what nobody judged."""

PASSWORD = "onrecord"  # noqa: S105 - of a file that its user made; DNA opens none without one
_SALT = b"onrecord's export"[:16]
_ROUNDS = 100_000
_PERSON, _ORGANIZATION, _CONCEPT, _AGREEMENT, _MODE, _ISSUE, _ID = 1, 2, 3, 4, 6, 7, 8
_TITLE_CHARS = 190


def write(record: Record, query: Query, path: Path) -> None:
    """Write what a query finds, but for documents whose text is not kept."""
    with closing(sqlite3.connect(path)) as file, file:
        file.executescript(files("onrecord.views.formats").joinpath("dna.sql").read_text(encoding="utf-8"))
        file.executemany("INSERT INTO SETTINGS VALUES (?, ?)", [("version", VERSION), ("date", _DATE)])
        database = _Database(file)
        for bundle in bundles(record, query):
            if bundle.text is not None:
                database.add(bundle, bundle.text)


def hashed(password: str) -> str:
    """Give a password as DNA keeps it: Jasypt's StrongPasswordEncryptor, 100,000 rounds of SHA-256 over salt and it."""
    digest = _SALT + password.encode()
    for _ in range(_ROUNDS):
        digest = hashlib.sha256(digest).digest()
    return b64encode(_SALT + digest).decode()


class _Database:
    """A database that is being filled, with what has a number in it."""

    def __init__(self, file: sqlite3.Connection) -> None:
        self._file = file
        self._password = hashed(PASSWORD)
        self._coders: dict[str, int] = {}
        self._entities: dict[tuple[int, str], int] = {}
        self._documents = self._statements = 0
        # DNA makes whoever is first the one who may do everything.
        self._coder("Admin")

    def add(self, bundle: Bundle, text: str) -> None:
        """Add a document with its statements."""
        self._documents += 1
        about = bundle.metadata
        title = (about.title or bundle.document[:12])[:_TITLE_CHARS]
        notes = "\n".join(filter(None, (f"onrecord {bundle.document}", about.url)))
        row = (title, text.replace("\r\n", "\n"), about.author or "", about.outlet or "", notes)
        self._file.execute(
            "INSERT INTO DOCUMENTS (ID, Title, Text, Author, Source, Notes, Coder, Date)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (self._documents, *row, self._coder(READER), second(about.published)),
        )
        unit = units(text)
        for entry in bundle.entries:
            first, last = entry.right.content[0].start, entry.right.content[-1].end
            place = [unit(offset) - text.count("\r\n", 0, offset) for offset in (first, last)]
            self._state(entry, place)

    def _state(self, entry: Entry, place: list[int]) -> None:
        coder, issues = self._coder(_coder(entry)), entry.findings.issues
        more = {_MODE: entry.right.mode.value, _ISSUE: issues[0].issue if issues else ""}
        own = {"id": entry.id, "content": [span.pair() for span in entry.right.content]}
        for stance in stances(entry):
            self._statements += 1
            number = self._statements
            self._file.execute(
                "INSERT INTO STATEMENTS VALUES (?, 1, ?, ?, ?, ?)", (number, self._documents, *place, coder)
            )
            short = {_PERSON: stance.person, _ORGANIZATION: stance.organization, _CONCEPT: stance.concept} | more
            self._file.executemany(
                "INSERT INTO DATASHORTTEXT (StatementId, VariableId, Entity) VALUES (?, ?, ?)",
                [(number, variable, self._entity(variable, value)) for variable, value in short.items()],
            )
            self._file.execute(
                "INSERT INTO DATABOOLEAN (StatementId, VariableId, Value) VALUES (?, ?, ?)",
                (number, _AGREEMENT, stance.agreement),
            )
            self._file.execute(
                "INSERT INTO DATALONGTEXT (StatementId, VariableId, Value) VALUES (?, ?, ?)",
                (number, _ID, json.dumps(own)),
            )

    def _coder(self, name: str) -> int:
        if name not in self._coders:
            self._coders[name] = number = len(self._coders) + 1
            admin = int(number == 1)
            self._file.execute(
                "INSERT INTO CODERS (ID, Name, Red, Green, Blue, Password, PermissionEditStatementTypes,"
                " PermissionEditCoders) VALUES (?, ?, ?, ?, 0, ?, ?, ?)",
                (number, name, 255, 40 * number % 256, self._password, admin, admin),
            )
        return self._coders[name]

    def _entity(self, variable: int, value: str) -> int:
        key = variable, value
        if key not in self._entities:
            self._entities[key] = number = len(self._entities) + 1
            self._file.execute(
                "INSERT INTO ENTITIES (ID, VariableId, Value, Red, Green, Blue) VALUES (?, ?, ?, 0, 0, 0)",
                (number, variable, value),
            )
        return self._entities[key]


def _coder(entry: Entry) -> str:
    judge = entry.judged.judgement.judge if entry.judged else None
    return judge.name if judge and judge.kind is JudgeKind.PERSON else READER
