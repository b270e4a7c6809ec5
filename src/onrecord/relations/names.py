"""Who the ends of a tie are: names through figures, pronouns, and the voice itself."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from onrecord.facts import End, Figure, Form, Kind, Mention, Mode, Span, Statement
from onrecord.relations.antecedents import antecedent
from onrecord.relations.ends import actor
from onrecord.relations.vocabulary import words_in
from onrecord.relations.words import Run, Sentence

_THIRD = frozenset("it its they their them he she him his her hers this that these those".split())
_SUBJECTS = frozenset("it they he she".split())
FIRST = frozenset("i we us our my me ours mine".split())
"""Words for the voice itself, or for those it speaks for."""


class Names:
    """The mentions and figures of a document, asked whom a noun phrase stands for."""

    def __init__(self, text: str, mentions: Sequence[Mention], figures: Sequence[Figure]) -> None:
        self._text = text
        self._kinds = {m.head.end: m.kind for m in mentions if m.form is not Form.PRONOUN}
        self._figures = {span: figure for figure in figures for span in figure.mentions}
        self._spans = sorted(self._figures)
        self._earlier: End | None = None
        self._subject: tuple[int, End | None] = (0, None)

    def go_on(self, words: Sentence) -> None:
        """Go on to a sentence: what opened the one right before it is what its "it" may stand for."""
        before, opened = self._subject
        self._earlier = opened if not self._text[before : words.start[0]].strip() else None
        first = words.phrases[0] if words.phrases and words.phrases[0][0] <= 1 else None
        named = first is not None and words.capital(first[1] - 1)
        end = self.end(words, actor(words, first), None) if first and named else self._earlier if first else None
        kept = replace(end, named_at=end.named_at or end.span) if end and end.kind is not Kind.PERSON else None
        self._subject = (words.end[-1], kept)

    def end(self, words: Sentence, run: Run | None, other: Run | None) -> End | None:
        """The end that a run of words is, where the tie's other end is ``other``."""
        if run is None:
            return None
        span = Span(*words.span_of(run))
        before = antecedent(words, run, other)
        named = self.end(words, before, None) if before else None
        if named is not None:
            return replace(named, span=span, named_at=named.named_at or named.span)
        if words.form[run[0]] in _THIRD and run[1] - run[0] == 1 and span not in self._figures:
            return replace(self._earlier, span=span) if self._earlier and words.form[run[0]] in ("it", "its") else None
        figure = self._described(words, run) or self._figures.get(span) or self._heading(words, run)
        if figure is not None:
            return End(name=figure.name, kind=figure.kind, span=span, named_at=figure.named_at)
        if any(i in words.instrument for i in range(max(run[0], run[1] - 2), run[1])):
            return End(name=" ".join(span.of(self._text).split()), kind=Kind.INSTRUMENT, span=span)
        kind = Kind.PLACE if words.capital(run[1] - 1) else Kind.GROUP
        return End(name=" ".join(span.of(self._text).split()), kind=self._kinds.get(span.end, kind), span=span)

    def _described(self, words: Sentence, run: Run) -> Figure | None:
        """The one organisation that the sentence has named before "the alliance", if that has no name yet."""
        if run[1] - run[0] != 2 or words.form[run[0]] != "the" or words.form[run[1] - 1] not in words_in("bodies"):
            return None
        span = Span(*words.span_of(run))
        if span in self._figures and self._figures[span].named_at != span:
            return None
        before = Span(words.start[0], span.start)
        first = bisect_left(self._spans, Span(before.start, before.start + 1))
        named = {
            figure.named_at: figure
            for span in self._spans[first : bisect_left(self._spans, Span(before.end, before.end + 1))]
            if (figure := self._figures[span]).kind is Kind.ORGANISATION or figure.name.isupper()
        }
        return next(iter(named.values())) if len(named) == 1 else None

    def _heading(self, words: Sentence, run: Run) -> Figure | None:
        """The figure whose name ends the phrase behind titles: not the one it is of ("the mayor of Arvel")."""
        phrase = words.phrase_at(run[0])
        if phrase is None or phrase[1] != run[1]:
            return None
        span = Span(*words.span_of(run))
        at = bisect_left(self._spans, span)
        inside = next((s for s in self._spans[at : at + 6] if span.holds(s) and s.end == span.end), None)
        figure = self._figures[inside] if inside else None
        if inside is None or figure is None or figure.kind is Kind.PERSON:
            return figure
        before = self._text[span.start : inside.start]
        return figure if before == before.lower() or before in ("The ", "A ") else None

    def voiced(self, end: End | None, voice: Statement | None) -> End | None:
        """The end as it is; for a word of the first person with the name of the voice, and nobody in the outlet's."""
        if end is None or end.span is None or end.span.of(self._text).lower() not in FIRST:
            return end
        if voice is None:
            return None
        who = voice.speaker
        return replace(end, name=who.name, kind=who.kind, named_at=who.named_at) if who.name else end

    def third(self, words: Sentence, run: Run | None, voice: Statement | None) -> End | None:
        """Whom "he", "she", "it" or "they" stand for that nothing before explains: the voice, where it is reported."""
        if run is None or voice is None or voice.mode is not Mode.INDIRECT or words.form[run[0]] not in _SUBJECTS:
            return None
        speaker = self.speaker(voice)
        return (
            replace(speaker, span=Span(*words.span_of(run)), implied=False, named_at=speaker.named_at or speaker.span)
            if speaker
            else None
        )

    def speaker(self, voice: Statement | None) -> End | None:
        """The voice as an end; nobody where the words have no voice of their own, or none with a name."""
        if voice is None:
            return None
        who = voice.speaker
        if who.span is None:
            return End(name=who.name, kind=who.kind, named_at=who.named_at, implied=True) if who.name else None
        return End(name=who.name or who.span.of(self._text), kind=who.kind, span=who.span, named_at=who.named_at)
