"""Web archives become captures: WARC, plain or compressed (ISO 28500), the only door to FastWARC.

An archive is read as a stream, one record in memory. A damaged record is told in its place and stops no other: the next
one begins at the next member of the compressed file, which has one for each record.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC
from http import HTTPStatus
from typing import TYPE_CHECKING, BinaryIO

from onrecord.errors import SourceError, TooLarge
from onrecord.facts import Capture, Metadata

if TYPE_CHECKING:
    from fastwarc.warc import WarcRecord

GZIP = b"\x1f\x8b\x08"
_KINDS = {"response", "resource", "conversion"}
_PAGES = {"text/html", "application/xhtml+xml"}
_TEXTS = {"text/plain"}
_CHUNK = 1 << 20


def of_warc(stream: BinaryIO, name: str, known: Metadata, max_bytes: int) -> Iterator[Capture | SourceError]:
    """Yield the pages and plain texts of an archive that its sites answered with, in their order.

    Each has the address and time of its record. ``known`` stands over what a record says. What is damaged, by its
    compression or its digest, or larger than ``max_bytes`` is yielded as an error that names its place. Redirects,
    errors of sites, pictures and scripts are no text and are left out.
    """
    empty = True
    for found in _captures(stream, name, known, max_bytes):
        empty = False
        yield found
    if empty:
        yield SourceError(f"{name}: holds no page and no text that a site answered with; nothing to read")


def _captures(stream: BinaryIO, name: str, known: Metadata, max_bytes: int) -> Iterator[Capture | SourceError]:
    from fastwarc.warc import ArchiveIterator  # noqa: PLC0415 - loads a library of its own

    start: int | None = 0
    while start is not None:
        stream.seek(start)
        last = None
        try:
            for record in ArchiveIterator(stream, parse_http=False):
                last = record.stream_pos
                found = _capture(record, name, known, max_bytes)
                if found is not None:
                    yield found
            start = None
        except (OSError, ValueError) as error:
            damaged = start if last is None else _next_member(stream, last + 1)
            yield SourceError(f"{name}: the record at byte {damaged or last:,} is damaged ({error}); it was left out")
            start = None if damaged is None else _next_member(stream, damaged + 1)


def _next_member(stream: BinaryIO, start: int) -> int | None:
    """Find where the next compressed record begins, from this byte on."""
    stream.seek(start)
    kept = b""
    while chunk := stream.read(_CHUNK):
        there = (kept + chunk).find(GZIP)
        if there >= 0:
            return start - len(kept) + there
        start += len(chunk)
        kept = (kept + chunk)[-len(GZIP) + 1 :]
    return None


def _capture(record: WarcRecord, name: str, known: Metadata, max_bytes: int) -> Capture | SourceError | None:
    """Make a capture of a record, where it is a page or a text."""
    address = (record.headers.get("WARC-Target-URI") or "").strip("<>")
    called = f"{name}#{address}" if address else name
    if record.headers.get("WARC-Type", "") not in _KINDS:
        return None
    if record.content_length > max_bytes:
        return _too_large(called, max_bytes)
    if not _whole(record):
        return SourceError(f"{called}: is damaged (its digest is another); it was left out")
    media_type, encoding = _told(record)
    if media_type not in _PAGES | _TEXTS:
        return None
    # What a site compressed can be larger than its record says.
    data = record.reader.read(max_bytes + 1)
    if len(data) > max_bytes:
        return _too_large(called, max_bytes)
    moment = record.record_date
    return Capture(
        name=called,
        data=data,
        media_type="text/html" if media_type in _PAGES else "text/plain",
        encoding=encoding,
        metadata=known.over(Metadata(url=address or None)),
        taken=moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if moment else None,
    )


def _too_large(called: str, max_bytes: int) -> TooLarge:
    return TooLarge(f"{called}: is larger than {max_bytes:,} bytes; raise --max-chars to read it")


def _whole(record: WarcRecord) -> bool:
    """Whether a record is as long as it says and fits its digest, where it has one."""
    record.freeze()
    return "WARC-Block-Digest" not in record.headers or record.verify_block_digest()


def _told(record: WarcRecord) -> tuple[str | None, str | None]:
    """Give the media type and the encoding that a site or the archive tells; nothing of what is no good answer."""
    if not record.is_http:
        return (record.headers.get("Content-Type") or "").partition(";")[0].strip() or None, None
    record.parse_http(auto_decode="all")
    if record.http_headers is None or record.http_headers.status_code != HTTPStatus.OK:
        return None, None
    return record.http_content_type, record.http_charset
