"""Begins to read what is given to a server: a text, files, or an address of the open web."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from functools import partial

from onrecord.errors import SourceError
from onrecord.facts import Capture, Metadata
from onrecord.sources.fetch import fetch
from onrecord.sources.files import opened
from onrecord.web.jobs import Job, Jobs

_NAME_CHARS = 120


def read_text(jobs: Jobs, text: str, about: Metadata) -> Job:
    """Begin to read a text. Raises ``ValueError`` where there is none, ``OnrecordError`` as ``Jobs.begin`` does."""
    # Forms send the ends of lines as CRLF, whatever was typed.
    text = text.replace("\r\n", "\n")
    if not text.strip():
        raise ValueError("there is no text; paste one")
    name = about.title or "pasted text"
    data = text.encode("utf-8", "replace")
    return jobs.begin(name, lambda: [Capture(name=name, data=data, encoding="utf-8", metadata=about)], 1)


def read_files(jobs: Jobs, files: Sequence[tuple[str, bytes]], about: Metadata) -> Job:
    """Begin to read files by their names and bytes; what one says of itself stands under ``about``. Raises as above."""
    held = [(_leaf(name), data) for name, data in files]
    if not held:
        raise ValueError("there is no file; choose one or more")
    title = held[0][0] if len(held) == 1 else f"{held[0][0]} and {len(held) - 1} more"
    return jobs.begin(title, lambda: _of_files(held, about), len(held))


def read_address(jobs: Jobs, address: str, about: Metadata) -> Job:
    """Begin to read the page at an address of the open web. Raises as above."""
    return jobs.begin(address, partial(_of_address, address, about), 1)


def _of_files(held: Sequence[tuple[str, bytes]], about: Metadata) -> Iterator[Capture | SourceError]:
    for name, data in held:
        yield from opened(name, io.BytesIO(data), about)


def _of_address(address: str, about: Metadata) -> Iterator[Capture | SourceError]:
    try:
        yield fetch(address, about)
    except SourceError as error:
        yield error


def _leaf(name: str) -> str:
    """Give a name without the folders that a browser may send, short enough to be told."""
    return name.replace("\\", "/").rpartition("/")[2][-_NAME_CHARS:] or "upload"
