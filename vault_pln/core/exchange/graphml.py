"""GraphML: people, sources and goals as a graph that other programs draw and measure."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from vault_pln.core.exchange.feed_list import legal

_KEYS = (
    ("kind", "node", "string"), ("name", "node", "string"), ("path", "node", "string"), ("status", "node", "string"),
    ("relation", "node", "string"), ("contacts", "node", "int"), ("last_contact", "node", "string"),
    ("what", "edge", "string"), ("weight", "edge", "double"),
)  # fmt: skip

Row = Mapping[str, Any]


def write_graphml(network: Mapping[str, Any]) -> str:
    """The graph of a network, from what its JSON says: ties are weighted and have no direction."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">']
    lines += [f'  <key id="{name}" for="{what}" attr.name="{name}" attr.type="{sort}"/>' for name, what, sort in _KEYS]
    lines.append('  <graph id="network" edgedefault="undirected">')
    lines += [f"    <node id={quoteattr(legal(node))}>{_data(row)}</node>" for node, row in _nodes(network)]
    for one, other, row in _edges(network):
        lines.append(f"    <edge source={quoteattr(legal(one))} target={quoteattr(legal(other))}>{_data(row)}</edge>")
    return "\n".join([*lines, "  </graph>", "</graphml>", ""])


def _data(row: Row) -> str:
    given = {key: row.get(key) for key, _, _ in _KEYS}
    return "".join(f'<data key="{key}">{escape(legal(_text(value)))}</data>' for key, value in given.items()
                   if value not in (None, "", []))  # fmt: skip


def _text(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _nodes(network: Mapping[str, Any]) -> Iterator[tuple[str, Row]]:
    """Every note once, under its path; a person who publishes is no second node. The user is the node ``me``."""
    yield "me", {"kind": "me"}
    seen: set[str] = set()
    for kind in ("people", "sources", "goals"):
        for row in network[kind]:
            if row["path"] not in seen:
                yield row["path"], {"kind": _KINDS[kind], **row}
            seen.add(row["path"])


_KINDS = {"people": "person", "sources": "source", "goals": "goal"}


def _edges(network: Mapping[str, Any]) -> Iterable[tuple[str, str, Row]]:
    for tie in network["ties"]:
        yield tie["from"], tie["to"], {"what": "knows", "weight": tie["weight"]}
    for person in network["people"]:
        if person["contacts"]:
            yield "me", person["path"], {"what": "contact", "weight": person["strength"]}
    served = {(row["path"], goal) for kind in ("people", "sources") for row in network[kind] for goal in row["goals"]}
    for path, goal in sorted(served):
        yield path, goal, {"what": "serves", "weight": 1.0}
