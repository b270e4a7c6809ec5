"""The systems of what a query finds, one of each layer, as formats of networks take them: the layers stay apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from onrecord.facts import Layer
from onrecord.record import Query, Record
from onrecord.views.parties import Party, parties
from onrecord.views.system import Edge, Scope, System, system_of

# What no XML 1.0 holds, however it is written.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Network:
    """Actors by their ids, and the edges between them, each of one layer."""

    actors: Mapping[str, Party]
    edges: tuple[Edge, ...]


def network(record: Record, query: Query) -> Network:
    """Give what ``systems`` gives as one, in which each edge tells its layer."""
    found = systems(record, query)
    actors = {id_: actor for system in found for id_, actor in sorted(system.actors.items())}
    return Network(actors, tuple(edge for system in found for edge in system.edges))


def systems(record: Record, query: Query) -> list[System]:
    """Give what ``onrecord system`` shows, of each layer; of what a query finds the ties that its statements voice."""
    ties = list(record.ties())
    if query.flat():
        voices = {(entry.statement.document, entry.statement.id) for entry in record.entries(query)}
        ties = [tie for tie in ties if (tie.relation.document, tie.relation.voice) in voices]
    who = parties(record, ties)
    return [system_of(ties, Scope(layer=layer), who) for layer in Layer]


def of_actor(actor: Party) -> dict[str, str]:
    """Give what is known of an actor, as words."""
    return {
        "label": written(actor.name),
        "kind": actor.kind,
        "aliases": written("; ".join(actor.aliases)),
        "wikidata": actor.wikidata or "",
    }


def of_edge(edge: Edge) -> dict[str, str | int | float]:
    """Give what is known of an edge: numbers, words, and the ids of the statements that it rests on."""
    first, last = edge.dates
    return {
        "weight": float(edge.documents),
        "sign": edge.sign,
        "layer": edge.ties[0].relation.layer.value,
        "status": edge.status.value,
        "voices": written("; ".join(edge.voices)),
        "statements": " ".join(edge.statements),
        "first": first or "",
        "last": last or "",
    }


def days(edge: Edge) -> Iterator[str]:
    """Give the days on which somebody published it, each once and in order."""
    yield from sorted({tie.date for tie in edge.ties if tie.date})


def written(words: str) -> str:
    """Give words as XML can hold them: for a control character stands U+FFFD."""
    return _UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", words)
