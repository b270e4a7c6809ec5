"""What was coded in Discourse Network Analyzer 3.0: statements by whoever coded them, in UTF-16 offsets.

Of the variables *person*, else *organization*, is the speaker; *mode* is taken where it is there. Statements of the
coder *Onrecord* are those of the reader, so that only what was changed of them is somebody's word.
"""

from __future__ import annotations

import json
import re
import sqlite3
from bisect import bisect_left
from collections.abc import Iterator
from contextlib import closing
from itertools import groupby
from pathlib import Path
from typing import Any

from onrecord.byhand.coded import Coded, Refused
from onrecord.errors import SourceError
from onrecord.facts import Document, Mode, Span
from onrecord.record import Record
from onrecord.utf16 import points

READER = "Onrecord"
_NOTES = re.compile(r"^onrecord ([0-9a-f]{64})$", re.MULTILINE)
_STATEMENTS = """
SELECT d.ID AS document, d.Title, d.Text, d.Notes, s.ID AS statement, s.Start, s.Stop, c.Name AS coder,
    (SELECT json_group_object(v.Variable, e.Value) FROM DATASHORTTEXT t JOIN ENTITIES e ON e.ID = t.Entity
     JOIN VARIABLES v ON v.ID = t.VariableId WHERE t.StatementId = s.ID) AS values_
FROM STATEMENTS s JOIN DOCUMENTS d ON d.ID = s.DocumentId JOIN CODERS c ON c.ID = s.Coder
WHERE s.StatementTypeId IN (SELECT StatementTypeId FROM VARIABLES WHERE Variable IN ('person', 'organization'))
ORDER BY d.ID, s.Start, s.Stop, s.ID
"""


def coded(path: Path, record: Record) -> Iterator[Coded | Refused]:
    """Give the statements of a database, each stretch of each coder once. Raises ``SourceError`` for what is none."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as file:
            file.row_factory = sqlite3.Row
            for _, rows in groupby(file.execute(_STATEMENTS), key=lambda row: row["document"]):
                yield from _of_document(path, list(rows), record)
    except sqlite3.Error as error:
        raise SourceError(f"{path} is no database of Discourse Network Analyzer 3.0 ({error})") from error


def _of_document(path: Path, rows: list[sqlite3.Row], record: Record) -> Iterator[Coded | Refused]:
    text, id_ = rows[0]["Text"], _document(rows[0])
    known = record.texts([id_]).get(id_)
    seen = set()
    for row in rows:
        where = f"{path}, statement {row['statement']} in “{row['Title']}”"
        # A statement on several concepts is several of DNA's.
        place = row["Start"], row["Stop"], row["coder"]
        if place not in seen:
            seen.add(place)
            yield _coded(where, row, id_, (text, known if known is not None else text))


def _coded(where: str, row: sqlite3.Row, document: str, texts: tuple[str, str]) -> Coded | Refused:
    shown, kept = texts
    if kept.replace("\r\n", "\n") != shown:
        return Refused(where, "its text was changed after it was exported")
    point, values = points(shown), json.loads(row["values_"])
    try:
        first, last = (_with_cr(kept, point(row[name])) for name in ("Start", "Stop"))
        content = (Span(first, last),)
    except ValueError as error:
        return Refused(where, str(error))
    reader = row["coder"] == READER
    return Coded(
        where=where,
        document=document,
        content=content,
        told=_told(values),
        by=None if reader else row["coder"],
        whole=True,
        read=reader,
    )


def _told(values: dict[str, str]) -> dict[str, Any]:
    speaker = values.get("person") or values.get("organization")
    mode = values.get("mode")
    return ({"speaker": speaker} if speaker else {}) | ({"mode": mode} if mode in set(Mode) else {})


def _document(row: sqlite3.Row) -> str:
    named = _NOTES.search(row["Notes"])
    return named[1] if named else Document(text=row["Text"]).id


def _with_cr(text: str, offset: int) -> int:
    """Give the offset in a text of what stands so far in it where its lines end with LF alone."""
    if "\r\n" not in text:
        return offset
    return bisect_left(range(len(text) + 1), offset, key=lambda at: at - text.count("\r\n", 0, at))
