"""Names of states and capitals in texts, and what else is called like them: cases in ``cases/*/actors``.

Above the text stands ``shows: …``; below it, after ``---``, a name a line with the entry of the gazetteer that it is,
or ``-`` where it is none.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.actors.gazetteer import entries
from onrecord.facts import Document
from onrecord.identifying import identify
from onrecord.reading import read
from onrecord.record import open_record

CASES = Path(__file__).parent.parent / "cases"
LISTED = {entry.id for entry in entries()}


@pytest.mark.parametrize("path", sorted(CASES.glob("*/actors/*.txt")), ids=lambda path: path.stem)
def test_a_name_stands_for_the_state_that_is_meant_or_for_none(path: Path, tmp_path: Path) -> None:
    _, _, rest = path.read_text(encoding="utf-8").partition("\n\n")
    body, _, lines = rest.rpartition("\n---\n")
    document = Document(text=body)
    with open_record(tmp_path / "test.db") as record:
        record.add(document, None, read(document))
        identify(record)
        reading = record.reading(document.id)
        assert reading is not None
        actors = {figure.name: record.who.actor_of(document.id, figure.named_at.start) for figure in reading.figures}
        found = {name: actor.name if actor and actor.id in LISTED else "-" for name, actor in actors.items()}
        expected = dict(line.split(" = ") for line in lines.splitlines())
        assert {name: found.get(name) for name in expected} == expected
