"""Near copies are grouped, and one of each group stands for the others."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import combinations, permutations

import pytest

import quoting
import wire
from newsroom import only_in_a_file, run
from onrecord.facts import Document, Metadata
from onrecord.record import Group, Record, open_record

DICE = random.Random(7)  # noqa: S311 - a test wants the same texts every time
WIRE = wire.report(wire.event(DICE), DICE)
CUT = wire.cut(WIRE, DICE)
LONGER = wire.longer(WIRE, DICE)
OTHER = wire.report(wire.event(DICE), DICE)


@pytest.fixture
def record(place: str) -> Iterator[Record]:
    with open_record(place) as opened:
        yield opened


def add(record: Record, text: str, outlet: str, published: str | None = None, url: str | None = None) -> str:
    metadata = Metadata(outlet=outlet, published=published, url=url)
    document = Document(text=text, metadata=metadata)
    record.add(document, None, quoting.read(document))
    return document.id


def members(group: Group) -> list[str]:
    return [group.original.document, *(copy.document for copy in group.copies)]


def outlets(record: Record) -> list[list[str | None]]:
    """The outlets of each group, the original's first."""
    return [[copy.metadata.outlet for copy in (group.original, *group.copies)] for group in record.copies(limit=10)]


@only_in_a_file
def test_copies_of_a_report_are_found_and_reports_on_the_same_event_are_none(record: Record) -> None:
    texts = [(quoting.document(text), name) for name, text in wire.newsroom(events=40, seed=11)]
    record.add_all([(document, None, quoting.read(document)) for document, _ in texts])
    of = {document.id: name for document, name in texts}
    found = {frozenset(pair) for group in record.copies(limit=1000) for pair in combinations(members(group), 2)}
    wanted = {frozenset(pair) for pair in combinations(of, 2) if len({of[id_] for id_ in pair}) == 1}
    assert len(wanted) > 800
    assert found <= wanted
    assert len(found) / len(wanted) >= 0.98


FOUR = [(WIRE, "Wire", "2031-05-03"), (CUT, "Tide", "2031-05-04"), (LONGER, "Quay", None), (OTHER, "Post", None)]


@pytest.mark.parametrize("order", list(permutations(FOUR)))
def test_the_earliest_is_the_original_in_whatever_order_they_come(
    record: Record, order: list[tuple[str, str, str | None]]
) -> None:
    for text, outlet, published in order:
        add(record, text, outlet, published)
    assert outlets(record) == [["Wire", "Tide", "Quay"]]
    assert list(record.verify()) == []


def test_documents_that_come_together_are_grouped_as_one_by_one(record: Record) -> None:
    corrected = WIRE.replace(".", ";", 1)
    given = [(WIRE, "Wire", "2031-05-03"), (CUT, "Tide", "2031-05-04"), (corrected, "Wire", "2031-05-05")]
    texts = [
        Document(text=text, metadata=Metadata(outlet=outlet, published=day, url=f"https://{outlet}.example"))
        for text, outlet, day in [*given, (OTHER, "Post", None)]
    ]
    record.add_all([(document, None, quoting.read(document)) for document in texts])
    assert outlets(record) == [["Tide", "Wire"]], "the first text of Wire has a newer version"
    assert list(record.verify()) == []


def test_moments_are_compared_in_one_zone(record: Record) -> None:
    add(record, WIRE, "West", "2031-05-04T09:00:00+00:00")
    add(record, CUT, "East", "2031-05-04T10:00:00+03:00")
    assert outlets(record) == [["East", "West"]]


def test_of_undated_ones_the_first_that_was_added_stands_for_all(record: Record) -> None:
    add(record, LONGER, "Quay")
    add(record, WIRE, "Wire")
    assert outlets(record) == [["Quay", "Wire"]]


def test_a_date_that_comes_later_counts(record: Record) -> None:
    add(record, WIRE, "Wire", "2031-05-04")
    add(record, CUT, "Tide")
    add(record, CUT, "Tide", "2031-05-02")
    assert outlets(record) == [["Tide", "Wire"]]
    assert list(record.verify()) == []


def test_two_groups_become_one_when_a_text_holds_both(record: Record) -> None:
    half = wire.report(wire.event(DICE), DICE)
    for text, outlet in ((WIRE, "Wire"), (CUT, "Tide"), (half, "Post"), (wire.cut(half, DICE), "Quay")):
        add(record, text, outlet)
    assert sorted(outlets(record)) == [["Post", "Quay"], ["Wire", "Tide"]]
    add(record, f"{WIRE}\n\n{half}", "Digest")
    assert outlets(record) == [["Wire", "Tide", "Post", "Quay", "Digest"]]
    assert list(record.verify()) == []


def test_a_newer_version_takes_the_place_of_the_older_in_its_group(record: Record) -> None:
    add(record, WIRE, "Wire", "2031-05-01", url="https://wire.example/1")
    add(record, CUT, "Tide", "2031-05-02")
    new = add(record, wire.corrected(WIRE, DICE), "Wire", "2031-05-03", url="https://wire.example/1")
    assert outlets(record) == [["Tide", "Wire"]]
    assert [members(group)[1] for group in record.copies(limit=1)] == [new]
    assert list(record.verify()) == []


def test_what_is_forgotten_leaves_its_group_and_no_fingerprint(record: Record) -> None:
    wire_, tide = add(record, WIRE, "Wire", "2031-05-01"), add(record, CUT, "Tide", "2031-05-02")
    add(record, LONGER, "Quay", "2031-05-03")
    record.forget(wire_)
    assert outlets(record) == [["Tide", "Quay"]]
    record.forget(tide)
    assert outlets(record) == []
    assert run(record, "SELECT count(*) FROM derived_fingerprints") == [(1,)]
    assert list(record.verify()) == []


def test_a_text_that_is_not_kept_is_still_known_as_a_copy(place: str) -> None:
    with open_record(place, keep_texts=False) as record:
        add(record, WIRE, "Wire")
        add(record, CUT, "Tide")
        record.rebuild()
        assert outlets(record) == [["Wire", "Tide"]]
        assert list(record.verify()) == []


def test_texts_too_short_to_tell_are_in_no_group(record: Record) -> None:
    add(record, quoting.HARBOUR, "Wire")
    add(record, f"{quoting.HARBOUR} So it was.", "Tide")
    assert outlets(record) == []


def test_which_documents_a_document_is_a_copy_of(record: Record) -> None:
    first, second = add(record, WIRE, "Wire"), add(record, CUT, "Tide")
    alone = add(record, OTHER, "Post")
    found = record.copies_of([second, alone])
    assert {id_: members(group) for id_, group in found.items()} == {second: [first, second]}


@pytest.mark.parametrize(
    ("sql", "why"),
    [
        ("UPDATE derived_copies SET original_key = document_key", "the grouping of near copies is not that"),
        ("DELETE FROM derived_copies WHERE document_key = 2", "the grouping of near copies is not that"),
        ("DELETE FROM derived_shingles WHERE document_key = 1", "the grouping of near copies is not that"),
        ("DELETE FROM derived_fingerprints WHERE document_key = 1", "has a fingerprint that is not its text's"),
        (
            "UPDATE derived_fingerprints SET fingerprint = substr(fingerprint, 5)",
            "has a fingerprint that is not its text's",
        ),
    ],
)
def test_what_was_changed_is_named_and_made_again(record: Record, sql: str, why: str) -> None:
    add(record, WIRE, "Wire")
    add(record, CUT, "Tide")
    run(record, sql)
    assert [misfit for misfit in record.verify() if why in f"{misfit.what} {misfit.why}"]
    record.rebuild()
    assert list(record.verify()) == []
    assert outlets(record) == [["Wire", "Tide"]]
