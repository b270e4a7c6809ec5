"""The network as plain GraphML, which Gephi, igraph and networkx open."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.record import Query, Record
from onrecord.views.formats.network import network, of_actor, of_edge


def lines(record: Record, query: Query) -> Iterator[str]:
    """Give the network line by line."""
    import networkx as nx  # noqa: PLC0415 - it takes a moment to load

    found = network(record, query)
    graph = nx.MultiDiGraph()
    graph.add_nodes_from((id_, of_actor(actor)) for id_, actor in found.actors.items())
    graph.add_edges_from((edge.source, edge.target, of_edge(edge)) for edge in found.edges)
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    for line in nx.generate_graphml(graph):
        yield f"{line}\n"
