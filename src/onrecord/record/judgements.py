"""What people say of statements: dated, never edited, only followed by something newer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, insert, select

from onrecord.record.rows import Row, digest
from onrecord.record.schema import documents, judgements


class Verdict(StrEnum):
    """Whether a statement is one, by this speaker, in these words."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What somebody said of a statement, and when (UTC).

    The statement is named by its id, which a better reader keeps, so that the judgement outlives the reading. Raises
    ``ValueError`` where nobody is named, or for words that no database keeps.
    """

    statement: str
    verdict: Verdict
    by: str
    note: str | None
    judged_at: str

    def __post_init__(self) -> None:
        if not self.by.strip():
            raise ValueError("a judgement needs the name of who judged")
        for words in filter(None, (self.by, self.note)):
            if "\x00" in words or any("\ud800" <= char <= "\udfff" for char in words):
                raise ValueError(f"{words!r} holds characters that no database keeps")


def judge(connection: Connection, document: str, judgement: Judgement) -> None:
    """Add a judgement on a statement of the document with this id."""
    key = connection.execute(select(documents.c.key).where(documents.c.id == document)).scalar_one()
    row = _row(judgement)
    connection.execute(insert(judgements), {"document_key": key, **row, "digest": digest(row)})


def of_statement(connection: Connection, statement: str) -> list[Judgement]:
    """Give the judgements on a statement, the newest first."""
    chosen = select(judgements).where(judgements.c.statement == statement).order_by(judgements.c.key.desc())
    return [_judgement(row) for row in connection.execute(chosen).mappings()]


def judgement_digest(row: Mapping[Any, Any]) -> str:
    """Give the digest that a stored judgement ought to bear."""
    return digest(_row(_judgement(row)))


def _row(judgement: Judgement) -> Row:
    return {
        "statement": judgement.statement,
        "verdict": judgement.verdict.value,
        "judged_by": judgement.by,
        "note": judgement.note,
        "judged_at": judgement.judged_at,
    }


def _judgement(row: Mapping[Any, Any]) -> Judgement:
    return Judgement(
        statement=row["statement"],
        verdict=Verdict(row["verdict"]),
        by=row["judged_by"],
        note=row["note"],
        judged_at=row["judged_at"],
    )
