"""Holds every quote of an answer against the text that is on record."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from onrecord.facts import Span, quote_of
from onrecord.record import Record


def quotes(answer: Any) -> Iterator[tuple[str, str, list[list[int]]]]:
    """Give each quote of an answer with its document and where it says that the words stand."""
    if isinstance(answer, list):
        for each in answer:
            yield from quotes(each)
    if isinstance(answer, dict):
        words = answer.get("quote", answer.get("words"))
        if isinstance(words, str):
            document = answer["document"]
            yield words, document if isinstance(document, str) else document["id"], answer["content"]
        for each in answer.values():
            yield from quotes(each)


def verified(answer: Any, record: Record) -> int:
    """How many quotes an answer has; each is what stands in the text of its document at its place."""
    many = 0
    for words, document, content in quotes(answer):
        assert quote_of(record.document(document).text, tuple(Span(*pair) for pair in content)) == words
        many += 1
    return many
