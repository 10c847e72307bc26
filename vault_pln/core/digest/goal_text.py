"""What the user wrote in the note of a goal."""

import re

from vault_pln.model.note import Note

_LINK = re.compile(r"!?\[\[[^\]|]*\|?([^\]]*)\]\]|\]\([^)]*\)|https?://\S+|<!--.*?-->|[`*_>#\[\]]")

_LONGEST = 8_000
"""Characters that are enough to know what a goal is about."""


def goal_text(text: str, note: Note) -> str:
    """The words of a note: without its properties, its links' targets, what is code, and what we wrote."""
    lines = text.split("\n")
    ours = {n for block in note.blocks or () for n in range(block.begin, block.end + 1)}
    own = {line.line for line in note.own_lines}
    kept = (line for n, line in enumerate(lines, 1) if n >= note.body_line and n not in ours and n not in own)
    return _LINK.sub(r" \1 ", " ".join(kept)[:_LONGEST])
