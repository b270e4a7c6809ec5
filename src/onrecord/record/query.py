"""What somebody looks for among the statements: one object for command line, API and pages."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from onrecord.facts import CueKind, Meaning, Mode, iso_date

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
    words of a name. ``since`` and ``until`` are ISO dates of publication, both included; a document without a date
    is in no range. ``document`` is the beginning of an id, ``confidence`` the least that a statement may have;
    ``judged`` asks for what was judged ``yes``, ``no`` or ``unsure``, ``any`` of these, or ``none``; ``originals``
    leaves out near copies; ``issue`` is the id of one that coding gave. ``page`` is the ``next`` of an
    earlier result. Raises ``ValueError`` for dates that are none, a confidence that is no probability, a limit below 1,
    or a page that is none.
    """

    words: str = ""
    meaning: Meaning | None = None
    speaker: str | None = None
    outlet: str | None = None
    since: str | None = None
    until: str | None = None
    language: str | None = None
    document: str | None = None
    mode: Mode | None = None
    cue_kind: CueKind | None = None
    confidence: float | None = None
    judged: str | None = None
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
        if self.judged not in (None, *JUDGED):
            raise ValueError(f"judged is one of {', '.join(JUDGED)}, not {self.judged!r}")
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
    # What no text holds: NUL, at which strings of FTS5 end, and half a character, which cannot be written as UTF-8.
    keepable = words.replace("\x00", " ").encode(errors="replace").decode()
    for phrase, word in _TERM.findall(keepable):
        term = Term(phrase) if phrase else Term(word.rstrip("*"), prefix=word.endswith("*"))
        if any(unicodedata.category(char)[0] in "LN" for char in term.words):
            found.append(term)
    return found
