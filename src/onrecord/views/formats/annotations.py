"""Statements as W3C Web Annotations: one AnnotationPage, whose targets are found by quotation and by position.

A position counts code points, as the Data Model says and as Onrecord does.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from onrecord.facts import Span
from onrecord.record import Entry, Query, Record
from onrecord.views.citation import on_the_web
from onrecord.views.formats.bundles import Bundle, bundles
from onrecord.views.show import around_words

_HEAD = '{"@context": "http://www.w3.org/ns/anno.jsonld", "type": "AnnotationPage", "items": [\n'


def lines(record: Record, query: Query) -> Iterator[str]:
    """Give the page with one annotation a line; of what has no text only the position is known, with the words."""
    yield _HEAD
    gap = ""
    for bundle in bundles(record, query):
        for entry in bundle.entries:
            yield f"{gap}{json.dumps(_annotation(entry, bundle), ensure_ascii=False)}"
            gap = ",\n"
    yield "\n]}\n"


def _annotation(entry: Entry, bundle: Bundle) -> dict[str, Any]:
    form = entry.json()
    return {
        "id": f"urn:onrecord:{form['id']}",
        "type": "Annotation",
        "motivation": "identifying",
        "body": [
            {"type": "TextualBody", "purpose": "tagging", "value": form["speaker"]["name"] or form["speaker"]["kind"]},
            # All that is known, for whoever reads it: an annotation has no other place for it.
            {"type": "TextualBody", "purpose": "describing", "format": "application/json", "value": json.dumps(form)},
        ],
        "target": [
            {"type": "SpecificResource", "source": _source(bundle), "selector": _selectors(bundle.text, span)}
            for span in entry.right.content
        ],
    }


def _source(bundle: Bundle) -> dict[str, Any]:
    """Give the document: its address where it has one, and its hash, by which a copy of it is known."""
    hashed = f"urn:sha256:{bundle.document}"
    url, language = bundle.metadata.url, bundle.metadata.language
    source = {"id": url if on_the_web(url) else hashed, "type": "Text", "canonical": hashed}
    return source | ({"language": language} if language else {})


def _selectors(text: str | None, span: Span) -> list[dict[str, Any]]:
    position = {"type": "TextPositionSelector", "start": span.start, "end": span.end}
    if text is None:
        return [position]
    prefix, suffix = around_words(text, (span,))
    return [{"type": "TextQuoteSelector", "exact": span.of(text), "prefix": prefix, "suffix": suffix}, position]
