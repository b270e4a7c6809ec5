"""Reads relations back out, each with who says so, where and when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, case, exists, select

from onrecord.facts import Relation, quote_of
from onrecord.record import issues
from onrecord.record.rows import relation_of, streamed
from onrecord.record.schema import copies, documents, present_readings, relations, statements

OUTLET = "the outlet"
"""The voice of an outlet that nobody named."""

_NAMELESS = {"unnamed": "unnamed source", "unstated": "nobody named"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """A relation that views show.

    ``voice`` is the name of who says so, else the kind of voice it is; where the outlet itself does, its name.
    ``words`` are those that can be shown for it: the quote of the statement that voices it, else its grounds, empty
    where the text is not kept. ``date`` is the day of publication; ``issues`` are those of the statement.
    ``speaker_at`` is where the fullest name of who says so begins; ``original`` the document that this one is a near
    copy of.
    """

    relation: Relation
    voice: str
    outlet: str | None
    date: str | None
    words: str
    issues: tuple[str, ...] = ()
    speaker_at: int | None = None
    original: str | None = None


def shown(connection: Connection) -> Iterator[Tie]:
    """Every relation of the present readings of the newest versions, in the order in which they were added."""
    coded = issues.all_ids(connection)
    with streamed(connection, _TIES) as rows:
        for row in rows.mappings():
            yield _tie(row, coded.get(row["statement_key"], ()))


_newer, _original = documents.alias(), documents.alias()
_TIES = (
    select(
        relations,
        statements.c.key.label("statement_key"),
        statements.c.speaker_name,
        statements.c.speaker_kind,
        statements.c.named_start,
        statements.c.quote,
        documents.c.id.label("document_id"),
        documents.c.outlet,
        documents.c.published,
        _original.c.id.label("original"),
        # Only what the outlet says itself is read out of the text.
        case((relations.c.voice.is_(None), documents.c.text)).label("text"),
    )
    .join(present_readings, present_readings.c.reading_key == relations.c.reading_key)
    .join(documents, documents.c.key == present_readings.c.document_key)
    .outerjoin(
        statements, (statements.c.reading_key == relations.c.reading_key) & (statements.c.id == relations.c.voice)
    )
    .outerjoin(copies, copies.c.document_key == documents.c.key)
    .outerjoin(_original, _original.c.key == copies.c.original_key)
    .where(~exists().where(_newer.c.supersedes == documents.c.key))
    .order_by(relations.c.key)
)


def _tie(row: Mapping[Any, Any], coded: tuple[str, ...]) -> Tie:
    relation = relation_of(row, row["document_id"])
    own = row["outlet"] or OUTLET
    said = row["speaker_name"] or _NAMELESS.get(row["speaker_kind"], row["speaker_kind"])
    return Tie(
        relation=relation,
        voice=own if relation.voice is None else said,
        outlet=row["outlet"],
        date=row["published"][:10] if row["published"] else None,
        issues=coded,
        speaker_at=row["named_start"],
        original=row["original"],
        words=quote_of(row["text"], relation.grounds) if row["text"] else row["quote"] or "",
    )
