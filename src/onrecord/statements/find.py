"""The recipe: from a text and its layout to its statements.

Rules decide where the form does: a sentence of a turn is a statement of the turn's voice, a quotation is
somebody's words from its first mark to its last. The model decides where words do.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from onrecord.facts import (
    CueKind,
    Document,
    Figure,
    Kind,
    Layout,
    Mention,
    Mode,
    Role,
    Span,
    Spans,
    Speaker,
    Statement,
    Turn,
)
from onrecord.statements.attribution import Attribution, attribute
from onrecord.statements.calibration import confidence
from onrecord.statements.cues import NESTING, goes_on, in_words, is_impersonal, is_speech
from onrecord.statements.groups import with_groups
from onrecord.statements.instruments import with_instruments
from onrecord.statements.kinds import with_places
from onrecord.statements.mentions import FIRST
from onrecord.statements.occasion import occasion_of, said_on
from onrecord.statements.quotations import Quotations
from onrecord.statements.speakers import Cast, cast

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from onrecord.model import Model

SURE_ENOUGH = 0.34
"""Less probable attributions are left out: here precision and recall weigh alike on PolNeAR's development articles."""

TURN_CONFIDENCE = 0.97
"""How often the role of a turn is right, rounded down (``benchmarks/accuracy.py turns``, ``role_macro``)."""


@dataclass(frozen=True, slots=True)
class Findings:
    """What the text says, and who is in it."""

    statements: tuple[Statement, ...]
    mentions: tuple[Mention, ...]
    figures: tuple[Figure, ...]


def find(document: Document, layout: Layout, model: Model) -> Findings:
    """All statements of a document, in the order of their first word, nested ones after the one that holds them."""
    found = attribute(document.text, layout, model)
    mentions = with_instruments(document.text, with_groups(document.text, with_places(document.text, found.mentions)))
    recipe = _Recipe(document, layout, cast(document.text, layout, mentions))
    spoken = recipe.turns()
    reported = recipe.reported(found.attributions)
    statements = recipe.said_within(nested([*spoken, *reported, *recipe.floating(reported)]))
    return Findings(tuple(recipe.first_person(statements)), mentions, recipe.cast.figures)


class _Recipe:
    """One document with all that its statements are made of."""

    def __init__(self, document: Document, layout: Layout, who: Cast) -> None:
        self.document, self.text, self.layout, self.cast = document, document.text, layout, who
        self.quotations = Quotations(document.text, layout)
        self.sentences = layout.sentences
        self._starts = [spans[0].start for spans in layout.sentences]

    def turns(self) -> list[Statement]:
        """Each sentence of a turn, said by the turn's voice."""
        out = []
        for turn in self.layout.turns:
            mode = {Role.ANSWER: Mode.ANSWER, Role.QUESTION: Mode.QUESTION, None: Mode.DIRECT}[turn.role]
            if turn.role is None and turn.speaker is None:
                continue
            speaker = self._voice(turn)
            out += [
                Statement(
                    document=self.document.id, mode=mode, speaker=speaker, content=content, confidence=TURN_CONFIDENCE
                )
                for sentence in self._between(turn.span)
                if (content := _clipped(sentence, (turn.span,)))
            ]
        return out

    def _voice(self, turn: Turn) -> Speaker:
        figure = self.cast.figure_of(turn.named_at) if turn.named_at else None
        kind = Kind.INTERVIEWER if turn.role is Role.QUESTION else Kind.GUEST
        if figure is not None:
            return Speaker(kind=figure.kind, name=figure.name, role=figure.role, named_at=figure.named_at)
        if turn.speaker is not None:
            kind = Kind.PERSON if turn.role is not Role.QUESTION else kind
        return Speaker(kind=kind, name=turn.speaker, named_at=turn.named_at)

    def _between(self, span: Span) -> tuple[Spans, ...]:
        first = max(0, bisect_right(self._starts, span.start) - 1)
        return self.sentences[first : bisect_right(self._starts, span.end - 1)]

    def reported(self, attributions: tuple[Attribution, ...]) -> list[Statement]:
        """What somebody is reported to have said or thought."""
        out: dict[str, Statement] = {}
        sure = [a for a in attributions if confidence(a.clues) >= SURE_ENOUGH]
        for attribution, content in zip(sure, self.quotations.shared_out(sure), strict=True):
            kept = self._in_one_turn(attribution.cue, content)
            if kept:
                statement = self._statement(attribution, kept)
                out.setdefault(statement.id, statement)
        return self._joined(_once([*out.values(), *self._in_words(list(out.values()))]))

    def _in_words(self, found: list[Statement]) -> Iterator[Statement]:
        """Sentences that open with "In his words, …" and have no cue there."""
        taken = [s.cue for s in found if s.cue is not None]
        for sentence in self.sentences:
            first, *others = sentence
            match = in_words(self.text, first.start, first.end)
            if match is None or any(match.start() <= cue.start < match.end() for cue in taken):
                continue
            whose = Span(*match.span("whose"))
            content = (Span(match.end(), first.end), *others)
            attribution = Attribution(Span(*match.span("words")), (whose,), _without_stop(self.text, content), ())
            if self._in_one_turn(attribution.cue, content):
                yield self._statement(attribution, attribution.content)

    def _joined(self, statements: list[Statement]) -> list[Statement]:
        """With a speaker for the cues that go on where another left off: "Orlan said …, and stressed …"."""
        out = []
        for statement in statements:
            earlier = self._left_off(statement, statements)
            out.append(replace(statement, speaker=earlier.speaker) if earlier else statement)
        return out

    def _left_off(self, statement: Statement, statements: list[Statement]) -> Statement | None:
        cue = statement.cue
        if statement.source or cue is None:
            return None
        start = self._around(cue)[0].start
        if not goes_on(self.text[start : cue.start], cue.of(self.text)):
            return None
        earlier = [
            s
            for s in statements
            if s.source and s.cue_kind is CueKind.SPEECH and s.cue and start <= s.cue.start < cue.start
        ]
        held = any(span.overlaps(cue) for s in earlier for span in s.content)
        return earlier[0] if len(earlier) == 1 and not held else None

    def _in_one_turn(self, cue: Span, content: Spans) -> Spans:
        """In an interview, what lies in one sentence with its cue: that sentence's statement is to hold it."""
        turns = [turn.span for turn in self.layout.turns]
        if any(turn.overlaps(cue) for turn in turns):
            here = self._between(cue)
            return _clipped(content, here[-1]) if here else ()
        return () if any(turn.overlaps(span) for turn in turns for span in content) else content

    def _statement(self, a: Attribution, content: Spans) -> Statement:
        cue = a.cue.of(self.text)
        around = self._around(a.cue)
        source = () if self._impersonal(a) else a.source
        occasion = occasion_of(self.text, around, content)
        return Statement(
            document=self.document.id,
            mode=self.quotations.mode(content, a.cue),
            speaker=self._speaker(source),
            source=source,
            cue=a.cue,
            cue_kind=CueKind.SPEECH if is_speech(cue) else CueKind.OTHER,
            content=content,
            occasion=occasion,
            said_on=said_on(self.text, a.cue, around, content, self.document.metadata.published),
            confidence=confidence(a.clues) if a.clues else TURN_CONFIDENCE,
        )

    def _impersonal(self, a: Attribution) -> bool:
        return bool(a.source) and is_impersonal(self.text[a.source[0].start : a.cue.end])

    def _around(self, cue: Span) -> Spans:
        sentences = self._between(cue)
        return sentences[-1] if sentences else (cue,)

    def _speaker(self, source: Spans) -> Speaker:
        if not source:
            return Speaker(kind=Kind.UNSTATED)
        span = source[0]
        figure = self.cast.speaker_of(span)
        if figure is not None:
            return Speaker(kind=figure.kind, name=figure.name, role=figure.role, span=span, named_at=figure.named_at)
        return Speaker(kind=Kind.UNNAMED, span=span)

    def floating(self, reported: list[Statement]) -> list[Statement]:
        """Quotations without a cue, said by whoever was quoted last in this paragraph or the one before."""
        out = []
        for content, before in self.quotations.unclaimed(reported):
            if before is None or self.layout.turns:
                continue
            speaker = replace(before.speaker, span=None)
            out.append(
                Statement(document=self.document.id, mode=Mode.DIRECT, speaker=speaker, content=content,
                          confidence=round(0.9 * before.confidence, 2))
            )  # fmt: skip
        return out

    def said_within(self, statements: list[Statement]) -> list[Statement]:
        """Without the attitudes and deeds in a turn's sentences ("we reject …"), which are its voice's own words."""
        voices = {s.id for s in statements if s.cue is None and s.mode is not Mode.DIRECT}
        kept = [s for s in statements if s.within not in voices or self._is_said(s)]
        return nested([replace(s, within=None) for s in kept])

    def _is_said(self, statement: Statement) -> bool:
        if statement.cue is None or statement.mode is Mode.DIRECT or statement.cue_kind is CueKind.SPEECH:
            return True
        return not NESTING.isdisjoint(statement.cue.of(self.text).lower().split())

    def first_person(self, statements: list[Statement]) -> list[Statement]:
        """With the voice for "I", where that stands in somebody's own words and the cast has nobody for it."""
        found: dict[str, Statement] = {}
        for statement in statements:
            found[statement.id] = self._own_words(statement, found.get(statement.within or ""))
        return list(found.values())

    def _own_words(self, statement: Statement, outer: Statement | None) -> Statement:
        me = statement.speaker.span
        if outer is None or me is None or statement.speaker.kind is not Kind.UNNAMED:
            return statement
        own = outer.cue is None or self.quotations.share((me,)) > 0
        if not own or me.of(self.text).lower() not in FIRST:
            return statement
        return replace(statement, speaker=replace(outer.speaker, span=me))


def _without_stop(text: str, content: Spans) -> Spans:
    """The content of a reported sentence, without the full stop that ends the report."""
    *before, last = content
    return (
        (*before, Span(last.start, last.end - 1))
        if text[last.end - 1] == "." and last.end - last.start > 1
        else content
    )


def _clipped(content: Spans, bounds: Spans) -> Spans:
    """The parts of the content that lie within the bounds."""
    return tuple(Span(max(c.start, b.start), min(c.end, b.end)) for c in content for b in bounds if c.overlaps(b))


def _once(statements: Iterable[Statement]) -> list[Statement]:
    """Without the cues that report the words of the same source a second time ("wrote in a letter")."""
    kept: dict[Spans, list[Statement]] = {}
    for statement in sorted(statements, key=lambda s: (not s.source, -s.confidence, s.cue or s.content[0])):
        same = kept.setdefault(statement.content, [])
        if all(statement.source not in (other.source, ()) for other in same):
            same.append(statement)
    return [statement for same in kept.values() for statement in same]


def nested(statements: list[Statement]) -> list[Statement]:
    """Each statement with the smallest one that holds its content."""
    ordered = sorted(statements, key=lambda s: (s.content[0].start, -s.content[-1].end, s.id))
    out: list[Statement] = []
    around: list[Statement] = []
    for statement in ordered:
        around = [s for s in around if s.content[-1].end > statement.content[0].start]
        parents = [s for s in around if _holds(s, statement)]
        parent = min(parents, key=_size, default=None)
        out.append(replace(statement, within=parent.id) if parent else statement)
        around.append(statement)
    return out


def _holds(outer: Statement, inner: Statement) -> bool:
    if _size(outer) <= _size(inner):
        return False
    return all(any(o.holds(i) for o in outer.content) for i in inner.content)


def _size(statement: Statement) -> int:
    return sum(span.end - span.start for span in statement.content)
