"""Which statement of a document voices a relation that was judged under another reader, or in an older version."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, select

from onrecord.facts import Spans, Statement
from onrecord.record.anchoring import SAME, UNPLACED, likeness, moved
from onrecord.record.rows import Row, statement_of
from onrecord.record.schema import documents, readings, statements


def same(content: Spans, found: Sequence[Statement]) -> Statement | None:
    """Give the one statement whose content is nearly this."""
    near = [statement for statement in found if likeness(content, statement.content) >= SAME]
    return near[0] if len(near) == 1 else None


class Voices:
    """The statements of one document: those that the present reader finds, and rows of those that were judged."""

    def __init__(
        self, connection: Connection, document: str, text: str, present: Sequence[Statement], judged: Iterable[Row]
    ) -> None:
        self._connection, self._document, self._text = connection, document, text
        self._present = present
        placed = (row for row in judged if row["state"] not in UNPLACED)
        self._ids: dict[str, str] = {row["subject"]: row["finding"] or row["subject"] for row in placed}
        self._ids |= {statement.id: statement.id for statement in present}

    def here(self, id_: str) -> str | None:
        """Give the id that the statement with this one has here, by its judgement or by its words; else nothing."""
        if id_ in self._ids:
            return self._ids[id_]
        content = self._content(id_)
        like = same(content, self._present) if content else None
        return like.id if like else None

    def _content(self, id_: str) -> Spans | None:
        """Give where the words of a statement that some reader found stand here, if they all do."""
        row = self._connection.execute(_READ.where(statements.c.id == id_).limit(1)).mappings().first()
        if row is None:
            return None
        content = statement_of(row, row["document"]).content
        if row["document"] == self._document:
            return content
        there = [moved(span, row["text"], self._text) for span in content]
        return None if None in there else tuple(filter(None, there))


_READ = (
    select(statements, documents.c.id.label("document"), documents.c.text)
    .join(readings, readings.c.key == statements.c.reading_key)
    .join(documents, documents.c.key == readings.c.document_key)
)
