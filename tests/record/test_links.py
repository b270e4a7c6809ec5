"""Statements of different documents that say the same are linked, one after the other, and stay so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

import quoting
from newsroom import run
from onrecord import ingest
from onrecord.facts import VECTOR, Document, Meaning, Metadata
from onrecord.likeness import Like
from onrecord.record import Record, open_record

FERRIES = "The ferries will sail again in May, whatever the Union decides and whoever pays for it."
CUT = "The ferries will sail again in May"
REPHRASED = "Ferry traffic will start again in May, the Union may decide what it likes"
OTHER = "The school on the island gets a new roof before the winter"


@pytest.fixture
def record(place: str) -> Iterator[Record]:
    with open_record(place) as opened:
        yield opened


def add(record: Record, *said: tuple[str, str], meaning: tuple[float, float] | None = None, reader: str = "1-q") -> str:
    """Add a document in which some say something, and give the id of the first statement."""
    document = Document(text=" ".join(f"{name} said: “{words}”" for name, words in said), metadata=Metadata())
    found = quoting.read(document, reader)
    meanings = tuple(_meaning(*meaning) for _ in found.statements) if meaning else ()
    record.add(document, None, replace(found, meanings=meanings))
    return found.statements[0].id


def linked(record: Record, id_: str) -> list[tuple[str, Like]]:
    record.link()
    return sorted((entry.id, how.kind) for entry, how in record.repeated(id_))


def test_every_kind_of_repetition_is_linked_from_both_sides(record: Record) -> None:
    first = add(record, ("Mira Tessarić", FERRIES), meaning=(1, 0))
    cut = add(record, ("Mira Tessaric", CUT), meaning=(0, 1))
    rephrased = add(record, ("Mira Tesarić", REPHRASED), meaning=(1, 0.3))
    add(record, ("Mira Tessarić", OTHER), meaning=(1, 0.1))
    assert linked(record, first) == sorted([(cut, Like.PARTIAL), (rephrased, Like.PARAPHRASE)])
    assert linked(record, cut) == [(first, Like.PARTIAL)]
    assert (first, Like.PARAPHRASE) in linked(record, rephrased)


def test_words_that_many_print_are_linked_with_the_first_and_found_from_each(record: Record) -> None:
    ids = [
        add(record, ("Mira Tessarić", FERRIES), ("Edda Quill", f"Paper number {n} says what I say")) for n in range(6)
    ]
    for id_ in ids:
        assert [other for other, _ in linked(record, id_)] == sorted(set(ids) - {id_})
    [(links,)] = run(record, "SELECT count(*) FROM derived_links WHERE kind = 'identical'")
    assert links == len(ids) - 1


def test_a_phrase_that_all_use_does_not_hide_the_one_statement_that_is_repeated(record: Record) -> None:
    ends = [f"north{n} south{n} east{n} west{n} upper{n} lower{n}" for n in range(40)]
    said = [f"Under the terms of the deal that all of them know well we go {end}" for end in ends]
    ids = [add(record, ("Mira Tessarić", words)) for words in said]
    again = add(record, ("Mira Tessarić", said[-1]), ("Edda Quill", OTHER))
    assert (ids[-1], Like.IDENTICAL) in linked(record, again)


def test_linking_goes_on_where_it_ended(record: Record) -> None:
    first = add(record, ("Mira Tessarić", FERRIES))
    assert record.link() == 1
    assert record.link() == 0
    second = add(record, ("Mira Tessarić", CUT))
    assert record.link() == 1
    assert [id_ for id_, _ in linked(record, first)] == [second]


def test_one_document_repeats_nothing_of_itself(record: Record) -> None:
    assert linked(record, add(record, ("Mira Tessarić", FERRIES), ("Mira Tessarić", FERRIES))) == []


def test_others_may_be_said_to_have_said_long_words_but_no_short_ones(record: Record) -> None:
    first = add(record, ("Mira Tessarić", FERRIES), meaning=(1, 0))
    long = add(record, ("Edda Quill", FERRIES))
    add(record, ("Edda Quill", CUT[: CUT.index(" in")]))
    add(record, ("Edda Quill", REPHRASED), meaning=(1, 0.3))
    assert linked(record, first) == [(long, Like.IDENTICAL)]


def test_a_newer_reading_takes_the_place_of_the_older_in_the_links(record: Record) -> None:
    first = add(record, ("Mira Tessarić", FERRIES))
    second, third = (add(record, ("Mira Tessarić", words), ("Edda Quill", OTHER)) for words in (FERRIES, CUT))
    record.link()
    add(record, ("Mira Tessarić", FERRIES), reader="2-q")
    assert [id_ for id_, _ in linked(record, first)] == sorted([second, third])
    assert [id_ for id_, _ in linked(record, second)] == sorted([first, third])


def test_a_forgotten_document_leaves_the_links_of_the_others(record: Record) -> None:
    first = add(record, ("Mira Tessarić", FERRIES))
    second, third = (add(record, ("Mira Tessarić", words), ("Edda Quill", OTHER)) for words in (FERRIES, CUT))
    record.link()
    record.forget(record.entry(first).statement.document)
    assert [id_ for id_, _ in linked(record, second)] == [third]
    assert not list(record.verify())


def test_rebuilding_makes_the_same_links(record: Record) -> None:
    for words in (FERRIES, CUT, FERRIES, OTHER):
        add(record, ("Mira Tessarić", words), ("Edda Quill", f"{words} so they say"))
        record.link()
    before = _links(record)
    ingest.rebuild(record)
    assert _links(record) == before
    assert before


def test_verify_tells_of_a_link_that_says_another_thing_than_the_words(record: Record) -> None:
    add(record, ("Mira Tessarić", FERRIES))
    assert linked(record, add(record, ("Mira Tessarić", CUT)))
    assert not list(record.verify())
    run(record, "UPDATE derived_links SET kind = 'identical'")
    assert [misfit.what for misfit in record.verify()] == ["what says the same elsewhere"]


def _links(record: Record) -> list[tuple[object, ...]]:
    return run(record, "SELECT * FROM derived_links ORDER BY key, other_key")


def _meaning(x: float, y: float) -> Meaning:
    direction = np.zeros(VECTOR)
    direction[:2] = x, y
    vector = np.rint(127 * direction / np.linalg.norm(direction)).astype(np.int8).tobytes()
    return Meaning(vector=vector, model="q")
