"""Whose word a relation rests on, and whether that voice acts or reports."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from onrecord.facts import CueKind, End, Mode, Span, Statement
from onrecord.relations.names import FIRST

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_DENIAL = re.compile(r"\b(?:den(?:y|ie)|dismiss|reject|refut|rebut|disput|disavow|contradict|scotch)", re.IGNORECASE)
_HOPING = re.compile(r"\b(?:hop(?:e|ing)|wish|dream|want)", re.IGNORECASE)
_MIND = re.compile(
    r"\b(?:believ|think|thought|consider|regard|convinced|suspect|know|knew|fear|assur|hint|boast|scoff|apolog|signal"
    r"|rul(?:ed|es)|accus|blam|thank|hail|blast|prais|criticis|criticiz|condemn|chid|commend|welcom|slam|denounc|applaud"
    r"|indicat|show|hear|find|found|agree|disagree|doubt|view|see|saw|relay|insist|expect|hop(?:e|ing)|dismiss|reject"
    r"|deni|deny|let it be)",
    re.IGNORECASE,
)
"""Cues that report no words and yet a thought or a judgement; others report an act: "refused [to join]"."""
_OWN_WORDS = (Mode.ANSWER, Mode.QUESTION, Mode.DIRECT, Mode.MIXED)


class Voices:
    """The statements of a document, asked which of them holds a stretch of text."""

    def __init__(self, text: str, statements: Sequence[Statement]) -> None:
        self._text = text
        self._of_id = {s.id: s for s in statements if self._speaks(s)}
        self._spans = sorted((p.start, p.end, s.id) for s in self._of_id.values() for p in _stretches(s))
        self._starts = [start for start, _, _ in self._spans]
        self._longest = max((end - start for start, end, _ in self._spans), default=0)

    def _speaks(self, statement: Statement) -> bool:
        if statement.cue is None or statement.cue_kind is not CueKind.OTHER or statement.mode is not Mode.INDIRECT:
            return True
        return bool(_MIND.search(statement.cue.of(self._text)))

    def _near(self, words: Span) -> list[Statement]:
        last = bisect_right(self._starts, words.end)
        first = bisect_right(self._starts, words.start - self._longest - 1)
        touching = (i for start, end, i in self._spans[first:last] if start < words.end and words.start < end)
        return [self._of_id[i] for i in dict.fromkeys(touching)]

    def innermost(self, words: Span) -> Statement | None:
        """The smallest statement whose content holds the words; of those that one voice nests, the outer."""
        holding = [s for s in self._near(words) if any(span.holds(words) for span in s.content)]
        found = min(holding, key=lambda s: sum(c.end - c.start for c in s.content), default=None)
        while found and (outer := self._of_id.get(found.within or "")) and self._is_same(found, outer):
            found = outer
        return found

    def _is_same(self, inner: Statement, outer: Statement) -> bool:
        span = inner.speaker.span
        first = span is not None and span.of(self._text).lower() in FIRST and outer.mode in _OWN_WORDS
        return first or (inner.speaker.name is not None and inner.speaker.name == outer.speaker.name)

    def spoken(self, words: Span, holder: End | None) -> Statement | None:
        """The statement of which the words are the cue, and the holder the source: "accused", "thanked"."""
        span = holder.span if holder else None
        cued = (s for s in self._near(words) if s.cue and s.cue.overlaps(words))
        ours = [s for s in cued if span is None or s.speaker.span is None or s.speaker.span.overlaps(span)]
        return min(ours, key=lambda s: s.content[0].start, default=None)

    def denying(self, statement: Statement) -> Statement | None:
        """The statement, or the nearest around it, whose cue says that the content is not so."""
        here: Statement | None = statement
        while here is not None and not (here.cue and _DENIAL.search(here.cue.of(self._text))):
            here = self._of_id.get(here.within or "")
        return here

    def hopes(self, voice: Statement | None) -> bool:
        """Whether the voice says what it hopes, not what is."""
        return voice is not None and voice.cue is not None and bool(_HOPING.search(voice.cue.of(self._text)))

    def is_own(self, voice: Statement | None, holder: End | None) -> bool:
        """Whether the holder is the voice itself."""
        if voice is None or holder is None:
            return False
        who = voice.speaker
        if holder.span is None or (who.span is not None and who.span.overlaps(holder.span)):
            return True
        if holder.named_at is not None and holder.named_at in (who.named_at, who.span):
            return True
        return voice.mode in _OWN_WORDS and holder.span.of(self._text).lower() in FIRST


def _stretches(statement: Statement) -> Iterable[Span]:
    return (*statement.content, statement.cue) if statement.cue else statement.content
