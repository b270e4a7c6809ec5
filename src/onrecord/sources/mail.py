"""Press mailings become captures: one message (EML), or many in a file (mbox, RFC 4155)."""

from __future__ import annotations

import email
import re
from collections.abc import Iterator
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime
from itertools import chain
from typing import BinaryIO

from onrecord.errors import SourceError, TooLarge
from onrecord.facts import Capture, Metadata

_POSTED = re.compile(rb"From \S+ .*\d\d:\d\d")
_QUOTED = re.compile(rb">+From ")
_TEXTS = ("text/plain", "text/html")


def messages(head: bytes, stream: BinaryIO, max_bytes: int) -> Iterator[bytes | None]:
    """Yield the messages of an mbox file, one in memory; nothing in the place of one that is larger than may be.

    ``head`` is its first line, which was read already.
    """
    held: list[bytes] = []
    size, blank, begun = 0, True, False
    for line in chain([head], iter(lambda: stream.readline(max_bytes), b"")):
        if blank and _POSTED.match(line):
            if begun:
                yield b"".join(held) if size <= max_bytes else None
            held, size, begun = [], 0, True
        else:
            size += len(line)
            if size <= max_bytes:
                # A line of a letter that begins so was written with a mark before it.
                held.append(line[1:] if _QUOTED.match(line) else line)
        blank = not line.strip()
    if begun:
        yield b"".join(held) if size <= max_bytes else None


def letter(data: bytes | None, name: str, known: Metadata) -> Capture | SourceError:
    """Give the text of a message, or else its page, with subject, sender and date; what is attached is left out.

    ``known`` stands over what the message says. What holds no text, or was too large, is given as an error.
    """
    if data is None:
        return TooLarge(f"{name}: is larger than a document may be; split it, or raise --max-chars")
    message = email.message_from_bytes(data)
    body = _body(message)
    if body is None:
        return SourceError(f"{name}: holds no text of its own; save what is attached to it")
    content = body.get_payload(decode=True)
    return Capture(
        name=name,
        data=content if isinstance(content, bytes) else b"",
        media_type=body.get_content_type(),
        encoding=body.get_content_charset(),
        metadata=known.over(_said(message)),
    )


def _body(message: Message) -> Message | None:
    parts = [part for part in message.walk() if part.get_content_disposition() != "attachment"]
    found = (part for kind in _TEXTS for part in parts if part.get_content_type() == kind and not part.is_multipart())
    return next(found, None)


def _said(message: Message) -> Metadata:
    sender, _ = parseaddr(_header(message, "From") or "")
    return Metadata(title=_header(message, "Subject"), author=sender or None, published=_date(message))


def _header(message: Message, name: str) -> str | None:
    try:
        words = str(make_header(decode_header(message.get(name, ""))))
    except (HeaderParseError, LookupError, ValueError):
        return None
    return " ".join(words.replace("\0", " ").encode("utf-8", "replace").decode().split()) or None


def _date(message: Message) -> str | None:
    try:
        moment = parsedate_to_datetime(str(message.get("Date", "")))
    except (TypeError, ValueError):
        return None
    # Without a zone nobody can say which moment it is; the day is told all the same.
    return moment.isoformat() if moment.tzinfo else moment.date().isoformat()
