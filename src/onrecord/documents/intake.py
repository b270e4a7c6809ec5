"""A capture becomes a document: decoded, taken from its page, known to be readable English.

What is slow to import (trafilatura, lxml, py3langid) is imported only for the captures that need it.
"""

from __future__ import annotations

from dataclasses import replace

from onrecord.documents.decoding import declaration, decoded
from onrecord.documents.language import language_of
from onrecord.errors import LanguageError, SourceError, TooLarge
from onrecord.facts import MAX_CHARS, Capture, Document, Metadata

PLAIN = "plain"


def document_of(capture: Capture, max_chars: int = MAX_CHARS) -> Document:
    """Make the document of a capture.

    What the capture's metadata say stands over what a page says of itself. Raises ``SourceError`` where
    nothing can be read, ``TooLarge`` over ``max_chars`` code points, ``LanguageError`` for a text that is
    not English, unless its metadata say that it is.
    """
    if not capture.data.strip():
        raise SourceError(f"{capture.name}: is empty; nothing to read")
    is_page = capture.media_type == "text/html"
    declared = capture.encoding or (declaration(capture.data) if is_page else None)
    text, encoding, notes = decoded(capture.data, capture.name, declared)
    metadata = capture.metadata
    if is_page:
        from onrecord.documents.page import page  # noqa: PLC0415 — a third of a second

        text, found = page(text, capture.name)
        metadata = metadata.over(found)
    _check_size(text, capture.name, max_chars)
    metadata = _in_english(text, metadata, capture.name)
    return Document(
        text=text,
        metadata=metadata,
        name=capture.name,
        extractor=extractor_of(capture),
        encoding=encoding,
        notes=notes,
    )


def extractor_of(capture: Capture) -> str:
    """Name what makes the text of such a capture, with its version: another may make another text of it."""
    if capture.media_type != "text/html":
        return PLAIN
    from onrecord.documents.page import EXTRACTOR  # noqa: PLC0415 — a third of a second

    return EXTRACTOR


def _check_size(text: str, name: str, max_chars: int) -> None:
    if len(text) > max_chars:
        raise TooLarge(f"{name}: has {len(text):,} characters, more than {max_chars:,}; split it, or raise --max-chars")
    if not any(map(str.isalnum, text)):
        raise SourceError(f"{name}: has no words; nothing to read")


def _in_english(text: str, metadata: Metadata, name: str) -> Metadata:
    if metadata.language is None:
        language = language_of(text)
        if language not in (None, "en"):
            raise LanguageError(
                f"{name}: looks like language {language!r} and was not read, for only English is; "
                "where that is wrong, say --language en"
            )
        return replace(metadata, language=language)
    if not metadata.language.lower().startswith("en"):
        raise LanguageError(f"{name}: is given as language {metadata.language!r} and was not read; only English is")
    return metadata
