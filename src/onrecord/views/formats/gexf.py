"""The network as GEXF 1.3 with dates, which Gephi plays along its timeline: a tie shows on the days of its reports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from xml.sax.saxutils import quoteattr

from onrecord.record import Query, Record
from onrecord.views.formats.network import days, network, of_actor, of_edge
from onrecord.views.parties import Party
from onrecord.views.system import Edge

_NODE = {"kind": "string", "aliases": "string", "wikidata": "string"}
_EDGE = {
    "sign": "integer", "layer": "string", "status": "string", "voices": "string", "statements": "string",
    "first": "string", "last": "string",
}  # fmt: skip
_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://gexf.net/1.3" version="1.3">
<meta><creator>Onrecord</creator></meta>
<graph mode="dynamic" defaultedgetype="directed" timeformat="date" timerepresentation="interval">
"""


def lines(record: Record, query: Query) -> Iterator[str]:
    """Give the network line by line; what has no date has no time, and Gephi always shows it."""
    found = network(record, query)
    seen: dict[str, set[str]] = defaultdict(set)
    for edge in found.edges:
        for end in (edge.source, edge.target):
            seen[end].update(days(edge))
    yield _HEAD
    yield from _columns("node", _NODE)
    yield from _columns("edge", _EDGE)
    yield "<nodes>\n"
    for id_, actor in found.actors.items():
        yield from _node(actor, sorted(seen[id_]))
    yield "</nodes>\n<edges>\n"
    for number, edge in enumerate(found.edges):
        yield from _edge(number, edge)
    yield "</edges>\n</graph>\n</gexf>\n"


def _columns(kind: str, columns: dict[str, str]) -> Iterator[str]:
    yield f'<attributes class="{kind}" mode="static">\n'
    for name, type_ in columns.items():
        yield f'<attribute id="{name}" title="{name}" type="{type_}"/>\n'
    yield "</attributes>\n"


def _node(actor: Party, on: list[str]) -> Iterator[str]:
    known = of_actor(actor)
    yield f"<node id={quoteattr(actor.id)} label={quoteattr(known['label'])}>"
    yield _values({name: known[name] for name in _NODE})
    yield f"{_spells(on)}</node>\n"


def _edge(number: int, edge: Edge) -> Iterator[str]:
    known = of_edge(edge)
    ends = f"source={quoteattr(edge.source)} target={quoteattr(edge.target)}"
    yield f'<edge id="{number}" {ends} kind="{known["layer"]}" weight="{known["weight"]}">'
    yield _values({name: known[name] for name in _EDGE})
    yield f"{_spells(list(days(edge)))}</edge>\n"


def _values(known: dict[str, str | int | float] | dict[str, str]) -> str:
    found = "".join(
        f'<attvalue for="{name}" value={quoteattr(str(value))}/>' for name, value in known.items() if value != ""
    )
    return f"<attvalues>{found}</attvalues>"


def _spells(on: list[str]) -> str:
    spells = "".join(f'<spell start="{day}" end="{day}"/>' for day in on)
    return f"<spells>{spells}</spells>" if spells else ""
