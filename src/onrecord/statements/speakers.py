"""Who a pronoun, a title or a part of a name stands for, within one document.

Names are grouped into figures first; then the text is read from its beginning, and each pronoun and
description joins the figure that the words decide for (an apposition, "was", a title before the name) or
that the scorer is sure of. Where two remain, none is chosen.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from onrecord.facts import Figure, Form, Kind, Layout, Mention, Span
from onrecord.statements.antecedents import Candidate, Scorer, clues, nobody, scorer
from onrecord.statements.bodies import bodies
from onrecord.statements.discourse import Discourse
from onrecord.statements.mentions import Occurrence, Part
from onrecord.statements.names import full_name
from onrecord.statements.roles import is_office
from onrecord.statements.seats import seats

SURE = 0.4
"""The probability that a pronoun's antecedent needs; below, the pronoun stays without one. Tuned on ``who-dev``."""

_ARTICLE = re.compile(r"(?:the|a|an) ", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Cast:
    """The figures of one document, in the order of their first mention."""

    figures: tuple[Figure, ...]
    _seats: dict[str, Figure] = field(repr=False, compare=False)
    _discourse: Discourse = field(repr=False, compare=False)
    _of_span: dict[Span, Figure] = field(repr=False, compare=False)

    def speaker_of(self, span: Span) -> Figure | None:
        """Whom a source stands for: a capital that speaks is its state, where the text says whose capital it is."""
        figure = self.figure_of(span)
        return self._seats.get(figure.name, figure) if figure is not None and figure.kind is Kind.PLACE else figure

    def figure_of(self, span: Span) -> Figure | None:
        """Whom a mention stands for, or the phrase around one ("the State Department spokesman Jane Doe").

        ``None`` for the unnamed ("officials"), and where two candidates remain.
        """
        if span in self._of_span:
            return self._of_span[span]
        name = self._discourse.head_name(span)
        if name is not None:
            return self._of_span.get(name)
        article = _ARTICLE.match(self._discourse.text, span.start, span.end)
        if article and article.end() < span.end and Span(article.end(), span.end) in self._of_span:
            return self._of_span[Span(article.end(), span.end)]
        return self._described(span)

    def _described(self, span: Span) -> Figure | None:
        within = self._discourse.within(span)
        alone = [o for o in within if o.form is Form.PRONOUN and o.part is not Part.POSSESSIVE]
        if alone and alone == within:
            return self._of_span.get(alone[0].span)
        described = [o for o in within if o.form is Form.NOMINAL and o.span.start == span.start]
        if described:
            return self._of_span.get(described[-1].span)
        number = None if any(o.form is Form.NAME for o in within) else self._discourse.in_office(span)
        names = self._discourse.candidates[number].names if number is not None else []
        return self._of_span.get(names[0].span) if names else None


def cast(text: str, layout: Layout, mentions: Sequence[Mention]) -> Cast:
    """Find the figures of a document. Pure; the order of the mentions does not matter."""
    learned = scorer()
    discourse = Discourse(text, layout, mentions, learned.given)
    discourse.read(lambda occurrence, near, speaker: _choose(learned, occurrence, near, speaker))
    rest = [m for m in mentions if m.kind is not Kind.PERSON and not discourse.names_person(m.span)]
    figures = [*_persons(discourse), *bodies(text, rest, discourse.setting, discourse.names)]
    figures.sort(key=lambda figure: figure.mentions[0])
    return Cast(
        tuple(figures),
        seats(text, figures),
        discourse,
        {span: figure for figure in figures for span in figure.mentions},
    )


def _choose(
    learned: Scorer, occurrence: Occurrence, near: Sequence[Candidate], speaker: int | None
) -> tuple[int | None, float]:
    shares = learned.shares([*clues(occurrence, near, speaker), nobody(occurrence, near)])
    best = max(range(len(shares)), key=shares.__getitem__)
    return (near[best].number if best < len(near) else None), shares[best]


def _persons(discourse: Discourse) -> list[Figure]:
    """The persons with a name, each with the mentions that are surely theirs."""
    theirs: list[list[Span]] = [[] for _ in discourse.bearers]
    for span, number in discourse.owner.items():
        if number is not None and number < len(theirs) and discourse.share.get(span, 1.0) >= SURE:
            theirs[number].append(span)
    return [_person(discourse, number, sorted(spans)) for number, spans in enumerate(theirs)]


def _person(discourse: Discourse, number: int, mentions: list[Span]) -> Figure:
    text = discourse.text
    named_at = full_name(text, [name.span for name in discourse.candidates[number].names])
    offices = [role for role in discourse.roles[number] if is_office(role.of(text))]
    role = next((r for r in offices if " " in r.of(text)), offices[0] if offices else None)
    return Figure(
        name=_line(text, named_at),
        named_at=named_at,
        kind=Kind.PERSON,
        mentions=tuple(mentions),
        role=_line(text, role) if role else None,
        role_at=role,
    )


def _line(text: str, span: Span) -> str:
    return " ".join(span.of(text).split())
