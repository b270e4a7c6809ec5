"""Who a pronoun, a title or a part of a name stands for, within one document.

Names are grouped into figures first; then the text is read from its beginning, and each pronoun and
description joins the figure that the words decide for (an apposition, "was", a title before the name) or
that the scorer is sure of. Where two remain, none is chosen.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from onrecord.facts import Figure, Form, Kind, Layout, Mention, Span
from onrecord.statements.antecedents import Candidate, Scorer, clues, nobody, scorer
from onrecord.statements.discourse import Discourse
from onrecord.statements.mentions import Occurrence
from onrecord.statements.names import HONORIFICS, folded
from onrecord.statements.roles import is_role

SURE = 0.5
"""The share of probability that a pronoun's antecedent needs; below, the pronoun stays without one."""


@dataclass(frozen=True, slots=True)
class Cast:
    """The figures of one document, in the order of their first mention."""

    figures: tuple[Figure, ...]
    _discourse: Discourse = field(repr=False, compare=False)
    _figure_of: dict[Span, Figure] = field(repr=False, compare=False)
    _by_number: dict[int, Figure] = field(repr=False, compare=False)

    def figure_of(self, span: Span) -> Figure | None:
        """Whom a mention stands for, or the phrase around one ("the State Department spokesman Jane Doe").

        ``None`` for the unnamed ("officials"), and where two candidates remain.
        """
        known = self._figure_of.get(span)
        if known is not None:
            return known
        number = self._discourse.phrase(span)
        return self._by_number.get(number) if number is not None else None


def cast(text: str, layout: Layout, mentions: Sequence[Mention]) -> Cast:
    """Find the figures of a document. Pure; the order of the mentions does not matter."""
    learned = scorer()
    discourse = Discourse(text, layout, mentions, learned.given)
    discourse.read(lambda occurrence, near, speaker: _choose(learned, occurrence, near, speaker))
    by_number = {n: figure for n in range(len(discourse.bearers)) if (figure := _person(discourse, n)) is not None}
    figure_of = {span: by_number[n] for span, n in discourse.owner.items() if n is not None and n in by_number}
    others = _others(text, mentions)
    figure_of.update((span, figure) for figure in others for span in figure.mentions)
    figures = sorted([*by_number.values(), *others], key=lambda f: f.mentions[0])
    return Cast(tuple(figures), discourse, figure_of, by_number)


def _choose(
    learned: Scorer, occurrence: Occurrence, near: Sequence[Candidate], speaker: int | None
) -> int | None:
    if not near:
        return None
    options = [*clues(occurrence, near, speaker), nobody(occurrence, near)]
    shares = learned.shares(options)
    best = max(range(len(near)), key=shares.__getitem__)
    return near[best].number if shares[best] >= SURE and shares[best] > shares[-1] else None


def _person(discourse: Discourse, number: int) -> Figure | None:
    text = discourse.text
    mentions = sorted(span for span, owner in discourse.owner.items() if owner == number)
    names = [_bare(text, discourse.names[i]) for i in sorted(discourse.bearers[number].members)]
    if not names:
        return None
    fullest = max(names, key=lambda span: (len(span.of(text).split()), -span.start))
    if len(fullest.of(text).split()) == 1:
        fullest = max((_byname(text, span) for span in names), key=lambda span: (span.end - span.start, -span.start))
    role = next(iter(discourse.roles[number]), None)
    return Figure(
        name=" ".join(fullest.of(text).split()),
        named_at=fullest,
        kind=Kind.PERSON,
        mentions=tuple(mentions),
        role=" ".join(role.of(text).split()) if role else None,
        role_at=role,
    )


_TITLE = re.compile(r"(\S+)\s+(?=\S)")


def _bare(text: str, span: Span) -> Span:
    """A name without the titles before it and the possessive ending after it."""
    start, end = span.start, span.end
    while (match := _TITLE.match(text, start, end)) and (
        folded(match[1].rstrip(".")) in HONORIFICS or is_role(match[1])
    ):
        start = match.end()
    ending = re.search(r"['’]s?$", text[start:end])
    return Span(start, start + ending.start() if ending and ending.start() else end)


_BYNAME = re.compile(r"(?: of| the) [A-Z][\w-]+")
_SAINT = re.compile(r"(?:St\.?|Saint|Sir|Pope|King|Queen|Prince|Princess) $")


def _byname(text: str, span: Span) -> Span:
    """A name of one word with what makes it full: "Saint" before it, "of Arvel" or "the Great" after it."""
    before = _SAINT.search(text, max(0, span.start - 9), span.start)
    after = _BYNAME.match(text, span.end)
    return Span(before.start() if before else span.start, after.end() if after else span.end)


_ARTICLE = re.compile(r"(?:the|a|an) ", re.IGNORECASE)


def _others(text: str, mentions: Sequence[Mention]) -> list[Figure]:
    """Organisations, places and the like: the same words, or the initials of one longer name, are one."""
    groups: dict[tuple[Kind, str], list[Span]] = {}
    for mention in sorted(mentions, key=lambda m: m.span):
        if mention.form is Form.NAME and mention.kind is not Kind.PERSON:
            groups.setdefault((mention.kind, _plain(mention.span.of(text))), []).append(mention.span)
    for kind, plain in [key for key in groups if key[1].isalpha() and len(key[1]) <= 6]:
        longer = [k for k in groups if k[0] is kind and " " in k[1] and _initials(k[1]) == plain]
        if len(longer) == 1:
            groups[longer[0]] += groups.pop((kind, plain))
    return [_other(text, kind, sorted(spans)) for (kind, _), spans in groups.items()]


def _other(text: str, kind: Kind, spans: list[Span]) -> Figure:
    fullest = max(spans, key=lambda s: (len(_plain(s.of(text)).split()), -s.start))
    article = _ARTICLE.match(fullest.of(text))
    named_at = _bare(text, Span(fullest.start + (article.end() if article else 0), fullest.end))
    return Figure(name=" ".join(named_at.of(text).split()), named_at=named_at, kind=kind, mentions=tuple(spans))


def _plain(name: str) -> str:
    bare = re.sub(r"['’]s?$", "", _ARTICLE.sub("", name))
    return folded(" ".join(bare.replace(".", "").split()))


def _initials(plain: str) -> str:
    return "".join(word[0] for word in plain.split() if word not in ("of", "the", "and", "for", "in"))
