"""Reads statements back out, each with what is known of its document."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, Table, bindparam, func, select

from onrecord.errors import RecordError
from onrecord.facts import Document, Findings, Metadata, Reading, Statement, findings_of
from onrecord.jsonform import entry_json
from onrecord.record import issues, relating
from onrecord.record.anchoring import ON_FINDINGS, UNREAD, State
from onrecord.record.judgements import Judgement, judgement_of
from onrecord.record.relating import JudgedRelation, Related
from onrecord.record.rows import (
    METADATA,
    Row,
    instrument_of,
    metadata_of,
    reading_of,
    relation_of,
    row_digest,
    statement_of,
    streamed,
    time_of,
)
from onrecord.record.schema import (
    FINDINGS,
    SUPERSEDED,
    captures,
    documents,
    instruments,
    judged,
    judgements,
    present_readings,
    readings,
    relations,
    statements,
    times,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What the judgements on a statement come to here: the one that counts, and the statement with what all correct.

    ``subject`` is the id that they are on, which is another where they carried over.
    """

    subject: str
    state: State
    judgement: Judgement
    corrections: Mapping[str, Any]
    right: Statement
    quote: str

    def json(self, statement: Statement) -> dict[str, Any]:
        """Give it in names and values, with the values that a reader gave the statement where they were corrected."""
        read = entry_json(statement, Metadata(), "", "", Findings())
        return {
            **self.judgement.json(),
            "state": self.state.value,
            "subject": self.subject,
            "corrected": {} if self.state is State.ADDED else {name: read[name] for name in self.corrections},
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A statement as the record holds it, with the findings in its words.

    ``statement`` is as it was read, ``judged`` what was said of it since.

    ``present`` is false where the document's newest reader did not find it, ``superseded`` true where a newer
    version of the document has taken its place. ``related`` are the relations of ``findings`` with what is said of
    each, and those judged or added which the present reader does not find.
    """

    statement: Statement
    metadata: Metadata
    quote: str
    findings: Findings
    reader: str
    present: bool
    superseded: bool
    judged: Judged | None = None
    related: tuple[Related, ...] = ()

    @property
    def id(self) -> str:
        """What it is known by; where it is no finding of this version, by what was judged."""
        unread = self.judged is not None and self.judged.state not in ON_FINDINGS
        return self.judged.subject if self.judged and unread else self.statement.id

    @property
    def right(self) -> Statement:
        """The statement as it is judged to be. Its id is not this one's, where its place was corrected."""
        return self.judged.right if self.judged else self.statement

    @property
    def words(self) -> str:
        """Its quote, as it is judged to be."""
        return self.judged.quote or self.quote if self.judged else self.quote

    def as_read(self) -> Entry:
        """Give it as it was read, without what anybody said of it or of its relations."""
        return replace(self, judged=None, related=tuple(Related(relation=each) for each in self.findings.relations))

    def json(self) -> dict[str, Any]:
        """Give the one JSON form of a statement, as it is judged to be, under the id of what was read."""
        form = entry_json(self.right, self.metadata, self.words, self.reader, self.findings)
        form |= {"id": self.id, "relations": [related.json() for related in self.related]}
        return form | {"judgement": self.judged.json(self.statement)} if self.judged else form


_entries = (
    select(
        statements,
        readings.c.reader,
        present_readings.c.reading_key.label("present_key"),
        documents.c.id.label("document_id"),
        *(documents.c[name] for name in METADATA),
        SUPERSEDED.label("superseded"),
    )
    .join(readings, readings.c.key == statements.c.reading_key)
    .join(documents, documents.c.key == readings.c.document_key)
    .outerjoin(present_readings, present_readings.c.reading_key == readings.c.key)
)


# Made once: of a page of a search it would take SQLAlchemy longer to make it than SQLite to run it.
_BY_KEYS = _entries.where(statements.c.key.in_(bindparam("keys", expanding=True)))


def by_keys(connection: Connection, keys: list[int]) -> dict[int, Entry]:
    """Give the entries with these keys; a negative one is that of what is judged and not read."""
    rows = connection.execute(_BY_KEYS, {"keys": [key for key in keys if key > 0]}).mappings().all()
    found = dict(zip((row["key"] for row in rows), _whole(connection, rows), strict=True))
    if unread := [-key for key in keys if key < 0]:
        placed = connection.execute(_placed.where(judged.c.key.in_(unread)).order_by(judged.c.key)).mappings().all()
        found |= zip((-row["judged_key"] for row in placed), _judged_alone(connection, placed), strict=True)
    return found


def by_id(connection: Connection, start: str, limit: int) -> list[Entry]:
    """Entries whose id begins so, of the present reading where it has them, else of the newest that has."""
    ids = (
        select(statements.c.id)
        .where(statements.c.id >= start, statements.c.id < start + "g")
        .distinct()
        .order_by(statements.c.id)
        .limit(limit)
    )
    chosen = _entries.where(statements.c.id.in_(ids)).order_by(
        statements.c.id,
        present_readings.c.reading_key.is_(None),
        readings.c.reader_number.desc(),
        readings.c.key.desc(),
    )
    first: dict[str, RowMapping] = {}
    for row in connection.execute(chosen).mappings():
        first.setdefault(row["id"], _intact(statements, row))
    found = {entry.id: entry for entry in _whole(connection, list(first.values()))}
    for entry in _unread(connection, judged.c.subject.between(start, start + "g")):
        found.setdefault(entry.id, entry)
    return [found[id_] for id_ in sorted(found)[:limit]]


def of_document(connection: Connection, document: str) -> list[Entry]:
    """Statements of the document with this id, as its newest reader and people have it, in the order of the text."""
    chosen = _entries.where(documents.c.id == document, present_readings.c.reading_key.is_not(None))
    found = list(_whole(connection, connection.execute(chosen).mappings().all()))
    found += _unread(connection, documents.c.id == document, judged.c.verdict != "no")
    return sorted(found, key=lambda entry: (entry.right.content, entry.id))


def shown(connection: Connection) -> Iterator[Entry]:
    """Every statement of the present readings of the newest versions, in the order in which they were added."""
    newest = (
        select(present_readings.c.reading_key)
        .join(documents, documents.c.key == present_readings.c.document_key)
        .where(~SUPERSEDED)
        .order_by(present_readings.c.document_key)
    )
    # Document by document: sorting all statements at once would hold the whole record in memory.
    with streamed(connection, newest) as keys:
        for some in keys.scalars().partitions(50):
            chosen = _entries.where(statements.c.reading_key.in_(some)).order_by(documents.c.key, statements.c.key)
            rows = connection.execute(chosen).mappings().all()
            of_document: dict[str, list[Entry]] = {
                id_: [] for id_ in connection.scalars(_documents_of.where(present_readings.c.reading_key.in_(some)))
            }
            for entry in _whole(connection, rows):
                of_document[entry.statement.document].append(entry)
            for entry in _unread(connection, documents.c.id.in_(of_document), judged.c.verdict != "no"):
                of_document[entry.statement.document].append(entry)
            yield from chain.from_iterable(of_document.values())


_documents_of = (
    select(documents.c.id)
    .join(present_readings, present_readings.c.document_key == documents.c.key)
    .order_by(documents.c.key)
)
_placed = (
    select(
        judgements,
        judged.c.state,
        judged.c.finding,
        judged.c.key.label("judged_key"),
        judged.c.subject.label("placed"),
        judged.c.corrections.label("merged"),
        judged.c.statement,
        judged.c.right,
        judged.c.quote,
        documents.c.id.label("document_id"),
        *(documents.c[name] for name in METADATA),
        SUPERSEDED.label("superseded"),
    )
    .join(judgements, judgements.c.key == judged.c.judgement_key)
    .join(documents, documents.c.key == judged.c.document_key)
)
_PLACED_IN = _placed.where(documents.c.id.in_(bindparam("ids", expanding=True)))
_Known = Mapping[tuple[str, str | None], Judged]


def waiting(connection: Connection) -> Iterator[Entry]:
    """Judged statements, of the newest versions, that have no place there: not found again, or without their words."""
    sought = judged.c.state.in_([State.LOST.value, State.REVIEW.value])
    return _unread(connection, sought, ~SUPERSEDED, states=(State.LOST, State.REVIEW))


def _judged(connection: Connection, ids: Iterable[str]) -> _Known:
    rows = connection.execute(_PLACED_IN, {"ids": list(ids)}).mappings()
    return {(row["document_id"], row["finding"] or row["placed"]): _weighed(row) for row in rows}


def _weighed(row: RowMapping) -> Judged:
    return Judged(
        subject=row["placed"],
        state=State(row["state"]),
        judgement=judgement_of(row),
        corrections=row["merged"],
        right=statement_of(row["right"], row["statement"]["document"]),
        quote=row["quote"],
    )


def _unread(
    connection: Connection, *conditions: ColumnElement[bool], states: tuple[State, ...] = UNREAD
) -> Iterator[Entry]:
    """Give judged statements that the present reader did not find."""
    chosen = _placed.where(judged.c.state.in_([state.value for state in states]), *conditions)
    rows = connection.execute(chosen.order_by(judged.c.document_key, judged.c.subject)).mappings().all()
    yield from _judged_alone(connection, rows)


def _judged_alone(connection: Connection, rows: Sequence[RowMapping]) -> Iterator[Entry]:
    """Give the entries of these rows of what is judged, each with the relations that it has by judgement alone."""
    voiced = _lost(relating.of_documents(connection, [row["document_id"] for row in rows]))
    for row in rows:
        yield Entry(
            related=tuple(voiced[row["document_id"], row["placed"]]),
            statement=statement_of(row["statement"], row["statement"]["document"]),
            metadata=metadata_of(row),
            quote=row["quote"],
            reader=f"judged by {row['judged_by']}",
            present=False,
            superseded=row["superseded"],
            judged=_weighed(row),
            findings=Findings(),
        )


def document(connection: Connection, start: str) -> list[Document]:
    """Documents whose id begins so, at most two."""
    chosen = (
        select(documents, captures.c.name, captures.c.extractor, captures.c.encoding, captures.c.notes)
        .join(captures, captures.c.document_key == documents.c.key)
        .where(documents.c.id >= start, documents.c.id < start + "g")
        .order_by(documents.c.id, captures.c.key)
    )
    found: dict[str, Document] = {}
    for row in connection.execute(chosen).mappings():
        if row["id"] not in found:
            found[row["id"]] = _document(row)
        if len(found) == 2:
            break
    return list(found.values())


def texts(connection: Connection, ids: Iterable[str]) -> dict[str, str]:
    """Give the texts of the documents with these ids, of those whose text is kept."""
    chosen = select(documents.c.id, documents.c.text).where(documents.c.id.in_(ids), documents.c.withheld.is_(None))
    found = {}
    for id_, text in connection.execute(chosen.order_by(documents.c.key)):
        if Document(text=text).id != id_:
            raise ValueError(f"document {id_} is not the text that was added: its digest is another")
        found[id_] = text
    return found


def reading(connection: Connection, document: str, reader: str | None) -> Reading | None:
    """Give what a reader found in a document, whole; without a reader's name the present reading."""
    chosen = (
        select(readings.c.key, readings.c.reader, readings.c.mentions)
        .join(documents, documents.c.key == readings.c.document_key)
        .where(documents.c.id == document)
    )
    if reader is None:
        chosen = chosen.join(present_readings, present_readings.c.reading_key == readings.c.key)
    else:
        chosen = chosen.where(readings.c.reader == reader)
    row = connection.execute(chosen).first()
    if row is None:
        return None
    return reading_of(document, row.reader, row.mentions, rows_of(connection, row.key))


def rows_of(connection: Connection, reading_key: int) -> dict[Table, list[Row]]:
    """Give all rows of a reading, by their tables and in their order, without what numbers them."""
    return {table: _rows(connection, table, reading_key) for table in FINDINGS}


_HAS_READ_CAPTURE = (
    select(readings.c.key)
    .join(captures, captures.c.document_key == readings.c.document_key)
    .where(
        captures.c.id == bindparam("capture"),
        captures.c.extractor == bindparam("extractor"),
        readings.c.reader == bindparam("reader"),
    )
    .limit(1)
)
_HAS_READING = (
    select(readings.c.key)
    .join(documents, documents.c.key == readings.c.document_key)
    .where(documents.c.id == bindparam("document"), readings.c.reader == bindparam("reader"))
)


def has_reading(connection: Connection, document: str, reader: str) -> bool:
    """Whether a document was read by a reader."""
    return connection.execute(_HAS_READING, {"document": document, "reader": reader}).scalar() is not None


def has_address(connection: Connection, url: str) -> bool:
    """Whether anything was captured at an address."""
    return connection.execute(select(captures.c.key).where(captures.c.url == url).limit(1)).scalar() is not None


def has_read_capture(connection: Connection, capture: str, extractor: str, reader: str) -> bool:
    """Whether what an extractor makes of the capture with this id was read by a reader."""
    sought = {"capture": capture, "extractor": extractor, "reader": reader}
    return connection.execute(_HAS_READ_CAPTURE, sought).scalar() is not None


def counts(connection: Connection) -> tuple[int, int, int]:
    """How many documents, statements that views show, and readings there are."""
    shown = (
        select(func.count())
        .select_from(documents)
        .join(present_readings, present_readings.c.document_key == documents.c.key)
        .join(statements, statements.c.reading_key == present_readings.c.reading_key)
        .where(~SUPERSEDED)
    )
    of = [select(func.count()).select_from(documents), shown, select(func.count()).select_from(readings)]
    found_documents, found_statements, found_readings = (connection.execute(count).scalar_one() for count in of)
    return found_documents, found_statements, found_readings


def _rows(connection: Connection, table: Table, reading_key: int) -> list[Row]:
    columns = [column for column in table.c if column.name not in ("key", "reading_key")]
    chosen = select(*columns).where(table.c.reading_key == reading_key).order_by(table.c.key)
    return [dict(row) for row in connection.execute(chosen).mappings()]


def _whole(connection: Connection, rows: Sequence[RowMapping]) -> Iterator[Entry]:
    """Give the entries of these rows in their order, each with what was found in its words."""
    said = [(row["reading_key"], statement_of(row, row["document_id"])) for row in rows]
    by_reading: dict[int, list[Statement]] = defaultdict(list)
    for key, statement in said:
        by_reading[key].append(statement)
    found = _found(connection, by_reading)
    findings = {key: findings_of(some, found[key]) for key, some in by_reading.items()}
    coded = issues.of_statements(connection, [row["key"] for row in rows])
    ids = sorted({row["document_id"] for row in rows})
    known, related = _judged(connection, ids), relating.of_documents(connection, ids)
    lost = _lost(related)
    for row, (key, statement) in zip(rows, said, strict=True):
        here = statement.document, statement.id
        whole = replace(findings[key][statement.id], issues=coded.get(row["key"], ()))
        read = (Related(relation=each, judged=related.get((here[0], each.id))) for each in whole.relations)
        yield replace(_entry(row, statement, whole), judged=known.get(here), related=(*read, *lost[here]))


def _lost(judged: Mapping[tuple[str, str], JudgedRelation]) -> Mapping[tuple[str, str | None], list[Related]]:
    """Give the judged relations that the present reader does not find, added ones too, by document and voice."""
    found: dict[tuple[str, str | None], list[Related]] = defaultdict(list)
    for (document, _), each in judged.items():
        if each.state in UNREAD:
            found[document, each.right.voice].append(Related(relation=each.right, judged=each))
    return found


def _entry(row: RowMapping, statement: Statement, findings: Findings) -> Entry:
    return Entry(
        statement=statement,
        metadata=metadata_of(row),
        quote=row["quote"],
        findings=findings,
        reader=row["reader"],
        present=row["present_key"] is not None,
        superseded=row["superseded"],
    )


def _of_readings(table: Table) -> Select[Any]:
    return select(table).where(table.c.reading_key.in_(bindparam("readings", expanding=True))).order_by(table.c.key)


_VOICED = _of_readings(relations).where(relations.c.voice.in_(bindparam("voices", expanding=True)))
_NAMED, _DATED = _of_readings(instruments), _of_readings(times)


def _found(connection: Connection, by_reading: Mapping[int, Sequence[Statement]]) -> dict[int, Findings]:
    """Give what each reading found of instruments and times, and of the relations that these statements voice."""
    documents_of = {key: statements[0].document for key, statements in by_reading.items()}
    voices = {statement.id for said in by_reading.values() for statement in said}

    def dealt(chosen: Select[Any], **sought: list[str]) -> dict[int, list[RowMapping]]:
        rows = defaultdict(list)
        for row in connection.execute(chosen, {"readings": list(documents_of)} | sought).mappings():
            rows[row["reading_key"]].append(row)
        return rows

    voiced = dealt(_VOICED, voices=sorted(voices))
    named, dated = dealt(_NAMED), dealt(_DATED)
    return {
        key: Findings(
            relations=tuple(relation_of(_intact(relations, row), document) for row in voiced[key]),
            instruments=tuple(map(instrument_of, named[key])),
            times=tuple(map(time_of, dated[key])),
        )
        for key, document in documents_of.items()
    }


def _intact(table: Table, row: RowMapping) -> RowMapping:
    if row["digest"] != row_digest(table, row):
        raise ValueError(f"{table.name.removesuffix('s')} {row['id']} is not as it was stored: its digest is another")
    return row


def _document(row: RowMapping) -> Document:
    if row["withheld"] is not None:
        raise RecordError(f"the text of document {row['id'][:12]} is not kept in this record, only what was said in it")
    document = Document(
        text=row["text"],
        metadata=metadata_of(row),
        name=row["name"],
        extractor=row["extractor"],
        encoding=row["encoding"],
        notes=tuple(row["notes"]),
    )
    if document.id != row["id"]:
        raise ValueError(f"document {row['id']} is not the text that was added: its digest is another")
    return document
