"""Coding a record: a pass of its own over stored vectors, which reads no text again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from onrecord import model
from onrecord.facts import Coded
from onrecord.record import Record
from onrecord.relations.issues import Coder, Issue
from onrecord.statements.meaning import meaning


def coder_of(issues: Sequence[Issue]) -> Coder:
    """Give what codes by this codebook, its phrases embedded by the present model."""
    vectors = {issue.id: [meaning(phrase).vector for phrase in issue.phrases()] for issue in issues}
    return Coder(issues, vectors)


def code(record: Record, issues: Sequence[Issue]) -> dict[str, int]:
    """Put every statement of a record under its issues; give how many statements are under each that has any.

    What an earlier codebook gave is gone. Statements without a vector of the present model have no issues.
    """
    coder = coder_of(issues)

    def coded() -> Iterator[tuple[int, Sequence[Coded]]]:
        for each in record.codable(model.meaning_digest()):
            yield each.key, coder.code(each.words, each.vector)

    return record.code(list(coded()))
