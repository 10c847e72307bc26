"""ATX headings: ``# text``, with or without closing marks."""

import re
from collections.abc import Iterator
from typing import NamedTuple

# begins with a plain character, which lets the engine skip what cannot match
_HEADING = re.compile(r"\n {0,3}(#{1,6})[ \t]+([^\n]*)")


class Found(NamedTuple):
    """A heading: where its line starts, its level, and its text without marks."""

    start: int
    level: int
    text: str


def headings_in(masked: str, text: str) -> Iterator[Found]:
    """The headings of a masked text; ``text`` is the same text unmasked, from which theirs is taken."""
    if "#" not in masked:
        return
    for match in _HEADING.finditer("\n" + masked):
        start, end = match.span(2)
        words = text[start - 1 : end - 1].strip()
        yield Found(match.start(), len(match[1]), _bare(words) if words[-1:] == "#" else words)


def _bare(text: str) -> str:
    """Without the closing marks, which stand alone or after a space."""
    left = text.rstrip("#")
    return left.rstrip() if not left or left[-1] in " \t" else text
