"""The shipped reader reads the cases as they say, and always alike."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from onrecord import model
from onrecord.facts import Document, Metadata, quote_of
from onrecord.reading import NUMBER, read, read_for_record, reader
from onrecord.statements.meaning import meaning
from stated import Case, cases, dates, digests, occasions, recorded, told, weights_are_recorded

MET = [case for pile in ("wild", "invented", "negative") for case in cases(pile)]
DOCUMENTS = [case.document for case in MET[:8]]


def _name(case: Case) -> str:
    return case.name


@pytest.mark.parametrize("case", MET, ids=_name)
def test_a_case_is_read_as_a_careful_reader_reads_it(case: Case) -> None:
    found = read(case.document)
    assert told(case.document, found) == list(case.statements), case.shows
    assert case.on.items() <= dates(case.document, found).items()
    assert case.at.items() <= occasions(case.document, found).items()


@pytest.mark.xfail(reason="not read so yet; move the case when it is")
@pytest.mark.parametrize("case", cases("known_failures"), ids=_name)
def test_known_failures_still_fail(case: Case) -> None:
    assert told(case.document, read(case.document)) == list(case.statements)


def test_a_reader_that_reads_otherwise_has_another_number() -> None:
    if not weights_are_recorded():
        pytest.skip(
            "the weights are not those of tests/cases/readings.json; run `python tests/stated.py` to record them"
        )
    by, before = recorded()
    now = digests()
    changed = [name for name in before if now.get(name, before[name]) != before[name]]
    assert not changed or by != reader(), f"raise onrecord.reading.NUMBER from {NUMBER}: {changed} are read otherwise"
    assert by == reader(), "run `python tests/stated.py` to record how the raised reader reads the cases"
    assert before.keys() == now.keys(), "run `python tests/stated.py` to record the cases that came or went"


def test_the_order_of_documents_changes_nothing() -> None:
    mixed = DOCUMENTS[:]
    random.Random(7).shuffle(mixed)  # noqa: S311 — only has to mix
    assert {d.id: read(d) for d in mixed} == {d.id: read(d) for d in DOCUMENTS}


def test_four_threads_read_as_one() -> None:
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(read, DOCUMENTS)) == [read(document) for document in DOCUMENTS]


_IN_A_PROCESS = """
import sys
from onrecord.facts import Document
from onrecord.reading import read
print(ascii([read(Document(text=text)) for text in sys.argv[1:]]))
"""


def test_another_process_reads_alike() -> None:
    texts = [document.text for document in DOCUMENTS[:3]]
    answers = {
        subprocess.run(
            [sys.executable, "-c", _IN_A_PROCESS, *texts],
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert answers == {f"{[read(Document(text=text)) for text in texts]!a}\n".encode()}


def test_what_is_known_of_a_text_changes_no_id() -> None:
    text = "Mira Tessarić said on Monday that the harbour of Arvel would stay open."
    bare, dated = read(Document(text=text)), read(Document(text=text, metadata=Metadata(published="2024-05-22")))
    assert [s.id for s in bare.statements] == [s.id for s in dated.statements]


@pytest.mark.parametrize(
    "text", ["", " \n\t", "…", "\u200b\u200f", "🌊", "1 2 3", "a" * 5000, "\ufffd\ufffd", "“" * 600]
)
def test_a_text_without_statements_has_an_empty_reading(text: str) -> None:
    assert read(Document(text=text)).statements == ()


def test_for_a_record_every_statement_is_given_what_its_quote_means() -> None:
    document = DOCUMENTS[0]
    found = read_for_record(document)
    quotes = [quote_of(document.text, statement.content) for statement in found.statements]
    assert [*found.meanings] == [meaning(quote) for quote in quotes] != []
    assert found == read(document)


@pytest.mark.parametrize("words", ["", "ferries will run", "ferry " * 2000])
def test_a_query_of_any_length_has_a_meaning(words: str) -> None:
    assert meaning(words).model == model.meaning_digest()
    assert any(meaning(words).vector) == bool(words)
