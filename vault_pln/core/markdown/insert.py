"""Inserting lines into a user's note: everything else stays, byte for byte."""

from collections.abc import Sequence
from typing import NamedTuple

from vault_pln.core.markdown.code import blank, comment_spans, hidden_in
from vault_pln.core.markdown.frontmatter import front_matter_end
from vault_pln.core.markdown.headings import Found, headings_in
from vault_pln.core.markdown.own import may_hold_own_line, own_line


class Group(NamedTuple):
    """Lines that stand together under a sub-heading (empty: under the heading itself)."""

    heading: str
    lines: Sequence[str]


class _Section(NamedTuple):
    """A heading's level, and from where to where its text goes: the start of its line, the end exclusive."""

    level: int
    start: int
    end: int


def newline_of(text: str) -> str:
    """The line ending most lines of the text have."""
    crlf = text.count("\r\n")
    return "\r\n" if crlf * 2 > text.count("\n") else "\n"


def insert_groups(text: str, heading: str, groups: Sequence[Group], level: int = 2) -> str:
    """The text with each group's lines at the end of its section under ``heading``.

    The first heading of any level with this text counts, outside front matter, code and comments; without one it is
    made at the end of the note with ``level``. Where code or a comment is left open there, the lines come before it.
    Groups without lines change nothing.
    """
    # the reader takes one mark off
    mark = text[:1] if text.startswith("\ufeff") else ""
    text = text[len(mark) :]
    newline = newline_of(text)
    end = _open_end(text)
    head, tail = text[:end], text[end:]
    for group in groups:
        if group.lines:
            head = _insert(head, heading, group, level, newline)
    return mark + head + tail


def insert_line(text: str, heading: str, ours: str, line: str) -> str:
    """The text with one more line of the user's: under ``heading`` where it stands, else at the end of the text.

    At the end means before the section ``ours``, where that stands, and before code or a comment left open.
    """
    mark = text[:1] if text.startswith("\ufeff") else ""
    text = text[len(mark) :]
    newline, end = newline_of(text), _open_end(text)
    head, tail = text[:end], text[end:]
    section = _find(head, heading)
    place = _before_sub_headings(head, section) if section is not None else _before(head, _find(head, ours))
    if not head[: place.end].strip():
        gap = newline if head[place.end :] or tail else ""
        return mark + head[: place.end] + line + newline + gap + head[place.end :] + tail
    return mark + _at_end(head, place, [line], newline) + tail


def standing_heading(text: str, headings: Sequence[str]) -> str:
    """The first of these headings that stands in the text, else the first of them."""
    if len(headings) == 1:
        return headings[0]
    body = text.removeprefix("\ufeff")
    head = body[: _open_end(body)]
    return next((one for one in headings if _find(head, one) is not None), headings[0])


def _before(text: str, section: _Section | None) -> _Section:
    """All of the text that stands before a section."""
    return _Section(0, 0, len(text) if section is None else section.start)


def _open_end(text: str) -> int:
    """Where the line begins on which code or a comment opens that never closes; else the end of the text."""
    probe = f"{text}\n\n."
    hidden = hidden_in(probe, front_matter_end(text))
    spans = [*hidden, *comment_spans(blank(probe, hidden))]
    start = min((span[0] for span in spans if span[1] == len(probe)), default=None)
    return len(text) if start is None else text.rfind("\n", 0, start) + 1


def _insert(text: str, heading: str, group: Group, level: int, newline: str) -> str:
    found = _find(text, heading)
    if found is None:
        return text + _gap(text, newline) + _ended([f"{'#' * level} {heading}", *_headed(group, level)], newline)
    inner = _find(text, group.heading, found) if group.heading else None
    if inner is not None:
        return _at_end(text, inner, group.lines, newline)
    lines = _headed(group, found.level)
    return _at_end(text, found if lines is not group.lines else _before_sub_headings(text, found), lines, newline)


def _before_sub_headings(text: str, section: _Section) -> _Section:
    ends = (one.start for one in _headings(text) if section.start < one.start < section.end)
    return section._replace(end=min(ends, default=section.end))


def _gap(text: str, newline: str) -> str:
    """What makes a blank line before a new heading at the end of the text."""
    if not text:
        return ""
    last = text[text.rfind("\n", 0, len(text) - 1) + 1 :]
    return newline * 2 if not text.endswith("\n") else newline if last.strip() else ""


def _headed(group: Group, level: int) -> Sequence[str]:
    """The lines below their sub-heading, one level deeper; below the sixth there is none."""
    return [f"{'#' * (level + 1)} {group.heading}", *group.lines] if group.heading and level < 6 else group.lines


def _ended(lines: Sequence[str], newline: str) -> str:
    return "".join(line + newline for line in lines)


def _at_end(text: str, section: _Section, lines: Sequence[str], newline: str) -> str:
    """The lines after the last line of the section that is not blank."""
    last = text.find("\n", len(text[: section.end].rstrip()))
    place = last + 1 if last != -1 else len(text)
    before = text[:place] if last != -1 else text + newline
    return before + _ended(lines, newline) + text[place:]


def _find(text: str, heading: str, inside: _Section | None = None) -> _Section | None:
    wanted = heading.strip().casefold()
    headings = list(_headings(text))
    for place, found in enumerate(headings):
        if found.text.casefold() == wanted and (inside is None or inside.start < found.start < inside.end):
            end = next((other.start for other in headings[place + 1 :] if other.level <= found.level), len(text))
            return _Section(found.level, found.start, end)
    return None


def _headings(text: str) -> list[Found]:
    front = front_matter_end(text)
    masked = blank(text, hidden_in(text, front), front)
    return list(headings_in(blank(masked, comment_spans(masked)), text))


def remove_own_lines(text: str, ids: frozenset[str]) -> str:
    """The text without the lines of ours that end in one of these ids."""
    *lines, last = text.split("\n")
    kept = [line + "\n" for line in lines if not _is_one_of(line, ids)]
    return "".join(kept) + ("" if _is_one_of(last, ids) else last)


def _is_one_of(line: str, ids: frozenset[str]) -> bool:
    own = own_line(line.rstrip("\r"), 0) if may_hold_own_line(line) else None
    return own is not None and own.id in ids
