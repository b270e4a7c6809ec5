"""Layout cases: texts in which the expected turns and clutter are marked.

``⟦Q Name|words⟧`` is a question, ``⟦A Name|words⟧`` an answer, ``⟦T Name|words⟧`` a turn that is neither; the name
may be left out. ``⟦caption|words⟧`` and so on are clutter by its kind. Marks may stand in each other. Above the text
stand ``shows: …`` (what the case is about) and perhaps ``title: …``. Dashes that open a turn need no mark.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from onrecord.facts import Clutter, Layout, Role

CASES = Path(__file__).parent / "cases"
_ROLES = {"Q": Role.QUESTION, "A": Role.ANSWER, "T": None}
_MARK = re.compile(r"⟦([^|⟧]+)\||⟧")

TurnFacts = tuple[str, Role | None, str | None]


@dataclass(frozen=True)
class Case:
    name: str
    shows: str
    title: str | None
    text: str
    turns: list[TurnFacts]
    clutter: list[tuple[str, Clutter]]


def cases(pile: str) -> list[Case]:
    return [_case(path) for path in sorted((CASES / pile / "layout").glob("*.txt"))]


def turns(found: Layout, text: str) -> list[TurnFacts]:
    return [(turn.span.of(text), turn.role, turn.speaker) for turn in found.turns]


def clutter(found: Layout, text: str) -> list[tuple[str, Clutter]]:
    """The clutter found, without the dashes, which cases do not mark."""
    return [(span.of(text), kind) for span, kind in found.clutter if not re.fullmatch(r"[-–—]+", span.of(text))]


def _case(path: Path) -> Case:
    head, _, body = path.read_text(encoding="utf-8").partition("\n\n")
    fields = dict(line.split(": ", 1) for line in head.splitlines())
    text, spans = _unmarked(body.rstrip("\n"))
    found: list[TurnFacts] = []
    marked: list[tuple[str, Clutter]] = []
    for start, end, tag in sorted(spans):
        letter, _, name = tag.partition(" ")
        if letter in _ROLES:
            found.append((text[start:end], _ROLES[letter], name or None))
        else:
            marked.append((text[start:end], Clutter(tag)))
    return Case(path.stem, fields["shows"], fields.get("title"), text, found, marked)


def _unmarked(body: str) -> tuple[str, list[tuple[int, int, str]]]:
    text, at = "", 0
    opened: list[tuple[int, str]] = []
    spans: list[tuple[int, int, str]] = []
    for match in _MARK.finditer(body):
        text += body[at : match.start()]
        at = match.end()
        if match.group(1):
            opened.append((len(text), match.group(1)))
        else:
            start, tag = opened.pop()
            spans.append((start, len(text), tag))
    assert not opened
    return text + body[at:], spans
