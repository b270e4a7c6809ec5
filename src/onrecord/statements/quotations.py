"""What quotation marks decide: where quoted words begin and end, and whose they are when no cue stands beside them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from onrecord.facts import Layout, Mode, Span, Spans, Statement
from onrecord.statements.cues import is_question

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from onrecord.statements.attribution import Attribution

SENTENCE_WORDS = 5
"""A quotation of fewer words may be a scare quote, a title or a nickname."""

_MARKS = "\"'“”‘’«»„‟‹›"


class Quotations:
    """The quotations of one text, marks included."""

    def __init__(self, text: str, layout: Layout) -> None:
        self.text = text
        self.spans = sorted(layout.quotations)
        self.paragraphs = [span.start for span in layout.paragraphs]
        self.readable = sorted(part for sentence in layout.sentences for part in sentence)

    def share(self, content: Spans, cue: Span | None = None) -> float:
        """How much of the content's letters are quoted, 0 to 1; a quotation that holds the cue too does not count."""
        letters = [i for span in content for i in range(span.start, span.end) if self.text[i].isalnum()]
        if not letters:
            return 0.0
        around = [quote for span in content for quote in _touching(self.spans, span)]
        quotes = [quote for quote in around if cue is None or not quote.overlaps(cue)]
        return sum(any(quote.start <= i < quote.end for quote in quotes) for i in letters) / len(letters)

    def mode(self, content: Spans, cue: Span) -> Mode:
        """How words that have a cue are reported."""
        words = " ".join(span.of(self.text) for span in content)
        share = self.share(content, cue)
        if share >= 0.95:
            return Mode.DIRECT
        if is_question(cue.of(self.text), words):
            return Mode.QUESTION
        return Mode.MIXED if share > 0 else Mode.INDIRECT

    def shared_out(self, attributions: Sequence[Attribution]) -> list[Spans]:
        """The contents, each up to the marks of its quotations.

        Words that two cues claim go to the nearer one, unless they are all that the other has.
        """
        contents = [self._to_the_marks(a) for a in attributions]
        nearest: dict[Span, int] = {}
        for number, content in enumerate(contents):
            for span in content:
                rival = nearest.setdefault(span, number)
                if _apart(span, attributions[number].cue) < _apart(span, attributions[rival].cue):
                    nearest[span] = number
        return [tuple(s for s in c if nearest[s] == number or len(c) == 1) for number, c in enumerate(contents)]

    def _to_the_marks(self, a: Attribution) -> Spans:
        out = []
        for span in a.content:
            grown = span
            for quote in _touching(self.spans, span):
                if not any(quote.overlaps(other) for other in (a.cue, *a.source)):
                    grown = self._grown(grown, quote)
            out.append(grown)
        return _merged(out)

    def _grown(self, span: Span, quote: Span) -> Span:
        """A span that lacks no more than the mark, or a word beside it, of a quotation."""
        start, end = span.start, span.end
        if (
            quote.start < start < quote.end
            and len(self.text[quote.start : start].split()) <= 1
            and end >= quote.end - 3
        ):
            start = quote.start
        if quote.start < end < quote.end and len(self.text[end : quote.end].split()) <= 1:
            end = quote.end
        return Span(start, end)

    def unclaimed(self, statements: Sequence[Statement]) -> Iterator[tuple[Spans, Statement | None]]:
        """Quotations of a sentence or more that no statement holds, each with the direct statement before it.

        The statement before is in the same paragraph or in the one before, and is the nearest.
        """
        claimed = _merged([span for s in statements for span in (*s.content, *s.source)])
        quoting = sorted(
            (s for s in statements if s.mode in (Mode.DIRECT, Mode.MIXED)), key=lambda s: s.content[-1].end
        )
        for quote in self.spans:
            content = tuple(
                Span(max(part.start, quote.start), min(part.end, quote.end)) for part in _touching(self.readable, quote)
            )
            if content and not _touching(claimed, quote) and self._is_speech(quote):
                yield content, self._near(quote, quoting)

    def _near(self, quote: Span, quoting: Sequence[Statement]) -> Statement | None:
        number = bisect_right(quoting, quote.start, key=lambda s: s.content[-1].end)
        before = quoting[number - 1] if number else None
        near = before is not None and self._paragraph(quote) - self._paragraph(before.content[-1]) <= 1
        return before if near else None

    def _is_speech(self, quote: Span) -> bool:
        words = quote.of(self.text).strip(_MARKS + " ")
        return len(words.split()) >= SENTENCE_WORDS and words[:1].isupper() and words[-1:] in ".!?,…—-"

    def _paragraph(self, span: Span) -> int:
        return bisect_right(self.paragraphs, span.start)


def _apart(a: Span, b: Span) -> int:
    return max(a.start - b.end, b.start - a.end)


def _touching(spans: Sequence[Span], span: Span) -> Sequence[Span]:
    """Those of the ordered, disjoint spans that overlap this one."""
    first = bisect_right(spans, span.start, key=lambda s: s.end)
    return spans[first : bisect_left(spans, span.end, key=lambda s: s.start)]


def _merged(spans: list[Span]) -> Spans:
    out: list[Span] = []
    for span in sorted(spans):
        if out and span.start <= out[-1].end:
            out[-1] = Span(out[-1].start, max(out[-1].end, span.end))
        else:
            out.append(span)
    return tuple(out)
