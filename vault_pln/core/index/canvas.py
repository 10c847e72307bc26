"""The links of a JSON Canvas: its file nodes, and wikilinks in its text nodes."""

import json
from collections.abc import Iterator
from typing import Any

from vault_pln.core.markdown.code import mask
from vault_pln.core.markdown.links import links_in
from vault_pln.model.note import Link


def canvas_links(data: bytes) -> list[Link]:
    """Every link of a canvas; a canvas that is no JSON has none."""
    try:
        nodes = json.loads(data.decode("utf-8-sig"))["nodes"]
    except (ValueError, TypeError, KeyError, RecursionError):
        return []
    if not isinstance(nodes, list):
        return []
    return [link for node in nodes if isinstance(node, dict) for link in _node_links(node)]


def _node_links(node: dict[str, Any]) -> Iterator[Link]:
    if node.get("type") == "file" and isinstance(node.get("file"), str):
        yield Link("/" + node["file"] + str(node.get("subpath") or ""), "embed", 1)
    elif node.get("type") == "text" and isinstance(node.get("text"), str):
        for link in links_in(mask(node["text"]), node["text"]):
            yield Link(link.target, link.kind, 1, link.display)
