"""Names of organisations compared: by the table where it knows them, else by their words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz import fuzz

from onrecord.actors.gazetteer import Entry, Use, meanings, named
from onrecord.spelling import plain

_SPELLINGS = {
    "organisation": "organization", "organisations": "organizations", "defence": "defense", "centre": "center",
    "programme": "program", "labour": "labor", "dept": "department", "min": "ministry", "intl": "international",
    "assn": "association", "univ": "university", "govt": "government", "gov": "government", "cttee": "committee",
    "co-operation": "cooperation",
}  # fmt: skip
_SMALL = frozenset("of the for and in on at a an s de la du des der die das und et i y to".split())
_GENERAL = frozenset("house state supreme foreign defense national general security high federal".split())
_LEGAL = frozenset(
    "inc incorporated ltd limited llc llp plc corp corporation company co ag gmbh sa spa nv bv oy ab jsc pjsc ojsc ooo "
    "oao pao doo ad kg".split()
)
_OFFICES = frozenset(
    "ministry government parliament assembly senate congress embassy consulate army police military cabinet court "
    "prosecutor office central church".split()
)
_KINDS = _OFFICES | frozenset(
    """
    party union council committee commission assembly agency bank university institute organization association
    federation confederation alliance league movement front group foundation fund court tribunal department
    bureau administration authority service force forces corps board chamber congress senate church academy
    center society network news times post herald tribune gazette journal radio television tv press company
    airlines holding industries club museum hospital school college initiative forum summit conference treaty
    mission directorate secretariat syndicate trust coalition inc co ltd llc plc gmbh corp corporation jsc pjsc
    министерство министарство партия партија партія правительство влада союз савез совет савет комитет банк
    университет
    """.split()
)  # fmt: skip
_NAME_WORD = re.compile(r"[^\W_]+(?:-operation)?")
_ACRONYM = re.compile(r"[A-Z][A-Za-z]?[A-Z]{1,7}")
_BRACKETED = re.compile(r"(.+?)\s*\(([^)]+)\)")
_LONG_ENOUGH = 4
"""Shorter acronyms are shared by too many to join by."""


@lru_cache(maxsize=65_536)
def is_organisation(name: str) -> bool:
    """Whether the words say that this is a body and no person."""
    return "&" in name or any(word in _KINDS for word in _words(name))


def one_organisation(a: str, b: str) -> bool | None:
    """Whether two names of bodies are names of one; ``None`` where the names alone cannot tell."""
    one, other = content(a), content(b)
    if not one or not other:
        return None
    if one == other or "".join(one) == "".join(other):
        return True
    if (offices := _offices(one, other)) is not None:
        return offices
    if _shortened(a, b) or _shortened(b, a):
        long = max((a, b), key=len)
        return True if len(min((a, b), key=len)) >= _LONG_ENOUGH and " " in long else None
    few, many = sorted((set(one), set(other)), key=len)
    return None if few < many or _slip(one, other) else False


def is_general(name: str) -> bool:
    """Whether a name says what a body is and not which ("Congress", "the Foreign Ministry")."""
    return all(word in _KINDS or word in _GENERAL or word in _SMALL for word in _words(name))


def _slip(one: Sequence[str], other: Sequence[str]) -> bool:
    return len(one) == len(other) and fuzz.ratio(" ".join(one), " ".join(other)) >= 90


def _offices(one: Sequence[str], other: Sequence[str]) -> bool | None:
    """Offices of a state, whose words stand in any order ("Peruvian Foreign Ministry"); ``None`` for other bodies."""
    if _OFFICES.isdisjoint(one) or _OFFICES.isdisjoint(other):
        return None
    return True if sorted(one) == sorted(other) else None


def _words(name: str) -> list[str]:
    found = _NAME_WORD.findall(plain(name.replace("&", " and ")) if name.isascii() else name.casefold())
    return [_SPELLINGS.get(word, word) for word in found]


@lru_cache(maxsize=65_536)
def content(name: str) -> tuple[str, ...]:
    """The words that tell a body, each state as its own name, without articles, prepositions and legal forms."""
    parted = _BRACKETED.fullmatch(name)
    bare = parted[1] if parted and _shortened(parted[2], parted[1]) else name
    chunks = re.sub("[(),]", " ", bare).split()
    words: list[str] = []
    while chunks:
        for length in (4, 3, 2, 1):
            if len(chunks) >= length and (state := _state(" ".join(chunks[:length]))):
                words.append(f"@{state.name}")
                del chunks[:length]
                break
        else:
            words += _words(chunks.pop(0))
    plainly = [word if word.startswith("@") else plain(word) for word in words if word not in _SMALL]
    ministry = "ministry" in plainly
    telling = [word for word in plainly if word not in _LEGAL and not (ministry and word == "affairs")]
    return tuple(plainly if _KINDS.issuperset(telling) else telling)


def _state(words: str) -> Entry | None:
    """The state or body that a name or an adjective means, where there is but one."""
    words = re.sub(r"['’]s?$", "", words)
    if words.casefold() in _SMALL:
        return None
    found = {m.entry.name: m.entry for m in meanings(words) if m.entry.code and m.use in (Use.NAME, Use.DEMONYM)}
    return next(iter(found.values())) if len(found) == 1 else None


def _shortened(short: str, long: str) -> bool:
    """Whether one is an acronym of the other's words, with or without its prepositions."""
    letters = short.replace(".", "").strip()
    if not _ACRONYM.fullmatch(letters):
        return False
    words = re.findall(r"[^\W_]+", plain(long))
    every = "".join(word[0] for word in words)
    telling = "".join(word[0] for word in words if word not in _SMALL)
    return letters.casefold() in (every, telling)


def one_entry(a: str, b: str) -> bool | None:
    """What the table says of two names: the same line or another; ``None`` where it knows not both."""
    one, other = _entry(a), _entry(b)
    if one is None or other is None:
        return None
    return one is other


@lru_cache(maxsize=65_536)
def _entry(name: str) -> Entry | None:
    """A name of the table, perhaps with its acronym in brackets after it."""
    if entry := named(name):
        return entry
    parted = _BRACKETED.fullmatch(name)
    if not parted:
        return None
    one, other = named(parted[1]), named(parted[2])
    return one if one is other or (other is None and _shortened(parted[2], parted[1])) else None


def is_known(name: str) -> bool:
    """Whether the table has this name."""
    return _entry(name) is not None
