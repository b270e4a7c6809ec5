"""Where a mention stands: its sentence, paragraph, quotation and turn, and its part in the clause."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from onrecord.facts import Form, Layout, Span
from onrecord.statements.phrases import SPEECH


class Part(StrEnum):
    """The part of a mention in its clause, as far as the words beside it tell."""

    SUBJECT = "subject"
    OBJECT = "object"
    POSSESSIVE = "possessive"
    REFLEXIVE = "reflexive"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A mention with where it stands.

    ``sentence`` and ``paragraph`` are numbers in their order, ``quote`` and ``turn`` too, or -1 outside of any.
    ``opens`` says that nothing but function words stands before it in its sentence; ``word`` is the pronoun in
    lower case, the head noun of a description, or empty.
    """

    span: Span
    form: Form
    word: str
    part: Part
    sentence: int
    paragraph: int
    quote: int
    turn: int
    opens: bool


MALE = frozenset(("he", "him", "his", "himself"))
FEMALE = frozenset(("she", "her", "hers", "herself"))
FIRST = frozenset(("i", "me", "my", "mine", "myself"))
SECOND = frozenset(("you", "your", "yours", "yourself"))
_PARTS = {
    "he": Part.SUBJECT, "she": Part.SUBJECT, "i": Part.SUBJECT, "you": Part.SUBJECT,
    "his": Part.POSSESSIVE, "hers": Part.POSSESSIVE, "my": Part.POSSESSIVE, "mine": Part.POSSESSIVE,
    "your": Part.POSSESSIVE, "yours": Part.POSSESSIVE, "him": Part.OBJECT, "me": Part.OBJECT,
    "himself": Part.REFLEXIVE, "herself": Part.REFLEXIVE, "myself": Part.REFLEXIVE, "yourself": Part.REFLEXIVE,
}  # fmt: skip
_PRONOUN = re.compile(
    r"\b(?:s?he|him(?:self)?|his|her(?:s(?:elf)?)?|I|me|my(?:self)?|mine|you(?:rs?)?|yourself)\b(?!-)", re.IGNORECASE
)
_NO_VERB = frozenset(
    """and or of in at on for to with from by as than but that while if because after before since until about against
    into over under during whose which where what who nor so yet between among amid despite like through""".split()
)
_PREPOSITIONS = frozenset(
    """of in at on for to with from by as than about against into over under like between among toward towards including
    behind without via per near beside despite after before""".split()
)
_AFTER = re.compile(r"\s*(,?)\s*([^\W\d_]+)")
_BEFORE = re.compile(r"([^\W\d_]+)\W{0,2}$")
_QUOTE = re.compile(r"“[^“”\n]*(?:”|\n|$)|(?<![\w\"])\"[^\"\n]*(?:\"|\n|$)")


class Setting:
    """A text with its layout, asked where a position lies."""

    def __init__(self, text: str, layout: Layout) -> None:
        self.text = text
        self.turns = layout.turns
        self.quotes = [Span(m.start(), m.end()) for m in _QUOTE.finditer(text)]
        self._sentences = [spans[0].start for spans in layout.sentences]
        self._paragraphs = [span.start for span in layout.paragraphs]
        self._quotes = [span.start for span in self.quotes]
        self._turns = [turn.span.start for turn in layout.turns]

    def occurrence(self, span: Span, form: Form, word: str = "") -> Occurrence:
        """The mention at ``span``, placed."""
        at = span.start
        return Occurrence(
            span=span,
            form=form,
            word=word,
            part=_part(self.text, span, word),
            sentence=bisect_right(self._sentences, at) - 1,
            paragraph=bisect_right(self._paragraphs, at) - 1,
            quote=_holding(self.quotes, self._quotes, at),
            turn=_holding([turn.span for turn in self.turns], self._turns, at) if self.turns else -1,
            opens=self._opens(at),
        )

    def sentence_start(self, number: int) -> int:
        """Where a sentence begins; 0 before the first."""
        return self._sentences[number] if number >= 0 else 0

    def _opens(self, at: int) -> bool:
        number = bisect_right(self._sentences, at) - 1
        return at - self.sentence_start(number) <= 4


def _holding(spans: Sequence[Span], starts: list[int], at: int) -> int:
    number = bisect_right(starts, at) - 1
    return number if number >= 0 and at < spans[number].end else -1


def _part(text: str, span: Span, word: str) -> Part:
    if word in _PARTS:
        return _PARTS[word]
    ending, comma, following = _after(text, span)
    if word == "her":
        return Part.POSSESSIVE if following and not comma and following not in _NO_VERB else Part.OBJECT
    if ending:
        return Part.POSSESSIVE
    before = _BEFORE.search(text, max(0, span.start - 20), span.start)
    previous = before[1].lower() if before else ""
    if previous in SPEECH and following not in SPEECH:
        return Part.SUBJECT
    if previous in _PREPOSITIONS:
        return Part.OBJECT
    verb = following.islower() and (following not in _NO_VERB or (following == "who" and comma))
    return Part.SUBJECT if verb else Part.OTHER


def _after(text: str, span: Span) -> tuple[bool, bool, str]:
    """Whether a possessive ending closes or follows the span, whether a comma does, and the next word."""
    ended = text[span.end - 1] in "'’" or text.endswith(("'s", "’s"), span.start, span.end)
    if ended or text.startswith(("'s", "’s"), span.end):
        return True, False, ""
    match = _AFTER.match(text, span.end)
    return (False, bool(match[1]), match[2]) if match else (False, False, "")


def pronouns(text: str) -> list[tuple[Span, str]]:
    """The pronouns of the first, second and third person singular that stand for somebody, in order."""
    return [(Span(m.start(), m.end()), m[0].lower()) for m in _PRONOUN.finditer(text)]


def gender_of_pronoun(word: str) -> int:
    """1 for a man, -1 for a woman, 0 where the pronoun does not tell."""
    return 1 if word in MALE else -1 if word in FEMALE else 0
