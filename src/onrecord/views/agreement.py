"""How far people agree who judged the same statements, each field for itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from onrecord.facts import Span, Statement
from onrecord.record import JudgeKind, Judgement, Record, Verdict
from onrecord.record.judgements import corrected
from onrecord.views.reliability import nominal_alpha, unitised_alpha

_Said = Mapping[str, Judgement]
_FIELDS = ("verdict", "speaker", "mode")


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A statement about which people say different things: by field and name of who judged, what each says."""

    subject: str
    field: str
    values: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """Alpha by field, ``None`` where it is not defined, and how many statements two or more people judged."""

    judges: tuple[str, ...]
    statements: int
    alpha: dict[str, float | None]
    disagreements: tuple[Disagreement, ...]

    def json(self) -> dict[str, Any]:
        """Give it in names and values."""
        return asdict(self)


def agreement(record: Record) -> Agreement:
    """Compare what people say of statements, each person's newest judgement; rules are not counted.

    ``verdict``, ``speaker`` and ``mode`` are compared by name: the latter two among those who say yes. ``content`` is
    unitised over the documents that everybody judged something in, each one's stretches joined where they overlap.
    """
    said = [(found, _newest(judgements)) for found, judgements in record.judged()]
    judges = tuple(sorted({name for _, by in said for name in by}))
    shared = [(found, by) for found, by in said if len(by) > 1]
    values = {name: [_values(name, found, by) for found, by in shared] for name in _FIELDS}
    alpha = {name: nominal_alpha([[unit.get(judge) for judge in judges] for unit in values[name]]) for name in _FIELDS}
    alpha["content"] = _content(record, said, judges) if len(judges) > 1 else None
    differing = [
        Disagreement(found.id, name, unit)
        for name in _FIELDS
        for (found, _), unit in zip(shared, values[name], strict=True)
        if len(set(unit.values())) > 1
    ]
    return Agreement(judges=judges, statements=len(shared), alpha=alpha, disagreements=tuple(differing))


def _newest(judgements: Sequence[Judgement]) -> _Said:
    """Give the newest of each person's judgements, which come in the order of their making."""
    return {judgement.by: judgement for judgement in judgements if judgement.judge.kind is JudgeKind.PERSON}


def _values(field: str, found: Statement, by: _Said) -> dict[str, str]:
    if field == "verdict":
        return {name: judgement.verdict.value for name, judgement in by.items()}
    right = {
        name: corrected(found, judgement.corrections)
        for name, judgement in by.items()
        if judgement.verdict is Verdict.YES
    }
    if field == "mode":
        return {name: statement.mode.value for name, statement in right.items()}
    return {name: statement.speaker.name or statement.speaker.kind.value for name, statement in right.items()}


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
