"""Graphs that tests of the measures share: those of the literature, as our maps, and random ones."""

import networkx as nx
from hypothesis import strategies as st

BURT = "A-B A-F A-G A-E E-G F-G B-G B-D D-G G-C"
"""The example of UCINET and igraph: a broker G, and C at the end of a single tie."""


def graph(edges: str) -> dict[str, frozenset[str]]:
    return as_ties(nx.Graph([edge.split("-") for edge in edges.split()]))


def as_ties(found: nx.Graph) -> dict[str, frozenset[str]]:
    return {str(node): frozenset(map(str, found.neighbors(node))) for node in found}


def as_weights(found: nx.Graph) -> dict[str, dict[str, float]]:
    """A graph with its weights; of a directed one what each node sends."""
    return {str(a): {str(b): float(data.get("weight", 1)) for b, data in found.adj[a].items()} for a in found}


def small_graphs(nodes: int = 8) -> st.SearchStrategy[nx.Graph]:
    edges = st.tuples(st.integers(0, nodes - 1), st.integers(0, nodes - 1)).filter(lambda edge: edge[0] < edge[1])
    return st.builds(lambda found: nx.Graph(list(found)), st.sets(edges, min_size=1, max_size=3 * nodes))


def small_digraphs(nodes: int = 6) -> st.SearchStrategy[nx.DiGraph]:
    edges = st.tuples(st.integers(0, nodes - 1), st.integers(0, nodes - 1)).filter(lambda edge: edge[0] != edge[1])
    weighted = st.dictionaries(edges, st.integers(1, 9), min_size=1, max_size=3 * nodes)
    return st.builds(_digraph, weighted)


def _digraph(edges: dict[tuple[int, int], int]) -> nx.DiGraph:
    found = nx.DiGraph()
    found.add_weighted_edges_from((a, b, weight) for (a, b), weight in edges.items())
    return found
