"""How far people agree who judged the same statements and relations, each field for itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, TypeVar

from onrecord.facts import Relation, Span, Statement
from onrecord.record import JudgeKind, Judgement, Record, Verdict
from onrecord.record.judgements import corrected, corrected_relation
from onrecord.views.reliability import nominal_alpha, unitised_alpha

_F = TypeVar("_F", Statement, Relation)
_Said = Mapping[str, Judgement]
_Unit = Mapping[str, str]
"""What each person says, by the name of who."""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A finding about which people say different things: by field and name of who judged, what each says."""

    subject: str
    field: str
    values: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """Alpha by field, ``None`` where it is not defined, and how many of each kind two or more people judged."""

    judges: tuple[str, ...]
    statements: int
    relations: int
    alpha: dict[str, float | None]
    disagreements: tuple[Disagreement, ...]

    def json(self) -> dict[str, Any]:
        """Give it in names and values."""
        return asdict(self)


def agreement(record: Record) -> Agreement:
    """Compare what people say of statements and relations, each person's newest judgement; rules are not counted.

    All but ``content`` is compared by name, and all but verdicts among those who say yes. ``content`` is unitised over
    the documents that everybody judged a statement in, each one's stretches joined where they overlap.
    """
    said = [(found, _newest(judgements)) for found, judgements in record.judged()]
    tied = [(found, _newest(judgements)) for found, judgements in record.judged_relations()]
    judges = tuple(sorted({name for _, by in (*said, *tied) for name in by}))
    of_statements = [(found.id, by, _right(found, by, corrected)) for found, by in said if len(by) > 1]
    of_relations = [(found.id, by, _right(found, by, corrected_relation)) for found, by in tied if len(by) > 1]
    fields = {
        "verdict": [(id_, _verdicts(by)) for id_, by, _ in of_statements],
        **{name: [(id_, _named(right, read)) for id_, _, right in of_statements] for name, read in _STATEMENT.items()},
        "relation verdict": [(id_, _verdicts(by)) for id_, by, _ in of_relations],
        **{name: [(id_, _named(right, read)) for id_, _, right in of_relations] for name, read in _RELATION.items()},
    }
    alpha = {
        name: nominal_alpha([[unit.get(judge) for judge in judges] for _, unit in units])
        for name, units in fields.items()
    }
    alpha["content"] = _content(record, said, judges) if len(judges) > 1 else None
    differing = [
        Disagreement(id_, name, dict(unit))
        for name, units in fields.items()
        for id_, unit in units
        if len(set(unit.values())) > 1
    ]
    return Agreement(
        judges=judges,
        statements=len(of_statements),
        relations=len(of_relations),
        alpha=alpha,
        disagreements=tuple(differing),
    )


_STATEMENT: Mapping[str, Callable[[Statement], str]] = {
    "speaker": lambda statement: statement.speaker.name or statement.speaker.kind.value,
    "mode": lambda statement: statement.mode.value,
}
_RELATION: Mapping[str, Callable[[Relation], str]] = {
    "sign": lambda relation: f"{relation.sign:+d}" if relation.sign else "0",
    "event": lambda relation: relation.event.value if relation.event else "none",
    "status": lambda relation: relation.status.value,
    "layer": lambda relation: relation.layer.value,
    "holder": lambda relation: relation.holder.name if relation.holder else "nobody",
    "target": lambda relation: relation.target.name if relation.target else "nobody",
}


def _newest(judgements: Sequence[Judgement]) -> _Said:
    """Give the newest of each person's judgements, which come in the order of their making."""
    return {judgement.by: judgement for judgement in judgements if judgement.judge.kind is JudgeKind.PERSON}


def _verdicts(by: _Said) -> _Unit:
    return {name: judgement.verdict.value for name, judgement in by.items()}


def _right(found: _F, by: _Said, correct: Callable[[_F, Mapping[str, Any]], _F]) -> dict[str, _F]:
    """Give the finding as each of those who say yes has it."""
    return {
        name: correct(found, judgement.corrections)
        for name, judgement in by.items()
        if judgement.verdict is Verdict.YES
    }


def _named(right: Mapping[str, _F], read: Callable[[_F], str]) -> _Unit:
    return {name: read(found) for name, found in right.items()}


def _content(record: Record, said: Sequence[tuple[Statement, _Said]], judges: Sequence[str]) -> float | None:
    marked: defaultdict[str, defaultdict[str, list[Span]]] = defaultdict(lambda: defaultdict(list))
    for found, by in said:
        for name, judgement in by.items():
            spans = corrected(found, judgement.corrections).content if judgement.verdict is Verdict.YES else ()
            marked[found.document][name].extend(spans)
    observers: list[list[Span]] = [[] for _ in judges]
    length = 0
    for document in sorted(id_ for id_, by in marked.items() if set(by) == set(judges)):
        for observer, name in zip(observers, judges, strict=True):
            for span in _joined(marked[document][name]):
                observer.append(Span(span.start + length, span.end + length))
        length += record.provenances(document)[0].characters
    return unitised_alpha(observers, length) if length else None


def _joined(spans: Sequence[Span]) -> Iterator[Span]:
    """Join stretches that overlap, for a stretch is marked or it is not."""
    last: Span | None = None
    for span in sorted(spans):
        if last is not None and span.start < last.end:
            last = Span(last.start, max(last.end, span.end))
            continue
        if last is not None:
            yield last
        last = span
    if last is not None:
        yield last
