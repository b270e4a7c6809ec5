"""Whether two names stand for one actor: persons, organisations and states, across spellings and scripts.

Names alone are compared, so what needs a context (a surname for a full name, a capital for its state) is left open.
"""

from __future__ import annotations

import re
from functools import lru_cache

from onrecord.actors.organisations import is_known, is_organisation, one_entry, one_organisation
from onrecord.actors.persons import bearer, one_person

_SPACE = re.compile(r"\s+")
_QUALIFIED = re.compile(r"(.+?)\s*\([^)]*\)")
_ACRONYM = re.compile(r"(?:[A-Z]\.?){2,5}")
_MARKS = "\"'“”„«»‘’.,;: "


def same(a: str, b: str) -> bool | None:
    """Whether two names stand for one actor: true, false, or ``None`` where the names alone cannot tell.

    >>> same("Aleksandr Petrov", "Александр Петров")
    True
    >>> same("Aleksandr Petrov", "Aleksandra Petrova")
    False
    >>> print(same("Petrov", "Aleksandr Petrov"))
    None
    """
    a, b = _clean(a), _clean(b)
    if not a or not b:
        return None
    if a == b:
        return True
    if (listed := one_entry(a, b)) is not None:
        return listed or (None if _unqualified(a, b) else False)
    if _ACRONYM.fullmatch(a) and _ACRONYM.fullmatch(b):
        return a.replace(".", "") == b.replace(".", "")
    a, b = _borne(a), _borne(b)
    if is_known(a) or is_known(b) or is_organisation(a) or is_organisation(b):
        return one_organisation(a, b)
    return one_person(a, b)


@lru_cache(maxsize=65_536)
def _borne(name: str) -> str:
    """A name without the office before it, unless what is left is the name of a body ("Prime Minister's Office")."""
    rest = bearer(name)
    return name if is_organisation(rest) else rest


def _clean(name: str) -> str:
    return _SPACE.sub(" ", name).strip(_MARKS)


def _unqualified(a: str, b: str) -> bool:
    """Whether one is the other without what tells it from its namesakes: "Georgia" and "Georgia (U.S. state)"."""
    few, many = sorted((a, b), key=len)
    qualified = _QUALIFIED.fullmatch(many)
    return qualified is not None and qualified[1] == few
