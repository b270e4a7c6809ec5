from __future__ import annotations

import pytest

from onrecord.documents.quotations import quotations
from onrecord.documents.text import hull, paragraphs, sentences


def split(text: str) -> list[str]:
    return [span.of(text) for pieces in paragraphs(text) for parts in sentences(text, pieces) for span in parts]


@pytest.mark.parametrize(
    "whole",
    [
        "It follows Resolution 1244.| It is old.",
        "Mr. Hartung and Dr. P. Lind met Gen. Renn.| They left.",
        "The U.S. envoy spoke.| The talks in the U.S. failed.| Nobody came.",
        "He paid $3.5 million, i.e. too much, at 6 a.m. on Jan. 5.| She left at 9 p.m.| The rest stayed.",
        "“We won.”| “We lost,” he said.| “Why?” Petra Lind asked.| Nobody knew.",
        "“Will it hold?” he asked.| It did!| Did it?| Yes…| Perhaps.",
        "For members ... to be drawn in is a task.| It is hard.",
        "(It was late.)| The St. Olaf Bridge was shut.| No. 7 was open.| “No.| It was not.”",
        "Acme Inc. said so.| It was Acme Inc.| The rest is known.",
        "1. The first rule holds.| J. R. Lind wrote it.",
    ],
)
def test_sentences_end_where_a_reader_would_end_them(whole: str) -> None:
    expected = whole.split("| ")
    assert split(" ".join(expected)) == expected


def test_lines_wrapped_at_a_width_are_one_paragraph() -> None:
    line = "The council of the harbour towns has met for the third time this"
    text = f"{line}\n{line}\n{line}\nyear.\n\nIt will meet again."
    assert [len(pieces) for pieces in paragraphs(text)] == [1, 1]
    assert len(split(text)) == 2


def test_lines_of_their_own_are_paragraphs_of_their_own() -> None:
    assert len(paragraphs("Bridge shut\nThe bridge was shut on Monday.\nIt will open in May.")) == 3


def test_link_text_is_joined_to_the_halves_of_its_sentence() -> None:
    text = "She spoke with Foreign Minister\n\nLeo Hartung\n\non Monday.\n\nHe listened."
    assert [len(pieces) for pieces in paragraphs(text)] == [3, 1]


def test_a_title_is_not_run_together_with_a_text_that_begins_small() -> None:
    assert len(paragraphs("The week in the bay\n\nof all the weeks, this was the longest.", "The week in the bay")) == 2


def test_a_sentence_goes_on_behind_a_caption_that_parts_it() -> None:
    text = "We have plans to\n\n• The quay\n\n• © Milo Dast\n\nbuild more."
    assert [[p.of(text) for p in pieces] for pieces in paragraphs(text)] == [
        ["We have plans to", "build more."],
        ["• The quay"],
        ["• © Milo Dast"],
    ]


def quoted(text: str) -> list[str]:
    return [span.of(text) for span in quotations(text, tuple(map(hull, paragraphs(text))))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“It's over,” he said, “and the miners' strike too.”", ["“It's over,”", "“and the miners' strike too.”"]),
        ('A "hot spot" and «no» and „nein“ and „nie”.', ['"hot spot"', "«no»", "„nein“", "„nie”"]),
        ("The boys' idea of the '90s was 'a good one', he said.", ["'a good one'"]),
        ("'Yes, the workers' union won,' he said.", ["'Yes, the workers' union won,'"]),
        ("\"He told me 'go',\" she said.", ["\"He told me 'go',\""]),
        ("“We won.\n\n“We lost,” he said.", ["“We won.", "“We lost,”"]),
        ('"One.\n\nTwo.\n\nThree," she said.', ['"One.', "Two.", 'Three,"']),
        ("A “slip that never closes.\n\nNext.\n\nNext.\n\nNext.\n\nNext.\n\nLast.", []),
        ("\U0001f600 “We won,” he said.", ["“We won,”"]),
    ],
)
def test_quoted_stretches_are_found_with_their_marks(text: str, expected: list[str]) -> None:
    assert quoted(text) == expected
