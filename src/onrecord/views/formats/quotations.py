"""Statements as schema.org has them, in JSON-LD: what stands in quotation marks is a Quotation, all else a Claim."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from onrecord.facts import Kind, Mode
from onrecord.record import Entry, Query, Record
from onrecord.views.citation import on_the_web

_QUOTED = (Mode.DIRECT, Mode.MIXED, Mode.ANSWER, Mode.QUESTION)
_TYPES = {
    Kind.ORGANISATION: "Organization",
    Kind.PLACE: "Organization",
    Kind.GROUP: "Organization",
    Kind.INSTRUMENT: "Thing",
    Kind.OTHER: "Thing",
}


def lines(record: Record, query: Query) -> Iterator[str]:
    """Give one graph with a node a line."""
    yield '{"@context": "https://schema.org/", "@graph": [\n'
    gap = ""
    for entry in record.entries(query):
        yield f"{gap}{json.dumps(_node(entry), ensure_ascii=False)}"
        gap = ",\n"
    yield "\n]}\n"


def _node(entry: Entry) -> dict[str, Any]:
    statement = entry.right
    quoted = statement.mode in _QUOTED
    node = {
        "@type": "Quotation" if quoted else "Claim",
        "@id": f"urn:onrecord:{entry.id}",
        "identifier": entry.id,
        "text": entry.words,
        "dateCreated": statement.said_on,
        "spokenByCharacter" if quoted else "author": _speaker(entry),
        "isPartOf" if quoted else "appearance": _article(entry),
    }
    return {name: value for name, value in node.items() if value}


def _speaker(entry: Entry) -> dict[str, Any] | None:
    speaker = entry.right.speaker
    if not speaker.name:
        return None
    person = _TYPES.get(speaker.kind, "Person")
    return {"@type": person, "name": speaker.name} | ({"description": speaker.role} if speaker.role else {})


def _article(entry: Entry) -> dict[str, Any]:
    about = entry.metadata
    article = {
        "@type": "NewsArticle",
        "@id": f"urn:sha256:{entry.statement.document}",
        "url": about.url if on_the_web(about.url) else None,
        "headline": about.title,
        "datePublished": about.published,
        "inLanguage": about.language,
        "publisher": {"@type": "Organization", "name": about.outlet} if about.outlet else None,
    }
    return {name: value for name, value in article.items() if value}
