"""ZIP archives give their files, one after the other, never unpacked on the disk and never beyond a limit.

A small archive can unpack to what fills any memory. So all that is read of one together has a limit, an archive within
an archive is not opened, and a file that is damaged or locked is told and stops no other.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO, BinaryIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from onrecord.errors import SourceError

MAGIC = (b"PK\x03\x04", b"PK\x05\x06")

# News in English packs to a fifth or so; what unpacks to a hundredfold is made to do harm.
_TIMES = 100
_ALWAYS_BYTES = 64 << 20
_FILES = 100_000
_SIDECAR_BYTES = 1 << 20

_OFFICE = {"[Content_Types].xml", "mimetype"}
_DAMAGED = (BadZipFile, EOFError, NotImplementedError, OSError, RuntimeError, zlib.error)


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive: its path there, its bytes, and what lies beside it under one of the names asked for."""

    path: str
    stream: BinaryIO
    beside: bytes | None


def members(stream: BinaryIO, name: str, sidecar: str) -> Iterator[Member | SourceError]:
    """Yield the files of an archive in their order, each to be read before the next; sidecars go with their files.

    Hidden files are left out. What cannot be read is yielded as an error that names it. A stream raises ``SourceError``
    where it is damaged, and where the archive unpacks to more than may be.
    """
    try:
        archive = ZipFile(stream)
    except _DAMAGED as error:
        yield SourceError(f"{name}: is a ZIP archive or a DOCX, ODT or EPUB that is not whole ({error}); fetch it anew")
        return
    with archive:
        files = [info for info in archive.infolist() if not info.is_dir() and not _hidden(info.filename)]
        refusal = _refusal(archive, files)
        if refusal:
            yield SourceError(f"{name}: {refusal}")
            return
        allowance = _Allowance(stream.seek(0, io.SEEK_END), name)
        sidecars = {info.filename: info for info in files if info.filename.endswith(sidecar)}
        for info in files:
            if info.filename not in sidecars:
                beside = _beside(info.filename, sidecar, sidecars)
                yield _member(archive, info, beside, allowance)
            if allowance.spent:
                return


class _Allowance:
    """How much of an archive may still be unpacked."""

    def __init__(self, packed: int, name: str) -> None:
        self._left = max(_ALWAYS_BYTES, _TIMES * packed)
        self.name = name

    @property
    def spent(self) -> bool:
        return self._left < 0

    def take(self, count: int) -> None:
        self._left -= count
        if self.spent:
            raise SourceError(f"{self.name}: unpacks to far more than it should; what is left of it was not read")


class _Unpacked(io.RawIOBase):
    """The bytes of one file, within the allowance of its archive."""

    def __init__(self, packed: IO[bytes], name: str, allowance: _Allowance) -> None:
        self._packed, self._name, self._allowance = packed, name, allowance

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._packed.seek(offset, whence)

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # typeshed has a wider buffer
        try:
            data = self._packed.read(len(buffer))
        except _DAMAGED as error:
            raise SourceError(f"{self._name}: is damaged ({error}); it was left out") from error
        self._allowance.take(len(data))
        buffer[: len(data)] = data
        return len(data)


def _member(archive: ZipFile, info: ZipInfo, beside: ZipInfo | None, allowance: _Allowance) -> Member | SourceError:
    called = f"{allowance.name}/{info.filename}"
    try:
        stream = io.BufferedReader(_Unpacked(archive.open(info), called, allowance))
        if stream.peek(4).startswith(MAGIC):
            return SourceError(f"{called}: is a ZIP archive within another; unpack it first")
        words = archive.open(beside).read(_SIDECAR_BYTES) if beside else None
    except SourceError as error:
        return error
    except _DAMAGED as error:
        return SourceError(f"{called}: cannot be unpacked ({error}); unpack it yourself")
    return Member(info.filename, stream, words)


def _refusal(archive: ZipFile, files: list[ZipInfo]) -> str | None:
    if not _OFFICE.isdisjoint(archive.namelist()):
        return "is an office document or book (DOCX, ODT, EPUB), which is not read; save its text as .txt or .html"
    if not files:
        return "is a ZIP archive that holds no file to read; hidden files are left out"
    if len(files) > _FILES:
        return f"is a ZIP archive of more than {_FILES:,} files; pack them into several"
    return None


def _hidden(path: str) -> bool:
    return any(part.startswith(".") or part == "__MACOSX" for part in PurePosixPath(path).parts)


def _beside(path: str, sidecar: str, sidecars: dict[str, ZipInfo]) -> ZipInfo | None:
    whole = PurePosixPath(path)
    return sidecars.get(path + sidecar) or sidecars.get(str(whole.with_suffix(sidecar)))
