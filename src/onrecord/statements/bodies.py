"""Figures that are no persons: organisations, states, groups and instruments, each under all its names.

A part of a name ("the Union"), a description ("the ministry") and the "it" or "they" of somebody who speaks join the
one figure that they fit. Where two fit, they join none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from onrecord.facts import Figure, Form, Kind, Mention, Span
from onrecord.statements.cues import NESTING
from onrecord.statements.mentions import Occurrence, Part, Setting
from onrecord.statements.names import folded
from onrecord.statements.phrases import SPEECH, closes

_HEADS = frozenset(
    """union council ministry bank alliance party commission league federation confederation court assembly parliament
    committee congress senate agency authority organisation organization association institute university company
    corporation group movement front coalition fund office department bureau board embassy tribunal chamber society
    club foundation service administration cabinet secretariat company community bloc pact forum
    treaty accord accords agreement agreements convention protocol charter covenant declaration memorandum
    armistice""".split()
)
"""Words that say what a body or an instrument is: alone they stand for the one that is called so."""

_ARTICLE = re.compile(r"(?:the|a|an) ", re.IGNORECASE)
_POSSESSIVE = re.compile(r"['’]s?$")
_LINKS = frozenset("of for on in against to concerning".split())
_DESCRIBED = re.compile(
    rf"\b[Tt]h(?:e|is|at)\s(?P<how>(?:(?!the\b)[\w’-]+\s){{0,2}}?)(?P<head>{'|'.join(sorted(_HEADS))})\b"
)
_SAYS = "|".join(sorted(SPEECH | NESTING))
_SPEAKS = re.compile(
    rf"\b(?:(?P<one>[Ii]t)|[Tt]hey)(?=\s(?:(?:also|later|then|has|had|have|\w+ly)\s){{0,2}}(?:{_SAYS})\b)"
)
_WHERE = re.compile(r"\b(?:in|at|near|from|across|outside|inside|to|into|throughout|around|over)\s(?:the\s)?$")
_BODIES = frozenset((Kind.ORGANISATION, Kind.PLACE, Kind.GROUP))


@dataclass(slots=True, eq=False)
class _Body:
    """One of them: its names, the words of the fullest, and where else it is meant."""

    names: list[Mention]
    words: tuple[str, ...]
    others: list[Span] = field(default_factory=list)

    @property
    def head(self) -> int:
        """The place of its head: before "of", else the last that is no number."""
        words = self.words
        last = next((i for i in range(len(words) - 1, 0, -1) if not words[i][0].isdigit()), 0)
        return next((i - 1 for i in range(1, len(words)) if words[i] in _LINKS), last)

    def is_called(self, words: Sequence[str]) -> bool:
        """Whether the words are a part of its name that has the head, which says what it is."""
        first, count = self.head, len(words)
        if self.words[first] not in _HEADS or count >= len(self.words):
            return False
        starts = range(max(0, first - count + 1), first + 1)
        return any(self.words[start : start + count] == tuple(words) for start in starts)

    def is_described(self, how: Sequence[str], head: str) -> bool:
        """Whether a description says of it what its name says."""
        one = self.words[self.head].removesuffix("s") == head.removesuffix("s")
        return one and len(self.words) > 1 and set(how) <= set(self.words)


def bodies(text: str, mentions: Sequence[Mention], setting: Setting, persons: Sequence[Span]) -> list[Figure]:
    """The figures of the mentions that are no persons'; ``persons`` are the names of those."""
    found = _parts_joined(_by_name(text, mentions))
    for span, how, head in _described(text):
        named = [b for b in found if b.is_described(how, head) and min(m.span for m in b.names).end <= span.start]
        if len(named) == 1:
            named[0].others.append(span)
    crowd = _Crowd(text, mentions, setting, persons, found)
    for match in _SPEAKS.finditer(text):
        body = crowd.meant(Span(*match.span()), one=bool(match["one"]))
        if body is not None:
            body.others.append(Span(*match.span()))
    return [_figure(text, body) for body in found]


def _by_name(text: str, mentions: Sequence[Mention]) -> list[_Body]:
    """The same words, or the initials of one longer name, are one."""
    groups: dict[str, list[Mention]] = {}
    for mention in sorted(mentions, key=lambda m: m.span):
        if mention.form is Form.NAME:
            groups.setdefault(_plain(mention.span.of(text)), []).append(mention)
    for short in [name for name in groups if name.isalpha() and len(name) <= 6]:
        longer = [name for name in groups if " " in name and _initials(name) == short]
        if len(longer) == 1:
            groups[longer[0]] += groups.pop(short)
    return [_Body(names, tuple(plain.split()) or (plain,)) for plain, names in groups.items()]


def _parts_joined(found: list[_Body]) -> list[_Body]:
    """Those called by a part of one other's name joined to it, the longer ones first."""
    kept: list[_Body] = []
    for body in sorted(found, key=lambda b: -len(b.words)):
        longer = [other for other in kept if other.is_called(body.words)]
        if len(longer) == 1:
            longer[0].names += body.names
        else:
            kept.append(body)
    return kept


def _described(text: str) -> Iterator[tuple[Span, list[str], str]]:
    """Definite descriptions of bodies and instruments, with the words that qualify them and their heads."""
    for match in _DESCRIBED.finditer(text):
        if closes(text, match.end()):
            yield Span(*match.span()), [folded(word) for word in match["how"].split()], match["head"]


@dataclass(frozen=True, slots=True)
class _Seen:
    """A mention that "it" or "they" may stand for; ``body`` is nothing where it is nobody's that has a name."""

    occurrence: Occurrence
    many: bool
    body: _Body | None


class _Crowd:
    """All that "it" and "they" may stand for in a text, in its order."""

    def __init__(
        self, text: str, mentions: Sequence[Mention], setting: Setting, persons: Sequence[Span], found: list[_Body]
    ) -> None:
        self._setting = setting
        whose = {span: body for body in found for span in (*(m.span for m in body.names), *body.others)}
        taken = {span.end for span in whose}
        bare = [m for m in mentions if m.form is Form.NOMINAL and m.kind in _BODIES and m.span.end not in taken]
        named = [m for body in found for m in body.names if m.kind in _BODIES]
        seen = [self._seen(text, m.span, m.kind, whose.get(m.span)) for m in (*named, *bare)]
        seen += [self._seen(text, span, Kind.ORGANISATION, body) for body in found for span in body.others]
        self._able = sorted((s for s in seen if s is not None), key=lambda s: s.occurrence.span)
        self._persons = [setting.occurrence(span, Form.NAME).sentence for span in persons]

    def _seen(self, text: str, span: Span, kind: Kind, body: _Body | None) -> _Seen | None:
        """The mention, unless it is where something is, or whose."""
        occurrence = self._setting.occurrence(span, Form.NAME)
        where = kind is Kind.PLACE and _WHERE.search(text, max(0, span.start - 15), span.start)
        if where or occurrence.part is Part.POSSESSIVE:
            return None
        return _Seen(occurrence, kind is Kind.GROUP and span.of(text).endswith(("s", "people", "men")), body)

    def meant(self, pronoun: Span, *, one: bool) -> _Body | None:
        """Whom a pronoun stands for: the one that fits in its sentence or else in the sentence before, if one does.

        Of the sentence before the subject comes first. Two persons may be "they", so that nobody else is.
        """
        here = self._setting.occurrence(pronoun, Form.PRONOUN).sentence
        for sentence in (here, here - 1):
            if not one and self._persons.count(sentence) > 1:
                return None
            fitting = [
                s
                for s in self._able
                if s.occurrence.sentence == sentence and s.occurrence.span.end <= pronoun.start and s.many is not one
            ]
            subjects = [s for s in fitting if sentence < here and s.occurrence.part is Part.SUBJECT]
            meant = {id(s.body): s.body for s in subjects or fitting}
            if meant:
                return next(iter(meant.values())) if len(meant) == 1 else None
        return None


def _figure(text: str, body: _Body) -> Figure:
    spans = sorted(mention.span for mention in body.names)
    fullest = max(spans, key=lambda s: (len(_plain(s.of(text)).split()), -s.start))
    article = _ARTICLE.match(text, fullest.start, fullest.end)
    ending = _POSSESSIVE.search(fullest.of(text))
    start = article.end() if article and article.end() < fullest.end else fullest.start
    end = fullest.end - len(ending[0]) if ending else fullest.end
    named_at = Span(start, end) if start < end else fullest
    kind = Counter(mention.kind for mention in body.names).most_common(1)[0][0]
    mentions = tuple(sorted({*spans, *body.others}))
    return Figure(name=" ".join(named_at.of(text).split()), named_at=named_at, kind=kind, mentions=mentions)


def _plain(name: str) -> str:
    bare = _POSSESSIVE.sub("", _ARTICLE.sub("", name, count=1))
    return folded(" ".join(bare.replace(".", "").split()))


def _initials(plain: str) -> str:
    return "".join(word[0] for word in plain.split() if word not in ("of", "the", "and", "for", "in"))
