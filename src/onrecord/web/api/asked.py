"""What can be asked for: the parameters of addresses, as they are described to programs.

They have the names and values of the pages' addresses and of the command line; ``Query`` and ``Scope`` read them.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from onrecord.facts import CueKind, Event, Layer, Mode, Status
from onrecord.record import By, Query
from onrecord.views.system import Scope

MOST = 200
"""Statements, rows or ties that are given at once at most."""

_Name = Annotated[str, StringConstraints(min_length=1, max_length=500)]
_Day = Annotated[str, Field(description="A date, like 2031-05-14.", examples=["2031-05-14"])]


class Filters(BaseModel):
    """What narrows a search, a count or the queue of a review."""

    model_config = ConfigDict(extra="forbid")

    words: str = Field("", description="Words that must all occur; “…” is a phrase, a star stands for any ending.")
    speaker: _Name | None = Field(None, description="Only this speaker's; part of the name will do.")
    speaks_for: _Name | None = Field(None, description="Only of who speaks for this one by his role, or is it.")
    target: _Name | None = Field(None, description="Only for or against this one; part of the name will do.")
    sign: Literal["1", "0", "-1", "+", "-"] | None = Field(None, description="Only for, neutral toward or against.")
    event: Event | None = Field(None, description="Only with such a relation, by PLOVER's name.")
    instrument: _Name | None = Field(None, description="Only where this treaty or resolution is named.")
    issue: _Name | None = Field(None, description="Only under this issue.")
    outlet: _Name | None = Field(None, description="Only from this outlet.")
    since: _Day | None = None
    until: _Day | None = None
    language: _Name | None = Field(None, description="Only of documents in this language, like en.")
    document: _Name | None = Field(None, description="Only of the document whose id begins so.")
    mode: Mode | None = None
    cue_kind: CueKind | None = None
    confidence: float | None = Field(None, ge=0, le=1, description="Only from this confidence on.")
    judged: Literal["yes", "no", "unsure", "any", "none"] | None = Field(None, description="Only what was judged so.")
    refused: bool = Field(False, description="Also what was judged wrong.")
    lost: bool = Field(False, description="Also what was judged and the present reader does not find.")
    originals: bool = Field(False, description="Without near copies of other documents.")
    limit: int = Field(20, ge=1, le=MOST)

    def query(self) -> Query:
        """Give the query that they make. Raises ``ValueError`` as that does."""
        return Query.parse({name: str(value) for name, value in self._given().items()})

    def _given(self) -> dict[str, Any]:
        own = self.model_dump(exclude_none=True)
        return {name: value for name, value in own.items() if name in Query.__dataclass_fields__ and name != "meaning"}


class Search(Filters):
    """A search."""

    meaning: str | None = Field(None, max_length=2_000, description="What says so in whatever words, nearest first.")
    page: str | None = Field(None, description="Go on where the last page ended: its `next`.")


class Counting(Filters):
    """What is counted, and told apart by what."""

    by: By | None = None
    copies: bool = Field(False, description="Count each near copy of a report, too.")


class Queue(Filters):
    """What is to be judged, and by whom."""

    by: _Name | None = Field(None, description="Who judges; else who started the server.")
    blind: bool = Field(False, description="Without what others said, beginning with what they judged.")


class Ties(BaseModel):
    """Which ties of the record make up a system."""

    model_config = ConfigDict(extra="forbid")

    layer: Layer = Layer.TOLD
    status: list[Status] = Field([Status.STANDING, Status.PAST], description="When they hold; may be repeated.")
    around: _Name | None = Field(None, description="Only ties with this actor, by name or id.")
    since: _Day | None = None
    until: _Day | None = None
    voice: _Name | None = Field(None, description="Only as this voice says.")
    outlet: _Name | None = None
    issue: _Name | None = None
    confidence: float = Field(0.0, ge=0, le=1)
    fold: bool = Field(False, description="Put persons into whom they speak for.")

    def scope(self) -> Scope:
        """Give the scope that they make. Raises ``ValueError`` for dates that are none."""
        given = self.model_dump(include=set(Scope.__dataclass_fields__))
        return Scope(statuses=frozenset(self.status), **given)


class System(Ties):
    """Which ties, and from which on, the strongest first."""

    start: int = Field(0, ge=0, le=10**9)
    limit: int = Field(100, ge=1, le=MOST)


class Tie(Ties):
    """One tie: from whom toward whom, by their ids."""

    source: str = Field(alias="from")
    target: str = Field(alias="to")
