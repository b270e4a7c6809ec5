from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from noise import Noise, texts
from onrecord.documents.turns import layout
from onrecord.facts import CueKind, Document, Form, Kind, Layout, Mention, Mode, Span, Statement
from onrecord.model import Model
from onrecord.statements.attribution import Attribution, Found
from onrecord.statements.find import Findings, find


def _found(text: str, seed: int) -> tuple[Layout, Findings]:
    page = layout(text, None)
    return page, find(Document(text=text), page, Noise(seed))


def _held(inner: Statement, outer: Statement) -> bool:
    return all(any(around.holds(span) for around in outer.content) for span in inner.content)


seeds = st.integers(0, 2**32 - 1)


@settings(max_examples=40, deadline=None)
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


@settings(max_examples=40, deadline=None)
@given(texts, seeds)
def test_whatever_the_model_answers_statements_stand_in_order_and_in_each_other(text: str, seed: int) -> None:
    found = _found(text, seed)[1]
    by_id = {statement.id: statement for statement in found.statements}
    assert len(by_id) == len(found.statements)
    assert [s.content[0].start for s in found.statements] == sorted(s.content[0].start for s in found.statements)
    for statement in found.statements:
        if statement.within is not None:
            assert _held(statement, by_id[statement.within])


@settings(max_examples=40, deadline=None)
@given(texts, seeds)
def test_whatever_the_model_answers_every_sentence_of_a_turn_is_said_by_its_voice(text: str, seed: int) -> None:
    page, found = _found(text, seed)
    turns = [turn for turn in page.turns if turn.role is not None]
    said = [s for s in found.statements if s.cue is None]
    for turn in turns:
        spans = [span for s in said if s.mode.value == turn.role for span in s.content if turn.span.holds(span)]
        read = [part for sentence in page.sentences for part in sentence if turn.span.holds(part)]
        assert sorted(spans) == sorted(read)


# What the rules make of what a model has found --------------------------------------------------------------------

Told = tuple[str | Kind, Mode, str]

CLUES = (5.0, 2.0, 2.0, 1.0, 0.0, 2.0, 1.0)


def _span(text: str, words: str) -> Span:
    return Span(text.index(words), text.index(words) + len(words))


def _attribution(text: str, source: str, cue: str, *content: str) -> Attribution:
    return Attribution(
        cue=_span(text, cue),
        source=(_span(text, source),) if source else (),
        content=tuple(_span(text, words) for words in content),
        clues=CLUES,
    )


@pytest.fixture
def reading(monkeypatch: pytest.MonkeyPatch) -> Reads:
    return Reads(monkeypatch)


class Reads:
    """Finds the statements of a text of which the model has found these attributions and names."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._patch = monkeypatch

    def __call__(self, text: str, *given: tuple[str, ...], title: str | None = None) -> list[Statement]:
        names = [name for name in ("Leo Orlan", "Petra Tavish") if name in text]
        mentions = tuple(
            Mention(span=_span(text, name), head=_span(text, name), kind=Kind.PERSON, form=Form.NAME) for name in names
        )
        found = Found(tuple(_attribution(text, *words) for words in given), mentions)
        self._patch.setattr("onrecord.statements.find.attribute", lambda *_: found)
        unread: Model = Noise(0)
        return list(find(Document(text=text), layout(text, title), unread).statements)


def _told(text: str, statements: list[Statement]) -> list[Told]:
    return [(s.speaker.name or s.speaker.kind, s.mode, " … ".join(c.of(text) for c in s.content)) for s in statements]


@pytest.mark.parametrize(
    ("text", "given", "mode"),
    [
        ("Leo Orlan said: “It is late.”", ("Leo Orlan", "said", "It is late."), Mode.DIRECT),
        ("Leo Orlan said it was “too late”.", ("Leo Orlan", "said", "it was “too late”"), Mode.MIXED),
        ("Leo Orlan said it was late.", ("Leo Orlan", "said", "it was late"), Mode.INDIRECT),
        ("Leo Orlan asked whether it was late.", ("Leo Orlan", "asked", "whether it was late"), Mode.QUESTION),
        ("Leo Orlan wanted it to be late.", ("Leo Orlan", "wanted", "it to be late"), Mode.INDIRECT),
    ],
)
def test_the_mode_follows_marks_and_cue(reading: Reads, text: str, given: tuple[str, ...], mode: Mode) -> None:
    (statement,) = reading(text, given)
    assert statement.mode is mode
    assert statement.cue_kind is (CueKind.OTHER if "wanted" in text else CueKind.SPEECH)


def test_an_interrupted_quote_is_one_statement_of_two_spans(reading: Reads) -> None:
    text = "“Never,” added Leo Orlan, “was it so late.”"
    (statement,) = reading(text, ("Leo Orlan", "added", "“Never,”", "“was it so late.”"))
    assert _told(text, [statement]) == [("Leo Orlan", Mode.DIRECT, "“Never,” … “was it so late.”")]


def test_a_second_verb_of_the_sentence_has_the_speaker_of_the_first(reading: Reads) -> None:
    text = "Leo Orlan said that it was late, and stressed that he was tired."
    both = reading(text, ("Leo Orlan", "said", "that it was late"), ("", "stressed", "that he was tired"))
    assert [(s.speaker.name, s.source != ()) for s in both] == [("Leo Orlan", True), ("Leo Orlan", False)]


def test_two_earlier_speakers_leave_a_second_verb_without_one(reading: Reads) -> None:
    text = "Leo Orlan said that it was late, Petra Tavish said that it was not, and stressed that the day was long."
    given = [("Leo Orlan", "said", "that it was late"), ("", "stressed", "that the day was long")]
    late = text.rindex("said that")
    other = Attribution(Span(late, late + 4), (_span(text, "Petra Tavish"),), (_span(text, "that it was not"),), CLUES)
    reading(text, *given)
    found = Found((*(_attribution(text, *words) for words in given), other), ())
    reading._patch.setattr("onrecord.statements.find.attribute", lambda *_: found)
    last = find(Document(text=text), layout(text, None), Noise(0)).statements[-1]
    assert (last.content[0].of(text), last.speaker.kind) == ("that the day was long", Kind.UNSTATED)


def test_a_verb_inside_the_words_of_another_is_not_the_others(reading: Reads) -> None:
    text = "Leo Orlan said that somebody left and stressed that it was late."
    whole = "that somebody left and stressed that it was late"
    inner = reading(text, ("Leo Orlan", "said", whole), ("", "stressed", "that it was late"))[-1]
    assert (inner.speaker.kind, inner.within is not None) == (Kind.UNSTATED, True)


def test_an_impersonal_it_is_nobody(reading: Reads) -> None:
    text = "It is believed that it was late."
    (statement,) = reading(text, ("It", "is believed", "that it was late"))
    assert (statement.speaker.kind, statement.source) == (Kind.UNSTATED, ())


def test_people_without_a_name_are_unnamed_and_keep_their_words(reading: Reads) -> None:
    text = "Two officials said that it was late."
    (statement,) = reading(text, ("Two officials", "said", "that it was late"))
    assert (statement.speaker.kind, statement.speaker.span) == (Kind.UNNAMED, _span(text, "Two officials"))


def test_the_same_words_of_the_same_source_are_told_once(reading: Reads) -> None:
    text = "Leo Orlan wrote in a letter that it was late."
    given = [("Leo Orlan", "wrote", "that it was late"), ("Leo Orlan", "letter", "that it was late")]
    assert len(reading(text, *given)) == 1
    assert len(reading(text, given[0], ("", "letter", "that it was late"))) == 1


def test_words_of_two_sources_are_two_statements(reading: Reads) -> None:
    text = "Leo Orlan said, according to Petra Tavish, that it was late."
    given = [("Leo Orlan", "said", "that it was late"), ("Petra Tavish", "according to", "that it was late")]
    assert {s.speaker.name for s in reading(text, *given)} == {"Leo Orlan", "Petra Tavish"}


def test_a_statement_in_a_statement_stands_within_it(reading: Reads) -> None:
    text = "Leo Orlan said that Petra Tavish told him that it was late."
    outer, inner = reading(
        text,
        ("Leo Orlan", "said", "that Petra Tavish told him that it was late"),
        ("Petra Tavish", "told", "that it was late"),
    )
    assert (outer.within, inner.within) == (None, outer.id)


def test_i_in_a_turn_of_nobody_named_is_the_guest(reading: Reads) -> None:
    text = "Q: Was it late?\n\nA: I think that it is. It was late before.\n\nQ: And now?\n\nA: It is later still."
    inner = next(s for s in reading(text, ("I", "think", "that it is")) if s.cue)
    assert (inner.speaker.kind, inner.speaker.span) == (
        Kind.GUEST,
        Span(text.index("I think"), text.index("I think") + 1),
    )


def test_each_sentence_of_an_answer_is_an_answer(reading: Reads) -> None:
    text = "Q: Is it late?\n\nA: It is. It was late before.\n\nQ: And now?\n\nA: It is later still."
    assert _told(text, reading(text)) == [
        (Kind.INTERVIEWER, Mode.QUESTION, "Is it late?"),
        (Kind.GUEST, Mode.ANSWER, "It is."),
        (Kind.GUEST, Mode.ANSWER, "It was late before."),
        (Kind.INTERVIEWER, Mode.QUESTION, "And now?"),
        (Kind.GUEST, Mode.ANSWER, "It is later still."),
    ]
