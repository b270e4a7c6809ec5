from __future__ import annotations

import random
import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.documents.turns import layout
from onrecord.facts import Form, Kind, Layout, Mention, Role, Span, Turn
from onrecord.statements.speakers import cast

CASES = Path(__file__).parents[1] / "cases"
NAMES = {
    "P": Kind.PERSON, "O": Kind.ORGANISATION, "L": Kind.PLACE, "G": Kind.GROUP, "I": Kind.INSTRUMENT,
}  # fmt: skip
MARK = re.compile(r"⟦([PODLGI]?)(=[^|⟧]*)?\||⟧")


@dataclass(frozen=True)
class Case:
    """``⟦P|words⟧`` is a name (P person, O organisation, L place, G group, I instrument).

    ``⟦D|words⟧`` is a description of a person.

    ``⟦…=Name|words⟧`` says whose figure it is, ``⟦…=|words⟧`` that it is nobody's.
    """

    name: str
    text: str
    mentions: list[Mention]
    wanted: dict[Span, str | None]
    roles: dict[str, str]


def _case(path: Path) -> Case:
    head, _, body = path.read_text(encoding="utf-8").partition("\n\n")
    roles = dict(line.removeprefix("role: ").split(" = ") for line in head.splitlines() if line.startswith("role: "))
    text, at = "", 0
    mentions, wanted = [], {}
    opened: list[tuple[int, str, str | None]] = []
    for mark in MARK.finditer(body):
        text += body[at : mark.start()]
        at = mark.end()
        if mark[0] != "⟧":
            opened.append((len(text), mark[1], mark[2]))
            continue
        start, letter, name = opened.pop()
        span = Span(start, len(text))
        if letter:
            form = Form.NAME if letter in NAMES else Form.NOMINAL
            mentions.append(Mention(span=span, head=span, kind=NAMES.get(letter, Kind.PERSON), form=form))
        if name:
            wanted[span] = name[1:] or None
    return Case(path.stem, text + body[at:], mentions, wanted, roles)


def _cases(pile: str) -> list[Case]:
    return [_case(path) for path in sorted((CASES / pile / "speakers").glob("*.txt"))]


def _check(case: Case) -> None:
    found = cast(case.text, layout(case.text, None), case.mentions)
    figures = {span: found.figure_of(span) for span in case.wanted}
    assert {span.of(case.text): figure and figure.name for span, figure in figures.items()} == {
        span.of(case.text): name for span, name in case.wanted.items()
    }
    assert {figure.name: figure.role for figure in found.figures if figure.name in case.roles} == case.roles


@pytest.mark.parametrize("case", [*_cases("invented"), *_cases("negative")], ids=lambda case: case.name)
def test_mentions_lead_to_the_fullest_name_or_to_nobody(case: Case) -> None:
    _check(case)


@pytest.mark.xfail(strict=True, reason="known failure")
@pytest.mark.parametrize("case", _cases("known_failures"), ids=lambda case: case.name)
def test_known_failures(case: Case) -> None:
    _check(case)


def _name(text: str, words: str) -> Mention:
    span = Span(text.index(words), text.index(words) + len(words))
    return Mention(span=span, head=span, kind=Kind.PERSON, form=Form.NAME)


def test_in_an_interview_i_is_who_has_the_turn_and_you_whom_the_question_is_put_to() -> None:
    text = "An interview with Jane Doe\n\nDo you regret it?\n\nI do not."
    title, question, answer = (Span(m.start(), m.end()) for m in re.finditer(r"[^\n]+", text))
    guest = _name(text, "Jane Doe")
    turns = (
        Turn(span=question, role=Role.QUESTION),
        Turn(span=answer, role=Role.ANSWER, speaker="Jane Doe", named_at=guest.span),
    )
    page = Layout(paragraphs=(title, question, answer), sentences=((title,), (question,), (answer,)), turns=turns)
    found = cast(text, page, [guest])
    for words in ("you", "I do"):
        start = text.index(words)
        figure = found.figure_of(Span(start, start + len(words.split()[0])))
        assert figure is not None
        assert figure.name == "Jane Doe"


def test_a_guest_whom_the_mentions_miss_is_known_from_the_turns() -> None:
    text = "An interview with Jane Doe\n\nI do not."
    title, answer = (Span(m.start(), m.end()) for m in re.finditer(r"[^\n]+", text))
    at = _name(text, "Jane Doe").span
    page = Layout(
        paragraphs=(title, answer),
        sentences=((title,), (answer,)),
        turns=(Turn(span=answer, role=Role.ANSWER, speaker="Jane Doe", named_at=at),),
    )
    assert [figure.name for figure in cast(text, page, []).figures] == ["Jane Doe"]


def test_the_order_of_the_mentions_does_not_matter() -> None:
    for case in _cases("invented"):
        page = layout(case.text, None)
        shuffled = random.Random(0).sample(case.mentions, len(case.mentions))  # noqa: S311 — no secret
        assert cast(case.text, page, shuffled).figures == cast(case.text, page, case.mentions).figures


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_whatever_the_mentions_figures_name_their_own_words(data: st.DataObject) -> None:
    words = st.sampled_from(
        ["Jane", "Doe", "Brill,", "he", "she", "“I", "said", "the", "mayor", "of", "Mr.", "’s", "\n\n", " "]
    )
    text = " ".join(data.draw(st.lists(words, min_size=1, max_size=40)))
    bounds = st.tuples(st.integers(0, len(text) - 1), st.integers(1, 20))
    spans = [Span(a, min(len(text), a + n)) for a, n in data.draw(st.lists(bounds, max_size=10))]
    kinds, forms = st.sampled_from([Kind.PERSON, Kind.ORGANISATION]), st.sampled_from([Form.NAME, Form.NOMINAL])
    mentions = [Mention(span=s, head=s, kind=data.draw(kinds), form=data.draw(forms)) for s in spans]
    found = cast(text, layout(text, None), mentions)
    for figure in found.figures:
        assert " ".join(figure.named_at.of(text).split()) == figure.name
        assert all(found.figure_of(span) is not None for span in figure.mentions)


@pytest.mark.parametrize(
    "told",
    [
        "Calder, the capital of Veltania, slept.",
        "In Veltania’s capital, Calder, all slept.",
        "In the Veltanian capital Calder all slept.",
        "Calder is the capital of Veltania.",
    ],
)
def test_a_capital_that_speaks_is_its_state_where_the_text_says_whose_it_is(told: str) -> None:
    text = f"{told} Veltania paid. Calder denied it."
    spans = [Span(*match.span()) for match in re.finditer(r"Calder|Veltania\b", text)]
    mentions = [Mention(span=span, head=span, kind=Kind.PLACE, form=Form.NAME) for span in spans]
    found = cast(text, layout(text, None), mentions)
    figures = (found.figure_of(spans[-1]), found.speaker_of(spans[-1]))
    assert [figure and figure.name for figure in figures] == ["Calder", "Veltania"]


def test_a_capital_that_two_states_claim_speaks_for_itself() -> None:
    text = "Calder, the capital of Veltania, is Dorsk’s capital too. Dorsk’s capital, Calder, denied it."
    spans = [Span(*match.span()) for match in re.finditer(r"Calder|Veltania\b|Dorsk", text)]
    mentions = [Mention(span=span, head=span, kind=Kind.PLACE, form=Form.NAME) for span in spans]
    figure = cast(text, layout(text, None), mentions).speaker_of(spans[-1])
    assert figure is not None
    assert figure.name == "Calder"
