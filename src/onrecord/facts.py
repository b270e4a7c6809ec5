"""The values that the stages hand to each other: frozen, slotted, held by invariants.

Offsets are Unicode code points of ``Document.text``, half-open. Everything that is true of a
document by its words alone lives here; where it is kept, and who judged it, does not.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from enum import StrEnum
from itertools import pairwise
from typing import TypeVar

MAX_CHARS = 2_000_000
"""Longer documents are refused unless the user raises the limit."""

_TIME_WITHOUT_OFFSET = re.compile(r"\d{4}-\d\d-\d\d[T ][\d:.,]+")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")


class Mode(StrEnum):
    """How a statement stands in the text."""

    ANSWER = "answer"
    QUESTION = "question"
    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"


class Role(StrEnum):
    """Which part of an interview a turn is."""

    QUESTION = "question"
    ANSWER = "answer"


class CueKind(StrEnum):
    """Whether the cue reports words (said, wrote) or something else (opposes, expects)."""

    SPEECH = "speech"
    OTHER = "other"


class Kind(StrEnum):
    """What somebody is.

    ``GUEST`` and ``INTERVIEWER`` are the voices of turns that the text gives no name;
    ``UNNAMED`` has words but no name ("sources said") and ``UNSTATED`` not even words
    ("it is believed that"): neither is ever linked to a figure.
    """

    PERSON = "person"
    ORGANISATION = "organisation"
    PLACE = "place"
    GROUP = "group"
    INSTRUMENT = "instrument"
    OTHER = "other"
    GUEST = "guest"
    INTERVIEWER = "interviewer"
    UNNAMED = "unnamed"
    UNSTATED = "unstated"


class Form(StrEnum):
    """How a mention stands for somebody: by name, by pronoun, or by description."""

    NAME = "name"
    PRONOUN = "pronoun"
    NOMINAL = "nominal"


class Layer(StrEnum):
    """Whether a relation is the voice's own act toward the target, or a tie that the voice reports.

    ``SHOWN``: the holder is the voice itself and the words are its own evaluation or act ("the ambassador blasted
    the West"). ``TOLD``: the voice reports the tie ("the Union presses Serbia").
    """

    SHOWN = "shown"
    TOLD = "told"


class Status(StrEnum):
    """When a relation holds, according to its voice; ``DENIED``: the voice rejects that it does."""

    STANDING = "standing"
    PAST = "past"
    FUTURE = "future"
    HYPOTHETICAL = "hypothetical"
    DENIED = "denied"


class Quad(StrEnum):
    """Whether an event is one of words or of deeds, and for or against its recipient."""

    VERBAL_COOPERATION = "verbal cooperation"
    MATERIAL_COOPERATION = "material cooperation"
    VERBAL_CONFLICT = "verbal conflict"
    MATERIAL_CONFLICT = "material conflict"


class Event(StrEnum):
    """PLOVER's event types (Open Event Data Alliance, 2018), with FIGHT read as ASSAULT."""

    AGREE = "AGREE"
    CONSULT = "CONSULT"
    SUPPORT = "SUPPORT"
    CONCEDE = "CONCEDE"
    COOPERATE = "COOPERATE"
    AID = "AID"
    RETREAT = "RETREAT"
    INVESTIGATE = "INVESTIGATE"
    DEMAND = "DEMAND"
    DISAPPROVE = "DISAPPROVE"
    REJECT = "REJECT"
    THREATEN = "THREATEN"
    PROTEST = "PROTEST"
    SANCTION = "SANCTION"
    MOBILIZE = "MOBILIZE"
    COERCE = "COERCE"
    ASSAULT = "ASSAULT"

    @property
    def quad(self) -> Quad:
        """The quad category, as the PLOVER manual (2018) has it."""
        return next(quad for quad, events in _QUADS.items() if self in events)

    @property
    def polecat(self) -> str:
        """The name that the later POLECAT data give it."""
        return _POLECAT.get(self, self.value)


_QUADS = {
    Quad.VERBAL_COOPERATION: (Event.AGREE, Event.CONSULT, Event.SUPPORT, Event.CONCEDE),
    Quad.MATERIAL_COOPERATION: (Event.COOPERATE, Event.AID, Event.RETREAT),
    Quad.VERBAL_CONFLICT: (Event.DEMAND, Event.DISAPPROVE, Event.REJECT, Event.THREATEN),
    Quad.MATERIAL_CONFLICT: (
        Event.INVESTIGATE, Event.PROTEST, Event.SANCTION, Event.MOBILIZE, Event.COERCE, Event.ASSAULT,
    ),
}  # fmt: skip
_POLECAT = {Event.DEMAND: "REQUEST", Event.DISAPPROVE: "ACCUSE", Event.INVESTIGATE: "ACCUSE"}


class Clutter(StrEnum):
    """Why a stretch of a page is nobody's statement."""

    CAPTION = "caption"
    CREDIT = "credit"
    BYLINE = "byline"
    DATELINE = "dateline"
    LINK = "link"
    ASIDE = "aside"
    LABEL = "label"
    HEADING = "heading"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open stretch of code points of a text."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"a span needs 0 <= start < end, not {self.start}, {self.end}")

    def of(self, text: str) -> str:
        """The words of this span."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Whether the two share a code point."""
        return self.start < other.end and other.start < self.end

    def holds(self, other: Span) -> bool:
        """Whether the other lies wholly inside this one."""
        return self.start <= other.start and other.end <= self.end

    def pair(self) -> list[int]:
        """As JSON writes it: ``[start, end]``."""
        return [self.start, self.end]


Spans = tuple[Span, ...]


def in_order(spans: Spans) -> bool:
    """Whether the spans are ordered and disjoint."""
    return all(a.end <= b.start for a, b in pairwise(spans))


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What is known of a text besides its words; ``None`` is *missing*, never a guess.

    ``published`` is an ISO date (``2022-03-30``), or a date and time with its offset; anything else is a
    ``ValueError``. ``translated`` is one of ``no``, ``human``, ``machine``, ``unknown``.
    """

    url: str | None = None
    title: str | None = None
    outlet: str | None = None
    author: str | None = None
    published: str | None = None
    language: str | None = None
    original_language: str | None = None
    translated: str = "unknown"

    def __post_init__(self) -> None:
        if self.published is not None:
            object.__setattr__(self, "published", iso_date(self.published))
        if self.translated not in ("no", "human", "machine", "unknown"):
            raise ValueError(f"translated must be no, human, machine or unknown, not {self.translated!r}")

    def over(self, other: Metadata) -> Metadata:
        """Take these values, and the other's where these are missing."""
        known = {f.name: getattr(self, f.name) for f in fields(self) if getattr(self, f.name) not in (None, "unknown")}
        return replace(other, **known)


def iso_date(words: str) -> str:
    """Give the ISO date, or ISO date and time with its offset, that the words are; ``ValueError`` for others.

    A time without an offset is dropped, for nobody can say which moment it is.
    """
    words = words.strip()
    try:
        if _DATE.fullmatch(words):
            return date.fromisoformat(words).isoformat()
        if _DATE.match(words):
            moment = datetime.fromisoformat(words)
            return (moment.date() if _TIME_WITHOUT_OFFSET.fullmatch(words) else moment).isoformat()
    except ValueError:
        pass
    raise ValueError(f"a date must be like 2022-03-30 or 2022-03-30T09:00:00+02:00, not {words!r}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """Bytes as a source gave them, before anybody interpreted them.

    ``name`` is what a message to the user calls it: a path, ``FILE:12`` for a line, ``-`` for standard
    input. ``media_type`` is ``text/plain`` or ``text/html``; ``encoding`` is the declared one. ``taken`` is when the
    source gave them, in UTC, where that is known. ``sha256`` is that of the data, and stands for data that are not at
    hand any more.
    """

    name: str
    data: bytes
    media_type: str = "text/plain"
    encoding: str | None = None
    metadata: Metadata = field(default_factory=Metadata)
    taken: str | None = None
    sha256: str = ""

    def __post_init__(self) -> None:
        if not self.sha256:
            object.__setattr__(self, "sha256", hashlib.sha256(self.data).hexdigest())


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One text; it never changes.

    ``extractor`` says what made the text out of the capture (name and version), ``encoding`` how the
    bytes were decoded, ``notes`` what a user should know about either (replaced characters, a wrong
    declaration). None of the three is part of its identity.
    """

    text: str
    metadata: Metadata = field(default_factory=Metadata)
    name: str = ""
    extractor: str = "plain"
    encoding: str = "utf-8"
    notes: tuple[str, ...] = ()
    id: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "id", hashlib.sha256(self.text.encode()).hexdigest())


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A stretch of an interview by one voice: question, answer, or a labelled voice that is neither.

    ``speaker`` is the fullest name of the voice in the document, ``named_at`` where it stands;
    ``label`` the words that open the turn ("Wikinews:", "Q.", a dash).
    """

    span: Span
    role: Role | None
    speaker: str | None = None
    named_at: Span | None = None
    label: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How a text lies on its page.

    ``sentences`` are the readable ones: each one or more spans, for clutter or a broken line may part it;
    they never touch ``clutter``. ``turns`` are empty where the text is no interview. ``quotations`` are the
    outermost quoted stretches with their marks, one for each paragraph that a quote runs over.
    """

    paragraphs: Spans
    sentences: tuple[Spans, ...]
    clutter: tuple[tuple[Span, Clutter], ...] = ()
    turns: tuple[Turn, ...] = ()
    quotations: Spans = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Words that stand for somebody; ``head`` is the word that carries them."""

    span: Span
    head: Span
    kind: Kind
    form: Form
    confidence: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """All mentions of one somebody in one document, headed by its fullest name there.

    ``role`` is the role as it stands in the text ("Ambassador of Russia in Serbia"); ``role_at`` where.
    """

    name: str
    named_at: Span
    kind: Kind
    mentions: Spans
    role: str | None = None
    role_at: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Who is reported to have said something.

    ``span`` is the mention beside the cue, ``named_at`` where the fullest name stands. A guest or
    interviewer of an interview may have neither; ``unstated`` never has.
    """

    kind: Kind
    name: str | None = None
    role: str | None = None
    span: Span | None = None
    named_at: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Somebody is reported to have said (thought, demanded) something.

    ``content`` is the evidence: ordered, disjoint spans, which the cue never overlaps. ``within`` is the
    id of the statement whose content holds this one. The id is a hash of document, content and cue, so
    that a judgement on it survives a better reader.
    """

    document: str
    mode: Mode
    speaker: Speaker
    content: Spans
    source: Spans = ()
    cue: Span | None = None
    cue_kind: CueKind | None = None
    within: str | None = None
    occasion: Spans = ()
    said_on: str | None = None
    confidence: float = 1.0
    id: str = field(init=False)

    def __post_init__(self) -> None:
        if not self.content or not in_order(self.content):
            raise ValueError("a statement needs ordered, disjoint content spans")
        if self.cue is not None and any(self.cue.overlaps(span) for span in self.content):
            raise ValueError("a cue stands outside its own content")
        if not 0.0 <= self.confidence <= 1.0:
            raise ValueError("a confidence lies between 0 and 1")
        object.__setattr__(self, "id", statement_id(self.document, self.content, self.cue))


def statement_id(document: str, content: Spans, cue: Span | None) -> str:
    """The id of a statement: 16 hex digits over document, content spans and cue."""
    parts = [document, *(f"{s.start}-{s.end}" for s in content), "cue", f"{cue.start}-{cue.end}" if cue else ""]
    return hashlib.sha256(" ".join(parts).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """One end of a relation: who holds it, or toward whom.

    ``span`` is the mention in the words; ``None`` where the context names the end and the words do not, and then
    ``implied`` is true. ``named_at`` is where its figure's fullest name stands.
    """

    name: str
    kind: Kind
    span: Span | None = None
    named_at: Span | None = None
    implied: bool = False

    def __post_init__(self) -> None:
        if (self.span is None) is not self.implied:
            raise ValueError("an end has a span, or is implied")


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """Somebody is for or against somebody, according to a voice.

    ``sign`` is 1, 0 or -1. ``voice`` is the id of the innermost statement that says so, ``None`` for the outlet
    itself. An end is ``None`` where nobody is named and the context decides for nobody. ``grounds`` are the words that
    the relation rests on. Symmetric ties are two relations. ``mode`` is how the event is done ("strike" of PROTEST) and
    ``contexts`` what its sentence is about, the most first, both as PLOVER names them and where the words say so.
    """

    document: str
    holder: End | None
    target: End | None
    sign: int
    layer: Layer
    grounds: Spans
    status: Status = Status.STANDING
    voice: str | None = None
    event: Event | None = None
    mode: str | None = None
    contexts: tuple[str, ...] = ()
    confidence: float = 1.0
    id: str = field(init=False)

    def __post_init__(self) -> None:
        if self.holder is None and self.target is None:
            raise ValueError("a relation has at least one end")
        if self.sign not in (-1, 0, 1):
            raise ValueError(f"a sign is -1, 0 or 1, not {self.sign}")
        if not self.grounds or not in_order(self.grounds):
            raise ValueError("a relation needs ordered, disjoint grounds")
        if not 0.0 <= self.confidence <= 1.0:
            raise ValueError("a confidence lies between 0 and 1")
        spans = [end.span if end else None for end in (self.holder, self.target)]
        object.__setattr__(self, "id", relation_id(self.document, self.voice, spans[0], spans[1], self.grounds))


def relation_id(document: str, voice: str | None, holder: Span | None, target: Span | None, grounds: Spans) -> str:
    """The id of a relation: 16 hex digits over document, voice, both ends' spans and grounds."""
    ends = [f"{end.start}-{end.end}" if end else "" for end in (holder, target)]
    parts = [document, voice or "", *ends, *(f"{s.start}-{s.end}" for s in grounds)]
    return hashlib.sha256(" ".join(parts).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """A treaty, resolution, convention or accord that the text names, as it is named there."""

    name: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Time:
    """A date that the text names; ``value`` is what it means, in ISO 8601 (an interval open at one end has "..")."""

    value: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """All that one reader found in one document; stored whole or refused.

    Statements come in the order of their first word, what they rest on in the order of the text. ``reader`` is the
    reader's number and the digest of its model. ``meanings`` are those of the statements, one for each of them by one
    model, or there are none; they are no finding, and no part of what makes two readings equal.
    """

    document: str
    reader: str
    statements: tuple[Statement, ...] = ()
    mentions: tuple[Mention, ...] = ()
    figures: tuple[Figure, ...] = ()
    relations: tuple[Relation, ...] = ()
    instruments: tuple[Instrument, ...] = ()
    times: tuple[Time, ...] = ()
    meanings: tuple[Meaning, ...] = field(default=(), compare=False)

    def __post_init__(self) -> None:
        if self.meanings and len(self.meanings) != len(self.statements):
            raise ValueError(f"{len(self.statements)} statements cannot have {len(self.meanings)} meanings")
        if len({meaning.model for meaning in self.meanings}) > 1:
            raise ValueError("the meanings of a reading are those of one model")

    def findings(self) -> dict[str, Findings]:
        """Give what belongs to each statement, by its id."""
        return findings_of(
            self.statements, Findings(relations=self.relations, instruments=self.instruments, times=self.times)
        )


VECTOR = 384
"""Bytes of a vector, each a signed number: a direction, 127 times as long as one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """What words mean, as a direction in which words of like meaning lie: only those of the same ``model`` compare."""

    vector: bytes
    model: str

    def __post_init__(self) -> None:
        if len(self.vector) != VECTOR:
            raise ValueError(f"a vector has {VECTOR} bytes, not {len(self.vector)}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Coded:
    """An issue that a statement is under, and how well the two fit; a score, not a probability."""

    issue: str
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What stands in words: in those of a whole document, or of one statement.

    Of a statement these are the ``relations`` that it voices, what its content names, and the ``issues`` it was put
    under, if it was coded.
    """

    relations: tuple[Relation, ...] = ()
    instruments: tuple[Instrument, ...] = ()
    times: tuple[Time, ...] = ()
    issues: tuple[Coded, ...] = ()


def findings_of(statements: Iterable[Statement], found: Findings) -> dict[str, Findings]:
    """Deal what was found in a document out to these statements of it, by their ids."""
    voiced: dict[str | None, list[Relation]] = defaultdict(list)
    for relation in found.relations:
        voiced[relation.voice].append(relation)
    instruments, times = sorted(found.instruments, key=_start), sorted(found.times, key=_start)
    return {
        statement.id: Findings(
            relations=tuple(voiced.get(statement.id, ())),
            instruments=_inside(statement.content, instruments),
            times=_inside(statement.content, times),
        )
        for statement in statements
    }


_Placed = TypeVar("_Placed", Instrument, Time)


def _inside(content: Spans, placed: Sequence[_Placed]) -> tuple[_Placed, ...]:
    inside: list[_Placed] = []
    for span in content:
        first, last = (bisect_left(placed, edge, key=_start) for edge in (span.start, span.end))
        inside += [one for one in placed[first:last] if span.holds(one.span)]
    return tuple(inside)


def _start(placed: Instrument | Time) -> int:
    return placed.span.start


# What stands at the start of a span and belongs to the word before it: clitics and closing marks. A straight
# quotation mark closes only where no word follows it.
_LEANS = re.compile(r"""(?ix) n['’]t\b | ['’](?:s|d|m|t|ll|re|ve)\b | [.,;:!?%…)\]}’”»›] | ["'](?!\w)""")


def quote_of(text: str, content: Spans) -> str:
    """Give the words of a statement for reading, never for finding them again.

    Spans are joined by one space, or by nothing before n't, 's and closing punctuation; inner runs of
    space are folded to one.
    """
    quote = ""
    for span in content:
        words = " ".join(span.of(text).split())
        quote += words if not quote or not words or _LEANS.match(words) else f" {words}"
    return quote
