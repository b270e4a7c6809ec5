"""Bytes become text: by the declared encoding, else UTF-8, else the detected one."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from onrecord.errors import SourceError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Pages are asked to declare within 1,024 bytes; those that do not are read by browsers all the same.
_DECLARING_BYTES = 4096
_XML_DECLARATION = re.compile(rb"""\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]+)""", re.IGNORECASE)
_META = re.compile(rb"""<meta\b[^>]{0,500}?charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)

# Browsers read these labels as windows-1252, and so do the pages that carry them.
_WINDOWS_1252 = {"ascii", "iso8859-1"}
# Codecs that Python has and no page means: they would turn one text into another.
_NO_CHARSET = {"idna", "punycode", "raw_unicode_escape", "undefined", "unicode_escape", "utf-7"}

_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_BINARY_SAMPLE_BYTES = 1 << 16
_BINARY_SHARE = 0.05
_SPOILT_SHARE = 0.1
# What texts come in; left to itself the detection takes “café” for Urdu.
_PLAUSIBLE = [*(f"cp{number}" for number in (1252, 1250, 1251, *range(1253, 1258))), "koi8_r", "mac_roman", "iso8859_2"]
_PLAUSIBLE += ["iso8859_5", "shift_jis", "euc_jp", "gb18030", "big5", "euc_kr"]
_NO_TEXT = re.compile("[\x00\ud800-\udfff]")


class Decoded(NamedTuple):
    """A text, how its bytes were decoded, and what a user should know of that."""

    text: str
    encoding: str
    notes: tuple[str, ...] = ()


def decoded(data: bytes, name: str, declared: str | None = None) -> Decoded:
    """Decode bytes; ``SourceError`` where they are no text.

    A byte-order mark wins and is no text. A declaration that does not fit the bytes is passed over with a
    note. NUL and lone surrogates become U+FFFD, one for one, with a note.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            data = data.removeprefix(bom)
            text = _strict(data, encoding)
            if text is not None:
                return _clean(Decoded(text, encoding))
            note = f"bytes that are no {encoding}, which its byte-order mark tells, replaced by U+FFFD"
            return _clean(Decoded(data.decode(encoding, "replace"), encoding, (note,)))
    if _binary(data):
        raise SourceError(f"{name}: is a binary file, not text; save its text as UTF-8, in a .txt or .html file")
    usable, notes = _usable(declared, data)
    if usable:
        text = _strict(data, usable)
        if text is not None:
            return _clean(Decoded(text, usable, notes))
        notes = (f"declared as {declared}, which does not fit its bytes",)
    found = _undeclared(data, name)
    return _clean(found._replace(notes=(*notes, *found.notes)))


def declaration(page: bytes) -> str | None:
    """Find the encoding that an HTML page declares of itself: in its XML declaration or a meta element."""
    head = page[:_DECLARING_BYTES]
    match = _XML_DECLARATION.match(head) or _META.search(_COMMENT.sub(b"", head))
    return match[1].decode("ascii", "replace") if match else None


def _usable(declared: str | None, data: bytes) -> tuple[str | None, tuple[str, ...]]:
    if declared is None:
        return None, ()
    try:
        b"".decode(declared)
        encoding = codecs.lookup(declared).name
    except (LookupError, UnicodeError, ValueError):
        return None, (f"declared as {declared}, which is no known encoding",)
    if encoding in _WINDOWS_1252:
        encoding = "cp1252"
    # What was read as ASCII to find the declaration is no UTF-16 or UTF-32.
    if encoding in _NO_CHARSET or encoding.startswith(("utf-16", "utf-32")):
        return None, (f"declared as {declared}, which it is not",)
    if encoding != "utf-8" and not data.isascii() and _strict(data, "utf-8") is not None:
        return "utf-8", (f"declared as {declared}, but is utf-8",)
    return encoding, ()


def _undeclared(data: bytes, name: str) -> Decoded:
    text = _strict(data, "utf-8")
    if text is not None:
        return Decoded(text, "utf-8")
    text = data.decode("utf-8", "replace")
    spoilt = text.count("\ufffd")
    if spoilt < _SPOILT_SHARE * sum(not character.isascii() for character in text):
        return Decoded(text, "utf-8", (f"{spoilt} bytes that are no utf-8 replaced by U+FFFD",))
    import charset_normalizer  # noqa: PLC0415 — only where a text is not UTF-8

    best = charset_normalizer.from_bytes(data, cp_isolation=_PLAUSIBLE).best()
    if best is None:
        raise SourceError(f"{name}: is in no encoding that can be told; save it as UTF-8")
    encoding = "cp1252" if "cp1252" in best.could_be_from_charset else codecs.lookup(best.encoding).name
    return Decoded(data.decode(encoding, "replace"), encoding, (f"encoding detected as {encoding}",))


def _strict(data: bytes, encoding: str) -> str | None:
    # Lone surrogates are no spoilt bytes: each becomes one U+FFFD, not three.
    try:
        return data.decode(encoding, "surrogatepass" if encoding == "utf-8" else "strict")
    except UnicodeDecodeError:
        return None


def _clean(found: Decoded) -> Decoded:
    text = found.text.removeprefix("\ufeff")
    text, replaced = _NO_TEXT.subn("\ufffd", text)
    notes = (f"{replaced} NUL or lone surrogate replaced by U+FFFD",) if replaced else ()
    return Decoded(text, found.encoding, (*found.notes, *notes))


def _binary(data: bytes) -> bool:
    sample = data[:_BINARY_SAMPLE_BYTES]
    return len(_CONTROL.findall(sample)) > _BINARY_SHARE * len(sample)
