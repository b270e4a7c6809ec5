"""What answers look like, as they are described to programs.

They describe what the views give and make nothing of it: the one JSON form is in ``jsonform`` and the views, and the
tests hold every answer against its shape. docs/formats.md says what the values mean.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Stretch = Annotated[
    list[int], Field(min_length=2, max_length=2, description="Start and end in Unicode code points, half-open.")
]
Verdict = Literal["yes", "no", "unsure"]
Sign = Literal[1, 0, -1]


class _Shape(BaseModel):
    """Nothing but what is named here."""

    model_config = ConfigDict(extra="forbid")


class Problem(BaseModel):
    """What went wrong (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[dict[str, Any]] = Field([], description="Which parameters were not understood, and why.")


class Document(_Shape):
    """What is told of a document wherever one is named."""

    id: str
    url: str | None
    title: str | None
    outlet: str | None
    published: str | None
    language: str | None
    translated: str


class Place(Document):
    """Where else a report stands."""

    original: bool


class Said(_Shape):
    """What somebody said of a finding, and when."""

    verdict: Verdict
    by: str
    by_kind: Literal["person", "rule"]
    judged_at: str
    note: str | None


class Judgement(Said):
    """A judgement, and what it is on."""

    subject: str


class Judged(Judgement):
    """The judgement that counts, where it counts, and what was read where it was corrected."""

    state: str
    corrected: dict[str, Any]


class End(_Shape):
    """Who is for or against whom."""

    name: str
    span: Stretch | None
    kind: str
    implied: bool


class Happening(_Shape):
    """An event by PLOVER's names."""

    event: str | None
    polecat: str | None
    quad: str | None
    mode: str | None
    context: list[str]


class Relation(Happening):
    """Who is for or against whom, by which words."""

    id: str
    source: End | None = Field(alias="from")
    target: End | None = Field(alias="to")
    sign: Sign
    layer: str
    status: str
    grounds: list[Stretch]
    voice: str
    confidence: float
    judgement: Judged | None = None


class Speaker(_Shape):
    """Who said it."""

    name: str | None
    role: str | None
    kind: str
    span: Stretch | None
    named_at: Stretch | None


class Named(_Shape):
    """A treaty or resolution that is named."""

    name: str
    span: Stretch


class Time(_Shape):
    """A date that is named."""

    value: str
    span: Stretch


class Coded(_Shape):
    """An issue that a statement was put under."""

    id: str
    score: float


class Statement(_Shape):
    """Somebody is reported to have said something: the quote is for reading, the content is the evidence."""

    id: str
    document: Document
    mode: str
    speaker: Speaker
    source: list[Stretch]
    cue: Stretch | None
    cue_kind: str | None
    content: list[Stretch]
    quote: str
    within: str | None
    occasion: list[Stretch]
    said_on: str | None
    relations: list[Relation]
    instruments: list[Named]
    times: list[Time]
    issues: list[Coded]
    confidence: float
    reader: str
    judgement: Judged | None = None


class Selected(Statement):
    """A statement with the characters around its words, by which they are found in another copy of the text."""

    prefix: str
    suffix: str


class Shown(Selected):
    """A statement and all judgements on it, the newest first."""

    present: bool
    superseded: bool
    text_kept: bool
    judgements: list[Said]


class Statements(_Shape):
    """Some statements."""

    statements: list[Statement]


class Found(_Shape):
    """A page of a search; `next` is the `page` of the one after it."""

    statements: list[Selected]
    next: str | None


class Weight(_Shape):
    """How much there is of something."""

    name: str | None
    documents: int
    statements: int
    words: int


class Counted(_Shape):
    """The largest of so many rows."""

    counts: list[Weight]
    rows: int


class Evidence(Happening):
    """What a tie rests on."""

    relation: str
    source: str | None = Field(alias="from")
    target: str | None = Field(alias="to")
    document: str
    url: str | None
    translated: str
    statement: str | None
    voice: str
    outlet: str | None
    date: str | None
    sign: Sign
    status: str
    grounds: list[Stretch]
    words: str
    content: list[Stretch]


class Edge(_Shape):
    """All ties from one actor toward another."""

    source: str = Field(alias="from")
    target: str = Field(alias="to")
    sign: Sign
    layer: str
    status: str
    shares: dict[str, float]
    documents: int
    statements: int
    voices: list[str]
    first: str | None
    last: str | None
    evidence: list[Evidence]


class Party(_Shape):
    """An actor of a system."""

    id: str
    name: str
    aliases: list[str]
    kind: str
    wikidata: str | None


class Tie(_Shape):
    """A system of one edge."""

    actors: list[Party]
    edges: list[Edge]


class System(Tie):
    """A part of a system, the strongest edges first; `as_of` is the moment it was computed at, where that is past."""

    ties: int
    next: int | None
    as_of: str | None


class Totals(_Shape):
    """How much a record holds."""

    documents: int
    statements: int
    readings: int


class Home(Tie):
    """A record at a glance."""

    counts: Totals
    heard: list[Weight]
    newest: list[Statement]
    added: list[Document]
    failures: list[str]
    as_of: str | None


class Capture(_Shape):
    """What a text was made of."""

    name: str
    sha256: str
    media_type: str
    declared_encoding: str | None
    encoding: str
    extractor: str
    notes: list[str]
    url: str | None
    outlet: str | None
    taken: str | None
    added_at: str


class Reading(_Shape):
    """Who read a document and when."""

    reader: str
    number: int
    model: str
    statements: int
    digest: str
    added_at: str
    present: bool


class Text(_Shape):
    """A document: where it came from, a part of its text from `start` on, and what was said there."""

    document: str
    metadata: dict[str, Any]
    characters: int
    text_kept: bool
    added_at: str
    captures: list[Capture]
    readings: list[Reading]
    older: list[str]
    newer: list[str]
    also_at: list[Place]
    part: int
    parts: int
    start: int
    text: str | None
    speakers: list[str]
    statements: list[Statement]
    relations: list[Relation]


class Piece(_Shape):
    """Words here beside words there."""

    here: str
    there: str
    same: bool


class Repeated(_Shape):
    """A statement of another document that says the same."""

    statement: Statement
    kind: str
    score: float
    diff: list[Piece]
    left_out: list[str]


class Elsewhere(_Shape):
    """Where else a statement stands, and who printed it first."""

    statement: Statement
    elsewhere: list[Repeated]
    first: list[Document]


class Actor(_Shape):
    """Somebody known across documents."""

    id: str
    name: str
    kind: str
    wikidata: str | None


class Actors(_Shape):
    """Everybody of a name."""

    actors: list[Actor]


class Role(_Shape):
    """A role that somebody was seen in."""

    role: str
    speaks_for: str | None
    first: str | None
    last: str | None
    documents: int
    document: str
    span: list[int]


class Figure(_Shape):
    """Why somebody in a document is this actor."""

    document: str
    name: str
    span: Stretch
    why: str


class Profile(Actor):
    """An actor with what the record shows of him; `said` and `spoken_of` count all statements."""

    names: dict[str, int]
    roles: list[Role]
    speaks_for: list[str]
    speaks_of: dict[str, int]
    statements: list[Statement]
    mentioned: list[Statement]
    figures: list[Figure]
    said: int
    spoken_of: int


class Toward(Evidence):
    """What was shown toward somebody."""

    toward: str


class Position(_Shape):
    """What an actor has shown, the earliest first."""

    actor: str
    shown: list[Toward]


class Side(_Shape):
    """A side of a comparison."""

    name: str
    sort: str
    statements: int


class Pair(_Shape):
    """Statements of both sides, by their ids, and how they stand to each other."""

    kind: str
    a: list[str]
    b: list[str]
    what: str
    score: float


class Comparison(_Shape):
    """Two sides compared; `statements` are those that are named, by their ids."""

    a: Side
    b: Side
    pairs: list[Pair]
    only_a: list[str]
    only_b: list[str]
    statements: dict[str, Statement]


class Dated(_Shape):
    """A statement and its day."""

    date: str
    statement: Statement


class Change(_Shape):
    """Two dated statements that do not say the same, for people to judge."""

    id: str
    kind: str
    actor: str
    earlier: Dated
    later: Dated
    why: str
    score: float
    judged: Verdict | None


class Changes(_Shape):
    """What is proposed, from the score `threshold` on."""

    threshold: float
    changes: list[Change]


class Judgements(_Shape):
    """Some judgements."""

    judgements: list[Judgement]


class Disagreement(_Shape):
    """A finding about which people say different things."""

    subject: str
    field: str
    values: dict[str, str]


class Agreement(_Shape):
    """How far people agree, by field."""

    judges: list[str]
    statements: int
    relations: int
    alpha: dict[str, float | None]
    disagreements: list[Disagreement]


class Step(_Shape):
    """What became of one text: `new`, `version`, `reading` or `known`, or the reason why it was not read."""

    name: str
    outcome: str | None
    reason: str | None
    statements: int
    words: int


class Job(_Shape):
    """Something that was added: waiting, reading, comparing, done or failed."""

    id: str
    title: str
    state: str
    total: int
    steps: list[Step]
    trouble: str | None


class Jobs(_Shape):
    """What was added since the server was started, the newest first."""

    jobs: list[Job]


class Same(_Shape):
    """The actor that both are, or were said not to be."""

    actor: Actor
    verdict: Verdict


class Split(_Shape):
    """How many figures stand alone now."""

    alone: int
