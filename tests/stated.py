"""Statement cases: texts with the statements that a careful reader finds in them, all of them and no others.

Above the text stand ``shows: …`` (what the case is about) and perhaps ``title: …`` and ``published: …``. Below it,
after ``---``, one statement a line: ``mode | speaker | words``, perhaps with ``on: DATE`` and ``at: OCCASION`` behind
further bars. Two spaces before a line put it within the one above. A speaker without a name stands as its kind in
brackets. Words are compared without their punctuation; ``…`` may stand for words between the first and the last.

``python tests/stated.py`` records how this reader reads the cases.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path

from onrecord import model
from onrecord.facts import Document, Metadata, Reading, Statement, quote_of
from onrecord.reading import read, reader
from related import related, ties

CASES = Path(__file__).parent / "cases"
PILES = ("wild", "invented", "negative", "known_failures")
RECORDED = CASES / "readings.json"

Told = tuple[str, str, str, str | None]
"""Mode, speaker, words, and the words of the statement around it."""


@dataclass(frozen=True)
class Case:
    name: str
    shows: str
    document: Document
    statements: tuple[Told, ...]
    on: dict[str, str]
    at: dict[str, str]


def cases(pile: str) -> list[Case]:
    return [_case(pile, path) for path in sorted((CASES / pile / "statements").glob("*.txt"))]


def told(document: Document, found: Reading) -> list[Told]:
    """What a reading says, as cases say it."""
    by_id = {s.id: _words(_quote(document, s)) for s in found.statements}
    return sorted(
        (s.mode.value, s.speaker.name or f"({s.speaker.kind.value})", by_id[s.id], by_id.get(s.within or ""))
        for s in found.statements
    )


def dates(document: Document, found: Reading) -> dict[str, str]:
    """The day of each statement that has one, by its words."""
    return {_words(_quote(document, s)): s.said_on for s in found.statements if s.said_on}


def occasions(document: Document, found: Reading) -> dict[str, str]:
    """The occasion of each statement that has one, by its words."""
    return {_words(_quote(document, s)): quote_of(document.text, s.occasion) for s in found.statements if s.occasion}


def digests() -> dict[str, str]:
    """How each case is read now: all but confidences, which differ between CPUs."""
    statements = {case.name: _digest(case.document) for pile in PILES for case in cases(pile)}
    return statements | {f"{case.name} (ties)": _tied(case.document) for pile in PILES for case in related(pile)}


def _tied(document: Document) -> str:
    return hashlib.sha256("\n".join(ties(document, read(document))).encode()).hexdigest()[:12]


def _digest(document: Document) -> str:
    found = read(document)
    said = [
        (s.mode, s.speaker.name, s.speaker.kind, [c.pair() for c in s.content], s.cue and s.cue.pair(), s.said_on)
        for s in found.statements
    ]
    named = [[i.name for i in found.instruments], [(t.value, t.span.pair()) for t in found.times]]
    return hashlib.sha256(json.dumps([said, named]).encode()).hexdigest()[:12]


def recorded() -> tuple[str, dict[str, str]]:
    """The reader that was recorded, and how it read the cases; empty where none was."""
    if not RECORDED.exists():
        return "", {}
    kept = json.loads(RECORDED.read_text(encoding="utf-8"))
    return kept["reader"], kept["cases"]


def weights_are_recorded() -> bool:
    """Whether the recorded reader had the present weights."""
    return recorded()[0].endswith(f"-{model.digest()}")


def _quote(document: Document, statement: Statement) -> str:
    return quote_of(document.text, statement.content)


def _words(quote: str) -> str:
    return " ".join(re.findall(r"\w+", quote))


def _case(pile: str, path: Path) -> Case:
    head, _, rest = path.read_text(encoding="utf-8").partition("\n\n")
    body, _, lines = rest.rpartition("\n---")
    fields = dict(line.split(": ", 1) for line in head.splitlines())
    metadata = Metadata(title=fields.get("title"), published=fields.get("published"))
    document = Document(text=body.rstrip("\n"), metadata=metadata)
    statements: list[Told] = []
    above: list[str] = []
    extras: dict[str, dict[str, str]] = {"on": {}, "at": {}}
    for line in filter(str.strip, lines.splitlines()):
        mode, speaker, quote, *more = line.strip().split(" | ")
        words = _written_out(document.text, quote)
        depth = (len(line) - len(line.lstrip())) // 2
        above = [*above[:depth], words]
        statements.append((mode, speaker, words, above[depth - 1] if depth else None))
        for key, value in (extra.split(": ", 1) for extra in more):
            extras[key][words] = value
    return Case(f"{pile}/{path.stem}", fields["shows"], document, tuple(sorted(statements)), extras["on"], extras["at"])


def _written_out(text: str, quote: str) -> str:
    """The words of a quote in which ``…`` stands for those between its first and its last."""
    first, gap, last = quote.partition(" … ")
    if not gap:
        return _words(quote)
    start = text.index(first)
    return _words(text[start : text.index(last, start) + len(last)])


if __name__ == "__main__":
    readings = {"reader": reader(), "cases": digests()}
    RECORDED.write_text(json.dumps(readings, indent=1) + "\n", encoding="utf-8")
