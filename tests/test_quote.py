"""The quote of a statement: its spans as a reader would write them down."""

from __future__ import annotations

import pytest

from onrecord.facts import Span, quote_of


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("[“Never,”] she added, [“this is over.”]", "“Never,” “this is over.”"),
        ("[Why ca] / [n't] / [they] / [go] / [?]", "Why can't they go?"),
        ("[Why ca] / [n’t] / [they go?]", "Why can’t they go?"),
        ("[The minister] / ['s plan]", "The minister's plan"),
        ("[The minister] / [’s plan]", "The minister’s plan"),
        ("[They] / [’ll go]", "They’ll go"),
        ("[Then let's] / [move] / [on to] / [another]", "Then let's move on to another"),
        ('[He called it] "x" ["a farce"]', 'He called it "a farce"'),
        ('["a farce] x ["], he said', '"a farce"'),
        ("[It cost 5] x [% more]", "It cost 5% more"),
        ("[She left] x [(for good)]", "She left (for good)"),
        ("[She left (for good] x [)]", "She left (for good)"),
        ("[over\n   two\u00a0 lines]", "over two lines"),
        ("🙂 [so] [😀 it is]", "so 😀 it is"),
    ],
)
def test_spans_are_joined_as_they_are_written(text: str, quote: str) -> None:
    """Brackets stand for the spans, and are themselves in the text."""
    spans = []
    start = -1
    for place, char in enumerate(text):
        if char == "[":
            start = place + 1
        elif char == "]":
            spans.append(Span(start, place))
    assert quote_of(text, tuple(spans)) == quote
