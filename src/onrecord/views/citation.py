"""A statement as it is cited: who, in what role, where and when, and an address that opens at the words."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

_WHOLE_CHARS = 75
_ENDS = 5
_TRANSLATED = {"human": "translated", "machine": "machine-translated"}
_NAMELESS = {
    "guest": "the guest of an interview",
    "interviewer": "the interviewer",
    "unnamed": "an unnamed source",
    "unstated": "nobody named",
}


def citation(statement: dict[str, Any], record_address: str | None = None) -> str:
    """Give the one line by which the statement of this JSON form is cited; what is not known is left out.

    It names the address of the page at the words themselves, or else ``record_address``.
    """
    document, speaker = statement["document"], statement["speaker"]
    who = speaker["name"] or _NAMELESS.get(speaker["kind"], speaker["kind"])
    role = f", {speaker['role']}" if speaker["role"] else ""
    words = statement["quote"]
    said = words if words[:1] in "\"“«„'‘" else f"“{words}”"
    translated = _TRANSLATED.get(document["translated"])
    place = [document["outlet"], f"“{document['title']}”" if document["title"] else None, document["published"]]
    parts = [*place, translated, fragment(statement) or record_address]
    return f"{who}{role}: {said} " + ", ".join(filter(None, parts))


def fragment(statement: dict[str, Any]) -> str | None:
    """Give the address of the page that a statement stands on, opening at its words, if it has one on the web.

    The words are a text fragment (WICG, Scroll To Text Fragment): all of a short quote, first and last of a long one.
    """
    address = statement["document"]["url"]
    if not on_the_web(address):
        return None
    words = statement["quote"].strip("\"“”«»„'‘’ ").split()
    if not words:
        return str(address)
    whole = " ".join(words)
    ends = [whole] if len(whole) <= _WHOLE_CHARS else [" ".join(words[:_ENDS]), " ".join(words[-_ENDS:])]
    # A minus would be taken for the mark of a prefix.
    directive = ",".join(quote(end, safe="").replace("-", "%2D") for end in ends)
    return f"{str(address).partition('#')[0]}#:~:text={directive}"


def on_the_web(address: str | None) -> bool:
    """Whether an address can be followed by a reader: no other schemes, some of which a browser would run."""
    return bool(address) and str(address).lower().startswith(("http://", "https://"))
