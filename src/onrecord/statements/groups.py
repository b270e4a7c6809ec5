"""Who is spoken of as many: peoples, parties' people and blocs by name, and groups by description.

The model knows persons, organisations and places by description, one or many. Many of them are a group, and so is what
stands for many by itself ("the opposition"); what a determiner, a number or the word for a people opens is found where
the model misses it ("the two countries", "Western states").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from onrecord.facts import Form, Kind, Mention, Span
from onrecord.statements.phrases import AUXILIARIES, SMALL, closes
from onrecord.statements.roles import is_role

_BLOCS = frozenset(("West", "East", "South", "North"))
_EVENTS = frozenset("games wars olympics awards oscars acts amendments elections".split())
_PLURAL_NAME = re.compile(r"[A-Z](?:[\w’-]*[^\Wsu])s")

_COLLECTIVE = frozenset("opposition public electorate majority minority diaspora citizenry crowd police".split())
_MANY = frozenset(
    """people men women children crowds troops forces authorities countries states nations governments capitals powers
    neighbours neighbors sides parties republics regions provinces peoples tribes clans communities minorities
    majorities factions delegations protestors demonstrators separatists insurgents migrants settlers villagers
    inhabitants islanders families members workers hostages detainees""".split()
)
_NOT_MANY = frozenset("heads chairs stars models figures counts guides".split())
_OPENING = (
    r"the|these|those|our|their|its|his|her|my|your|all|both|some|most|many|several|few|other|two|three|four|five|six"
    r"|seven|eight|nine|ten|dozens|hundreds|thousands|\d[\d,.]*"
)
_QUALIFIER = rf"(?!(?:{SMALL}|{AUXILIARIES}|{_OPENING})\b)[\w’-]+"
_PEOPLE = r"[A-Z][\w’-]*(?:an|ish|ese|ch|ern|i|ic)"
_NOUN = re.compile(r"(?<=\s)[a-z]{4,}\b(?![-’'])")
_LED_BY = re.compile(rf"\b(?:(?:(?i:{_OPENING})\s(?:of\s)?)+(?:{_QUALIFIER}\s){{0,2}}|(?:{_PEOPLE}\s)+)$")
_LEADS = 60
"""Characters before a noun in which its determiner is looked for."""


def with_groups(text: str, mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """The mentions, with names and descriptions of many as groups, and with those that the model missed.

    In the order of the text; of two descriptions with one head the longer stays.
    """
    named = tuple(replace(m, kind=Kind.GROUP) if _is_named(text, m) else m for m in mentions)
    taken = {at for m in named if m.form is Form.NAME for at in range(m.span.start, m.span.end)}
    described = {m.head: m for m in _described(text) if m.head.start not in taken}
    out = []
    for mention in named:
        if mention.form is Form.NOMINAL and _means_many(mention.head.of(text).lower()):
            wider = described.pop(mention.head, mention)
            span = Span(min(wider.span.start, mention.span.start), mention.span.end)
            out.append(replace(mention, kind=Kind.GROUP, span=span))
        else:
            out.append(mention)
    return tuple(sorted([*out, *described.values()], key=lambda m: (m.span.start, -m.span.end)))


def _is_named(text: str, mention: Mention) -> bool:
    if mention.form is not Form.NAME or mention.kind is not Kind.OTHER:
        return False
    last = mention.span.of(text).split()[-1]
    if last in _BLOCS:
        return text.endswith(("the ", "The "), 0, mention.span.start)
    return bool(_PLURAL_NAME.fullmatch(last)) and last.lower() not in _EVENTS


def _means_many(head: str) -> bool:
    if head in _COLLECTIVE or head in _MANY:
        return True
    one = head.removesuffix("men") + "man" if head.endswith("men") else head.removesuffix("s")
    return one != head and head not in _NOT_MANY and is_role(one)


def _described(text: str) -> Iterator[Mention]:
    for noun in _NOUN.finditer(text):
        if not _means_many(noun[0]) or (noun[0] in _COLLECTIVE and not closes(text, noun.end())):
            continue
        led = _LED_BY.search(text, max(0, noun.start() - _LEADS), noun.start())
        if led:
            span, head = Span(led.start(), noun.end()), Span(*noun.span())
            yield Mention(span=span, head=head, kind=Kind.GROUP, form=Form.NOMINAL, confidence=FOUND_BY_FORM)


FOUND_BY_FORM = 0.9
"""What a description counts as that only its form shows: it is a closed list of nouns behind an opening word."""
