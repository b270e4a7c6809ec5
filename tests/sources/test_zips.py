"""ZIP archives: their files are read as files are, and none can fill the memory."""

from __future__ import annotations

import io
import json
import sys
import zipfile
from pathlib import Path

import pytest

from onrecord.errors import SourceError
from onrecord.facts import Capture, Metadata
from onrecord.sources import zips
from onrecord.sources.files import captures, opened

Contents = dict[str, str | bytes]


def packed(contents: Contents) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, words in contents.items():
            archive.writestr(name, words)
    return held.getvalue()


def found(data: bytes, max_chars: int = 1000) -> list[Capture | SourceError]:
    return list(opened("news.zip", io.BytesIO(data), Metadata(outlet="The Quay"), max_chars))


def told(data: bytes) -> str:
    [error] = found(data)
    assert isinstance(error, SourceError)
    return str(error)


def test_files_are_read_as_files_are_with_their_sidecars(tmp_path: Path) -> None:
    about = json.dumps({"published": "2031-05-04", "outlet": "The Tide"})
    contents: Contents = {
        "a.txt": "One.", "a.meta.json": about, "b/c.html": "<p>Two", "d.jsonl": '{"text": "Three."}\n{"text": "Four."}',
        ".hidden": "x", "__MACOSX/a.txt": "x", "b/.git/x.txt": "x", "e.pdf": b"%PDF-1.7",
    }  # fmt: skip
    (tmp_path / "news.zip").write_bytes(packed(contents))
    *texts, refused = captures([str(tmp_path / "news.zip")], Metadata())
    assert [(c.name.rpartition("news.zip/")[2], c.data, c.media_type) for c in texts if isinstance(c, Capture)] == [
        ("a.txt", b"One.", "text/plain"),
        ("b/c.html", b"<p>Two", "text/html"),
        ("d.jsonl:1", b"Three.", "text/plain"),
        ("d.jsonl:2", b"Four.", "text/plain"),
    ]
    assert isinstance(texts[0], Capture)
    assert texts[0].metadata == Metadata(published="2031-05-04", outlet="The Tide")
    assert "e.pdf: is a PDF document" in str(refused)


def test_a_web_archive_in_it_is_read() -> None:
    page = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>Words"
    head = (
        "WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/\r\nWARC-Date: 2031-05-04T00:00:00Z\r\n"
    )
    head += "WARC-Record-ID: <urn:uuid:1>\r\nContent-Type: application/http; msgtype=response\r\n"
    [capture] = found(packed({"a.warc": f"{head}Content-Length: {len(page)}\r\n\r\n{page}\r\n\r\n"}))
    assert isinstance(capture, Capture)
    assert (capture.data, capture.metadata.url) == (b"<p>Words", "https://a.example/")


def test_what_unpacks_to_too_much_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zips, "_ALWAYS_BYTES", 10_000)
    bomb = packed({f"{n}.txt": bytes(10_000_000) for n in range(20)})
    *read, last = found(bomb, max_chars=100_000_000)
    assert sum(len(each.data) for each in read if isinstance(each, Capture)) < 100 * len(bomb)
    assert str(last) == "news.zip: unpacks to far more than it should; what is left of it was not read"


def test_a_file_is_no_larger_than_a_document_may_be() -> None:
    large, small = found(packed({"a.txt": "x" * 5000, "b.txt": "Small."}))
    assert "a.txt: is larger than 1,000 characters can be" in str(large)
    assert isinstance(small, Capture)


def test_an_archive_within_an_archive_is_not_opened() -> None:
    inner, text = found(packed({"a.zip": packed({"a.txt": "x"}), "b.txt": "Words."}))
    assert str(inner) == "news.zip/a.zip: is a ZIP archive within another; unpack it first"
    assert isinstance(text, Capture)


def test_a_damaged_file_stops_no_other() -> None:
    data = bytearray(packed({"a.txt": "First words. " * 9, "b.txt": "Second words."}))
    at = data.index(b"a.txt") + 12
    data[at : at + 4] = b"\xff\xff\xff\xff"
    broken, whole = found(bytes(data))
    assert str(broken).startswith("news.zip/a.txt: is damaged (")
    assert isinstance(whole, Capture)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"PK\x03\x04 and no more", "is not whole"),
        (packed({"a.txt": "Words."})[:-10], "is not whole"),
        (packed({}), "holds no file to read"),
        (packed({"[Content_Types].xml": "<x/>", "word/document.xml": "<x/>"}), "office document"),
        (packed({"a.txt": "x", "a.meta.json": "{"}), "correct or remove this sidecar"),
    ],
)
def test_what_cannot_be_read_is_told(data: bytes, why: str) -> None:
    assert why in told(data)


def test_a_locked_file_is_told() -> None:
    data = bytearray(packed({"a.txt": "Words."}))
    for mark, where in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + where] |= 1
    assert "cannot be unpacked" in told(bytes(data))


def test_from_a_pipe_it_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(Pipe(packed({"a.txt": "Words."}))))
    [error] = captures(["-"], Metadata())
    assert "is not read from a pipe" in str(error)
