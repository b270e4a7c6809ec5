"""Names of persons in one text: which of them are forms of one name."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from onrecord.facts import Span
from onrecord.statements.roles import is_role

_HONORIFICS = {
    "mr": 4.0, "sir": 4.0, "lord": 3.0, "mister": 4.0, "brother": 3.0, "father": 3.0,
    "mrs": -4.0, "ms": -4.0, "miss": -4.0, "lady": -3.0, "dame": -4.0, "madam": -4.0, "sister": -3.0,
    "dr": 0.0, "prof": 0.0, "gen": 0.0, "sen": 0.0, "rep": 0.0, "gov": 0.0, "st": 0.0, "rev": 0.0, "lt": 0.0,
    "col": 0.0, "sgt": 0.0, "capt": 0.0, "hon": 0.0, "saint": 0.0,
}  # fmt: skip
_SUFFIXES = frozenset("jr sr ii iii iv phd md qc kc mp esq".split())
_WORD = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*")
_TITLE = re.compile(r"([^\s.]+)\.?\s+(?=\S)")
_BYNAME = re.compile(r"(?: of| the) [A-Z][\w-]+")
_SAINT = re.compile(r"(?:St\.?|Saint|Sir|Pope|King|Queen|Prince|Princess) $")
_POSSESSIVE = re.compile(r"(?:['’]s|(?<=s)['’])$")


@functools.lru_cache(4096)
def folded(word: str) -> str:
    """A word without case and accents, for comparison within one text."""
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def name_words(name: str) -> tuple[str, ...]:
    """The words of a person's name alone, folded: no honorific, office, suffix or possessive ending."""
    words = [folded(w) for w in _WORD.findall(_POSSESSIVE.sub("", name))]
    while len(words) > 1 and (words[0] in _HONORIFICS or is_role(words[0])):
        del words[0]
    while len(words) > 1 and words[-1] in _SUFFIXES:
        del words[-1]
    return tuple(words)


def honorific(word: str) -> float:
    """What a form of address tells of gender: positive for a man, negative for a woman, 0 for nothing."""
    return _HONORIFICS.get(folded(word.rstrip(".")), 0.0)


def honorific_word(word: str) -> bool:
    """Whether a word is a form of address ("Mr.", "Dame")."""
    return folded(word.rstrip(".")) in _HONORIFICS


def full_name(text: str, names: Sequence[Span]) -> Span:
    """The fullest of one person's names, the first of equals, without titles before it and the possessive after.

    Of several surnames (a pen name, a maiden name) it is the one that the text uses most. A name of one word counts
    what makes it full: "St." before it, "of Arvel" or "the Great" after.
    """
    bare = [bare_name(text, span) for span in names]
    last = [span.of(text).rpartition(" ")[2] for span in bare]
    used = Counter(last)
    order = [
        (" " in span.of(text), used[word], len(span.of(text).split()), -span.start)
        for span, word in zip(bare, last, strict=True)
    ]
    fullest = bare[order.index(max(order))]
    if " " in fullest.of(text):
        return fullest
    return max((_byname(text, span) for span in bare), key=lambda span: (len(span.of(text).split()), -span.start))


def bare_name(text: str, span: Span) -> Span:
    """A name without titles before it and without a possessive ending."""
    start, end = span.start, span.end
    while (title := _TITLE.match(text, start, end)) and (folded(title[1]) in _HONORIFICS or is_role(title[1])):
        start = title.end()
    ending = _POSSESSIVE.search(text, start, end)
    return Span(start, ending.start() if ending and ending.start() > start else end)


def _byname(text: str, span: Span) -> Span:
    before = _SAINT.search(text, max(0, span.start - 9), span.start)
    after = _BYNAME.match(text, span.end)
    return Span(before.start() if before else span.start, after.end() if after else span.end)


def one_person(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether two names of two or more words can be forms of one: no word of either speaks against it."""
    if set(a) <= set(b) or set(b) <= set(a):
        return not _initials_differ(a, b)
    if a[-1] != b[-1] or _initials_differ(a, b):
        return False
    return _alike(a[0], b[0]) or len(set(a) & set(b)) >= 2


def _alike(a: str, b: str) -> bool:
    """Whether two given names agree: the same, or one the initial or a short form of the other."""
    short, long = sorted((a.rstrip("."), b.rstrip(".")), key=len)
    return long.startswith(short) and (len(short) != 2 or "." in a + b)


def _initials_differ(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    middle_a, middle_b = ([w[0] for w in name[1:-1] if len(w) <= 3 and len(w.rstrip(".")) == 1] for name in (a, b))
    return bool(middle_a and middle_b) and middle_a != middle_b


@dataclass(slots=True)
class Bearer:
    """One person under all forms of a name; ``members`` are indexes into the list of names that was grouped.

    ``full`` are those members that are written out. ``gender`` is positive for a man, negative for a woman.
    """

    words: set[str]
    last: set[str]
    members: list[int] = field(default_factory=list)
    full: list[int] = field(default_factory=list)
    gender: float = 0.0

    def add(self, index: int, name: tuple[str, ...], gender: float) -> None:
        """Take in one more written-out form of the name."""
        self.words.update(name)
        self.last.add(name[-1])
        self.members.append(index)
        self.full.append(index)
        self.gender = self.gender or gender


def bearers(
    names: Sequence[tuple[str, ...]], genders: Sequence[float], aliases: Sequence[tuple[int, int]]
) -> list[Bearer]:
    """The persons behind names given in the order of the text; ``aliases`` are pairs that the text calls one.

    A name of one word goes to the one person whose longer name has it, as a surname rather than as any other
    word. Of several it goes to the one who was called so before the others came up, else to the one written out
    at least twice as often as any other. A name that fits several persons is left out.
    """
    found: list[Bearer] = []
    placed: dict[tuple[str, ...], Bearer | None] = {}
    short: dict[str, list[int]] = {}
    for index, name in enumerate(names):
        if len(name) < 2:
            short.setdefault("".join(name), []).append(index)
            continue
        if name not in placed:
            fitting = _fitting(name, placed)
            if not fitting:
                found.append(Bearer(set(), set()))
            placed[name] = None if len(fitting) > 1 else fitting[0] if fitting else found[-1]
        if (bearer := placed[name]) is not None:
            bearer.add(index, name, genders[index])
    for one, other in aliases:
        _merge(found, placed.get(names[one]), placed.get(names[other]))
    for word, indexes in short.items():
        _place_short(word, indexes, found, genders)
    return found


def _fitting(name: tuple[str, ...], placed: dict[tuple[str, ...], Bearer | None]) -> list[Bearer]:
    fitting = {id(b): b for other, b in placed.items() if b is not None and one_person(name, other)}
    return list(fitting.values())


def _merge(found: list[Bearer], one: Bearer | None, other: Bearer | None) -> None:
    if one is None or other is None or one is other or other not in found:
        return
    found.remove(other)
    one.words |= other.words
    one.last |= other.last
    one.members += other.members
    one.full += other.full


def _place_short(word: str, indexes: list[int], found: list[Bearer], genders: Sequence[float]) -> None:
    """A name of one word, at all its places in the text."""
    if not word:
        return
    fitting = [b for b in found if b.full and word in b.last] or [b for b in found if b.full and word in b.words]
    if not fitting:
        gender = next((genders[i] for i in indexes if genders[i]), 0.0)
        found.append(Bearer({word}, {word}, list(indexes), gender=gender))
        return
    usual = _usual(fitting, indexes[0])
    for index in indexes:
        agreeing = [b for b in fitting if b.gender * genders[index] >= 0] if genders[index] else fitting
        bearer = usual if usual in agreeing else agreeing[0] if len(agreeing) == 1 else None
        if bearer is not None:
            bearer.members.append(index)


def _usual(fitting: list[Bearer], first: int) -> Bearer | None:
    """Whom a text means by a bare surname that several bear."""
    if len(fitting) == 1:
        return fitting[0]
    known = [b for b in fitting if min(b.full) < first]
    if len(known) == 1:
        return known[0]
    most = sorted(fitting, key=lambda b: -len(b.full))
    return most[0] if len(most[0].full) >= 2 * len(most[1].full) else None
