"""Where judgements count: on which finding of the present reader, and where in a newer version of the text.

All of it is derived. A judgement is on the id of a finding; where the present reader has no such finding it carries
over to the one whose content is nearly the same, and into a newer version of the document it goes by its words. What
does neither is left to people.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, RowMapping, Table, bindparam, delete, exists, insert, or_, select, union

from onrecord.facts import Kind, Mode, Span, Speaker, Statement, quote_of
from onrecord.record import homes, names, relating, spellings
from onrecord.record.anchoring import (
    UNPLACED,
    Standing,
    State,
    anchored,
    first_come,
    moved,
    row_of,
    settled,
)
from onrecord.record.judgements import Judgement, corrected, judgement_of, of_subject, weigh
from onrecord.record.rows import Row, statement_of, statement_row
from onrecord.record.schema import (
    documents,
    judged,
    judged_relations,
    judgements,
    present_readings,
    readings,
    statements,
)
from onrecord.record.voices import Voices, same

_Judged = Standing[Statement]


def place(connection: Connection, keys: Sequence[int]) -> None:
    """Compute again where the judgements count that concern these documents and the newer versions of them."""
    home = homes.of(connection)
    for key in connection.scalars(_CONCERNED, {"keys": keys}).all():
        home.unindex_judged(connection, key)
        _write(connection, key)
        home.index_judged(connection, key)
        place(connection, connection.scalars(select(documents.c.key).where(documents.c.supersedes == key)).all())


def newer(connection: Connection, key: int) -> list[int]:
    """Give the newer versions of a document, each after those that it takes the place of."""
    found = [key]
    for older in found:
        found += connection.scalars(select(documents.c.key).where(documents.c.supersedes == older))
    return found[1:]


def leave(connection: Connection, key: int) -> None:
    """Take out where judgements count in a document."""
    homes.of(connection).unindex_judged(connection, key)
    for table in (judged, judged_relations):
        connection.execute(delete(table).where(table.c.document_key == key))


def own(connection: Connection) -> Iterator[tuple[Statement, list[Judgement]]]:
    """Each judged statement as it was read or added, with its judgements in the order of their making."""
    chosen = select(documents.c.key, documents.c.id).where(exists().where(judgements.c.document_key == documents.c.key))
    for key, id_ in connection.execute(chosen.order_by(documents.c.key)).all():
        for each in _own(connection, key, id_):
            yield each.value, of_subject(connection, each.subject)[::-1]


def rebuild(connection: Connection) -> None:
    """Compute all of it again, but for its words in the index."""
    for table in (judged, judged_relations):
        connection.execute(delete(table))
    first = select(judgements.c.document_key).where(judgements.c.document_key.is_not(None)).distinct()
    for key in sorted(connection.scalars(first).all()):
        for version in (key, *newer(connection, key)):
            _write(connection, version)


def fits(connection: Connection) -> bool:
    """Whether what is stored of each document is what follows from its judgements and from its older version."""
    here = union(
        select(judgements.c.document_key).where(judgements.c.document_key.is_not(None)),
        *(select(table.c.document_key) for table in (judged, judged_relations)),
        *(
            select(documents.c.key).join(table, table.c.document_key == documents.c.supersedes)
            for table in (judged, judged_relations)
        ),
    )
    return all(_fits(connection, key) for key in connection.scalars(here).all())


def _fits(connection: Connection, key: int) -> bool:
    for table, rows in _placed(connection, key).items():
        stored = connection.execute(select(table).where(table.c.document_key == key)).mappings()
        kept = {row["subject"]: {name: value for name, value in row.items() if name != "key"} for row in stored}
        if kept != {row["subject"]: row for row in rows}:
            return False
    return True


def _write(connection: Connection, key: int) -> None:
    placed = _placed(connection, key)
    for table, rows in placed.items():
        connection.execute(delete(table).where(table.c.document_key == key))
        if rows:
            connection.execute(insert(table), rows)
    said = placed[judged]
    spellings.enter(connection, [(row["quote"], row["speaker_name"]) for row in said])
    called = [row["speaker_name"] for row in said] + [row["target_name"] for row in placed[judged_relations]]
    names.enter(connection, filter(None, called))


def _placed(connection: Connection, key: int) -> dict[Table, list[Row]]:
    row = connection.execute(select(documents.c.id, documents.c.text).where(documents.c.key == key)).one()
    found = _present(connection, key, row.id)
    here = [each for _, each in found.values()]
    own = [_settled(each, here) for each in _own(connection, key, row.id)]
    older = [_settled(each, here) for each in _inherited(connection, key, row.id, row.text)]
    rows = [_row(each, key, found, row.text) for each in first_come(own, older)]
    voices = Voices(connection, row.id, row.text, here, rows)
    return {judged: rows, judged_relations: relating.rows(connection, key, row.id, row.text, voices)}


_CONCERNED = (
    select(documents.c.key)
    .where(
        documents.c.key.in_(bindparam("keys", expanding=True)),
        or_(
            exists().where(judgements.c.document_key == documents.c.key),
            *(exists().where(table.c.document_key == documents.c.key) for table in (judged, judged_relations)),
            *(exists().where(table.c.document_key == documents.c.supersedes) for table in (judged, judged_relations)),
        ),
    )
    .order_by(documents.c.key)
)


def _present(connection: Connection, key: int, id_: str) -> dict[str, tuple[RowMapping, Statement]]:
    """Give what the present reader found, by its ids."""
    chosen = select(statements).join(
        present_readings, present_readings.c.reading_key == statements.c.reading_key
    ).where(present_readings.c.document_key == key)  # fmt: skip
    return {row["id"]: (row, statement_of(row, id_)) for row in connection.execute(chosen).mappings()}


def _own(connection: Connection, key: int, id_: str) -> Iterator[_Judged]:
    chosen = select(judgements).where(judgements.c.document_key == key, judgements.c.subject_kind == "statement")
    of: defaultdict[str, list[tuple[int, Judgement]]] = defaultdict(list)
    for row in connection.execute(chosen.order_by(judgements.c.key)).mappings():
        of[row["subject"]].append((row["key"], judgement_of(row)))
    for subject, found in of.items():
        weighed = weigh(found)
        read = _ever_read(connection, key, subject)
        if read is None and "content" not in weighed.corrections:
            # Nobody can say where it would be; ``verify`` names it.
            continue
        statement = added(id_, weighed.corrections) if read is None else statement_of(read, id_)
        yield Standing(
            subject=subject,
            key=weighed.key,
            verdict=weighed.judgement.verdict.value,
            value=statement,
            corrections=weighed.corrections,
            state=State.ADDED if read is None else State.LOST,
            quote="" if read is None else read["quote"],
        )


def added(document: str, corrections: Mapping[str, Any]) -> Statement:
    """Give the statement that somebody added; ``ValueError`` or ``KeyError`` where that is none."""
    content = tuple(Span(*pair) for pair in corrections["content"])
    bare = Statement(document=document, mode=Mode.INDIRECT, speaker=Speaker(kind=Kind.UNSTATED), content=content)
    return corrected(bare, corrections)


def _ever_read(connection: Connection, key: int, id_: str) -> RowMapping | None:
    chosen = (
        select(statements)
        .join(readings, readings.c.key == statements.c.reading_key)
        .where(statements.c.id == id_, readings.c.document_key == key)
        .order_by(readings.c.reader_number.desc(), readings.c.key.desc())
    )
    return connection.execute(chosen.limit(1)).mappings().first()


def _inherited(connection: Connection, key: int, id_: str, text: str) -> Iterator[_Judged]:
    """Give what was judged in the older version, in the offsets of this one; for review, where it has no place here."""
    chosen = (
        select(judged, documents.c.text)
        .join(documents, documents.c.key == judged.c.document_key)
        .where(documents.c.key == select(documents.c.supersedes).where(documents.c.key == key).scalar_subquery())
        .order_by(judged.c.judgement_key)
    )
    for row in connection.execute(chosen).mappings():
        old = Standing(
            subject=row["subject"],
            key=row["judgement_key"],
            verdict=row["verdict"],
            value=statement_of(row["statement"], row["statement"]["document"]),
            corrections=row["corrections"],
            state=State(row["state"]),
            quote=row["quote"],
        )
        if old.state not in UNPLACED:
            old = _anchored(old, row["text"], text, id_)
        yield old


def _anchored(old: _Judged, before: str, now: str, id_: str) -> _Judged:
    def there(span: Span | None) -> Span | None:
        return moved(span, before, now) if span else None

    read = old.value
    content = [there(span) for span in read.content]
    cue = there(read.cue)
    corrections = _moved_corrections(old.corrections, before, now)
    if None in content or (read.cue and not cue) or corrections is None:
        return replace(old, state=State.REVIEW)
    placed = replace(
        read,
        document=id_,
        content=tuple(filter(None, content)),
        cue=cue,
        source=tuple(filter(None, map(there, read.source))),
        occasion=tuple(filter(None, map(there, read.occasion))),
        speaker=replace(read.speaker, span=there(read.speaker.span), named_at=there(read.speaker.named_at)),
        within=None,
    )
    return replace(old, value=placed, corrections=corrections, state=anchored(old.state))


def _moved_corrections(corrections: Mapping[str, Any], before: str, now: str) -> dict[str, Any] | None:
    def there(pair: list[int]) -> list[int] | None:
        span = moved(Span(*pair), before, now)
        return span.pair() if span else None

    placed = dict(corrections)
    for name in ("content", "source"):
        if name in placed:
            placed[name] = [there(pair) for pair in placed[name]]
    if placed.get("cue"):
        placed["cue"] = there(placed["cue"])
        if placed["cue"] is None:
            return None
    if placed.get("speaker") and placed["speaker"]["named_at"]:
        placed["speaker"] = placed["speaker"] | {"named_at": there(placed["speaker"]["named_at"])}
    return None if None in [*placed.get("content", []), *placed.get("source", [])] else placed


def _settled(each: _Judged, found: Sequence[Statement]) -> _Judged:
    """Say which finding of the present reader it is."""
    if each.state in UNPLACED:
        return each
    exact = any(statement.id == each.value.id for statement in found)
    like = same(each.value.content, found)
    return settled(each, each.value.id if exact else None, like.id if like else None)


def _row(each: _Judged, document_key: int, found: Mapping[str, tuple[RowMapping, Statement]], text: str) -> Row:
    """Give a row of what is judged; where no text is kept, with the words of the finding, which nothing corrects."""
    row, here = found[each.finding] if each.finding else (None, each.value)
    right = _right(each, here)
    quote = row["quote"] if row else each.quote
    if text and each.state not in UNPLACED:
        quote = quote_of(text, right.content)
    columns = statement_row(right, quote)
    return row_of(each, document_key) | {
        "statement_key": row["key"] if row else None,
        "statement": statement_row(each.value, quote) | {"document": each.value.document},
        "right": columns,
        **{name: columns[name] for name in _SEARCHED},
    }


_SEARCHED = ("quote", "content", "speaker_name", "speaker_kind", "mode", "cue_kind", "confidence")


def _right(each: _Judged, here: Statement) -> Statement:
    """Give the finding as it is judged to be: as it was judged, where what another reader found leaves no room."""
    try:
        return corrected(here, each.corrections)
    except ValueError:
        return corrected(each.value, each.corrections)
