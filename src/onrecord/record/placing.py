"""Where judgements count: on which finding of the present reader, and where in a newer version of the text.

All of it is derived. A judgement is on the id of a finding; where the present reader has no such finding it carries
over to the one whose content is nearly the same. Into a newer version of the document it goes by its words with what
stands before and after them (the TextQuoteSelector of W3C's Web Annotation Data Model), where these occur there
exactly once; what does not is left to people, and nothing is moved by likeness.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, RowMapping, bindparam, delete, exists, insert, or_, select, union

from onrecord.facts import Kind, Mode, Span, Spans, Speaker, Statement, quote_of
from onrecord.record.judgements import Judgement, corrected, judgement_of, of_subject, weigh
from onrecord.record.rows import Row, statement_of, statement_row
from onrecord.record.schema import documents, judged, judgements, present_readings, readings, statements

_CONTEXT_CHARS = 32
_SAME = 0.8


class State(StrEnum):
    """What became of the judgements on a finding, in one document."""

    FOUND = "found"
    CARRIED = "carried"
    """They count for the one finding of the present reader whose content overlaps by 0.8 or more."""
    ANCHORED = "anchored"
    """They are of an older version; its words stand here once, and the present reader finds them."""
    ADDED = "added"
    """No reader found it; who judged added it."""
    LOST = "lost"
    """Not found by the present reader, and not by it alone."""
    REVIEW = "review"
    """They are of an older version, and its words do not stand here exactly once."""
    FOLLOWED = "followed"
    """The finding that they would count for was judged itself."""


_UNPLACED = (State.REVIEW, State.FOLLOWED)


@dataclass(frozen=True, slots=True)
class _Judged:
    """A judged statement in the offsets of one document: as read or added, and what is said of it."""

    subject: str
    key: int
    verdict: str
    statement: Statement
    corrections: Mapping[str, Any]
    quote: str
    state: State
    finding: str | None = None


def place(connection: Connection, key: int) -> None:
    """Compute again where the judgements count that concern this document and the newer versions of it."""
    if not connection.execute(_CONCERNED, {"key": key}).scalar():
        return
    rows = _placed(connection, key)
    connection.execute(delete(judged).where(judged.c.document_key == key))
    if rows:
        connection.execute(insert(judged), rows)
    for newer in connection.scalars(select(documents.c.key).where(documents.c.supersedes == key)).all():
        place(connection, newer)


def own(connection: Connection) -> Iterator[tuple[Statement, list[Judgement]]]:
    """Each judged statement as it was read or added, with its judgements in the order of their making."""
    chosen = select(documents.c.key, documents.c.id).where(exists().where(judgements.c.document_key == documents.c.key))
    for key, id_ in connection.execute(chosen.order_by(documents.c.key)).all():
        for each in _own(connection, key, id_):
            yield each.statement, of_subject(connection, each.subject)[::-1]


def rebuild(connection: Connection) -> None:
    """Compute all of it again."""
    connection.execute(delete(judged))
    first = select(judgements.c.document_key).where(judgements.c.document_key.is_not(None)).distinct()
    for key in sorted(connection.scalars(first).all()):
        place(connection, key)


def fits(connection: Connection) -> bool:
    """Whether what is stored of each document is what follows from its judgements and from its older version."""
    here = union(
        select(judgements.c.document_key).where(judgements.c.document_key.is_not(None)),
        select(judged.c.document_key),
        select(documents.c.key).join(judged, judged.c.document_key == documents.c.supersedes),
    )
    for key in connection.scalars(here).all():
        stored = connection.execute(select(judged).where(judged.c.document_key == key)).mappings()
        computed = {row["subject"]: row for row in _placed(connection, key)}
        if {row["subject"]: dict(row) for row in stored} != computed:
            return False
    return True


def _placed(connection: Connection, key: int) -> list[Row]:
    row = connection.execute(select(documents.c.id, documents.c.text).where(documents.c.key == key)).one()
    found = _present(connection, key, row.id)
    own = [_settled(each, found, row.text) for each in _own(connection, key, row.id)]
    older = [_settled(each, found, row.text) for each in _inherited(connection, key, row.id, row.text)]
    # What is judged itself counts before what comes over from elsewhere.
    ranked = sorted((*own, *older), key=lambda each: each.state is not State.FOUND)
    placed: dict[str, _Judged] = {}
    taken: set[str] = set()
    for each in ranked:
        if each.subject in placed:
            continue
        followed = each.finding in taken
        placed[each.subject] = replace(each, state=State.FOLLOWED, finding=None) if followed else each
        taken |= {each.finding} if each.finding else set()
    return [_row(each, key) for each in placed.values()]


def moved(span: Span, old: str, new: str) -> Span | None:
    """Give the place in the new text of a span of the old, if its words and their context stand there once."""
    prefix = old[max(0, span.start - _CONTEXT_CHARS) : span.start]
    selector = prefix + span.of(old) + old[span.end : span.end + _CONTEXT_CHARS]
    at = new.find(selector) if old else -1
    if at < 0 or new.find(selector, at + 1) >= 0:
        return None
    start = at + len(prefix)
    return Span(start, start + span.end - span.start)


def likeness(one: Spans, other: Spans) -> float:
    """Give the code points that two contents share, as a part of those that either has."""
    shared = sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in one for b in other)
    return shared / (sum(span.end - span.start for span in (*one, *other)) - shared)


def same(content: Spans, found: Sequence[Statement]) -> Statement | None:
    """Give the one statement whose content is nearly this."""
    near = [statement for statement in found if likeness(content, statement.content) >= _SAME]
    return near[0] if len(near) == 1 else None


_CONCERNED = select(
    or_(
        exists().where(judgements.c.document_key == bindparam("key")),
        exists().where(judged.c.document_key == bindparam("key")),
        exists().where(documents.c.key == bindparam("key"), judged.c.document_key == documents.c.supersedes),
    )
)


def _present(connection: Connection, key: int, id_: str) -> list[Statement]:
    chosen = select(statements).join(
        present_readings, present_readings.c.reading_key == statements.c.reading_key
    ).where(present_readings.c.document_key == key)  # fmt: skip
    return [statement_of(row, id_) for row in connection.execute(chosen).mappings()]


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
        yield _Judged(
            subject=subject,
            key=weighed.key,
            verdict=weighed.judgement.verdict.value,
            statement=statement,
            corrections=weighed.corrections,
            quote="" if read is None else read["quote"],
            state=State.ADDED if read is None else State.LOST,
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
        old = _Judged(
            subject=row["subject"],
            key=row["judgement_key"],
            verdict=row["verdict"],
            statement=statement_of(row["statement"], row["statement"]["document"]),
            corrections=row["corrections"],
            quote=row["quote"],
            state=State(row["state"]),
        )
        if old.state not in _UNPLACED:
            old = _anchored(old, row["text"], text, id_)
        yield old


def _anchored(old: _Judged, before: str, now: str, id_: str) -> _Judged:
    def there(span: Span | None) -> Span | None:
        return moved(span, before, now) if span else None

    read = old.statement
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
    return replace(old, statement=placed, corrections=corrections, state=State.ANCHORED)


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


def _settled(each: _Judged, found: Sequence[Statement], text: str) -> _Judged:
    """Say which finding of the present reader it is, and give its words as they are judged to be."""
    if each.state in _UNPLACED:
        return each
    if text:
        each = replace(each, quote=quote_of(text, corrected(each.statement, each.corrections).content))
    if any(statement.id == each.statement.id for statement in found):
        state = State.ANCHORED if each.state is State.ANCHORED else State.FOUND
        return replace(each, state=state, finding=each.statement.id)
    like = same(each.statement.content, found)
    if like is not None:
        state = State.ANCHORED if each.state is State.ANCHORED else State.CARRIED
        return replace(each, state=state, finding=like.id)
    return replace(each, state=State.ADDED if each.state is State.ADDED else State.LOST)


def _row(each: _Judged, document_key: int) -> Row:
    return {
        "document_key": document_key,
        "subject": each.subject,
        "judgement_key": each.key,
        "state": each.state.value,
        "finding": each.finding,
        "verdict": each.verdict,
        "corrections": dict(each.corrections),
        "statement": statement_row(each.statement, each.quote) | {"document": each.statement.document},
        "quote": each.quote,
    }
