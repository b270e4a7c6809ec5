"""Keeps the answers of language models, so that nothing is paid for twice.

Only answers are kept, in a folder of the user's own: a file for each, in a folder for each document, so that a document
that is forgotten leaves none. Of a text an answer holds what it quotes.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from platformdirs import user_cache_path

_FOLDER = "answers"


class Kept:
    """The answers of earlier runs, by the id of their document and the digest of what was asked."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder or user_cache_path("onrecord", appauthor=False) / _FOLDER

    def get(self, document: str, question: str) -> str | None:
        """Give the answer to a question about a document, if it was kept."""
        try:
            return self._file(document, question).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            return None

    def put(self, document: str, question: str, answer: str) -> None:
        """Keep an answer. Where the folder cannot be written, nothing is kept: the answer is there all the same."""
        file = self._file(document, question)
        try:
            file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=file.parent, delete=False) as aside:
                aside.write(answer)
            os.replace(aside.name, file)  # noqa: PTH105 - both are names
        except OSError:
            return

    def forget(self, document: str) -> None:
        """Remove all answers about a document."""
        shutil.rmtree(self._folder / document, ignore_errors=True)

    def _file(self, document: str, question: str) -> Path:
        return self._folder / document / f"{question}.json"
