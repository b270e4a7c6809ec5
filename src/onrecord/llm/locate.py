"""From an answer to a reading: every word of it is looked for in the text, and what is not there is dropped.

What the form decides is not left to the model: the sentences of an interview's turns are statements, and quotation
marks tell direct from indirect speech.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from onrecord.facts import (
    CueKind,
    Document,
    End,
    Figure,
    Form,
    Kind,
    Layout,
    Mention,
    Mode,
    Reading,
    Relation,
    Role,
    Span,
    Spans,
    Speaker,
    Statement,
    Turn,
    in_order,
)
from onrecord.llm.answer import Answer, Said, Tie, Who
from onrecord.llm.folding import Folded
from onrecord.statements.cues import is_speech
from onrecord.statements.find import TURN_CONFIDENCE, nested
from onrecord.statements.instruments import instruments_of
from onrecord.statements.mentions import pronouns
from onrecord.statements.occasion import occasion_of, said_on
from onrecord.statements.quotations import Quotations
from onrecord.statements.times import times

UNKNOWN = 0.5
"""The confidence of what a language model finds: nothing is known of how often it is right."""

MISSHAPEN = "not of the form that was asked for"
NOT_THERE = "words not in the text"
TWICE = "words at more than one place"
NOBODY_THERE = "speakers, holders or targets not in the text"
IN_A_TURN = "words of an interview's turns, which their form finds"


class _Dropped(Exception):
    """An entry of an answer is not believed; the reason is its only argument."""


@dataclass(slots=True)
class _Named:
    """A figure while it is put together."""

    named_at: Span
    kind: Kind
    role_at: Span | None = None
    mentions: set[Span] = field(default_factory=set)


class Finder:
    """Puts the reading of one document together from answers; ``dropped`` counts what was not believed, by reason."""

    def __init__(self, document: Document, page: Layout) -> None:
        self.dropped: Counter[str] = Counter()
        self._document, self._text, self._page = document, document.text, page
        self._folded = Folded(document.text, (span for span, _ in page.clutter))
        self._quotations = Quotations(document.text, page)
        self._marked = {(quote.start + 1, quote.end - 1): quote for quote in page.quotations}
        self._paragraphs = [span.start for span in page.paragraphs]
        self._sentences = [spans[0].start for spans in page.sentences]
        self._figures: dict[str, _Named] = {}
        self._statements = {statement.id: statement for statement in self._turns()}
        self._relations: dict[str, Relation] = {}

    def take(self, answers: Iterable[Answer]) -> None:
        """Believe of answers what stands in the text; first all statements, for relations are voiced by them."""
        answers = tuple(answers)
        for answer in answers:
            self.dropped[MISSHAPEN] += answer.misshapen
            for said in answer.statements:
                self._take_statement(said)
        self._statements = {statement.id: statement for statement in nested(list(self._statements.values()))}
        for answer in answers:
            for tie in answer.relations:
                self._take_relation(tie)

    def reading(self, reader: str) -> Reading:
        """Give what was found, as the reading of the reader of this name."""
        figures = tuple(self._figure(name, each) for name, each in self._figures.items())
        roles = {figure.name: figure.role for figure in figures}
        mentions = tuple(sorted(self._mentions(figures), key=lambda mention: (mention.span, mention.kind)))
        return Reading(
            document=self._document.id,
            reader=reader,
            statements=tuple(
                replace(each, speaker=replace(each.speaker, role=roles.get(each.speaker.name or "")))
                for each in self._statements.values()
            ),
            mentions=mentions,
            figures=figures,
            relations=tuple(self._relations.values()),
            instruments=instruments_of(self._text, mentions),
            times=times(self._text, self._document.metadata.published),
        )

    def _turns(self) -> Iterable[Statement]:
        for turn in self._page.turns:
            if turn.role is None and turn.speaker is None:
                continue
            first, last = (bisect_right(self._sentences, edge) for edge in (turn.span.start, turn.span.end))
            for sentence in self._page.sentences[max(0, first - 1) : last]:
                content = tuple(part for part in sentence if turn.span.holds(part))
                if content:
                    yield Statement(
                        document=self._document.id, mode=_MODES[turn.role], speaker=self._voice(turn), content=content,
                        confidence=TURN_CONFIDENCE,
                    )  # fmt: skip

    def _voice(self, turn: Turn) -> Speaker:
        if turn.speaker is None or turn.named_at is None:
            return Speaker(kind=Kind.INTERVIEWER if turn.role is Role.QUESTION else Kind.GUEST, name=turn.speaker)
        kind = Kind.INTERVIEWER if turn.role is Role.QUESTION else Kind.PERSON
        self._figures.setdefault(turn.speaker, _Named(turn.named_at, Kind.PERSON)).mentions.add(turn.named_at)
        return Speaker(kind=kind, name=turn.speaker, named_at=turn.named_at)

    @contextmanager
    def _dropping(self) -> Iterator[None]:
        """Count what is not believed, and go on."""
        try:
            yield
        except _Dropped as dropped:
            self.dropped[str(dropped)] += 1

    def _take_statement(self, said: Said) -> None:
        with self._dropping():
            statement = self._statement(said)
            self._statements.setdefault(statement.id, statement)

    def _statement(self, said: Said) -> Statement:
        content = tuple(self._marked.get((s.start, s.end), s) for s in self._stretches(said.quote, said.paragraph))
        around = self._around(content)
        cue = self._nearest(said.cue, content, around, content) if said.cue else None
        if said.cue and cue is None:
            raise _Dropped(NOT_THERE)
        if cue is None and any(turn.span.overlaps(span) for turn in self._page.turns for span in content):
            raise _Dropped(IN_A_TURN)
        speaker = self._speaker(said.speaker, content, around, (cue,) if cue else content)
        sentence = self._sentence(cue) if cue else ()
        return Statement(
            document=self._document.id,
            mode=self._quotations.mode(content, cue) if cue else Mode.DIRECT,
            speaker=speaker,
            content=content,
            source=(speaker.span,) if speaker.span else (),
            cue=cue,
            cue_kind=_cue_kind(cue.of(self._text)) if cue else None,
            occasion=occasion_of(self._text, sentence, content),
            said_on=said_on(self._text, cue, sentence, content, self._document.metadata.published) if cue else None,
            confidence=UNKNOWN,
        )

    def _take_relation(self, tie: Tie) -> None:
        with self._dropping():
            relation = self._relation(tie)
            self._relations.setdefault(relation.id, relation)

    def _relation(self, tie: Tie) -> Relation:
        grounds = self._stretches(tie.words, tie.paragraph)
        holder, target = (self._end(who, grounds) if who else None for who in (tie.holder, tie.target))
        nobody = holder is None and target is None
        himself = holder is not None and target is not None and holder.name == target.name
        if nobody or himself or (holder is not None and holder.kind is Kind.INSTRUMENT):
            raise _Dropped(MISSHAPEN)
        return Relation(
            document=self._document.id,
            holder=holder,
            target=target,
            sign=tie.sign,
            layer=tie.layer,
            grounds=grounds,
            status=tie.status,
            voice=self._voiced_by(grounds),
            event=tie.event,
            confidence=UNKNOWN,
        )

    def _voiced_by(self, grounds: Spans) -> str | None:
        holding = [
            statement
            for statement in self._statements.values()
            if all(any(span.holds(ground) for span in statement.content) for ground in grounds)
        ]
        inmost = min(holding, key=lambda each: sum(span.end - span.start for span in each.content), default=None)
        return inmost.id if inmost else None

    def _stretches(self, quoted: Iterable[str], paragraph: int) -> Spans:
        """Give where words stand that are copied from the text, in order."""
        spans = tuple(span for words in quoted for span in self._only_place(words, paragraph))
        if not spans or not in_order(spans):
            raise _Dropped(MISSHAPEN)
        return spans

    def _only_place(self, words: str, paragraph: int) -> Spans:
        """Give the one place of words in their paragraph, or else in the whole text."""
        known = 0 <= paragraph < len(self._page.paragraphs)
        places = self._folded.places(words, self._page.paragraphs[paragraph]) if known else []
        places = places or self._folded.places(words)
        if len(places) != 1:
            raise _Dropped(TWICE if places else NOT_THERE)
        return places[0]

    def _around(self, content: Spans) -> Span:
        """Give the paragraphs of a content, with the one before, which may hold the cue."""
        first, last = (bisect_right(self._paragraphs, span.start) - 1 for span in (content[0], content[-1]))
        return Span(self._paragraphs[max(0, first - 1)], max(self._page.paragraphs[last].end, content[-1].end))

    def _nearest(self, words: str, to: Spans, around: Span, outside: Spans = ()) -> Span | None:
        """Give the place of words that is nearest to others, and outside of some; nothing where it is in pieces."""
        places = [place[0] for place in self._folded.places(words, around) if len(place) == 1]
        free = [place for place in places if not any(place.overlaps(span) for span in outside)]
        return min(free, key=lambda place: min(_apart(place, span) for span in to), default=None)

    def _sentence(self, cue: Span) -> Spans:
        number = bisect_right(self._sentences, cue.start) - 1
        return self._page.sentences[number] if number >= 0 else ()

    def _speaker(self, who: Who, content: Spans, around: Span, near: Spans) -> Speaker:
        kind = Kind(who.kind)
        if kind is Kind.UNSTATED:
            return Speaker(kind=kind)
        if kind in (Kind.INSTRUMENT, Kind.OTHER):
            raise _Dropped(MISSHAPEN)
        # “I” and “we” of a statement within another stand in the outer one's content, but never in the own.
        span = self._nearest(who.words, near, around, content) if who.words else None
        if who.name is None or kind is Kind.UNNAMED:
            if span is None:
                raise _Dropped(NOBODY_THERE)
            return Speaker(kind=Kind.UNNAMED, span=span)
        if span is None and who.words and not self._folded.places(who.words):
            raise _Dropped(NOBODY_THERE)
        name, figure = self._named(who)
        figure.mentions |= {span} if span else set()
        return Speaker(kind=figure.kind, name=name, span=span, named_at=figure.named_at)

    def _end(self, who: Who, grounds: Spans) -> End:
        kind = Kind(who.kind)
        if kind in (Kind.UNNAMED, Kind.UNSTATED):
            raise _Dropped(MISSHAPEN)
        span = self._nearest(who.words, grounds, self._around(grounds)) if who.words else None
        if span is None and (who.words or who.name is None):
            raise _Dropped(NOBODY_THERE)
        if span is not None and who.name is None:
            return End(name=_plain(span.of(self._text)), kind=kind, span=span)
        name, figure = self._named(who)
        figure.mentions |= {span} if span else set()
        return End(name=name, kind=figure.kind, span=span, named_at=figure.named_at, implied=span is None)

    def _named(self, who: Who) -> tuple[str, _Named]:
        """Give the figure of a name that stands in the text, which may be known already."""
        named_at = next((place[0] for place in self._folded.places(who.name or "") if len(place) == 1), None)
        if named_at is None:
            raise _Dropped(NOBODY_THERE)
        name = _plain(named_at.of(self._text))
        figure = self._figures.setdefault(name, _Named(named_at, Kind(who.kind)))
        figure.mentions.add(named_at)
        if who.role and figure.role_at is None:
            figure.role_at = self._nearest(who.role, (named_at,), Span(0, len(self._text)))
        return name, figure

    def _figure(self, name: str, figure: _Named) -> Figure:
        role = _plain(figure.role_at.of(self._text)) if figure.role_at else None
        return Figure(
            name=name, named_at=figure.named_at, kind=figure.kind, mentions=tuple(sorted(figure.mentions)),
            role=role, role_at=figure.role_at,
        )  # fmt: skip

    def _mentions(self, figures: Iterable[Figure]) -> Iterable[Mention]:
        for figure in figures:
            for span in figure.mentions:
                words = span.of(self._text)
                head = Span(span.start + len(words) - len(words.split()[-1]), span.end)
                yield Mention(span=span, head=head, kind=figure.kind, form=_form(words), confidence=UNKNOWN)


_MODES = {Role.ANSWER: Mode.ANSWER, Role.QUESTION: Mode.QUESTION, None: Mode.DIRECT}


def _cue_kind(cue: str) -> CueKind:
    return CueKind.SPEECH if is_speech(cue) else CueKind.OTHER


def _form(words: str) -> Form:
    if any(span.end - span.start == len(words) for span, _ in pronouns(words)):
        return Form.PRONOUN
    return Form.NAME if words[0].isupper() else Form.NOMINAL


def _plain(words: str) -> str:
    return " ".join(words.split())


def _apart(one: Span, other: Span) -> int:
    return max(one.start - other.end, other.start - one.end, 0)
