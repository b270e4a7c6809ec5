"""How statements and relations are written for others: the one JSON form that every command and the API share.

The names are a promise to users; ``read``, ``search``, ``show`` and ``export`` all come through here,
for statements that are kept in a record and for those that are not.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from onrecord.facts import Document, End, Findings, Metadata, Reading, Relation, Span, Statement, quote_of


def statements_json(document: Document, reading: Reading) -> list[dict[str, Any]]:
    """Give the JSON form of each statement that a reading found in this document."""
    findings = reading.findings()
    return [
        entry_json(s, document.metadata, quote_of(document.text, s.content), reading.reader, findings[s.id])
        for s in reading.statements
    ]


def outlet_relations_json(document: Document, reading: Reading) -> list[dict[str, Any]]:
    """Give the JSON form of each relation that the outlet voices itself, with its document."""
    about = document_json(document.id, document.metadata)
    return [{"document": about, **relation_json(relation)} for relation in reading.relations if relation.voice is None]


def mentions_json(document: Document, reading: Reading) -> list[dict[str, Any]]:
    """Give the JSON form of each mention of somebody in this document, with the fullest name of whom it stands for."""
    about = document_json(document.id, document.metadata)
    names = {span: figure.name for figure in reading.figures for span in figure.mentions}
    return [
        {
            "document": about,
            "words": quote_of(document.text, (mention.span,)),
            "span": mention.span.pair(),
            "head": mention.head.pair(),
            "kind": mention.kind.value,
            "form": mention.form.value,
            "name": names.get(mention.span),
            "confidence": mention.confidence,
        }
        for mention in reading.mentions
    ]


def entry_json(statement: Statement, metadata: Metadata, quote: str, reader: str, findings: Findings) -> dict[str, Any]:
    """Give the JSON form of a statement whose quote and findings are at hand and whose text need not be."""
    speaker = statement.speaker
    return {
        "id": statement.id,
        "document": document_json(statement.document, metadata),
        "mode": statement.mode.value,
        "speaker": {
            "name": speaker.name,
            "role": speaker.role,
            "kind": speaker.kind.value,
            "span": _pair(speaker.span),
            "named_at": _pair(speaker.named_at),
        },
        "source": _pairs(statement.source),
        "cue": _pair(statement.cue),
        "cue_kind": statement.cue_kind.value if statement.cue_kind else None,
        "content": _pairs(statement.content),
        "quote": quote,
        "within": statement.within,
        "occasion": _pairs(statement.occasion),
        "said_on": statement.said_on,
        "relations": [relation_json(relation) for relation in findings.relations],
        "instruments": [{"name": named.name, "span": named.span.pair()} for named in findings.instruments],
        "times": [{"value": time.value, "span": time.span.pair()} for time in findings.times],
        "issues": [{"id": coded.issue, "score": coded.score} for coded in findings.issues],
        "confidence": statement.confidence,
        "reader": reader,
    }


def relation_json(relation: Relation) -> dict[str, Any]:
    """Give the JSON form of a relation; an end that is left open is ``None``."""
    return {
        "id": relation.id,
        "from": _end(relation.holder),
        "to": _end(relation.target),
        "sign": relation.sign,
        "layer": relation.layer.value,
        "status": relation.status.value,
        **event_json(relation),
        "grounds": _pairs(relation.grounds),
        "voice": relation.voice or "outlet",
        "confidence": relation.confidence,
    }


def event_json(relation: Relation) -> dict[str, Any]:
    """Give a relation's event: PLOVER's type, the later name of POLECAT, quad, mode and context."""
    event = relation.event
    return {
        "event": event.value if event else None,
        "polecat": event.polecat if event else None,
        "quad": event.quad.value if event else None,
        "mode": relation.mode,
        "context": list(relation.contexts),
    }


def relation_words(relation: Mapping[str, Any]) -> str:
    """Give a relation in its JSON form as one short line: who toward whom, the sign, and what qualifies it."""
    holder, target = (end["name"] if end else "–" for end in (relation["from"], relation["to"]))
    status = relation["status"] if relation["status"] != "standing" else None
    event = " ".join(filter(None, (relation["event"], relation["mode"])))
    facts = filter(None, (relation["layer"], status, event))
    return f"{holder} → {target} {_SIGNS[relation['sign']]}, {', '.join(facts)}"


_SIGNS = {1: "+", 0: "0", -1: "−"}


def document_json(id_: str, metadata: Metadata) -> dict[str, Any]:
    """Give what is told of a document wherever one is named."""
    return {
        "id": id_,
        "url": metadata.url,
        "title": metadata.title,
        "outlet": metadata.outlet,
        "published": metadata.published,
        "language": metadata.language,
        "translated": metadata.translated,
    }


def _end(end: End | None) -> dict[str, Any] | None:
    if end is None:
        return None
    return {"name": end.name, "span": _pair(end.span), "kind": end.kind.value, "implied": end.implied}


def _pair(span: Span | None) -> list[int] | None:
    return span.pair() if span else None


def _pairs(spans: tuple[Span, ...]) -> list[list[int]]:
    return [span.pair() for span in spans]
