"""Where a command's words go: standard output and error, or a file that takes its name when it is whole."""

from __future__ import annotations

import io
import json
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import click

ALL_WELL, SOME_BAD, TROUBLE, INTERRUPTED = 0, 1, 3, 130


def tell(words: str) -> None:
    """Say something to the user, on standard error."""
    click.echo(f"onrecord: {words}", err=True)


def fault(error: Exception) -> str:
    """Give the sentence for an error that nobody foresaw."""
    return f"a fault in Onrecord ({type(error).__name__}: {error}); please report it with the text it happened on"


def write_lines(lines: Iterable[str]) -> None:
    """Write lines for other programs on standard output."""
    with output_to(None) as stream:
        stream.writelines(f"{line}\n" for line in lines)


def write_json(found: Iterable[Any]) -> None:
    """Write what is found for other programs, one JSON object a line."""
    write_lines(json.dumps(each, ensure_ascii=False) for each in found)


@contextmanager
def output_to(path: str | None) -> Iterator[IO[str]]:
    """Give standard output, or a file beside ``path`` that takes its name when all is written."""
    if path is None:
        # What programs read is UTF-8, whatever the terminal's encoding.
        stream = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", newline="")
        try:
            yield stream
        finally:
            stream.detach()
        return
    target = Path(path)
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", newline="", dir=target.parent, prefix=f".{target.name}.", delete=False
    ) as aside:
        try:
            yield aside
            aside.flush()
            os.fsync(aside.fileno())
            Path(aside.name).chmod(0o666 & ~_umask())
            Path(aside.name).replace(target)
        except BaseException:
            Path(aside.name).unlink(missing_ok=True)
            raise


@contextmanager
def written(path: str, *, folder: bool) -> Iterator[Path]:
    """Give a place beside ``path`` for a file or a folder, which takes that name when all is written."""
    target = Path(path).absolute()
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=f".{target.name}.") as temporary:
        aside = Path(temporary) / "aside"
        if folder:
            aside.mkdir()
        yield aside
        aside.replace(target)


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
