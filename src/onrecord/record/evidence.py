"""The gate of the record: a reading whose spans do not fit the text is refused, whole."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.errors import EvidenceError
from onrecord.facts import Document, Reading, Span, Statement, quote_of
from onrecord.record.rows import metadata_row


def check(document: Document, reading: Reading | None) -> None:
    """Refuse with ``EvidenceError`` words that cannot be kept, and what cannot be evidence for this text."""
    _keepable(document)
    if reading is not None:
        fits(reading, document.id, len(document.text), _called(document))
        _worded(document, reading)


def _keepable(document: Document) -> None:
    described = (document.name, *document.notes, *metadata_row(document.metadata).values())
    if any("\x00" in words for words in (document.text, *filter(None, described))):
        raise EvidenceError(f"{_called(document)}: holds NUL characters, which no database keeps")
    try:
        "".join(filter(None, described)).encode()
    except UnicodeEncodeError as error:
        raise EvidenceError(f"{_called(document)}: is described with half a character ({error.reason})") from error


def fits(reading: Reading, document: str, characters: int, called: str) -> None:
    """Refuse with ``EvidenceError`` what cannot be evidence for a text of so many characters, whatever its words."""
    if reading.document != document:
        raise EvidenceError(f"{called}: the reading is of another document, {reading.document[:12]}")
    for span in _spans(reading):
        if span.end > characters:
            raise EvidenceError(f"{called}: a span ends at {span.end}, but the text has {characters} characters")
    statements: dict[str, Statement] = {}
    for statement in reading.statements:
        if statement.document != document:
            raise EvidenceError(f"{called}: statement {statement.id} is of another document")
        if statement.id in statements:
            raise EvidenceError(f"{called}: statement {statement.id} was found twice in one reading")
        statements[statement.id] = statement
    for statement in reading.statements:
        _within(called, statement, statements)
    _related(called, reading, statements)


def _worded(document: Document, reading: Reading) -> None:
    for statement in reading.statements:
        if not quote_of(document.text, statement.content):
            raise EvidenceError(f"{_called(document)}: statement {statement.id} has no words")


def _within(called: str, statement: Statement, statements: dict[str, Statement]) -> None:
    if statement.within is None:
        return
    outer = statements.get(statement.within)
    if outer is None or outer is statement:
        raise EvidenceError(f"{called}: statement {statement.id} stands within one that was not found")
    if not all(any(around.holds(span) for around in outer.content) for span in statement.content):
        raise EvidenceError(f"{called}: statement {statement.id} does not lie inside {outer.id}")


def _related(called: str, reading: Reading, statements: dict[str, Statement]) -> None:
    ids: set[str] = set()
    for relation in reading.relations:
        if relation.document != reading.document:
            raise EvidenceError(f"{called}: relation {relation.id} is of another document")
        if relation.id in ids:
            raise EvidenceError(f"{called}: relation {relation.id} was found twice in one reading")
        if relation.voice is not None and relation.voice not in statements:
            raise EvidenceError(f"{called}: relation {relation.id} is voiced by a statement that was not found")
        ids.add(relation.id)


def _spans(reading: Reading) -> Iterator[Span]:
    for statement in reading.statements:
        speaker = statement.speaker
        yield from statement.content + statement.source + statement.occasion
        yield from (span for span in (statement.cue, speaker.span, speaker.named_at) if span)
    for mention in reading.mentions:
        yield mention.span
        yield mention.head
    for figure in reading.figures:
        yield from figure.mentions
        yield figure.named_at
        if figure.role_at:
            yield figure.role_at
    for relation in reading.relations:
        yield from relation.grounds
        for end in filter(None, (relation.holder, relation.target)):
            yield from filter(None, (end.span, end.named_at))
    yield from (placed.span for placed in reading.instruments + reading.times)


def _called(document: Document) -> str:
    return document.name or f"document {document.id[:12]}"
