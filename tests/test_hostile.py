"""Whatever a source holds, it is read or refused with words: no crash, no hang, no more memory than a page may take.

500 inputs here, the rest of 10,000 in ``make soak``.
"""

from __future__ import annotations

import json
import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import quoting
from noise import texts
from onrecord.documents.intake import document_of
from onrecord.documents.turns import layout
from onrecord.errors import OnrecordError
from onrecord.facts import Capture, Document, Metadata
from onrecord.record import Query, Record, open_record
from onrecord.sources.files import captures

HANG_S = 5.0
MEMORY_KB = 1_000_000

_TAGS = "p div br h1 table td b a script style title article blockquote pre svg template frameset html body".split()
_PIECES = st.one_of(
    st.sampled_from([f"<{tag}>" for tag in _TAGS] + [f"</{tag}>" for tag in _TAGS]),
    st.sampled_from(
        ["<!--", "-->", "<![CDATA[", "]]>", "&#0;", "&#xD800;", "&nbsp;", "<?xml", "<a href=", '"', "\x00"]
    ),
    st.sampled_from(["<meta charset=utf-16>", '<script type="application/ld+json">', '{"@type":"Article"', "“", "—"]),
    st.text(max_size=30),
)
PAGES = st.lists(_PIECES, max_size=60).map("".join).map(lambda page: page.encode("utf-8", "surrogatepass"))
_VALUES: st.SearchStrategy[object] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
_KEYS = st.sampled_from(["text", "html", "title", "published", "language", "url", "translated", "outlet"])
LINES = st.lists(
    st.one_of(st.dictionaries(_KEYS, _VALUES, max_size=5).map(lambda values: json.dumps(values).encode()), st.binary()),
    max_size=6,
).map(b"\n".join)
WORDS = st.text(st.sampled_from('ab”“"*()-:^+{}\\%_\x00\ud800 ANDORNEAR漢\u0301'), max_size=40) | st.text(max_size=40)


@contextmanager
def within_bounds() -> Iterator[None]:
    began = time.process_time()
    yield
    assert time.process_time() - began < HANG_S
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < MEMORY_KB


def hostile(many: int) -> settings:
    return settings(max_examples=many, deadline=None, database=None, suppress_health_check=list(HealthCheck))


def many(few: int, all_: int) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("count", [few, pytest.param(all_, marks=pytest.mark.soak)])


@many(160, 3200)
def test_bytes_of_any_kind_are_read_or_refused(count: int) -> None:
    suffixes = st.sampled_from([".html", ".txt", ".jsonl", ""])

    @hostile(count)
    @given(data=PAGES | st.binary(max_size=400) | LINES, suffix=suffixes, sidecar=st.none() | LINES)
    def check(data: bytes, suffix: str, sidecar: bytes | None) -> None:
        with TemporaryDirectory() as folder, within_bounds():
            path = Path(folder, f"a{suffix}")
            path.write_bytes(data)
            if sidecar is not None:
                Path(folder, f"a{suffix}.meta.json").write_bytes(sidecar)
            for found in captures([str(path)], Metadata()):
                if isinstance(found, Capture):
                    read_or_refused(found)

    check()


def read_or_refused(capture: Capture) -> None:
    try:
        document = document_of(capture)
    except OnrecordError:
        return
    assert_laid_out(document.text)


def assert_laid_out(text: str) -> None:
    found = layout(text, None)
    assert all(span.end <= len(text) for spans in found.sentences for span in spans)
    assert all(turn.span.end <= len(text) for turn in found.turns)


@many(180, 3600)
def test_any_text_is_laid_out(count: int) -> None:
    any_text = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)

    @hostile(count)
    @given(text=texts | any_text | st.tuples(any_text, st.integers(1, 200)).map(lambda pair: pair[0][:20] * pair[1]))
    @example(text="(" * 20_000)
    @example(text="“" * 20_000)
    @example(text="- a\n" * 5_000)
    @example(text="A. " * 10_000)
    @example(text="Q: " * 10_000)
    def check(text: str) -> None:
        with within_bounds():
            assert_laid_out(text)

    check()


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    with open_record(tmp_path_factory.mktemp("hostile") / "record.db") as opened:
        document: Document = quoting.document()
        opened.add(document, None, quoting.read(document))
        yield opened


@many(160, 3200)
def test_whatever_is_looked_for_is_found_or_not(record: Record, count: int) -> None:
    dates = st.sampled_from(["2031-05-04", "0000-00-00", "9999-12-31", "2031"]) | st.text(max_size=12)
    pages = st.sampled_from(["1.0", "999999999999999999.999999999999999999", "0.0"]) | st.text(
        "0123456789.", max_size=40
    )

    @hostile(count)
    @given(
        words=WORDS,
        speaker=st.none() | WORDS,
        outlet=st.none() | WORDS,
        since=st.none() | dates,
        page=st.none() | pages,
    )
    def check(words: str, speaker: str | None, outlet: str | None, since: str | None, page: str | None) -> None:
        try:
            query = Query(words=words, speaker=speaker, outlet=outlet, since=since, page=page)
        except ValueError:
            return
        with within_bounds():
            record.search(query)

    check()
