"""Changed positions: dated pairs in which an actor says another thing than before, or than those he speaks for.

They are proposed to people, never asserted. What people say of them is kept and moves the score from which on pairs
are proposed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import combinations, pairwise
from typing import Any

from onrecord.errors import RecordError
from onrecord.facts import Event, Layer, Status
from onrecord.likeness import content
from onrecord.record import Query, Record, Verdict
from onrecord.record.bearers import Bearer, Place
from onrecord.views.claims import Claim, Tied, whom
from onrecord.views.compare import claims, compared, place
from onrecord.views.pairing import Pair, Stand, pairs, reason, strength

PROPOSED = 0.6
"""From this score on pairs are proposed, until people have judged enough of them."""

_FEWEST = 8
"""So many judged pairs, some right and some wrong, tell where to begin."""

# From mild to harsh, in the order of CAMEO's scale of conflict and cooperation (Goldstein 1992).
_HARSHER = (
    Event.DISAPPROVE, Event.INVESTIGATE, Event.REJECT, Event.DEMAND, Event.THREATEN, Event.PROTEST, Event.SANCTION,
    Event.COERCE, Event.MOBILIZE, Event.ASSAULT,
)  # fmt: skip


class Turn(StrEnum):
    """How a later statement stands to an earlier one."""

    TURNED = "turned"
    """Toward the same target the sign is another."""
    HARDENED = "hardened"
    SOFTENED = "softened"
    REASON = "reason"
    """The same is said for another reason."""
    ITSELF = "contradicts itself"
    OTHERS = "contradicts those it speaks for"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Two dated statements, the earlier first, that do not say the same.

    ``why`` says what differs. ``verdict`` is what people said of it.
    """

    kind: Turn
    actor: str
    earlier: Claim
    later: Claim
    why: str
    score: float
    verdict: Verdict | None = None

    @property
    def id(self) -> str:
        """What it is known by: the ids of both statements."""
        return f"{self.earlier.id}-{self.later.id}"

    def json(self) -> dict[str, Any]:
        """Give it in names and values."""
        return {
            "id": self.id,
            "kind": self.kind.value,
            "actor": self.actor,
            "earlier": {"date": day(self.earlier), "statement": self.earlier.entry.json()},
            "later": {"date": day(self.later), "statement": self.later.entry.json()},
            "why": self.why,
            "score": self.score,
            "judged": self.verdict.value if self.verdict else None,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What is proposed, the surest first, and the score from which on it is."""

    found: tuple[Change, ...]
    threshold: float

    def rows(self) -> list[dict[str, Any]]:
        """Give what is proposed."""
        return [change.json() for change in self.found]

    def json(self) -> dict[str, Any]:
        """Give them in names and values."""
        return {"threshold": self.threshold, "changes": self.rows()}


def changes(record: Record, actor: str | None = None, on: str | None = None) -> Changes:
    """Propose changes of an actor, or of all; ``on`` narrows them to a target or an issue.

    Only dated statements of originals are compared, of different days. What people said is no change is left out.
    Raises ``RecordError`` where nothing here is said by anybody of this name.
    """
    entries = compared(record.entries(Query(speaker=actor, originals=True)))
    if actor and not entries:
        raise RecordError(f"nothing in {record.name} is said by {actor!r}")
    dated = [claim for claim in claims(record, entries) if day(claim)]
    who = record.who.bearers({place(claim) for claim in dated})
    found: dict[str, Change] = {}
    for change in _all(dated, who):
        if _is_on(change, on):
            found.setdefault(change.id, change)
    verdicts = record.judged_changes()
    least = threshold((change.score, verdicts[id_]) for id_, change in found.items() if id_ in verdicts)
    kept = [replace(change, verdict=verdicts.get(id_)) for id_, change in found.items()]
    proposed = [each for each in kept if each.verdict is Verdict.YES or (each.score >= least and not each.verdict)]
    unsure = [each for each in kept if each.verdict is Verdict.UNSURE]
    order = sorted([*proposed, *unsure], key=lambda change: (-change.score, day(change.later), change.id))
    return Changes(found=tuple(order), threshold=least)


def threshold(judged: Iterable[tuple[float, Verdict]]) -> float:
    """Choose the score that parts right pairs from wrong ones best; near ``PROPOSED``, where several do as well."""
    known = [(score, verdict is Verdict.YES) for score, verdict in judged if verdict is not Verdict.UNSURE]
    if len(known) < _FEWEST or len({right for _, right in known}) == 1:
        return PROPOSED

    def fits(least: float) -> tuple[int, float]:
        return sum((score >= least) == right for score, right in known), -abs(least - PROPOSED)

    return max({PROPOSED, *(score for score, _ in known)}, key=fits)


def day(claim: Claim) -> str:
    """The day on which it was said, else published; empty where neither is known."""
    said = claim.entry.right.said_on
    return said if said and len(said) == len("2031-05-14") else (claim.entry.metadata.published or "")[:10]


def _all(dated: Sequence[Claim], who: Mapping[Place, Bearer]) -> Iterator[Change]:
    """Give all changes: of each speaker, and between those who speak for the same."""
    spoken: dict[str, list[Claim]] = defaultdict(list)
    hosts: dict[str, str] = {}
    for claim in dated:
        if claim.entry.right.speaker.name:
            bearer = who.get(place(claim))
            speaker = bearer.actor.id if bearer else claim.speaker
            spoken[speaker].append(claim)
            hosts.setdefault(speaker, whom(bearer.speaks_for if bearer and bearer.speaks_for else claim.speaker))
    for some in spoken.values():
        yield from _turns(some)
        yield from _itself(some)
    of: dict[str, list[str]] = defaultdict(list)
    for speaker in spoken:
        of[hosts[speaker]].append(speaker)
    for speakers in of.values():
        for one, other in combinations(speakers, 2):
            yield from _others(spoken[one], spoken[other])


def _itself(spoken: Sequence[Claim]) -> Iterator[Change]:
    for pair in pairs(spoken, spoken):
        # Each pair is there twice, once from each side.
        if pair.a is _earlier(pair):
            yield from _changed(pair, Turn.ITSELF)


def _others(mine: Sequence[Claim], theirs: Sequence[Claim]) -> Iterator[Change]:
    for pair in pairs(mine, theirs):
        if pair.kind is Stand.TENSION:
            yield from _changed(pair, Turn.OTHERS)


def _earlier(pair: Pair) -> Claim:
    return min(pair.a, pair.b, key=day)


def _changed(pair: Pair, contradicts: Turn) -> Iterator[Change]:
    """Give what has changed between the halves of a pair, if it did between two days."""
    earlier, later = sorted((pair.a, pair.b), key=day)
    if day(earlier) == day(later):
        return
    if pair.kind is Stand.TENSION:
        kind, why = contradicts, pair.what
    elif weighed := strength(earlier, later):
        kind, why = Turn.HARDENED if weighed.more else Turn.SOFTENED, weighed.what
    elif given := reason(earlier, later):
        kind, why = Turn.REASON, given
    else:
        return
    yield Change(kind=kind, actor=later.speaker, earlier=earlier, later=later, why=why, score=pair.score)


def _turns(spoken: Sequence[Claim]) -> Iterator[Change]:
    """Give where what an actor shows toward a target turns, hardens or softens from one time to the next."""
    shown: dict[str, list[tuple[Claim, Tied]]] = defaultdict(list)
    for claim in sorted(spoken, key=day):
        for tied in claim.ties:
            if tied.layer is Layer.SHOWN and tied.status is Status.STANDING and tied.sign:
                shown[tied.tie[1]].append((claim, tied))
    for ties in shown.values():
        for (earlier, was), (later, now) in pairwise(ties):
            kind = _turn(was, now)
            if kind and day(earlier) < day(later):
                score = round(min(was.confidence, now.confidence), 3)
                why = f"{was.words} / {now.words}"
                yield Change(kind=kind, actor=later.speaker, earlier=earlier, later=later, why=why, score=score)


def _turn(was: Tied, now: Tied) -> Turn | None:
    if was.sign != now.sign:
        return Turn.TURNED
    if was.event not in _HARSHER or now.event not in _HARSHER or was.event is now.event:
        return None
    harsher = _HARSHER.index(now.event) > _HARSHER.index(was.event)
    return Turn.HARDENED if harsher else Turn.SOFTENED


def _is_on(change: Change, on: str | None) -> bool:
    if on is None:
        return True
    halves = change.earlier, change.later
    roots = {root for _, root in content(on)}
    return (
        any(tied.tie[1] == whom(on) for half in halves for tied in half.ties)
        or any(coded.issue == on for half in halves for coded in half.entry.findings.issues)
        or bool(roots and all(roots <= half.folded.stems for half in halves))
    )
