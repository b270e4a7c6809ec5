"""The example texts are read as a careful reader would read them."""

from __future__ import annotations

import functools
from pathlib import Path

import pytest

from onrecord import Document, Metadata, Mode, Reading, captures, document_of, read
from onrecord.facts import Capture, quote_of

EXAMPLES = Path(__file__).parents[1] / "examples"
TEXTS = sorted(path.name for path in EXAMPLES.iterdir() if not path.name.endswith(".meta.json"))


@functools.cache
def _read(name: str) -> list[tuple[Document, Reading]]:
    found = list(captures([str(EXAMPLES / name)], Metadata()))
    documents = [document_of(capture) for capture in found if isinstance(capture, Capture)]
    assert len(documents) == len(found)
    return [(document, read(document)) for document in documents]


def _found(name: str) -> list[tuple[str | None, Mode, str]]:
    return [
        (statement.speaker.name, statement.mode, quote_of(document.text, statement.content))
        for document, reading in _read(name)
        for statement in reading.statements
    ]


def _speakers_of(name: str, words: str) -> set[str | None]:
    outer = [
        statement
        for document, reading in _read(name)
        for statement in reading.statements
        if statement.within is None and words in quote_of(document.text, statement.content)
    ]
    return {statement.speaker.name for statement in outer}


@pytest.mark.parametrize("name", TEXTS)
def test_each_example_tells_its_outlet_and_date(name: str) -> None:
    assert all(document.metadata.outlet and document.metadata.published for document, _ in _read(name))


@pytest.mark.parametrize("name", TEXTS)
def test_each_example_has_statements(name: str) -> None:
    assert all(reading.statements for _, reading in _read(name))


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("interview-labelled.txt", ["edited for length", "By Marta Issen"]),
        ("interview-translated.txt", ["sundmark-dorsk", "Edda Quill", "Read also", 'Tugboat "Patience"', "Courier)"]),
        ("page.html", ["cookies", "inbox", "by midsummer", "Photo", "Corin Vael", "Read also"]),
        ("press-release.txt", ["Contact", "press@", "IMMEDIATE RELEASE"]),
        ("wire-report.txt", ["By Edda Quill"]),
    ],
)
def test_nobody_is_made_to_say_what_only_the_page_says(name: str, words: list[str]) -> None:
    said = " ".join(quote for _, _, quote in _found(name))
    assert [word for word in words if word in said] == []


@pytest.mark.parametrize(
    ("name", "guest", "questions", "answers"),
    [
        (
            "interview-labelled.txt",
            "Leyla Sorgun",
            ["Who is to blame?", "Your own opposition calls the visit a surrender."],
            ["Our captains kept to the Selwick Accords to the letter.", "We carried tractors."],
        ),
        (
            "interview-translated.txt",
            "Henrik Aldvar-Losten",
            [
                "What is this closeness based on?",
                "Ardesia recently placed two patrol ships at the entrance to the Strait of Oram.",
                "Then let's move on to another subject — the Torgul Heights.",
                "Why can't this conflict be resolved for twenty years?",
            ],
            [
                "On memory, on geography and on gas.",
                "By the way, trade between our countries doubled in two years, and it will double again.",
                "The reasons are well known, and they are not in Torgul.",
                "And those who saw in them the threat of invasion should change their glasses.",
                "Jealousy is a matter for newlyweds.",
            ],
        ),
    ],
)
def test_questions_and_answers_of_an_interview_are_told_apart(
    name: str, guest: str, questions: list[str], answers: list[str]
) -> None:
    asked = {quote for _, mode, quote in _found(name) if mode is Mode.QUESTION}
    answered = {quote for speaker, mode, quote in _found(name) if mode is Mode.ANSWER and speaker == guest}
    assert [words for words in questions if words not in asked] == []
    assert [words for words in answers if words not in answered] == []


@pytest.mark.parametrize(
    ("name", "words", "speaker"),
    [
        ("wire-report.txt", "We were invited to a marriage", "Tomas Relj"),
        ("wire-report.txt", "cannot pretend that it has no price", "Ansel Dahl"),
        ("wire-report.txt", "Either she has changed her mind", "Jonas Wirth"),
        ("report-of-interview.txt", "Calder threatened", "Hendrik Aldvar-Losten"),
        ("report-of-interview.txt", "An unarmed tugboat", "Leyla Sorgun"),
        ("press-release.txt", "Nine weeks without a ferry", "Ilka Marovec"),
        ("press-release.txt", "The table is set.", "Tomas Relj"),
        ("page.html", "we have waited politely", "Oto Reschin"),
        ("page.html", "They are counting, as always", "Ruta Aldane"),
        ("briefing.txt", "We did not.", "Nadja Brandt"),
        ("wires.jsonl", "Friends do not bargain", "Henrik Aldvar-Losten"),
    ],
)
def test_who_said_it(name: str, words: str, speaker: str) -> None:
    assert _speakers_of(name, words) == {speaker}
