"""What a name names, where the words around it tell better than the model.

The model knows the names of its corpora. Of a state that it never saw it often makes a person, but a text says of
its states what it says of no person: they have ambassadors and governments, things happen in them, and their people are
called after them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from onrecord.facts import Form, Kind, Mention
from onrecord.statements.roles import is_role

_POLITY = frozenset(
    """government parliament ministry capital people republic kingdom army navy border borders embassy territory cabinet
    presidency leadership authorities citizens population economy foreign prime defence defense interior soil troops
    forces delegation neighbours neighbors independence sovereignty accession coast harbours ports""".split()
)
_PEOPLE = re.compile(r"(?:[aeiou]{0,2}n|ish|er|ese|i|ic|ite)s?")
_BEFORE = re.compile(r"([\w-]+)\s+(?:of|to|in|for)\s+$")
_WITHIN = re.compile(r"\b(?:in|into|inside|across|throughout|neighbou?ring|between|invad\w+|occup\w+)\s+$")
_CAPITAL_AFTER = re.compile(r",? (?:is |was |which is )?(?:the |[A-Z][\w’'-]* )*capital\b")
_CAPITAL_BEFORE = re.compile(r"\bcapital(?: city)?,? $")
_OWNING = re.compile(r"['’]s?\s+([\w-]+)(?:\s+([\w-]+))?")
_LOOK = 40
_ENOUGH = 2


def with_places(text: str, mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """The mentions, with names of one word as places and their adjectives as neither, where the text shows it."""
    names = [m for m in mentions if m.form is Form.NAME]
    single = [m for m in names if m.kind in (Kind.PERSON, Kind.ORGANISATION) and m.span.of(text).isalpha()]
    persons = {w for m in names if m.kind is Kind.PERSON and m not in single for w in m.span.of(text).split()}
    words = {m.span.of(text) for m in names}
    unsure = {m.span.of(text) for m in single} - persons
    known = {m.span.of(text) for m in names if m.kind is Kind.PLACE}
    places = {w for w in unsure if _is_place(text, [m for m in names if m.span.of(text) == w], w, words)}
    peoples = {w for w in unsure - places if any(called_after(w, place) for place in places | known)}

    def kind(mention: Mention) -> Kind:
        word = mention.span.of(text)
        return Kind.PLACE if word in places else Kind.OTHER if word in peoples else mention.kind

    settled = {id(m) for m in single}
    return tuple(replace(m, kind=kind(m)) if id(m) in settled else m for m in mentions)


def _is_place(text: str, found: Sequence[Mention], word: str, words: Iterable[str]) -> bool:
    if any(called_after(other, word) for other in words):
        return True
    return sum(_evidence(text, mention) for mention in found) >= _ENOUGH


def called_after(people: str, place: str) -> bool:
    """Whether the one word is the other with an ending of peoples ("Ardesian", "Sundmarker")."""
    stem = place.rstrip("aeiou") if len(place) > len("Iran") else place
    return len(stem) > 2 and people.startswith(stem) and bool(_PEOPLE.fullmatch(people[len(stem) :]))


def _evidence(text: str, mention: Mention) -> int:
    """Two for what only states and cities have, one for where things happen, else nothing."""
    before = text[max(0, mention.span.start - _LOOK) : mention.span.start]
    held = _BEFORE.search(before)
    if held and (held[1].lower() in _POLITY or is_role(held[1])):
        return 2
    owned = _OWNING.match(text, mention.span.end)
    if owned and any(w and (w.lower() in _POLITY or is_role(w)) for w in owned.groups()):
        return 2
    if _CAPITAL_AFTER.match(text, mention.span.end) or _CAPITAL_BEFORE.search(before):
        return 2
    return int(bool(_WITHIN.search(before)))
