"""The front matter of a note, where Obsidian sees one: between fences, the first of them on the very first line."""

import re
from typing import Any, NamedTuple

from vault_pln.model.problem import Problem

_FENCE = re.compile(r"^---[ \t]*\r?$", re.MULTILINE)


class FrontMatter(NamedTuple):
    """The properties, the line of each, the first line of the body, and what was wrong."""

    properties: dict[str, Any]
    lines: dict[str, int]
    body_line: int
    body_start: int
    problem: Problem | None = None


def read_front_matter(path: str, text: str) -> FrontMatter:
    """The front matter of a note's text (without byte order mark); a block that cannot be read is one problem."""
    span = _block(text)
    if span is None:
        return FrontMatter({}, {}, 1, 0)
    # the YAML library takes longer to come than most notes to be read, and most daily notes do without
    from vault_pln.core.markdown.properties import read_properties

    start, end, body = span
    block = text[start:end]
    properties, lines, problem = read_properties(path, block)
    return FrontMatter(properties, lines, block.count("\n") + 3, body, problem)


def front_matter_end(text: str) -> int:
    """Where the body of a text begins, which may still have its byte order mark; 0 without front matter."""
    mark = text.startswith("\ufeff")
    span = _block(text[1:] if mark else text)
    return span[2] + mark if span is not None else 0


def _block(text: str) -> tuple[int, int, int] | None:
    """Start and end of the block, start of the body; only a fence on the very first line opens one."""
    first = _FENCE.match(text) if text.startswith("---") else None
    if first is None:
        return None
    start = first.end() + 1
    last = _FENCE.search(text, start)
    return None if last is None else (start, last.start(), min(last.end() + 1, len(text)))
