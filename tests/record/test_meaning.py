"""Statements are found by what they mean, up to any number, and only where the same model has read them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

import quoting
from newsroom import run
from onrecord.facts import Meaning, Mode, Reading
from onrecord.record import Query, Record, meaning, open_record
from onrecord.record.field import Field, sketched

MODEL = "quoting"


def vector(seed: int, near: int | None = None) -> bytes:
    """A direction of its own, or one near to another's."""
    drawn = np.random.default_rng(seed).normal(size=384)
    if near is not None:
        drawn = 0.3 * drawn + np.random.default_rng(near).normal(size=384)
    return np.rint(127 * drawn / np.linalg.norm(drawn)).astype(np.int8).tobytes()


def meant(seed: int, near: int | None = None) -> Meaning:
    return Meaning(vector=vector(seed, near), model=MODEL)


def add(record: Record, number: int, said: int = 2, outlet: str | None = None) -> Reading:
    """A document of so many statements, whose vectors have the seeds 10 * number and so on."""
    text = " ".join(f"Mira Tessarić said: “Ferry {number}.{n} sails.”" for n in range(said))
    document = quoting.document(text, **({"outlet": outlet} if outlet else {}))
    found = quoting.read(document)
    found = replace(found, meanings=tuple(meant(10 * number + n) for n in range(said)))
    record.add(document, None, found)
    return found


@pytest.fixture
def record(place: str) -> Iterator[Record]:
    with open_record(place) as opened:
        for number in range(1, 6):
            add(opened, number, outlet="The Quay" if number < 3 else "The Tide")
        yield opened


def found(record: Record, query: Query) -> list[str]:
    return [hit.entry.quote.strip("“”") for hit in record.search(query).hits]


def test_the_nearest_comes_first(record: Record) -> None:
    hits = record.search(Query(meaning=meant(1, near=31))).hits
    assert hits[0].entry.quote == "“Ferry 3.1 sails.”"
    assert (hits[0].score or 0) > 0.9
    assert (hits[1].score or 0) < 0.3
    assert len(hits) == 10


def test_where_signs_choose_first_the_same_is_found(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = [found(record, Query(meaning=meant(1, near=10 * n))) for n in range(1, 6)]
    monkeypatch.setattr(meaning, "NEAREST", 5)
    assert [found(record, Query(meaning=meant(1, near=10 * n)))[0] for n in range(1, 6)] == [w[0] for w in wanted]


def test_signs_find_what_comparing_all_vectors_finds() -> None:
    draw = np.random.default_rng(3)
    topics = draw.normal(size=(50, 384))
    rows = topics[draw.integers(0, 50, 20_000)] + 1.5 * draw.normal(size=(20_000, 384))
    packed = np.rint(127 * rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.int8)
    signs = np.frombuffer(sketched(packed.tobytes()), "<u8").reshape(-1, 6)
    keys = np.arange(len(rows))
    field = Field(MODEL, removals=0, keys=keys, readings=keys, places=keys.astype(np.int32), signs=signs)
    shares = []
    for query in packed[:20]:
        best = set(np.argsort(-(packed.astype(np.int32) @ query.astype(np.int32)))[:20].tolist())
        shares.append(len(best & set(field.agreeing(slice(None), query.tobytes(), 1000).tolist())) / 20)
    assert np.mean(shares) >= 0.95


def test_who_searches_again_finds_what_came_went_and_came_in_its_place(record: Record, place: str) -> None:
    sought = Query(meaning=meant(1, near=61))
    assert len(found(record, sought)) == 10
    with open_record(place) as other:
        sixth = add(other, 6)
        assert found(record, sought)[0] == "Ferry 6.1 sails."
        other.forget(sixth.document)
        assert len(found(record, sought)) == 10
        add(other, 7)
        assert len(found(record, sought)) == 12
        assert found(record, Query(meaning=meant(1, near=71)))[0] == "Ferry 7.1 sails."


@pytest.mark.parametrize(
    ("filters", "quotes"),
    [
        ({"outlet": "The Quay"}, 4),
        ({"words": "ferry"}, 10),
        ({"words": '"ferry 3.1"'}, 1),
        ({"words": "?"}, 0),
        ({"speaker": "Dorsey"}, 0),
        ({"mode": Mode.ANSWER}, 0),
        ({"confidence": 0.9}, 0),
    ],
)
def test_filters_are_those_of_the_search_by_words(record: Record, filters: dict[str, str], quotes: int) -> None:
    assert len(found(record, Query(meaning=meant(1, near=31), **filters))) == quotes  # type: ignore[arg-type]


def test_pages_are_the_whole_cut_in_pieces_whatever_comes_meanwhile(record: Record) -> None:
    whole, pages, page = found(record, Query(meaning=meant(1, near=31))), [], None
    while True:
        query = Query(meaning=meant(1, near=31), limit=3, page=page)
        pages += found(record, query)
        page = record.search(query).next
        if page is None:
            break
        add(record, 100 + len(pages))
    assert pages == whole


def test_only_the_newest_version_and_the_shown_reading_are_found(record: Record) -> None:
    text = " ".join(f"Mira Tessarić said: “Ferry 3.{n} sails.”" for n in range(2))
    document = quoting.document(text, outlet="The Tide")
    record.add(document, None, quoting.read_again(document))
    assert not any(quote.startswith("Ferry 3") for quote in found(record, Query(meaning=meant(1, near=31))))
    assert record.unmeant(MODEL) == [document.id]


def test_what_another_model_means_is_not_compared(record: Record) -> None:
    assert found(record, Query(meaning=Meaning(vector=vector(31), model="other"))) == []
    assert len(record.unmeant("other")) == 5
    assert record.unmeant(MODEL) == []


def test_vectors_can_be_given_later(record: Record) -> None:
    [document, *_] = record.unmeant("other")
    assert record.quotes(document) == ["“Ferry 1.0 sails.”", "“Ferry 1.1 sails.”"]
    record.mean(document, [Meaning(vector=vector(n), model="other") for n in (1, 2)])
    assert len(record.unmeant("other")) == 4
    assert found(record, Query(meaning=Meaning(vector=vector(2), model="other"))) == [
        "Ferry 1.1 sails.",
        "Ferry 1.0 sails.",
    ]
    assert list(record.verify()) == []


def test_what_is_forgotten_is_found_no_more(record: Record) -> None:
    [first, *_] = record.unmeant("other")
    record.forget(first)
    assert len(found(record, Query(meaning=meant(1, near=31)))) == 8
    assert list(record.verify()) == []


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE derived_sketches SET sketches = substr(sketches, 2) WHERE reading_key = 1",
        "DELETE FROM derived_sketches WHERE reading_key = 1",
        "UPDATE derived_vectors SET vectors = substr(vectors, 2) WHERE reading_key = 1",
        "DELETE FROM derived_vectors WHERE reading_key = 1",
    ],
)
def test_what_was_changed_is_named_and_made_again(record: Record, sql: str) -> None:
    run(record, sql)
    assert any("has vectors that are not its statements'" in misfit.why for misfit in record.verify())
    record.rebuild()
    assert list(record.verify()) == []


@pytest.mark.parametrize("meanings", [(meant(1),), (meant(1), Meaning(vector=vector(2), model="other"))])
def test_a_reading_has_one_meaning_for_each_statement_by_one_model(meanings: tuple[Meaning, ...]) -> None:
    document = quoting.document("Mira Tessarić said: “A.” Mira Tessarić said: “B.”")
    with pytest.raises(ValueError, match="meanings"):
        replace(quoting.read(document), meanings=meanings)
