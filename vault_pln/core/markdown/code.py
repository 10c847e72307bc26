"""Where code and comments stand in a text: there a link, a tag or a task is none."""

import re
from bisect import bisect_right
from collections.abc import Iterable
from typing import NamedTuple

Span = tuple[int, int]

# its first character alone is searched for, which is several times faster; a group holds the rest of what both
# opens and closes in one line
_MARK = re.compile(
    r"[`<~](?:(?<=`)(?:(?=([^`\n]++`)(?!`))|`*+)|(?<=<)!--(?:(?=((?:[^\n>]{0,200}>){1,5}?(?<=-->)))|)|(?<=~)~~+)"
)
_LEAD = re.compile(r"(?:[ \t>]+|(?:[-*+]|[0-9]{1,9}[.)])[ \t]+)*+")
_BREAK = re.compile(r"\n(?=[ \t>]*(?:\r?(?:\n|\Z)|(?:[-*+]|[0-9]{1,9}[.)])[ \t]|#{1,6}[ \t]|`{3}|~{3}|<!--|\|))")
_QUOTE_END = re.compile(r"\n(?![ \t]*>)")
_RUN = re.compile(r"`+")
_LINE = re.compile(r"[^\n]+")

# not a space: what follows code must not look as if it stood at the beginning of its line or after a space
_FILL = "\0"


class Hidden(NamedTuple):
    """A stretch of text that is code or an HTML comment; ``fence`` where it is a fenced block."""

    start: int
    end: int
    fence: bool = False


def mask(text: str) -> str:
    """The text with code and HTML comments blanked out, each character at its old place."""
    return blank(text, hidden_in(text))


def blank(text: str, spans: Iterable[tuple[int, ...]], at: int = 0) -> str:
    """The text with these ascending spans (start and end first) filled up; newlines stay.

    What stands before ``at``, the beginning of a line, is filled up as one line.
    """
    parts = [_FILL * (at - 1), "\n"] if at else []
    for span in spans:
        start, end = span[0], span[1]
        if end > at:
            start = max(start, at)
            parts += (text[at:start], _filled(text[start:end]))
            at = end
    return "".join((*parts, text[at:])) if parts else text


def _filled(text: str) -> str:
    if "\n" not in text:
        return _FILL * len(text)
    return _LINE.sub(lambda line: _FILL * len(line[0]), text)


def comment_spans(masked: str) -> list[Span]:
    """The ``%% … %%`` comments of a masked text; one that begins a line may stay open to the end."""
    marks = [match.start() for match in re.finditer("%%", masked)]
    spans = [(start, end + 2) for start, end in zip(marks[::2], marks[1::2], strict=False)]
    if len(marks) % 2 and not masked[masked.rfind("\n", 0, marks[-1]) + 1 : marks[-1]].strip(" \t>"):
        spans.append((marks[-1], len(masked)))
    return spans


def hidden_in(text: str, at: int = 0) -> list[Hidden]:
    """Fenced and inline code and HTML comments behind a place, in order: what opens first hides the others."""
    # one sign is found many times faster than several
    if "`" not in text and not ("<" in text and "<!--" in text) and not ("~" in text and "~~~" in text):
        return []
    finder = _Finder(text)
    found: list[Hidden] = []
    for match in _MARK.finditer(text, at):
        start = match.start()
        if start >= at:
            group = match.lastindex
            if group and (text[start - 1] != "\\" or not is_escaped(text, start)):
                hidden: Hidden | None = Hidden(start, match.end(group))
            else:
                hidden = finder.opened_by(match[0], start)
            if hidden is not None:
                found.append(hidden)
                at = hidden.end
    return found


class _Finder:
    """Finds what a mark opens. It is asked from left to right and remembers how far it looked: linear time."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._lead = (0, -1)
        self._looked = 0
        self._close = -1
        self._break = -1
        self._quote = -1
        self._runs: dict[int, list[int]] | None = None

    def opened_by(self, mark: str, start: int) -> Hidden | None:
        """The code or comment that this mark opens, None where it opens nothing."""
        if mark[0] == "<":
            return None if is_escaped(self._text, start) else self._comment(start)
        if len(mark) >= 3 and self._begins_line(start) and self._may_open_fence(mark, start):
            return Hidden(start, self._fence_end(mark, start), fence=True)
        return self._inline(mark, start) if mark[0] == "`" else None

    def _begins_line(self, start: int) -> bool:
        """Whether only spaces, quote and list marks stand before this place in its line."""
        newline = self._text.rfind("\n", self._looked, start)
        if newline != -1 or self._lead[1] == -1:
            line = newline + 1
            lead = _LEAD.match(self._text, line, start)
            self._lead = line, lead.end() if lead is not None else line
        self._looked = start
        return self._lead[1] == start

    def _may_open_fence(self, mark: str, start: int) -> bool:
        """An opening fence of backticks has none behind it in its line."""
        if mark[0] == "~":
            return True
        end = self._text.find("\n", start)
        return self._text.find("`", start + len(mark), end if end != -1 else len(self._text)) == -1

    def _fence_end(self, mark: str, start: int) -> int:
        """The end of the closing fence, else of the quote it stands in, else of the text."""
        text, limit, inside = self._text, len(self._text), " \t"
        at = text.find("\n", start)
        if ">" in text[self._lead[0] : start]:
            limit, inside = self._end_of_quote(start), " \t>"
        while at != -1 and (place := text.find(mark, at, limit)) != -1:
            line = text.rfind("\n", at, place) + 1
            at = text.find("\n", place)
            end = at if at != -1 else len(text)
            if not text[line:place].strip(inside) and not text[place:end].strip(mark[0] + " \t\r"):
                return end
        return limit

    def _end_of_quote(self, start: int) -> int:
        if self._quote < start:
            over = _QUOTE_END.search(self._text, start)
            self._quote = over.start() if over is not None else len(self._text)
        return self._quote

    def _comment(self, start: int) -> Hidden | None:
        """To the closing mark, which in the middle of a line must stand in the same paragraph."""
        block = self._begins_line(start)
        if self._close < start + 2:
            close = self._text.find("-->", start + 2)
            self._close = close if close != -1 else len(self._text)
        if block or self._close < self._paragraph_end(start):
            return Hidden(start, min(self._close + 3, len(self._text)))
        return None

    def _inline(self, mark: str, start: int) -> Hidden | None:
        """Between two runs of the same number of backticks in one paragraph."""
        if is_escaped(self._text, start):
            mark, start = mark[1:], start + 1
        same = self._runs_of(len(mark))
        later = bisect_right(same, start)
        if later < len(same) and same[later] < self._paragraph_end(start):
            return Hidden(start, same[later] + len(mark))
        return None

    def _runs_of(self, length: int) -> list[int]:
        if self._runs is None:
            self._runs = {}
            for match in _RUN.finditer(self._text):
                self._runs.setdefault(len(match[0]), []).append(match.start())
        return self._runs.get(length, [])

    def _paragraph_end(self, start: int) -> int:
        if self._break < start:
            found = _BREAK.search(self._text, start)
            self._break = found.start() if found is not None else len(self._text)
        return self._break


def is_escaped(text: str, at: int) -> bool:
    """Whether an odd number of backslashes stands before this place."""
    if not at or text[at - 1] != "\\":
        return False
    before = at
    while before and text[before - 1] == "\\":
        before -= 1
    return (at - before) % 2 == 1
