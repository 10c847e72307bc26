"""A note from bytes to facts."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate, count
from operator import add

from vault_pln.core.markdown.code import Hidden, Span, blank, comment_spans, hidden_in
from vault_pln.core.markdown.fields import inline_fields
from vault_pln.core.markdown.frontmatter import FrontMatter, read_front_matter
from vault_pln.core.markdown.headings import headings_in
from vault_pln.core.markdown.ids import digest_of_bytes
from vault_pln.core.markdown.links import is_size, links_in, property_links
from vault_pln.core.markdown.own import may_hold_own_line, own_blocks, own_line, own_text
from vault_pln.core.markdown.quotes import Quotes
from vault_pln.model.note import BlockId, Heading, Link, Note, OwnBlock, OwnLine, Place, Tag, Task
from vault_pln.model.problem import Problem

# each begins with a plain character, which lets the engine skip what cannot match
_TAG = re.compile(r"#([^\0\u2000-\u206F\u2E00-\u2E7F\s!-,.:-@\[-^`{-~]+)")
_BLOCK_ID = re.compile(r"\^([A-Za-z0-9-]+)[ \t]*\r?$", re.MULTILINE)
_BOX = re.compile(r"\[([^\n])\](?:[ \t]+([^\n]*)|\r?$)", re.MULTILINE)
_LIST_MARK = re.compile(r"[\t >]*(?:[-*+]|[0-9]+[.)])[ \t]+\Z")
_ANSWERED = frozenset("xX")
_LONGEST_LINE = 2000
_END = 1 << 62


class _Body:
    """The text of a note, and ``masked`` the same with everything blanked out that makes no facts."""

    __slots__ = ("_at", "_line", "comments", "first", "lines", "masked", "quotes", "text")

    def __init__(self, text: str, masked: str, lines: list[str], first: int) -> None:
        self.text, self.masked, self.lines, self.first = text, masked, lines, first
        self.comments = comment_spans(masked) if "%%" in masked else []
        self.quotes = Quotes(lines)
        self._at, self._line = 0, 1

    def line_at(self, position: int) -> int:
        """The line of a position, from 1; asked from left to right, all answers together take one pass."""
        if position < self._at:
            self._at, self._line = 0, 1
        self._line += self.text.count("\n", self._at, position)
        self._at = position
        return self._line


def read_note(path: str, data: bytes) -> Note:
    """All facts of a note. Never raises: what cannot be read is a problem of the note, with its line."""
    digest = digest_of_bytes(data)
    try:
        text = data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        return Note(path, digest, problems=(_not_utf8(path, data, error),))
    return _read(path, digest, text, read_front_matter(path, text))


def _not_utf8(path: str, data: bytes, error: UnicodeDecodeError) -> Problem:
    line = data.count(b"\n", 0, error.start) + 1
    return Problem(path, line, "the note is not UTF-8 and was not read", "Save it as UTF-8 in your editor.")


def _read(path: str, digest: str, text: str, front: FrontMatter) -> Note:
    body, blocks, owned = _body(text, front)
    marks = {line.line: line for line in owned}
    links = (*_property_links(front), *_body_links(body, marks))
    fields = tuple(inline_fields(body.masked, body.lines, _starts(body.lines))) if "::" in body.masked else ()
    return Note(
        path=path,
        digest=digest,
        properties=front.properties,
        property_lines=front.lines,
        body_line=front.body_line,
        links=links,
        tags=(*_property_tags(front), *_body_tags(body, marks)),
        headings=tuple(_headings(body)),
        block_ids=tuple(_block_ids(body)) if "^" in body.masked else (),
        tasks=tuple(_tasks(body, marks)) if "[" in body.masked else (),
        fields=fields,
        own_lines=owned,
        blocks=blocks,
        lines=_kept_lines(body, [*(link.line for link in links), *(field.line for field in fields)]),
        problems=tuple(_problems(path, front, body, blocks)),
    )


def _problems(path: str, front: FrontMatter, body: _Body, blocks: tuple[OwnBlock, ...] | None) -> Iterator[Problem]:
    if front.problem is not None:
        yield front.problem
    if blocks is None:
        line = next((number for number, text in enumerate(body.lines, 1) if "<!-- pln:" in text), 1)
        yield Problem(path, line, "the pln markers of this note do not fit together",
                      "Keep one begin and one end for each block, each alone on its line.")  # fmt: skip


def _body(text: str, front: FrontMatter) -> tuple[_Body, tuple[OwnBlock, ...] | None, tuple[OwnLine, ...]]:
    lines = text.split("\n")
    hidden = hidden_in(text, front.body_start)
    spans: list[tuple[int, ...]] = [*hidden]
    blocks: tuple[OwnBlock, ...] | None = ()
    owned: tuple[OwnLine, ...] = ()
    if "pln:" in text or may_hold_own_line(text):
        starts = _starts(lines)
        fenced = _fenced_lines(starts, hidden)
        blocks, owned = own_blocks(lines, fenced), tuple(_own_lines(lines, fenced))
        ours = own_text(lines, fenced) + [(o.line - 1, o.line - 1) for o in owned if o.status not in _ANSWERED]
        spans = sorted(spans + [(starts[first], starts[last + 1] - 1) for first, last in ours])
    masked = blank(text, spans, front.body_start)
    return _Body(text, masked, lines, front.body_line), blocks, owned


def _starts(lines: list[str]) -> list[int]:
    """Where each line begins, and behind them where another would."""
    return [0, *map(add, accumulate(map(len, lines)), count(1))]


def _own_lines(lines: list[str], fenced: set[int]) -> Iterator[OwnLine]:
    """Our lines, outside code."""
    for number, text in enumerate(lines, 1):
        if may_hold_own_line(text) and number - 1 not in fenced:
            line = own_line(text.rstrip("\r"), number)
            if line is not None:
                yield line


def _fenced_lines(starts: list[int], hidden: Iterable[Hidden]) -> set[int]:
    """The lines (from 0) of fenced code."""
    fences = (one for one in hidden if one.fence)
    return {n for one in fences for n in range(bisect_right(starts, one.start) - 1, bisect_right(starts, one.end))}


def _property_links(front: FrontMatter) -> Iterator[Link]:
    for key, value in front.properties.items():
        if isinstance(value, (str, list)):
            line = front.lines.get(key, 1)
            for place, target, display in property_links(value, key):
                yield Link(target, "property", front.lines.get(place, line), display, place)


def _body_links(body: _Body, marks: dict[int, OwnLine]) -> Iterator[Link]:
    for start, target, kind, display in links_in(body.masked, body.text):
        line = body.line_at(start)
        shown = None if kind == "embed" and is_size(display) else display
        yield Link(target, kind, line, shown, None, _place(body, start, line, marks))


def _place(body: _Body, start: int, line: int, marks: dict[int, OwnLine]) -> Place:
    if line in marks:
        return "answered"
    if body.comments and _inside(body.comments, start):
        return "comment"
    return "quote" if body.quotes.is_quotation(line) else "text"


def _inside(spans: list[Span], position: int) -> bool:
    place = bisect_right(spans, (position, _END)) - 1
    return place >= 0 and position < spans[place][1]


def _property_tags(front: FrontMatter) -> Iterator[Tag]:
    """Tags of the properties ``tags`` and, as old vaults have it, ``tag``: a list, or one text without commas."""
    for key, value in front.properties.items():
        if key.lower() in {"tags", "tag"}:
            for word in value if isinstance(value, list) else [value]:
                name = str(word).strip().removeprefix("#") if word is not None else ""
                if name and not name.isdigit() and not any(mark in name for mark in ", \t\n"):
                    yield Tag(name, front.lines.get(key, 1))


def _body_tags(body: _Body, marks: dict[int, OwnLine]) -> Iterator[Tag]:
    if "#" not in body.masked:
        return
    for match in _TAG.finditer(body.masked):
        if _stands_free(body.masked, match.start()) and not match[1].isdigit():
            line = body.line_at(match.start())
            if line not in marks:
                yield Tag(match[1], line)


def _stands_free(text: str, position: int) -> bool:
    return position == 0 or text[position - 1].isspace()


def _headings(body: _Body) -> Iterator[Heading]:
    for start, level, text in headings_in(body.masked, body.text):
        yield Heading(level, text, body.line_at(start))


def _block_ids(body: _Body) -> Iterator[BlockId]:
    for match in _BLOCK_ID.finditer(body.masked):
        if _stands_free(body.masked, match.start()):
            yield BlockId(match[1], body.line_at(match.start()))


def _tasks(body: _Body, marks: dict[int, OwnLine]) -> Iterator[Task]:
    for match in _BOX.finditer(body.masked):
        start = match.start()
        # a box this far behind the beginning of its line is no list item's
        least = max(0, start - _LONGEST_LINE)
        begin = body.masked.rfind("\n", least, start) + 1
        if (begin or not least) and _LIST_MARK.match(body.masked[begin:start]) and not _inside(body.comments, start):
            line = body.line_at(start)
            if line not in marks:
                yield Task(match[1], body.text[slice(*match.span(2))].rstrip(), line)


def _kept_lines(body: _Body, numbers: Iterable[int]) -> dict[int, str]:
    """The text of these lines, each cut where it is very long."""
    return {n: body.lines[n - 1].strip()[:_LONGEST_LINE] for n in dict.fromkeys(numbers) if n >= body.first}
