"""What somebody looks for among the statements: one object for command line, API and pages."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from onrecord.facts import CueKind, Mode, iso_date

_TERM = re.compile(r"""["“”„«»]([^"“”„«»]*)(?:["“”„«»]|$)|([^\s"“”„«»]+)""")


@dataclass(frozen=True, slots=True)
class Term:
    """Words that must follow each other; with ``prefix`` the last may go on."""

    words: str
    prefix: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """Words and phrases, and filters that hold all at once.

    ``words`` is what a user types: every word must occur, quotation marks make a phrase, a star at the end of
    a word stands for any ending. ``speaker`` is words of a name. ``since`` and ``until`` are ISO dates of
    publication, both included; a document without a date is in no range. ``page`` is the ``next`` of an earlier result.
    Raises ``ValueError`` for dates that are none, a limit below 1, or a page that is none.
    """

    words: str = ""
    speaker: str | None = None
    outlet: str | None = None
    since: str | None = None
    until: str | None = None
    mode: Mode | None = None
    cue_kind: CueKind | None = None
    limit: int = 20
    page: str | None = None

    def __post_init__(self) -> None:
        for name in ("since", "until"):
            value = getattr(self, name)
            if value is not None:
                object.__setattr__(self, name, iso_date(value)[:10])
        if self.limit < 1:
            raise ValueError(f"a limit must be at least 1, not {self.limit}")
        if self.page is not None and not re.fullmatch(r"[0-9]{1,18}\.[0-9]{1,18}", self.page):
            raise ValueError(f"{self.page!r} is no page of a search; take it from the result before")

    def place(self) -> tuple[int | None, int]:
        """Where the page begins: the last statement that the search knew of, and how many were shown."""
        if self.page is None:
            return None, 0
        last, shown = self.page.split(".")
        return int(last), int(shown)


def terms(words: str) -> list[Term]:
    """Give the terms of what a user typed: whatever it is, nothing in it is syntax but quotes and stars."""
    found = []
    for phrase, word in _TERM.findall(words):
        term = Term(phrase) if phrase else Term(word.rstrip("*"), prefix=word.endswith("*"))
        if any(unicodedata.category(char)[0] in "LN" for char in term.words):
            found.append(term)
    return found
