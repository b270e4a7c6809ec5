"""What people and rules say of findings: dated, never edited, only followed by something newer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, insert, select

from onrecord.facts import End, Event, Kind, Layer, Mode, Relation, Span, Speaker, Statement, Status
from onrecord.record.rows import Row, digest
from onrecord.record.schema import documents, judgements

TAKEN_BACK = "taken back"
"""The note on what follows a judgement that was taken back."""


class Verdict(StrEnum):
    """Whether a finding is right, with what is corrected of it."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"


class SubjectKind(StrEnum):
    """What is judged."""

    STATEMENT = "statement"
    RELATION = "relation"
    IDENTITY = "identity"
    CHANGE = "change"


class JudgeKind(StrEnum):
    """Who judges; a person's word counts before a rule's."""

    PERSON = "person"
    RULE = "rule"


@dataclass(frozen=True, slots=True)
class Judge:
    """Who judges. Raises ``ValueError`` for a name that is none."""

    name: str
    kind: JudgeKind = JudgeKind.PERSON

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", self.name.strip())
        if not self.name:
            raise ValueError("a judgement needs the name of who judged")


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What somebody said of a finding, and when (UTC).

    The finding is named by its id, which a better reader keeps, so that the judgement outlives the reading.
    ``corrections`` are fields with what is right there instead; they go with a yes. Raises ``ValueError`` for others,
    or for words that no database keeps.
    """

    subject: str
    verdict: Verdict
    judge: Judge
    note: str | None
    judged_at: str
    kind: SubjectKind = SubjectKind.STATEMENT
    corrections: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.corrections and self.verdict is not Verdict.YES:
            raise ValueError(f"what is corrected is right then: say yes with a correction, not {self.verdict}")
        for words in filter(None, (self.judge.name, self.note)):
            if "\x00" in words or any("\ud800" <= char <= "\udfff" for char in words):
                raise ValueError(f"{words!r} holds characters that no database keeps")

    @property
    def by(self) -> str:
        """The name of who judged."""
        return self.judge.name

    def json(self) -> dict[str, Any]:
        """Give in names and values what was said, by whom and when."""
        return {
            "verdict": self.verdict.value,
            "by": self.by,
            "by_kind": self.judge.kind.value,
            "judged_at": self.judged_at,
            "note": self.note,
        }


@dataclass(frozen=True, slots=True)
class Weighed:
    """What the judgements on one finding come to: the one that counts, its key, and the corrections of all."""

    key: int
    judgement: Judgement
    corrections: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Said:
    """What a judge says, before it is known of what."""

    verdict: Verdict
    judge: Judge
    note: str | None
    corrections: Mapping[str, Any]

    def on(self, kind: SubjectKind, subject: str, moment: str) -> Judgement:
        """Give the judgement that this is on what has this id."""
        return Judgement(
            kind=kind,
            subject=subject,
            verdict=self.verdict,
            judge=self.judge,
            note=self.note,
            judged_at=moment,
            corrections=self.corrections,
        )


def judge(connection: Connection, document: str | None, judgement: Judgement) -> int | None:
    """Add a judgement on a finding of the document with this id, or on what is in none; gives the document's key."""
    # What was judged in an older version stays there; where it counts is computed.
    key = connection.scalars(select(judgements.c.document_key).where(judgements.c.subject == judgement.subject)).first()
    if key is None and document is not None:
        key = connection.execute(select(documents.c.key).where(documents.c.id == document)).scalar_one()
    row = _row(judgement)
    connection.execute(insert(judgements), {"document_key": key, **row, "digest": _digest(row)})
    return key


def of_subject(connection: Connection, subject: str) -> list[Judgement]:
    """Give the judgements on a finding, the newest first."""
    chosen = select(judgements).where(judgements.c.subject == subject).order_by(judgements.c.key.desc())
    return [judgement_of(row) for row in connection.execute(chosen).mappings()]


def latest(connection: Connection, limit: int, by: str | None = None) -> list[Judgement]:
    """Give so many of the judgements that were made last, the newest first; of one judge, where a name is given."""
    chosen = select(judgements).order_by(judgements.c.key.desc()).limit(limit)
    chosen = chosen if by is None else chosen.where(judgements.c.judged_by == by)
    return [judgement_of(row) for row in connection.execute(chosen).mappings()]


def verdicts(connection: Connection, kind: SubjectKind) -> dict[str, Verdict]:
    """Give what counts of the judgements on subjects of a kind."""
    chosen = select(judgements).where(judgements.c.subject_kind == kind.value)
    by_subject: dict[str, list[tuple[int, Judgement]]] = defaultdict(list)
    for row in connection.execute(chosen).mappings():
        by_subject[row["subject"]].append((row["key"], judgement_of(row)))
    return {subject: weigh(found).judgement.verdict for subject, found in by_subject.items()}


def weigh(found: Iterable[tuple[int, Judgement]]) -> Weighed:
    """Weigh judgements on one finding, given with their keys: the newest counts, a person's before a rule's.

    Of the corrections the one that counts most for a field holds, so that a later yes leaves them as they are.
    """
    ranked = sorted(found, key=lambda each: (each[1].judge.kind is JudgeKind.PERSON, each[0]))
    corrections: dict[str, Any] = {}
    for _, judgement in ranked:
        corrections |= judgement.corrections
    key, counting = ranked[-1]
    return Weighed(key, counting, corrections)


def corrected(statement: Statement, corrections: Mapping[str, Any]) -> Statement:
    """Give a statement as it is judged to be; ``ValueError`` where that is none."""
    changes: dict[str, Any] = {}
    for name, value in corrections.items():
        if name in ("content", "source"):
            changes[name] = tuple(Span(*pair) for pair in value)
        elif name == "cue":
            changes[name] = Span(*value) if value else None
        elif name == "mode":
            changes[name] = Mode(value)
        elif name == "speaker":
            changes[name] = _speaker(value)
    return replace(statement, **changes)


def corrected_relation(relation: Relation, corrections: Mapping[str, Any]) -> Relation:
    """Give a relation as it is judged to be; ``ValueError`` where that is none."""
    changes: dict[str, Any] = {}
    for name, value in corrections.items():
        if name == "voice":
            # Of one that was added; which statement that is here is computed.
            continue
        if name in ("holder", "target"):
            changes[name] = end_of(value)
        elif name == "grounds":
            changes[name] = tuple(Span(*pair) for pair in value)
        elif name == "event":
            changes[name] = Event(value) if value else None
        else:
            changes[name] = _RELATED[name](value)
    return replace(relation, **changes)


_RELATED: dict[str, Callable[[Any], Any]] = {"sign": int, "status": Status, "layer": Layer}


def judgement_digest(row: Mapping[Any, Any]) -> str:
    """Give the digest that a stored judgement ought to bear."""
    return _digest(_row(judgement_of(row)))


def judgement_of(row: Mapping[Any, Any]) -> Judgement:
    """Give the judgement that such columns hold."""
    return Judgement(
        subject=row["subject"],
        verdict=Verdict(row["verdict"]),
        judge=Judge(row["judged_by"], JudgeKind(row["judge_kind"])),
        note=row["note"],
        judged_at=row["judged_at"],
        kind=SubjectKind(row["subject_kind"]),
        corrections=row["corrections"],
    )


def _speaker(value: Mapping[str, Any] | None) -> Speaker:
    if value is None:
        return Speaker(kind=Kind.UNSTATED)
    named_at = Span(*value["named_at"]) if value["named_at"] else None
    return Speaker(kind=Kind(value["kind"]), name=value["name"], named_at=named_at)


def end_of(value: Mapping[str, Any] | None) -> End | None:
    """Give the end of a relation that a judgement keeps."""
    if value is None:
        return None
    span, named_at = (Span(*value[name]) if value[name] else None for name in ("span", "named_at"))
    return End(name=value["name"], kind=Kind(value["kind"]), span=span, named_at=named_at, implied=span is None)


_LATER = {"subject_kind": "statement", "judge_kind": "person", "corrections": {}}


def _digest(row: Row) -> str:
    """Digest a row as the first version did, with what came later only where it says something."""
    said = {name: value for name, value in row.items() if name not in _LATER or value != _LATER[name]}
    said["statement"] = said.pop("subject")
    return digest(said)


def _row(judgement: Judgement) -> Row:
    return {
        "subject": judgement.subject,
        "verdict": judgement.verdict.value,
        "judged_by": judgement.by,
        "note": judgement.note,
        "judged_at": judgement.judged_at,
        "subject_kind": judgement.kind.value,
        "judge_kind": judgement.judge.kind.value,
        "corrections": dict(judgement.corrections),
    }
