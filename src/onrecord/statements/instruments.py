"""Treaties, resolutions, conventions and accords, where a text names them.

By form alone: a kind of instrument with a number ("Resolution 1244"), after a name ("the Dayton Agreement"), or
before what it is about ("the Convention on Biological Diversity"). A wrong or translated name is left as it is said,
and an agreement that is not named is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from onrecord.facts import Form, Instrument, Kind, Mention, Span
from onrecord.statements.calendar import MONTHS, WEEKDAYS

_KIND = (
    r"(?:Treat(?:y|ies)|Accords?|Agreements?|Conventions?|Protocols?|Charter|Pact|Covenant|Declaration|Memorandum|Statute"
    r"|Armistice|Final\ Act)"
)
_BODY = r"(?:(?:U\.?N\.?|UNSC|United\ Nations|Security\ Council|General\ Assembly)(?:['’]s)?\s+)"
_NUMBER = r"(?:No\.?\s*|number\s+)?(?:\d{3,4}|\d{1,3}/\d{1,4})(?:\s\(\d{4}\))?"
# Not the votes on one, nor the dots of a screen.
_COUNTED = r"(?![\dx×p%]|[-–]\d|\s+(?:to\s+\d|votes?\b|members?\b|times\b|days\b|people\b))"
_NUMBERED = re.compile(
    rf"\b{_BODY}*(?:[Rr]esolutions?|UNSCR)\s+{_NUMBER}{_COUNTED}(?:(?:,\s|\sand\s|,\sand\s)\d{{3,4}}{_COUNTED})*"
)

# Bounded, for a line of a million hyphens must not take all day.
_WORD = r"[A-Z][\w’'-]{0,40}"
_SMALL = r"(?:the|of|and|in|on|to|for|its|all|forms)"
_ABOUT = (
    rf"(?:\s+(?:on|for|against|concerning)(?:\s+{_SMALL})*\s+{_WORD}(?:\s+(?:{_SMALL}\s+){{0,3}}{_WORD})*"
    rf"|\s+of\s+(?:the\s+)?{_WORD}(?:\s+{_WORD})*)"
)
_NAMED = re.compile(rf"\b(?P<name>(?:{_WORD}\s+(?:and\s+|of\s+)?){{1,6}})(?P<kind>{_KIND})\b(?P<about>{_ABOUT})?")
_TITLED = re.compile(rf"\b[Tt]he\s+(?P<whole>{_KIND}{_ABOUT})")
_COMMON = re.compile(
    rf"(?:\b[Tt]he\s+|(?<=[a-z,]\s))(?P<whole>(?P<name>{_WORD}(?:\s+{_WORD})?)\s+(?:(?:peace|ceasefire|framework|nuclear|climate|trade)\s+)*"
    r"(?P<kind>agreements?|accords?|protocols|treaty|pact|memorandum|convention|charter))\b(?!\s+cent(?:er|re)|-)"
)
_GOES_ON = re.compile(r"\s[A-Z]|\s(?:cent(?:er|re)|hall|flights?|schools?)\b|-\w")
_INDEFINITE = re.compile(r"\b(?:an?|any|every|each|no|another|some)\s+$", re.IGNORECASE)
_OPENING = frozenset(
    """the a an under in this that these those our their his her its with by after before since as but and when if for
    no every any such while on at to from of both what where how why""".split()
)
# Parties meet at conventions, cars are called accords, and a day or a people names no agreement by itself.
_NO_NAME = frozenset((*"republican democratic national party annual honda draft new".split(), *MONTHS, *WEEKDAYS))
_PEOPLE = re.compile(r".*(?:[iec]an|ish|ese|ch|eek|man|iss|[A-Z]{2})$")
_HEAD = re.compile(rf"\b(?:{_KIND}|resolutions?|UNSCR)\b", re.IGNORECASE)
_HEADLINE = 0.7
_LONG = 4


def with_instruments(text: str, mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """The mentions, with the instruments that the text names in place of the names that lie over them.

    The body whose resolution it is stays a name of its own; an organisation that is called after a treaty is none.
    """
    bodies = [m.span for m in mentions if m.form is Form.NAME and m.kind is Kind.ORGANISATION]
    named = [m for m in _found(text) if not any(_is_body(text, m, body) for body in bodies)]
    kept = [m for m in mentions if not any(_covers(instrument, m) for instrument in named)]
    return tuple(sorted([*kept, *named], key=lambda m: (m.span.start, -m.span.end)))


def instruments_of(text: str, mentions: Sequence[Mention]) -> tuple[Instrument, ...]:
    """The instruments among the mentions, as they are named."""
    spans = (m.span for m in mentions if m.kind is Kind.INSTRUMENT)
    return tuple(Instrument(name=" ".join(span.of(text).split()), span=span) for span in spans)


def _is_body(text: str, instrument: Mention, body: Span) -> bool:
    """Whether a name is an organisation's: it is longer, or that of a pact, which may be an alliance."""
    return body.holds(instrument.span) and (body != instrument.span or instrument.head.of(text) == "Pact")


def _covers(instrument: Mention, other: Mention) -> bool:
    """Whether an instrument takes the place of a name."""
    body = other.kind is Kind.ORGANISATION and other.span.end < instrument.head.start
    return other.form is Form.NAME and not body and instrument.span.overlaps(other.span)


def _found(text: str) -> Iterator[Mention]:
    """The instruments that a text names, in their order; one that holds another stands for both."""
    end = 0
    for span in sorted(
        [*_numbered(text), *_named(text), *_titled(text), *_common(text)], key=lambda s: (s.start, -s.end)
    ):
        if span.start >= end:
            head = _HEAD.search(text, span.start, span.end)
            yield Mention(span=span, head=Span(*head.span()) if head else span, kind=Kind.INSTRUMENT, form=Form.NAME)
            end = span.end


def _numbered(text: str) -> Iterator[Span]:
    return (Span(*match.span()) for match in _NUMBERED.finditer(text))


def _named(text: str) -> Iterator[Span]:
    for match in _NAMED.finditer(text):
        start = _name_start(text, match)
        if start is None or any(_INDEFINITE.search(text, max(0, at - 9), at) for at in (match.start(), start)):
            continue
        if not _GOES_ON.match(text, match.end("kind")) or match["about"]:
            yield Span(start, match.end())


def _name_start(text: str, match: re.Match[str]) -> int | None:
    """Where the name begins, without the words that only open a sentence; ``None`` where none is left."""
    words = [(m[0], match.start("name") + m.start()) for m in re.finditer(r"\S+", match["name"])]
    if _is_headline(text, match):
        words = words[-1:]
    while words and words[0][0].lower() in _OPENING:
        words = words[1:]
    if not words or words[0][0].lower() in _NO_NAME:
        return None
    return words[0][1]


def _titled(text: str) -> Iterator[Span]:
    return (Span(*match.span("whole")) for match in _TITLED.finditer(text))


def _common(text: str) -> Iterator[Span]:
    for match in _COMMON.finditer(text):
        name = match["name"].split()
        sure = match["kind"] in ("charter", "treaty", "convention") and name[-1].isupper()
        if name[-1].lower() not in _NO_NAME and (sure or not _PEOPLE.match(name[-1])):
            yield Span(*match.span("whole"))


def _is_headline(text: str, match: re.Match[str]) -> bool:
    """Whether most of the longer words around it are capitalised, so that a capital tells nothing."""
    end = text.find("\n", match.end())
    line = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
    line += text[match.end() : end if end >= 0 else len(text)]
    words = [word for word in re.findall(r"[^\W\d_]+", line) if len(word) >= _LONG]
    return len(words) >= _LONG and sum(word[0].isupper() for word in words) >= _HEADLINE * len(words)
