"""Which lines stand in a quotation: in a block quote that is no callout."""

import re
from collections.abc import Sequence

_DEEPEST = 4
_LEAD = r"[ \t]*+(?:(?:[-*+]|[0-9]{1,9}[.)])[ \t]++)?"
_MARKS = re.compile(_LEAD + r"((?:>[ \t]*+)++)")
_CALLOUT = [
    re.compile(_LEAD + rf"(?:>[ \t]*){{{level}}}\[!(?!quote\]|cite\])[^\]\n]+\]", re.IGNORECASE)
    for level in range(1, _DEEPEST + 1)
]  # fmt: skip


class Quotes:
    """The quotes of a note, looked at where asked; what was found out is kept, so that all answers take one pass."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines
        self._known: dict[tuple[int, int], bool] = {}

    def is_quotation(self, line: int) -> bool:
        """Whether this line (from 1) is somebody else's words: a callout is not, but a quote in it is."""
        depth = self._depth(line)
        if depth == 0 or depth > _DEEPEST:
            return depth > 0
        return any(self._at_level(line, level) for level in range(1, depth + 1))

    def _depth(self, line: int) -> int:
        marks = _MARKS.match(self._lines[line - 1])
        return marks[1].count(">") if marks is not None else 0

    def _at_level(self, line: int, level: int) -> bool:
        """Whether what is quoted this deep begins, at its first line, as anything but a callout."""
        top = line
        while (top, level) not in self._known and top > 1 and self._depth(top - 1) >= level:
            top -= 1
        answer = self._known.get((top, level))
        if answer is None:
            answer = _CALLOUT[level - 1].match(self._lines[top - 1]) is None
        self._known.update({(number, level): answer for number in range(top, line + 1)})
        return answer
