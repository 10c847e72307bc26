"""The rules of JSON Canvas 1.0, written from the specification and the schema of jsoncanvas.org."""

import re
from typing import Any

_COLOUR = re.compile(r"[1-6]\Z|#[0-9a-fA-F]{6}\Z")
_SIDES = ("top", "right", "bottom", "left")
_NODE = {"id", "type", "x", "y", "width", "height", "color"}
_OF_TYPE = {
    "text": ({"text"}, set()),
    "file": ({"file"}, {"subpath"}),
    "link": ({"url"}, set()),
    "group": (set(), {"label", "background", "backgroundStyle"}),
}
_EDGE = {"id", "fromNode", "fromSide", "fromEnd", "toNode", "toSide", "toEnd", "color", "label"}


def faults(canvas: Any) -> list[str]:
    """Every breach of the specification, as a sentence."""
    found = [fault for node in canvas.get("nodes", []) for fault in _node_faults(node)]
    nodes = [node["id"] for node in canvas.get("nodes", [])]
    edges = [edge["id"] for edge in canvas.get("edges", [])]
    found += [f"{name} stands twice" for name in {*nodes, *edges} if (nodes + edges).count(name) > 1]
    return found + [fault for edge in canvas.get("edges", []) for fault in _edge_faults(edge, nodes)]


def _node_faults(node: dict[str, Any]) -> list[str]:
    required, optional = _OF_TYPE.get(node.get("type", ""), (set(), set()))
    found = [f"{node} has no {key}" for key in {"id", "type", "x", "y", "width", "height", *required} - node.keys()]
    found += [f"{node} may not have {key}" for key in node.keys() - _NODE - required - optional]
    found += [f"{node}: {key} is no integer" for key in ("x", "y", "width", "height") if type(node.get(key)) is not int]
    texts = ("id", "type", "text", "file", "subpath", "url", "label", "background")
    found += [f"{node}: {key} is no text" for key in texts if key in node and not isinstance(node[key], str)]
    if node.get("type") not in _OF_TYPE:
        found.append(f"{node} is of no type")
    if node.get("type") == "file" and not node.get("file"):
        found.append(f"{node} names no file")
    return found + _colour_faults(node)


def _edge_faults(edge: dict[str, Any], nodes: list[str]) -> list[str]:
    found = [f"{edge} has no {key}" for key in {"id", "fromNode", "toNode"} - edge.keys()]
    found += [f"{edge} may not have {key}" for key in edge.keys() - _EDGE]
    found += [f"{edge}: {key} is no node" for key in ("fromNode", "toNode") if edge.get(key) not in nodes]
    found += [f"{edge}: {key} is no side" for key in ("fromSide", "toSide") if edge.get(key, "top") not in _SIDES]
    ends = ("none", "arrow")
    found += [f"{edge}: {key} is no end" for key in ("fromEnd", "toEnd") if edge.get(key, "none") not in ends]
    if not isinstance(edge.get("label", ""), str):
        found.append(f"{edge}: its label is no text")
    return found + _colour_faults(edge)


def _colour_faults(thing: dict[str, Any]) -> list[str]:
    return [] if _COLOUR.match(thing.get("color", "1")) else [f"{thing} has no such colour"]
