"""A statement is shown in its context, its words marked, however little of its id is given."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest

import quoting
from onrecord.errors import RecordError
from onrecord.facts import Document, Reading, Span
from onrecord.record import Record, open_record
from onrecord.views.show import Shown, show

TEXT = "🙂 Earlier.\nMira Tessarić said: “Never.” She left.\nLater."


@pytest.fixture
def record(place: str) -> Iterator[Record]:
    with open_record(place) as opened:
        yield opened


def kept(record: Record, text: str = TEXT) -> tuple[Document, str]:
    document = quoting.document(text)
    reading = quoting.read(document)
    record.add(document, None, reading)
    return document, reading.statements[0].id


def marked(shown: Shown) -> str:
    """The words of the context, with what is marked in brackets."""
    return "".join(f"[{s.words}]" if s.marks else s.words for s in shown.segments)


def test_a_statement_is_shown_in_its_text_with_its_words_marked(record: Record) -> None:
    _, id_ = kept(record)
    shown = show(record, id_)
    assert marked(shown) == "🙂 Earlier.\n[Mira Tessarić] [said]: [“Never.”] She left.\nLater."
    assert [s.marks for s in shown.segments if s.marks] == [("source",), ("cue",), ("content",)]
    assert shown.prefix == "🙂 Earlier.\nMira Tessarić said: "
    assert shown.suffix == " She left.\nLater."
    assert shown.present
    assert not shown.superseded
    assert shown.document_name == "a.txt"


def test_little_context_is_whole_lines(record: Record) -> None:
    _, id_ = kept(record)
    assert marked(show(record, id_, around=0)) == "[Mira Tessarić] [said]: [“Never.”] She left."


def test_a_line_as_long_as_a_book_is_cut(record: Record) -> None:
    _, id_ = kept(record, f"{'before ' * 5000}Mira Tessarić said: “Never.”{' after' * 5000}")
    assert len(marked(show(record, id_, around=100))) < 1100


def test_words_that_are_two_things_bear_both_marks(record: Record) -> None:
    document = quoting.document()
    reading = quoting.read(document)
    statement = replace(reading.statements[0], occasion=(Span(0, 4),))
    record.add(document, None, Reading(document=document.id, reader="1-quoting", statements=(statement,)))
    shown = show(record, statement.id)
    assert [(s.words, s.marks) for s in shown.segments[:2]] == [
        ("Mira", ("source", "occasion")),
        (" Tessarić", ("source",)),
    ]


def test_the_beginning_of_an_id_is_enough_where_it_is_one_only(record: Record) -> None:
    _, id_ = kept(record)
    assert show(record, id_[:4]).statement["id"] == id_


def test_an_id_that_begins_several_lists_them(record: Record) -> None:
    document = quoting.document(" ".join(f"Ilan Dorsey said: “{n}.”" for n in range(40)))
    reading = quoting.read(document)
    record.add(document, None, reading)
    starts = Counter(statement.id[0] for statement in reading.statements)
    [(start, count)] = starts.most_common(1)
    with pytest.raises(RecordError, match=r"more than one statement begins with '.'; give more of the id:") as told:
        show(record, start)
    assert len(str(told.value).splitlines()) == 1 + min(count, 10)


@pytest.mark.parametrize("start", ["ffffffffffffffff", "", "%", "g", "' OR 1=1", "\ud83d", "ABCD"])
def test_an_id_that_is_none_is_told(record: Record, start: str) -> None:
    kept(record)
    with pytest.raises(RecordError, match=r"no statement in .* has an id that begins with"):
        show(record, start)


def test_what_the_newest_reader_did_not_find_is_shown_so(record: Record) -> None:
    document = quoting.document("Mira Tessarić hoped: “Never.”")
    reading = quoting.read(document)
    record.add(document, None, reading)
    record.add(document, None, quoting.read_again(document))
    shown = show(record, reading.statements[0].id)
    assert not shown.present
    assert shown.statement["reader"] == "1-quoting"
