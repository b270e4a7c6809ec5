"""Web archives: what sites answered becomes captures, and what is damaged is told and left out."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import random
import sys
from pathlib import Path

import pytest

from onrecord.errors import SourceError, TooLarge
from onrecord.facts import Capture, Metadata
from onrecord.sources.files import captures

HTML = "text/html; charset=iso-8859-1"


def record(kind: str, address: str, block: bytes, media_type: str = "application/http; msgtype=response") -> bytes:
    digest = base64.b32encode(hashlib.sha1(block, usedforsecurity=False).digest()).decode()
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {address}\r\nWARC-Date: 2031-05-14T06:30:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:{hashlib.md5(block, usedforsecurity=False).hexdigest()}>\r\n"
        f"WARC-Block-Digest: sha1:{digest}\r\nContent-Type: {media_type}\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def answer(address: str, body: bytes, status: str = "200 OK", media_type: str = HTML, more: str = "") -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: {media_type}\r\n{more}Content-Length: {len(body)}\r\n\r\n"
    return record("response", address, head.encode() + body)


def page(number: int) -> bytes:
    words = " ".join(hashlib.sha256(f"{number} {at}".encode()).hexdigest() for at in range(40))
    return answer(f"https://post.example/{number}", f"<p>{words}</p>".encode())


def written(folder: Path, *records: bytes, packed: bool) -> Path:
    file = folder / ("news.warc.gz" if packed else "news.warc")
    file.write_bytes(b"".join(map(gzip.compress, records) if packed else records))
    return file


def found(file: Path, max_chars: int = 10_000) -> tuple[list[Capture], list[SourceError]]:
    given = list(captures([str(file)], Metadata(), max_chars))
    return [c for c in given if isinstance(c, Capture)], [e for e in given if isinstance(e, SourceError)]


@pytest.mark.parametrize("packed", [True, False])
def test_a_page_has_its_address_its_time_and_its_encoding(tmp_path: Path, packed: bool) -> None:
    file = written(tmp_path, answer("https://post.example/a", "<p>Caf\xe9".encode("latin-1")), packed=packed)
    [capture], errors = found(file)
    assert errors == []
    assert capture.name == f"{file}#https://post.example/a"
    assert (capture.data, capture.media_type, capture.encoding) == (b"<p>Caf\xe9", "text/html", "iso-8859-1")
    assert (capture.metadata.url, capture.metadata.published) == ("https://post.example/a", None)
    assert capture.taken == "2031-05-14T06:30:00Z"


def test_only_pages_and_texts_that_were_answered_are_read(tmp_path: Path) -> None:
    records = (
        record("warcinfo", "", b"software: a crawler\r\n", "application/warc-fields"),
        record("request", "https://post.example/a", b"GET /a HTTP/1.1\r\nHost: post.example\r\n\r\n"),
        answer("https://post.example/gone", b"<p>Gone", "404 Not Found"),
        answer("https://post.example/moved", b"<p>Moved", "301 Moved Permanently", more="Location: /a\r\n"),
        answer("https://post.example/a.png", b"\x89PNG", media_type="image/png"),
        answer("https://post.example/a", b"A plain text.", media_type="text/plain"),
        record("conversion", "https://post.example/b", b"Words of a page.", "text/plain"),
    )
    read, errors = found(written(tmp_path, *records, packed=True))
    assert [(c.metadata.url, c.media_type) for c in read] == [
        ("https://post.example/a", "text/plain"),
        ("https://post.example/b", "text/plain"),
    ]
    assert errors == []


def test_what_a_site_has_compressed_is_unpacked_but_never_beyond_the_limit(tmp_path: Path) -> None:
    packed = "Content-Encoding: gzip\r\n"
    small = answer("https://post.example/a", gzip.compress(b"<p>Words"), more=packed)
    bomb = answer("https://post.example/bomb", gzip.compress(bytes(10_000_000)), more=packed)
    [capture], [error] = found(written(tmp_path, small, bomb, packed=False))
    assert capture.data == b"<p>Words"
    assert isinstance(error, TooLarge)
    assert "post.example/bomb: is larger than 40,004 bytes" in str(error)


@pytest.mark.parametrize("packed", [True, False])
def test_flipped_bits_cost_the_records_that_they_hit_and_no_other(tmp_path: Path, packed: bool) -> None:
    whole = [page(number) for number in range(60)]
    file = written(tmp_path, *whole, packed=packed)
    every = {capture.metadata.url: capture.data for capture in found(file)[0]}
    assert len(every) == 60
    draw = random.Random(7)  # noqa: S311 - only to flip bits
    for _ in range(20):
        data = bytearray(written(tmp_path, *whole, packed=packed).read_bytes())
        for _ in range(3):
            data[draw.randrange(len(data))] ^= 1 << draw.randrange(8)
        file.write_bytes(data)
        read, errors = found(file)
        assert len(read) >= 56
        assert len(errors) <= 3
        assert sum(every.get(capture.metadata.url) != capture.data for capture in read) <= 1 - packed


@pytest.mark.parametrize("packed", [True, False])
def test_a_truncated_archive_gives_all_that_is_whole(tmp_path: Path, packed: bool) -> None:
    file = written(tmp_path, *(page(number) for number in range(20)), packed=packed)
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    read, _ = found(file)
    assert [capture.metadata.url for capture in read] == [f"https://post.example/{n}" for n in range(len(read))]
    assert 8 <= len(read) <= 10


def test_an_archive_without_any_page_is_told(tmp_path: Path) -> None:
    [error] = found(written(tmp_path, record("warcinfo", "", b"x: y\r\n", "application/warc-fields"), packed=True))[1]
    assert "holds no page" in str(error)


def test_an_archive_is_not_read_from_a_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(Pipe(page(1))))
    [error] = captures(["-"], Metadata())
    assert "give it as a file" in str(error)
