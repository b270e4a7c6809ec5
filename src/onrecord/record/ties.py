"""Reads relations back out, each with who says so, where and when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, FromClause, RowMapping, Select, Table, case, select

from onrecord.facts import Relation, Span, quote_of
from onrecord.record import issues, relating
from onrecord.record.anchoring import UNREAD, is_placed
from onrecord.record.judgements import Verdict
from onrecord.record.relating import Related
from onrecord.record.rows import relation_of, streamed
from onrecord.record.schema import (
    SUPERSEDED,
    copies,
    documents,
    judged,
    judged_relations,
    present_readings,
    relations,
    statements,
)

OUTLET = "the outlet"
"""The voice of an outlet that nobody named."""

_NAMELESS = {"unnamed": "unnamed source", "unstated": "nobody named"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """A relation that views show.

    ``voice`` is the name of who says so, else the kind of voice it is; where the outlet itself does, its name.
    ``words`` are those that can be shown for it: the quote of the statement that voices it, else its grounds, empty
    where the text is not kept; ``content`` is where they stand. ``date`` is the day of publication, ``url`` the address
    of the document and ``translated`` whether it is; ``issues`` are those of the statement. ``speaker_at`` is where the
    fullest name of who says so begins; ``original`` the document that this one is a near copy of. ``id`` is what the
    relation is known by, where its ends were corrected, too.
    """

    relation: Relation
    voice: str
    outlet: str | None
    date: str | None
    words: str
    content: tuple[Span, ...] = ()
    url: str | None = None
    translated: str = "unknown"
    issues: tuple[str, ...] = ()
    speaker_at: int | None = None
    original: str | None = None
    id: str = ""

    def __post_init__(self) -> None:
        if not self.id:
            object.__setattr__(self, "id", self.relation.id)


def shown(connection: Connection) -> Iterator[Tie]:
    """Every relation of the newest versions, as it is judged to be, in the order in which they were added.

    Those judged wrong are left out, and those whose statement was; those judged otherwise, or added, that the present
    reader does not find come last.
    """
    coded = issues.all_ids(connection)
    said, known = _said(connection), relating.of_documents(connection)
    with streamed(connection, _TIES) as rows:
        for row in rows.mappings():
            read = relation_of(row, row["document_id"])
            related = Related(relation=read, judged=known.get((read.document, read.id)))
            yield from _tie(row, related, said, coded.get(row["statement_key"], ()))
    for row in connection.execute(_UNREAD).mappings():
        unread = known[row["document_id"], row["subject"]]
        related = Related(relation=unread.right, judged=unread)
        yield from _tie(row, related, said, coded.get(row["statement_key"], ()))


_original = documents.alias()
_ABOUT = (
    statements.c.key.label("statement_key"),
    statements.c.speaker_name,
    statements.c.speaker_kind,
    statements.c.named_start,
    statements.c.quote,
    statements.c.content,
    documents.c.id.label("document_id"),
    documents.c.outlet,
    documents.c.url,
    documents.c.translated,
    documents.c.published,
    _original.c.id.label("original"),
)


def _chosen(found: Table, source: FromClause, *columns: Any) -> Select[Any]:  # noqa: ANN401 - columns of any type
    """Choose what was found in present readings, with who says so and where; only what outlets say needs the text."""
    voiced = (statements.c.reading_key == present_readings.c.reading_key) & (statements.c.id == found.c.voice)
    of_outlets = case((found.c.voice.is_(None), documents.c.text)).label("text")
    return (
        select(*columns, *_ABOUT, of_outlets)
        .select_from(source)
        .join(documents, documents.c.key == present_readings.c.document_key)
        .outerjoin(statements, voiced)
        .outerjoin(copies, copies.c.document_key == documents.c.key)
        .outerjoin(_original, _original.c.key == copies.c.original_key)
        .where(~SUPERSEDED)
    )


_READ = relations.join(present_readings, present_readings.c.reading_key == relations.c.reading_key)
_JUDGED = judged_relations.join(present_readings, present_readings.c.document_key == judged_relations.c.document_key)
_TIES = _chosen(relations, _READ, relations).order_by(relations.c.key)
_UNREAD = (
    _chosen(judged_relations, _JUDGED, judged_relations.c.subject)
    .where(judged_relations.c.state.in_([state.value for state in UNREAD]))
    .order_by(judged_relations.c.document_key, judged_relations.c.subject)
)

_Said = Mapping[tuple[str, str], RowMapping]


def _said(connection: Connection) -> _Said:
    """Give the statements as they are judged to be, by document and id."""
    chosen = select(judged, documents.c.id).join(documents, documents.c.key == judged.c.document_key)
    placed = chosen.where(is_placed(judged))
    return {(row["id"], row["finding"] or row["subject"]): row for row in connection.execute(placed).mappings()}


def _tie(row: RowMapping, related: Related, said: _Said, coded: tuple[str, ...]) -> Iterator[Tie]:
    """Give a relation as a tie, unless it or the statement that voices it was judged wrong."""
    relation = related.right
    own = said.get((row["document_id"], relation.voice)) if relation.voice else None
    verdicts = (own and own["verdict"], related.judged and related.judged.judgement.verdict.value)
    if Verdict.NO.value in verdicts:
        return
    by = own or row
    name = by["speaker_name"] or _NAMELESS.get(by["speaker_kind"], by["speaker_kind"])
    content = (own["right"] if own else row)["content"]
    yield Tie(
        relation=relation,
        voice=(row["outlet"] or OUTLET) if relation.voice is None else name,
        outlet=row["outlet"],
        url=row["url"],
        translated=row["translated"],
        date=row["published"][:10] if row["published"] else None,
        issues=coded,
        speaker_at=own["right"]["named_start"] if own else row["named_start"],
        original=row["original"],
        words=quote_of(row["text"], relation.grounds) if row["text"] else by["quote"] or "",
        content=tuple(Span(*pair) for pair in content) if content else relation.grounds,
        id=related.id,
    )
