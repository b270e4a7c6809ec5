"""Files, folders, globs and standard input become captures.

One bad source never stops the others: it is yielded as an error in its place. Contents are read one
document at a time, so that a folder of a million files costs the memory of its names.
"""

from __future__ import annotations

import glob
import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

from onrecord.errors import SourceError, TooLarge
from onrecord.facts import MAX_CHARS, Capture, Metadata
from onrecord.sources import mail, zips

STANDARD_INPUT = "-"
SIDECAR = ".meta.json"

_HEAD_BYTES = 1 << 16
_BYTES_PER_CHAR = 4
# JSON may write one code point as twelve bytes: 😀.
_JSON_BYTES_PER_CHAR = 12

_PAGES = {".html", ".htm", ".xhtml"}
_JSON_LINES = {".jsonl", ".ndjson"}
_LETTERS = {".eml", ".mbox"}
_TABLES_AND_CODE = {".json", ".csv", ".tsv", ".xml", ".rss", ".css", ".js"}

_SAVE_TEXT = "save its text as .txt or .html"
_UNPACK = "unpack it first"
_MAGIC = (
    (b"%PDF", "a PDF document", _SAVE_TEXT),
    (b"\xd0\xcf\x11\xe0", "an old office document", _SAVE_TEXT),
    (b"{\\rtf", "an RTF document", _SAVE_TEXT),
    (b"\x1f\x8b", "a gzip archive", _UNPACK),
    (b"BZh", "a bzip2 archive", _UNPACK),
    (b"\xfd7zXZ", "an xz archive", _UNPACK),
    (b"\x28\xb5\x2f\xfd", "a zstd archive", _UNPACK),
    (b"7z\xbc\xaf", "a 7z archive", _UNPACK),
    (b"Rar!", "a RAR archive", _UNPACK),
    (b"\x89PNG", "a picture", _SAVE_TEXT),
    (b"\xff\xd8\xff", "a picture", _SAVE_TEXT),
    (b"GIF8", "a picture", _SAVE_TEXT),
    (b"SQLite format 3", "a database", _SAVE_TEXT),
    (b"\x7fELF", "a program", "leave it out"),
)
_WARC = b"WARC/"
_PARQUET = b"PAR1"
_PAGE_START = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:(?><!--.*?-->)\s*)*+<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL
)
_OBJECT_START = re.compile(rb'\s*\{\s*"')
_JSON_START = re.compile(rb"\s*(?:\{\s*$|\[\s*(?:\{|$))")
_NO_TEXT = re.compile("[\ud800-\udfff\0]")
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class _Source:
    """One opened source: what messages call it, what is known of its texts, and how much it may hold."""

    name: str
    suffix: str
    known: Metadata
    max_chars: int

    @property
    def max_bytes(self) -> int:
        """The bytes that its texts can take, and a byte-order mark."""
        return (self.max_chars + 1) * _BYTES_PER_CHAR


_Reads = Callable[[BinaryIO, _Source], Iterator[Capture | SourceError]]


def captures(sources: Iterable[str], given: Metadata, max_chars: int = MAX_CHARS) -> Iterator[Capture | SourceError]:
    """Open the sources in turn and yield what they hold: text, HTML, a JSON object a line, pages of archives, letters.

    A source is a file, a folder (read with its subfolders, in the order of names; hidden files,
    sidecars and databases such as a record are left out), a glob, or ``-`` for standard input. ``given``
    stands over a sidecar (``NAME.txt.meta.json`` or ``NAME.meta.json``), which stands over what the file
    itself says. What cannot
    be read is yielded as an error that names it and says what to do. Nothing beyond the size that
    ``max_chars`` code points can take is ever loaded.
    """
    for source in sources:
        for path in _paths(source):
            if isinstance(path, SourceError):
                yield path
            else:
                yield from _of_path(path, given, max_chars)


def opened(name: str, stream: BinaryIO, given: Metadata, max_chars: int = MAX_CHARS) -> Iterator[Capture | SourceError]:
    """Yield what a stream holds that goes by the name of a file, as ``captures`` would of the file."""
    yield from _of_stream(stream, _Source(_printable(name), Path(name).suffix.lower(), given, max_chars))


def _paths(source: str) -> Iterator[str | SourceError]:
    if source == STANDARD_INPUT:
        yield source
    elif Path(source).is_dir():
        yield from _files_below(source)
    elif os.path.lexists(source):
        yield from [] if source.endswith(SIDECAR) else [source]
    elif glob.has_magic(source):
        # Path.glob takes no absolute pattern.
        hits = (hit for hit in sorted(glob.glob(source, recursive=True)) if Path(hit).is_file())  # noqa: PTH207
        yield from _at_least_one(hits, f"{_printable(source)}: no file matches; check the pattern")
    else:
        yield SourceError(f"{_printable(source)}: no such file or folder; check the path")


def _files_below(folder: str) -> Iterator[str | SourceError]:
    def walk() -> Iterator[str | SourceError]:
        # A stack of our own, because a recursive generator fails on folders a thousand deep.
        waiting = [folder]
        while waiting:
            here = waiting.pop()
            try:
                files, folders = _entries(here)
            except OSError as error:
                yield _unreadable(here, error)
                continue
            yield from (os.path.join(here, name) for name in files)  # noqa: PTH118 — a Path per name is slow
            waiting.extend(os.path.join(here, name) for name in reversed(folders))  # noqa: PTH118

    return _at_least_one(walk(), f"{_printable(folder)}: holds no file to read; hidden files are left out")


_RECORDS = (".db", ".db-wal", ".db-shm", ".db-journal", ".db.bak")
"""A record often lies beside its texts; named itself, a database is still refused with words."""


def _entries(folder: str) -> tuple[list[str], list[str]]:
    files, folders = [], []
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith(".") or entry.name.endswith(_RECORDS):
                continue
            # A link to a folder may lead back up; a dangling link is kept, so that opening it tells.
            if entry.is_dir(follow_symlinks=False):
                folders.append(entry.name)
            elif entry.is_file() or (entry.is_symlink() and not entry.is_dir()):
                files.append(entry.name)
    return sorted(files), sorted(folders)


def _at_least_one(paths: Iterator[str | SourceError], complaint: str) -> Iterator[str | SourceError]:
    empty = True
    for path in paths:
        if isinstance(path, SourceError) or not path.endswith(SIDECAR):
            empty = False
            yield path
    if empty:
        yield SourceError(complaint)


def _of_path(path: str, given: Metadata, max_chars: int) -> Iterator[Capture | SourceError]:
    try:
        if path == STANDARD_INPUT:
            yield from _of_stream(sys.stdin.buffer, _Source(path, "", given, max_chars))
            return
        known = given.over(_sidecar(path))
        with Path(path).open("rb") as stream:
            yield from _of_stream(stream, _Source(_printable(path), Path(path).suffix.lower(), known, max_chars))
    except SourceError as error:
        yield error
    except OSError as error:
        yield _unreadable(path, error)


def _sidecar(path: str) -> Metadata:
    for candidate in (Path(path + SIDECAR), Path(path).with_suffix(SIDECAR)):
        try:
            return _described(candidate.read_bytes(), _printable(str(candidate)))
        except (FileNotFoundError, NotADirectoryError):
            continue
        except OSError as error:
            raise _unreadable(str(candidate), error) from error
    return Metadata()


def _described(sidecar: bytes, name: str) -> Metadata:
    try:
        return _metadata(_json_object(sidecar))
    except ValueError as error:
        raise SourceError(f"{name}: {error}; correct or remove this sidecar") from error


def _of_stream(stream: BinaryIO, source: _Source) -> Iterator[Capture | SourceError]:
    head = stream.readline(_HEAD_BYTES)
    if sought := _sought_in(head, source):
        what, read = sought
        if stream.seekable():
            stream.seek(0)
            yield from read(stream, source)
        else:
            yield SourceError(f"{source.name}: is {what}, which is not read from a pipe; give it as a file")
        return
    if source.suffix in _LETTERS:
        yield from _of_letters(head, stream, source)
        return
    refusal = _refusal(head, source)
    if refusal:
        yield SourceError(f"{source.name}: {refusal}")
    elif source.suffix in _JSON_LINES or (not source.suffix and _OBJECT_START.match(head.removeprefix(_BOM))):
        yield from _of_lines(head, stream, source)
    else:
        data = head + stream.read(max(0, source.max_bytes + 1 - len(head)))
        if len(data) > source.max_bytes:
            yield _too_large(source.name, source.max_chars)
            return
        page = source.suffix in _PAGES or _PAGE_START.match(data.removeprefix(_BOM), 0, _HEAD_BYTES)
        yield Capture(
            name=source.name, data=data, media_type="text/html" if page else "text/plain", metadata=source.known
        )


def _sought_in(head: bytes, source: _Source) -> tuple[str, _Reads] | None:
    """Tell what a source is that cannot be read in one go from its beginning, and what reads it."""
    if head.startswith(_PARQUET):
        return "a Parquet file", _of_table
    if head.startswith(_WARC) or source.name.lower().endswith(".warc.gz"):
        return "a WARC archive", _of_archive
    return ("a ZIP archive", _of_zip) if head.startswith(zips.MAGIC) else None


def _of_archive(stream: BinaryIO, source: _Source) -> Iterator[Capture | SourceError]:
    from onrecord.sources.archives import of_warc  # noqa: PLC0415 - loads a library that texts do not need

    yield from of_warc(stream, source.name, source.known, source.max_bytes)


def _of_table(stream: BinaryIO, source: _Source) -> Iterator[Capture | SourceError]:
    """Yield a capture for each row of a Parquet file; its columns have the names that a line of JSON has."""
    try:
        from onrecord import parquet  # noqa: PLC0415 - an extra
    except ImportError:
        yield SourceError(f"{source.name}: is Parquet, which `pip install 'onrecord[parquet]'` lets Onrecord read")
        return
    names = ("text", "html", *(field.name for field in fields(Metadata)))
    try:
        for number, row in enumerate(parquet.rows(stream, names), start=1):
            yield _of_row(row, f"{source.name}:{number}", source)
    except (OSError, ValueError) as error:
        yield SourceError(f"{source.name}: is damaged or no Parquet ({error}); rows before that were read")


def _of_row(row: dict[str, Any], name: str, source: _Source) -> Capture | SourceError:
    dated = {key: value.isoformat() if isinstance(value, date) else value for key, value in row.items()}
    try:
        capture = _of_values(dated, name, source.known)
    except ValueError as error:
        return SourceError(f"{name}: {error}; correct or remove this row")
    return _too_large(name, source.max_chars) if len(capture.data) > source.max_bytes else capture


def _of_letters(head: bytes, stream: BinaryIO, source: _Source) -> Iterator[Capture | SourceError]:
    limit = source.max_bytes
    if source.suffix == ".eml":
        data = head + stream.read(max(0, limit + 1 - len(head)))
        yield mail.letter(data if len(data) <= limit else None, source.name, source.known)
        return
    number = 0
    for number, message in enumerate(mail.messages(head, stream, limit), start=1):
        yield mail.letter(message, f"{source.name}:{number}", source.known)
    if not number:
        yield SourceError(f"{source.name}: holds no message; an mbox file begins with a line like From NAME DATE")


def _of_zip(stream: BinaryIO, source: _Source) -> Iterator[Capture | SourceError]:
    for member in zips.members(stream, source.name, SIDECAR):
        if isinstance(member, SourceError):
            yield member
            continue
        name = f"{source.name}/{_printable(member.path)}"
        try:
            known = source.known.over(_described(member.beside, name) if member.beside else Metadata())
            suffix = Path(member.path).suffix.lower()
            yield from _of_stream(member.stream, _Source(name, suffix, known, source.max_chars))
        except SourceError as error:
            yield error


def _refusal(head: bytes, source: _Source) -> str | None:
    for magic, what, remedy in _MAGIC:
        if head.startswith(magic):
            return f"is {what}, which is not read; {remedy}"
    if source.suffix in _TABLES_AND_CODE:
        return f"{source.suffix} files are not read; write one document a line as JSON (.jsonl), or {_SAVE_TEXT}"
    if not source.suffix and _JSON_START.match(head.removeprefix(_BOM)):
        return "JSON over several lines is not read; write one document a line (.jsonl)"
    return None


def _of_lines(head: bytes, stream: BinaryIO, source: _Source) -> Iterator[Capture | SourceError]:
    empty = True
    lines = _lines(head.removeprefix(_BOM), stream, source.max_chars * _JSON_BYTES_PER_CHAR)
    for number, line in enumerate(lines, start=1):
        name = f"{source.name}:{number}"
        if line is None:
            yield _too_large(name, source.max_chars)
        elif line.strip():
            yield _of_line(line, name, source.known)
        else:
            continue
        empty = False
    if empty:
        yield SourceError(f"{source.name}: is empty; nothing to read")


def _lines(head: bytes, stream: BinaryIO, limit: int) -> Iterator[bytes | None]:
    line = head if head.endswith(b"\n") else head + stream.readline(limit)
    while line:
        if len(line) < limit or line.endswith(b"\n"):
            yield line
        else:
            while (rest := stream.readline(_HEAD_BYTES)) and not rest.endswith(b"\n"):
                pass
            yield None
        line = stream.readline(limit)


def _of_line(line: bytes, name: str, known: Metadata) -> Capture | SourceError:
    try:
        return _of_values(_json_object(line), name, known)
    except ValueError as error:
        return SourceError(f"{name}: {error}; correct or remove this line")


def _of_values(values: dict[str, Any], name: str, known: Metadata) -> Capture:
    """Make a capture of what a line or row holds. Raises ``ValueError`` where it lacks text, or a value is none."""
    metadata = known.over(_metadata(values))
    key = "text" if values.get("text") is not None else "html"
    words = _string(values, key)
    # Python's JSON lets lone surrogates through; the intake replaces and reports them.
    data = words.encode("utf-8", "surrogatepass")
    media_type = "text/html" if key == "html" else "text/plain"
    return Capture(name=name, data=data, media_type=media_type, encoding="utf-8", metadata=metadata)


def _json_object(data: bytes) -> dict[str, Any]:
    try:
        values = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise ValueError("is not UTF-8, as JSON must be") from error
    except json.JSONDecodeError as error:
        raise ValueError(f"is no valid JSON ({error.msg} at character {error.pos + 1})") from error
    except RecursionError as error:
        raise ValueError("is JSON nested too deeply") from error
    if not isinstance(values, dict):
        raise ValueError("is no JSON object")  # noqa: TRY004 — told as any bad line
    return values


def _metadata(values: dict[str, Any]) -> Metadata:
    known = [f.name for f in fields(Metadata) if values.get(f.name) not in (None, "")]
    return Metadata(**{name: _NO_TEXT.sub("\ufffd", _string(values, name)) for name in known})


def _string(values: dict[str, Any], key: str) -> str:
    value = values.get(key)
    if not isinstance(value, str):
        raise ValueError(f'needs a string as "{key}"')  # noqa: TRY004 — told as any bad line
    return value


def _too_large(name: str, max_chars: int) -> TooLarge:
    return TooLarge(f"{name}: is larger than {max_chars:,} characters can be; split it, or raise --max-chars")


def _unreadable(path: str, error: OSError) -> SourceError:
    return SourceError(f"{_printable(path)}: cannot be read ({error.strerror}); check the path and its permissions")


def _printable(path: str) -> str:
    """Names that are no UTF-8 reach Python with lone surrogates, which no terminal or record takes."""
    return os.fsencode(path).decode("utf-8", "replace")
