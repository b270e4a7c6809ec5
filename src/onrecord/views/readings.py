"""What another reader found in the same documents: gained, lost, and read otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from onrecord.errors import RecordError
from onrecord.facts import Statement, quote_of
from onrecord.record import Record
from onrecord.record.voices import same

_FIELDS = ("content", "cue", "source", "mode", "speaker")


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A statement that one of two readers did not find, or that they read otherwise in ``fields``."""

    document: str
    before: Statement | None
    after: Statement | None
    fields: tuple[str, ...]
    quote: str

    @property
    def kind(self) -> str:
        """Say ``gained``, ``lost`` or ``changed``."""
        return "gained" if self.before is None else "lost" if self.after is None else "changed"

    def json(self) -> dict[str, Any]:
        """Give it in names and values."""
        return {
            "document": self.document,
            "kind": self.kind,
            "id": self.after.id if self.after else None,
            "was": self.before.id if self.before else None,
            "fields": {name: [_value(self.before, name), _value(self.after, name)] for name in self.fields},
            "quote": self.quote,
        }


def differences(record: Record, start: str, older: str | None = None, newer: str | None = None) -> Iterator[Difference]:
    """Compare what two readers found in a document; without names, the newest and the one before it.

    Statements are the same that have one id, or the only two whose contents overlap by 0.8 or more. Nothing where the
    document has no two readings. Raises ``RecordError`` for a reader that has not read it.
    """
    document = record.document(start)
    names = sorted(record.provenances(document.id)[0].readings, key=lambda reading: (reading.number, reading.added_at))
    readers = [f"{reading.number}-{reading.model}" for reading in names]
    after = newer or (readers[-1] if readers else None)
    before = older or next((name for name in reversed(readers) if name != after), None)
    if before is None or after is None:
        return
    one, other = record.reading(document.id, before), record.reading(document.id, after)
    if one is None or other is None:
        unread = before if one is None else after
        raise RecordError(f"{unread} has not read document {document.id[:12]}; its readers are {', '.join(readers)}")
    left = {statement.id: statement for statement in one.statements}
    for statement in other.statements:
        match = left.pop(statement.id, None) or same(statement.content, list(left.values()))
        if match:
            left.pop(match.id, None)
        fields = tuple(name for name in _FIELDS if match and getattr(match, name) != getattr(statement, name))
        if fields or match is None:
            yield _difference(document.id, match, statement, fields, document.text)
    for statement in left.values():
        yield _difference(document.id, statement, None, (), document.text)


def _difference(
    document: str, before: Statement | None, after: Statement | None, fields: tuple[str, ...], text: str
) -> Difference:
    shown = after or before
    quote = quote_of(text, shown.content) if shown else ""
    return Difference(document=document, before=before, after=after, fields=fields, quote=quote)


def _value(statement: Statement | None, name: str) -> Any:  # noqa: ANN401 - whatever a field holds
    value = getattr(statement, name)
    if name == "speaker":
        return value.name or value.kind.value
    if name in ("content", "source"):
        return [span.pair() for span in value]
    if name == "cue":
        return value.pair() if value else None
    return value.value
