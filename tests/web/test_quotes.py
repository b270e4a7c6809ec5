"""Whatever is quoted to programs and assistants stands in the text so, and where it is said to stand."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import quoting
import served
from onrecord.facts import Layer, Metadata
from onrecord.identifying import identify
from onrecord.ingest import add
from onrecord.record import Record, open_record
from onrecord.sources.files import captures
from onrecord.web.problem import API
from quoted import verified

pytest.importorskip("mcp", reason="needs the Model Context Protocol: pip install 'onrecord[mcp]'")
assistants = pytest.importorskip("onrecord.web.assistants")

TRANSLATED = """😀😀 The strait, in brief 🌊

"Арвенија 🏳️ must leave the strait 😀 at once," said Leyla Sorgun, the trade minister of Ardesia. She added that Sulmar
had praised Arvenia. Sorgun said “it ‘will\u200d’ not last”, and that nobody is to blame.
"""


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    """The examples, a translated interview among them, and a translated text with emoji before its quotes."""
    folder = tmp_path_factory.mktemp("quoted")
    (folder / "emoji.txt").write_text(TRANSLATED, encoding="utf-8")
    examples = Path(__file__).parents[2] / "examples"
    with open_record(folder / "strait.db") as opened:
        add(captures([str(examples)], Metadata()), opened)
        about = Metadata(translated="machine", outlet="Emoji Post", published="2031-05-20", url="https://e.example/1")
        add(captures([str(folder / "emoji.txt")], about), opened)
        identify(opened)
        opened.link()
        yield opened


@pytest.fixture(scope="module")
def client(record: Record) -> Iterator[httpx.Client]:
    with served.running(record) as address, httpx.Client(base_url=address + API, timeout=60) as client:
        yield client


def test_every_quote_that_programs_are_given_verifies(client: httpx.Client, record: Record) -> None:
    def ask(path: str) -> Any:
        answer = client.get(path)
        assert answer.status_code == 200, answer.text
        return answer.json()

    pages = [ask("/search?limit=100")]
    while pages[-1]["next"]:
        pages.append(ask(f"/search?limit=100&page={pages[-1]['next']}"))
    many = verified(pages, record)
    assert many == record.counts().statements
    for statement in [each for page in pages for each in page["statements"]]:
        assert verified(ask(f"/statement/{statement['id']}"), record)
        many += verified(ask(f"/statement/{statement['id']}/elsewhere"), record)
        text = record.document(statement["document"]["id"]).text
        start, end = statement["content"][0][0], statement["content"][-1][1]
        assert text[:start].endswith(statement["prefix"])
        assert text[end:].startswith(statement["suffix"])
    for document in record.documents():
        told = ask(f"/document/{document}")
        assert told["text"] == record.document(document).text
        many += verified(told, record)
    for layer in ("told", "shown"):
        status = "&".join(f"status={each}" for each in ("standing", "past", "future", "hypothetical", "denied"))
        whole = ask(f"/system?layer={layer}&{status}&limit=200")
        assert whole["edges"]
        many += verified(whole, record)
    for actor in {edge["from"] for edge in whole["edges"]}:
        many += verified(ask(f"/position?actor={actor}"), record)
    for a, b in combinations(record.documents(), 2):
        many += verified(ask(f"/compare?a={a}&b={b}"), record)
    many += verified([ask("/"), ask("/changes"), ask("/review?limit=200")], record)
    assert many > 500


def test_every_quote_that_assistants_are_given_verifies(record: Record) -> None:
    tools = assistants.Tools(record)
    pages = [tools.search_statements(limit=50)]
    while pages[-1]["next"]:
        pages.append(tools.search_statements(limit=50, page=pages[-1]["next"]))
    statements = [statement for page in pages for statement in page["statements"]]
    many = verified(statements, record)
    assert many == record.counts().statements
    for statement in statements:
        assert statement["quote"] in statement["citation"]
        opened = tools.open_statement(statement["id"])
        text = record.document(statement["document"]["id"]).text
        assert text[opened["context"]["start"] :].startswith(opened["context"]["text"])
        many += verified(opened, record)
    told, shown = (tools.system(layer=layer, limit=50) for layer in (Layer.TOLD, Layer.SHOWN))
    many += verified([told, shown], record)
    for edge in shown["edges"]:
        many += verified(tools.positions(edge["from"]), record)
        many += verified(tools.system(around=edge["to"], layer=Layer.SHOWN), record)
    many += sum(verified(tools.compare(a, b), record) for a, b in combinations(record.documents(), 2))
    assert many > 500


WORDS = st.text(st.sampled_from("ab é😀🏳️\u200d\u0301‘’\n\t …"), max_size=12)


@settings(max_examples=25, deadline=None)
@given(
    before=WORDS, said=st.lists(WORDS, min_size=1, max_size=3), translated=st.sampled_from(["no", "human", "machine"])
)
def test_quotes_verify_whatever_stands_before_and_in_them(
    tmp_path_factory: pytest.TempPathFactory, before: str, said: list[str], translated: str
) -> None:
    texts = [f"Mira Tessarić said: “{words}x, and Arvenia presses Sulmar.”" for words in said]
    document = quoting.document("\n".join([f"{before}😀", *texts]), translated=translated)
    with open_record(tmp_path_factory.mktemp("any") / "any.db") as record:
        record.add(document, None, quoting.read(document))
        tools = assistants.Tools(record)
        assert verified(tools.search_statements(), record) == len(texts)
        assert verified(tools.system(), record) == min(3, len(texts))
        assert {each["document"]["translated"] for each in tools.search_statements()["statements"]} == {translated}
