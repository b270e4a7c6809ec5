"""What somebody looks for among the statements: one object for command line, API and pages."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any, Self

from onrecord.facts import CueKind, Event, Meaning, Mode, iso_date

JUDGED = ("yes", "no", "unsure", "any", "none")

_TERM = re.compile(r"""["“”„«»]([^"“”„«»]*)(?:["“”„«»]|$)|([^\s"“”„«»]+)""")


@dataclass(frozen=True, slots=True)
class Term:
    """Words that must follow each other, or any of the ``others``; with ``prefix`` the last may go on."""

    words: str
    prefix: bool = False
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """Words and phrases, or a meaning, and filters that hold all at once.

    ``words`` is what a user types: every word must occur, quotation marks make a phrase, a star at the end of
    a word stands for any ending. With a ``meaning`` the statements that lie nearest to it come first. ``speaker`` is
    words of a name; where ``identify`` has run, it also finds who bears that name elsewhere. ``speaks_for`` is a whole
    name: of him for whom the speaker speaks by his role, or of the speaker himself. ``target`` is words of the
    name of whom a statement speaks for or against, ``sign`` 1, 0 or -1, ``event`` a type: one relation of the statement
    has all three. ``instrument`` is words of the name of a treaty in it. ``since`` and ``until`` are ISO dates of
    publication, both included; a document without a date is in no range. ``document`` is the beginning of an id,
    ``confidence`` the least that a statement may have; ``judged`` asks for what was judged ``yes``, ``no`` or
    ``unsure``, ``any`` of these, or ``none``. What was judged wrong is left out unless it is asked for so or with
    ``refused``, and what the present reader does not find any more unless with ``lost``; all else that was judged is
    found as it is judged to be. ``originals`` leaves out near copies; ``issue`` is the id of one that
    coding gave. ``page`` is the ``next`` of an earlier result. Raises ``ValueError`` for dates that are none, a
    confidence that is no probability, a sign, a limit below 1, or a page that is none.
    """

    words: str = ""
    meaning: Meaning | None = None
    speaker: str | None = None
    speaks_for: str | None = None
    target: str | None = None
    sign: int | None = None
    event: Event | None = None
    instrument: str | None = None
    outlet: str | None = None
    since: str | None = None
    until: str | None = None
    language: str | None = None
    document: str | None = None
    mode: Mode | None = None
    cue_kind: CueKind | None = None
    confidence: float | None = None
    judged: str | None = None
    refused: bool = False
    lost: bool = False
    originals: bool = False
    issue: str | None = None
    limit: int = 20
    page: str | None = None

    def __post_init__(self) -> None:
        for name in ("since", "until"):
            value = getattr(self, name)
            if value is not None:
                object.__setattr__(self, name, iso_date(value)[:10])
        if self.confidence is not None and not 0.0 <= self.confidence <= 1.0:
            raise ValueError(f"a confidence lies between 0 and 1, and {self.confidence} does not")
        if self.sign not in (None, 1, 0, -1):
            raise ValueError(f"a sign is 1, 0 or -1, not {self.sign}")
        if self.judged not in (None, *JUDGED):
            raise ValueError(f"judged is one of {', '.join(JUDGED)}, not {self.judged!r}")
        if self.limit < 1:
            raise ValueError(f"a limit must be at least 1, not {self.limit}")
        if self.page is not None and not re.fullmatch(r"[0-9]{1,18}\.[0-9]{1,18}", self.page):
            raise ValueError(f"{self.page!r} is no page of a search; take it from the result before")

    @classmethod
    def parse(cls, values: Mapping[str, str]) -> Self:
        """Give the query that strings by the names of its fields make, such as an address has; empty ones ask nothing.

        A sign may also be ``+`` or ``-``. A ``meaning`` is none of them, for it takes the model to make one of words.
        Raises ``ValueError`` as the query itself does, for values that are none, and for other names.
        """
        known = {field.name for field in fields(cls)} - {"meaning"}
        if unknown := sorted(set(values) - known):
            raise ValueError(f"a query has no {unknown[0]!r}; it has {', '.join(sorted(known))}")
        return cls(**{name: _read(name, value) for name, value in values.items() if value.strip()})

    def flat(self) -> dict[str, str]:
        """Give all that it asks for as strings by their names, but for a meaning: ``parse`` makes the same of them."""
        asked = {field.name: getattr(self, field.name) for field in fields(self) if field.name != "meaning"}
        return {name: str(value) for name, value in asked.items() if value != getattr(EVERYTHING, name)}

    def place(self) -> tuple[int | None, int]:
        """Where the page begins: the last statement that the search knew of, and how many were shown."""
        if self.page is None:
            return None, 0
        last, shown = self.page.split(".")
        return int(last), int(shown)


EVERYTHING = Query()
"""A query that asks for nothing in particular."""


def _read(name: str, value: str) -> Any:  # noqa: ANN401 - what the field holds
    if name not in _READ:
        return value
    read, what = _READ[name]
    try:
        return read(value.strip())
    except (ValueError, KeyError) as error:
        raise ValueError(f"{name.replace('_', ' ')} is {what}, not {value!r}") from error


_SIGNS = {"1": 1, "+": 1, "0": 0, "-1": -1, "-": -1}
_YES = {"1": True, "yes": True, "on": True, "true": True, "0": False, "no": False, "false": False}
_READ: dict[str, tuple[Callable[[str], Any], str]] = {
    "sign": (_SIGNS.__getitem__, "+, 0 or -"),
    "event": (lambda value: Event(value.upper()), f"one of {', '.join(Event)}"),
    "mode": (Mode, f"one of {', '.join(Mode)}"),
    "cue_kind": (CueKind, f"one of {', '.join(CueKind)}"),
    "confidence": (float, "a number from 0 to 1"),
    **{name: (lambda value: _YES[value.lower()], "yes or no") for name in ("refused", "lost", "originals")},
    "limit": (int, "a number"),
}
"""How fields that are no words are read, and what they can be."""


def terms(words: str) -> list[Term]:
    """Give the terms of what a user typed: whatever it is, nothing in it is syntax but quotes and stars."""
    found = []
    # What no text holds: NUL, at which strings of FTS5 end, and half a character, which cannot be written as UTF-8.
    keepable = words.replace("\x00", " ").encode(errors="replace").decode()
    for phrase, word in _TERM.findall(keepable):
        term = Term(phrase) if phrase else Term(word.rstrip("*"), prefix=word.endswith("*"))
        if any(unicodedata.category(char)[0] in "LN" for char in term.words):
            found.append(term)
    return found
