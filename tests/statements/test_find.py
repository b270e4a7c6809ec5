from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from noise import Noise, texts
from onrecord.documents.turns import layout
from onrecord.facts import Document, Layout, Statement
from onrecord.statements.find import Findings, find


def _found(text: str, seed: int) -> tuple[Layout, Findings]:
    page = layout(text, None)
    return page, find(Document(text=text), page, Noise(seed))


def _held(inner: Statement, outer: Statement) -> bool:
    return all(any(around.holds(span) for around in outer.content) for span in inner.content)


seeds = st.integers(0, 2**32 - 1)


@settings(max_examples=60, deadline=None)
@given(texts, seeds)
@example("", 0)
@example("…", 0)
def test_whatever_the_model_answers_words_of_statements_are_readable_words(text: str, seed: int) -> None:
    page, found = _found(text, seed)
    readable = {i for sentence in page.sentences for span in sentence for i in range(span.start, span.end)}
    for statement in found.statements:
        cue = (statement.cue,) if statement.cue else ()
        for span in (*statement.content, *statement.source, *cue):
            assert {i for i in range(span.start, span.end) if not text[i].isspace()} <= readable, span.of(text)


@settings(max_examples=60, deadline=None)
@given(texts, seeds)
def test_whatever_the_model_answers_statements_stand_in_order_and_in_each_other(text: str, seed: int) -> None:
    found = _found(text, seed)[1]
    by_id = {statement.id: statement for statement in found.statements}
    assert len(by_id) == len(found.statements)
    assert [s.content[0].start for s in found.statements] == sorted(s.content[0].start for s in found.statements)
    for statement in found.statements:
        if statement.within is not None:
            assert _held(statement, by_id[statement.within])


@settings(max_examples=60, deadline=None)
@given(texts, seeds)
def test_whatever_the_model_answers_every_sentence_of_a_turn_is_said_by_its_voice(text: str, seed: int) -> None:
    page, found = _found(text, seed)
    turns = [turn for turn in page.turns if turn.role is not None]
    said = [s for s in found.statements if s.cue is None]
    for turn in turns:
        spans = [span for s in said if s.mode.value == turn.role for span in s.content if turn.span.holds(span)]
        read = [part for sentence in page.sentences for part in sentence if turn.span.holds(part)]
        assert sorted(spans) == sorted(read)
