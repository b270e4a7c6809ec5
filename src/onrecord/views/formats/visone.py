"""The network as GraphML in visone's dialect: names and colours as visone draws them, and a circle to begin with."""

from __future__ import annotations

import math
from collections.abc import Iterator
from xml.sax.saxutils import escape

from onrecord.record import Query, Record
from onrecord.views.formats.network import Network, network, of_actor, of_edge
from onrecord.views.parties import Party
from onrecord.views.system import Edge

_NODE = {"id": "string", "name": "string", "kind": "string", "aliases": "string", "wikidata": "string"}
_EDGE = {
    "weight": "double", "sign": "int", "layer": "string", "status": "string", "voices": "string",
    "statements": "string", "first": "string", "last": "string",
}  # fmt: skip
_KNOWN = ("kind", "aliases", "wikidata")
_COLOURS = {1: "#1a7f4b", 0: "#6b7280", -1: "#c0392b"}
_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:visone="http://visone.info/xmlns"
 xmlns:y="http://www.yworks.com/xml/graphml">
<key for="node" id="d0" yfiles.type="nodegraphics"/>
<key for="edge" id="e0" yfiles.type="edgegraphics"/>
<key for="graph" id="prop" visone.type="properties"/>
"""
_SHAPE = """<data key="d0"><visone:shapeNode><y:ShapeNode>
<y:Geometry height="20.0" width="20.0" x="{x:.1f}" y="{y:.1f}"/><y:Fill color="#d1d5db" transparent="false"/>
<y:BorderStyle color="#000000" type="line" width="1.0"/>
<y:NodeLabel alignment="center" autoSizePolicy="content" modelName="eight_pos" modelPosition="n">{name}</y:NodeLabel>
<y:Shape type="ellipse"/></y:ShapeNode></visone:shapeNode></data>
"""
_LINE = """<data key="e0"><visone:polyLineEdge><y:PolyLineEdge>
<y:LineStyle color="{colour}" type="line" width="2.0"/><y:Arrows source="none" target="standard"/>
</y:PolyLineEdge></visone:polyLineEdge></data>
"""
_ROOM = 60.0


def lines(record: Record, query: Query) -> Iterator[str]:
    """Give the network line by line."""
    found = network(record, query)
    numbers = {id_: f"n{number}" for number, id_ in enumerate(found.actors, 1)}
    yield _HEAD
    for kind, columns in (("node", _NODE), ("edge", _EDGE)):
        for name, type_ in columns.items():
            yield f'<key id="{kind}.{name}" for="{kind}" attr.name="{name}" attr.type="{type_}"/>\n'
    yield '<graph id="onrecord" edgedefault="directed">\n'
    yield '<data key="prop"><visone:labelAttribute edgeLabel="weight" nodeLabel="name"/></data>\n'
    yield from _nodes(found, numbers)
    for edge in found.edges:
        yield from _edge(edge, numbers)
    yield "</graph>\n</graphml>\n"


def _nodes(found: Network, numbers: dict[str, str]) -> Iterator[str]:
    radius = _ROOM * len(numbers) / (2 * math.pi)
    for turn, actor in enumerate(found.actors.values()):
        angle = 2 * math.pi * turn / len(numbers)
        place = radius * (1 + math.cos(angle)), radius * (1 + math.sin(angle))
        yield from _node(actor, numbers[actor.id], place)


def _node(actor: Party, number: str, place: tuple[float, float]) -> Iterator[str]:
    known = of_actor(actor)
    yield f'<node id="{number}">\n'
    yield from _values("node", {"id": actor.id, "name": known["label"]} | {name: known[name] for name in _KNOWN})
    yield _SHAPE.format(x=place[0], y=place[1], name=escape(known["label"]))
    yield "</node>\n"


def _edge(edge: Edge, numbers: dict[str, str]) -> Iterator[str]:
    yield f'<edge source="{numbers[edge.source]}" target="{numbers[edge.target]}">\n'
    yield from _values("edge", of_edge(edge))
    yield _LINE.format(colour=_COLOURS[edge.sign])
    yield "</edge>\n"


def _values(kind: str, known: dict[str, str] | dict[str, str | int | float]) -> Iterator[str]:
    for name, value in known.items():
        yield f'<data key="{kind}.{name}">{escape(str(value))}</data>\n'
