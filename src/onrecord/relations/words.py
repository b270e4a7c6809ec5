"""A sentence as a row of tagged words, and its noun phrases: as much grammar as the rules need, without a parser.

One letter for each word, so that phrases are regular expressions over the letters:

D determiner, S possessive pronoun, P pronoun, C capitalised word, N other noun or adjective, E participle that
describes a noun, 0 number, Y word of time, ' possessive ending, I preposition, T "to" before a verb, X auxiliary,
Z negation, R adverb, V verb, G gerund, A "and" or "or", B "but", M subordinator, W relative pronoun, comma,
" quotation mark, ; any other mark.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from onrecord.relations.vocabulary import verbs, words_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from onrecord.facts import Mention, Spans

_TOKEN = re.compile(
    r"(?:[A-Za-z]\.){2,}|(?:Mr|Mrs|Ms|Dr|Gen|Sen|Gov|Rep|Lt|Col|Capt|Prof|St)\.|\d[\d,.]*\d|\d+|n['’]t\b|['’](?:s|ll|d|re|ve|m)\b|['’](?=\s)"
    r"|[^\W\d_]+?(?=n['’]t\b)|[^\W\d_]+(?:-[^\W\d_]+)*|\S"
)
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_ED = re.compile(r"[a-z]{3,}[^aeiou]ed|[a-z]{2,}[iuy]ed")
_PHRASE = re.compile(
    r"(?:D*R?(?:[0ENSC]*[NC]'|S))*D*(?:R(?=[NE]))?[0EN]*(?:[NCE0]*[NC]|0)|P|S(?=[^NCE0G]|$)|D(?=[IVX,;]|$)"
)
_CLASSES = {
    "D": "determiners", "I": "prepositions", "R": "adverbs", "Y": "times", "0": "numbers", "X": "auxiliaries",
    "Z": "negations", "M": "subordinators", "W": "relatives", "S": "possessives", "P": "pronouns",
}  # fmt: skip
_MARKS = {
    "and": "A", "or": "A", "but": "B", "nor": "A", "’s": "'", "'s": "'", "’": "'", "'": "'", ",": ",",
    "“": '"', "”": '"', '"': '"', "‘": '"',
}  # fmt: skip
_CLOSED = {word: tag for tag, name in _CLASSES.items() for word in words_in(name)} | _MARKS

Run = tuple[int, int]
"""A run of words of a sentence, half-open."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """The words of one sentence: where they start and end in the text, in lower case, and their tags."""

    text: str
    start: list[int]
    end: list[int]
    form: list[str]
    tags: str
    phrases: tuple[Run, ...]
    person: frozenset[int] = frozenset()
    instrument: frozenset[int] = frozenset()
    _starts: list[int] = field(default_factory=list)

    def span_of(self, run: Run) -> tuple[int, int]:
        """The code points of a run of words."""
        return self.start[run[0]], self.end[run[1] - 1]

    def words(self, run: Run) -> str:
        """The run as it stands in the text."""
        return self.text[slice(*self.span_of(run))]

    def phrase_at(self, word: int) -> Run | None:
        """The noun phrase that holds a word."""
        at = bisect_right(self._starts, word) - 1
        return self.phrases[at] if at >= 0 and word < self.phrases[at][1] else None

    def capital(self, word: int) -> bool:
        """Whether a word is written with a capital."""
        return self.tags[word] == "C"

    def actor(self, word: int) -> bool:
        """Whether a word is a noun for somebody, or the head of a mention of somebody."""
        return self.form[word] in words_in("actors") or word in self.person


def sentence(text: str, spans: Spans, mentions: Sequence[Mention]) -> Sentence:
    """Tag the words of a sentence; ``mentions`` are those of its document, in order."""
    found = [m for span in spans for m in _TOKEN.finditer(text, span.start, span.end)]
    start, end, form = [m.start() for m in found], [m.end() for m in found], [m[0].lower() for m in found]
    here = mentions[bisect_left(mentions, start[0], key=lambda m: m.span.end) :] if start else ()
    named, person, instrument = set[int](), set[int](), set[int]()
    for mention in here:
        if mention.span.start >= end[-1]:
            break
        lo, hi = bisect_right(end, mention.span.start), bisect_left(start, mention.span.end)
        if mention.form == "name":
            named.update(range(lo, hi))
            if mention.kind == "instrument":
                instrument.add(bisect_right(end, mention.head.start))
        elif mention.form == "nominal" and mention.kind in ("person", "organisation", "group"):
            person.update(range(bisect_right(end, mention.head.start), hi))
    tags = _tagged([m[0] for m in found], form, named)
    phrases = tuple(m.span() for m in _PHRASE.finditer(tags))
    return Sentence(
        text, start, end, form, tags, phrases, frozenset(person), frozenset(instrument), [p[0] for p in phrases]
    )


def _tagged(words: list[str], form: list[str], named: set[int]) -> str:
    tags: list[str] = []
    for i in range(len(form)):
        tags.append(_tag(words, form, i, tags[-1] if tags else ";", i in named))
    for i in range(len(tags) - 1):
        if (
            form[i] == "that"
            and i
            and tags[i - 1] in "NC"
            and "".join(tags[i + 1 : i + 3]).lstrip("R")[:1] in ("V", "X")
        ):
            tags[i] = "W"
        if tags[i] == "T" and tags[i + 1] not in "VX" and not (tags[i + 1] in "RZ" and tags[i + 2 : i + 3] == ["V"]):
            tags[i] = "I"
    return "".join(tags)


def _tag(words: list[str], form: list[str], i: int, before: str, named: bool) -> str:
    if words[i][0].isupper() and words[i] != "I" and (tag := _capital(words, form, i, before, named)):
        return tag
    word = form[i]
    if word in _CLOSED or word == "to":
        return _closed(words, form, i)
    if not word[0].isalpha():
        return ";" if not word[0].isdigit() else "Y" if _YEAR.fullmatch(word) else "0"
    if word.endswith("ly") and word not in words_in("ly"):
        return "R"
    return _verb_or_noun(form, i, before)


def _closed(words: list[str], form: list[str], i: int) -> str:
    """The tag of a function word; three have more than one."""
    word, following = form[i], _next(form, i)
    if word == "to":
        return "T" if _base(following) and words[i + 1][0].islower() else "I"
    if word == "her":
        return "P" if following in _CLOSED or not following.isalpha() else "S"
    return '"' if not i and _CLOSED[word] == "'" else _CLOSED[word]


def _capital(words: list[str], form: list[str], i: int, before: str, named: bool) -> str:
    """The tag of a word with a capital, where that means something: a name, or a word of time."""
    time = form[i] in words_in("times")
    if named or (before not in ';"' and not time):
        return "C"
    if before in ';"' and form[i] in words_in("actors") and _next(form, i) in words_in("actors"):
        return "N"
    return "C" if before in ';"' and not time and _opens_name(words, form, i) else ""


def _next(form: list[str], i: int) -> str:
    return form[i + 1] if i + 1 < len(form) else ""


def _base(word: str) -> bool:
    return word in ("be", "have", "do") or any(kind == "base" for _, kind in verbs().get(word, ()))


def _opens_name(words: list[str], form: list[str], i: int) -> bool:
    """Whether a capitalised word that opens a sentence is a name, though the model saw none."""
    word, following = form[i], _next(form, i)
    capital = i + 1 < len(words) and words[i + 1][0].isupper()
    if word in words_in("actors"):
        return capital
    if word in _CLOSED or word in verbs() or word.endswith(("ly", "ing", "ed")):
        return False
    return capital or following in ("’s", "'s", "and", ",") or _CLOSED.get(following) == "X" or following in verbs()


def _verb_or_noun(form: list[str], i: int, before: str) -> str:
    word, following = form[i], _next(form, i)
    kinds = {kind for _, kind in verbs().get(word, ())}
    if not kinds and word.endswith("ing") and len(word) > 5 and word not in words_in("ing"):
        kinds = {"gerund"}
    elif not kinds and _ED.fullmatch(word):
        kinds = {"past", "participle"}
    nominal = following[:1].isalpha() and following not in _CLOSED
    if not kinds:
        return "N"
    if "gerund" in kinds:
        return "G" if before not in "DS'0" else "E" if nominal and before != "'" else "N"
    if kinds <= {"past", "participle"} or ("participle" in kinds and before == "X"):
        return "V" if before not in "DS'0" else "E" if nominal else "N" if before in "DS" else "V"
    return "V" if _finite(form, i, before, kinds, nominal) else "N"


def _finite(form: list[str], i: int, before: str, kinds: set[str], nominal: bool) -> bool:
    """Whether a form that may be a noun as well is a verb: "support", "claims"."""
    previous = form[i - 1] if i else ""
    unlikely = form[i] in words_in("plurals") and not nominal and _CLOSED.get(_next(form, i), ";") not in "DSP"
    if before in "DS'I0E" or (before == "P" and previous in _OBJECTS) or (unlikely and before in 'C,;"'):
        return False
    if before == "X":
        return previous not in words_in("be") or "participle" in kinds
    if before in "CN":
        return _after_noun(form, i, before, kinds)
    if before in 'A,;"BM':
        return (nominal and (form[i] not in words_in("plurals") or before not in ';"')) or bool(
            kinds & {"third", "past"}
        )
    return True


_OBJECTS = frozenset(("him", "them", "us", "me", "itself"))


def _after_noun(form: list[str], i: int, before: str, kinds: set[str]) -> bool:
    """Whether a form behind a noun agrees with it as a verb: "the Union presses", "rulers blame"."""
    previous, following = form[i - 1], _next(form, i)
    plural = previous.endswith("s") or previous in ("people", "police", "men")
    if kinds == {"third"} and form[i] not in words_in("plurals") and not plural:
        return True
    if before == "N" and previous not in words_in("actors") and not previous.endswith(("tion", "ment")):
        return False
    fits = ("base" in kinds or ("third" in kinds and before == "C")) if plural else "third" in kinds
    return bool(kinds & {"past"}) or (fits and following not in ("against", "on") and _CLOSED.get(following) != "X")
