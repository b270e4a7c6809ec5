"""Relation cases: texts with the ties that a careful reader finds in them, all of them and no others.

Above the text stands ``shows: …`` (what the case is about). Below it, after ``---``, one tie a line:
``voice | holder > target | sign layer status EVENT | grounds``; the voice is its speaker's name or kind, or ``outlet``;
a holder whom nobody names is ``?``.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from onrecord.facts import Document, End, Reading

CASES = Path(__file__).parent / "cases"


@dataclass(frozen=True)
class Case:
    name: str
    shows: str
    document: Document
    ties: tuple[str, ...]


def related(pile: str) -> list[Case]:
    return [_case(pile, path) for path in sorted((CASES / pile / "relations").glob("*.txt"))]


def ties(document: Document, found: Reading) -> list[str]:
    """The relations of a reading, as cases say them."""
    voices = {s.id: s.speaker.name or s.speaker.kind.value for s in found.statements}
    lines = []
    for r in found.relations:
        grounds = " … ".join(span.of(document.text) for span in r.grounds)
        who = f"{voices.get(r.voice or '', 'outlet')} | {_name(r.holder)} > {_name(r.target)}"
        lines.append(f"{who} | {'-0+'[r.sign + 1]} {r.layer} {r.status} {r.event or ''} | {grounds}")
    return sorted(lines)


def _name(end: End | None) -> str:
    return end.name if end else "?"


def _case(pile: str, path: Path) -> Case:
    head, _, rest = path.read_text(encoding="utf-8").partition("\n\n")
    body, _, lines = rest.rpartition("\n---")
    shows = head.removeprefix("shows: ")
    document = Document(text=body.rstrip("\n"))
    return Case(f"{pile}/{path.stem}", shows, document, tuple(sorted(filter(None, lines.splitlines()))))
