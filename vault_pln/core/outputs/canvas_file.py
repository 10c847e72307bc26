"""A JSON Canvas as bytes, in the format in which Obsidian writes one; specification 1.0 of jsoncanvas.org."""

import json
from dataclasses import dataclass
from typing import Any

Thing = dict[str, Any]
"""A node or an edge, with whatever keys it has."""


@dataclass(slots=True)
class Canvas:
    """Nodes and edges in their order, and what else stands in the file."""

    nodes: list[Thing]
    edges: list[Thing]
    rest: Thing


def read_canvas(data: bytes) -> Canvas | None:
    """The canvas, None where it is none, or could not be written again with everything that is in it."""
    text = data.decode("utf-8-sig", "replace")
    if not text.strip():
        return Canvas([], [], {})
    try:
        found = json.loads(data.decode("utf-8-sig"), object_pairs_hook=_once)
        # what JSON cannot hold, and what is nested too deep, would fail when it is written
        json.dumps(found, allow_nan=False)
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, dict):
        return None
    nodes, edges = found.pop("nodes", []), found.pop("edges", [])
    if not (
        isinstance(nodes, list) and isinstance(edges, list) and all(map(_is_node, nodes)) and all(map(_is_edge, edges))
    ):
        return None
    return Canvas(nodes, edges, found)


def _once(pairs: list[tuple[str, Any]]) -> Thing:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key stands twice, and one of the two would be lost")
    return found


def _is_node(node: Any) -> bool:
    return (
        isinstance(node, dict)
        and isinstance(node.get("id"), str)
        and all(isinstance(node.get(key), int | float) for key in ("x", "y", "width", "height"))
    )


def _is_edge(edge: Any) -> bool:
    return isinstance(edge, dict) and all(isinstance(edge.get(key), str) for key in ("id", "fromNode", "toNode"))


def canvas_bytes(canvas: Canvas) -> bytes:
    """The file: a line for each node and edge, so that little changes where little does."""
    parts = [f'"nodes":{_lines(canvas.nodes)}', f'"edges":{_lines(canvas.edges)}']
    parts += [f"{_text(key)}:{_text(value)}" for key, value in canvas.rest.items()]
    return ("{\n\t" + ",\n\t".join(parts) + "\n}").encode()


def _lines(things: list[Thing]) -> str:
    rows = ",\n\t\t".join(map(_text, things))
    return f"[\n\t\t{rows}\n\t]" if things else "[]"


def _text(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    # half a surrogate pair has no UTF-8, and JSON an escape for it
    return text if text.isascii() or _is_utf8(text) else json.dumps(value, separators=(",", ":"))


def _is_utf8(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
