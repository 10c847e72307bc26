"""One property of a note changed: one line put in the place of another, or put in, and nothing else.

A change counts only where the note, read again, says what it said before but for that one property.
"""

import re
from typing import Any, NamedTuple

from vault_pln.core.health.mending import NewValue, Suspect, mended
from vault_pln.core.kinds.create import yaml_value
from vault_pln.core.markdown.frontmatter import read_front_matter
from vault_pln.core.markdown.own import digest_of
from vault_pln.core.review.wanted import KEYWORD
from vault_pln.model.finding import Finding
from vault_pln.model.note import Note
from vault_pln.model.review import Proposal

_BOM = "\ufeff"
_VALUE = re.compile(r"(.*?:[ \t]*)(.*?)([ \t]+#.*|[ \t]*)\Z")
_FLOW = re.compile(r"(.*?:[ \t]*\[.*?[^\s,\[])[ \t]*,?[ \t]*(\][ \t]*(?:#.*)?)")
_ITEM = re.compile(r"([ \t]*-[ \t]+)\S")


class Change(NamedTuple):
    """``new`` comes in the place of line ``number`` (from 1), or before it where ``old`` is None; without endings."""

    number: int
    old: str | None
    new: str

    @property
    def digests(self) -> tuple[str, str]:
        """The digests of the new line and of the old one."""
        return digest_of(self.new), "-" if self.old is None else digest_of(self.old)


def change_of(one: Proposal, note: Note, text: str) -> Change | None:
    """What a proposal changes in the note with exactly this text; None where that takes more than one line."""
    front = read_front_matter(note.path, text.removeprefix(_BOM))
    if front.body_line == 1 or front.problem is not None:
        return None
    found = (
        _in_list(one, note, text) if one.kind == "move"
        else _added(one, front.properties.get(one.key), text, front.lines, front.body_line) if one.kind == KEYWORD
        else _scalar(one, text, front.lines, front.body_line)
    )  # fmt: skip
    if found is None:
        return None
    after = read_front_matter(note.path, changed(text, found).removeprefix(_BOM))
    value = front.properties.get(one.key)
    said = [*(value or []), one.new] if one.kind == KEYWORD else _swapped(value, one)
    wanted = {**front.properties, one.key: said}
    return found if after.problem is None and after.properties == wanted else None


def _swapped(value: Any, one: Proposal) -> Any:
    if isinstance(value, list):
        return [one.new if item == one.old else item for item in value]
    return int(one.new) if one.new.isdecimal() else one.new


def _in_list(one: Proposal, note: Note, text: str) -> Change | None:
    finding = Finding("property", note.path, None, "")
    (found,) = mended([Suspect(finding, NewValue(one.key, one.old, one.new))], note, text)
    return Change(found.fix.line, found.fix.old, found.fix.new) if found.fix is not None else None


def _added(one: Proposal, value: Any, text: str, lines: dict[str, int], body: int) -> Change | None:
    """One more value of a list, in the style in which it is written; a value that is no list is left alone."""
    new = yaml_value(one.new)
    if value in (None, "", []):
        return _scalar(one._replace(new=f"[{new}]"), text, lines, body)
    if not isinstance(value, list) or one.key not in lines:
        return None
    rows, number = [row.removesuffix("\r") for row in text.split("\n")], lines[one.key]
    flow = _FLOW.fullmatch(rows[number - 1])
    if flow is not None:
        return Change(number, rows[number - 1], f"{flow[1]}, {new}{flow[2]}")
    last = number + len(value)
    item = _ITEM.match(rows[last - 1]) if last < body - 1 else None
    return Change(last + 1, None, f"{item[1]}{new}") if item is not None else None


def _scalar(one: Proposal, text: str, lines: dict[str, int], body: int) -> Change | None:
    number = lines.get(one.key)
    if number is None:
        return Change(body - 1, None, f"{one.key}: {one.new}")
    old = text.split("\n")[number - 1].removesuffix("\r")
    found = _VALUE.match(old)
    return Change(number, old, f"{found[1].rstrip()} {one.new}{found[3]}") if found is not None else None


def changed(text: str, change: Change) -> str:
    """The text with this change; line endings stay as they are."""
    lines = text.split("\n")
    here = lines[change.number - 1]
    end = "\r" if here.endswith("\r") else ""
    lines[change.number - 1 : change.number - (change.old is None)] = [change.new + end]
    return "\n".join(lines)


def property_lines(path: str, text: str, key: str = "") -> dict[int, str]:
    """The lines of a note's properties by number, without their endings; with a ``key`` only those of that property."""
    front = read_front_matter(path, text.removeprefix(_BOM))
    first, end = 2, front.body_line - 1
    if key:
        first = front.lines.get(key, end)
        others = (number for other, number in front.lines.items() if not other.startswith(f"{key}."))
        end = min((number for number in others if number > first), default=end)
    lines = text.split("\n")
    return {number: lines[number - 1].removesuffix("\r") for number in range(first, end)}


def reverted(text: str, number: int, old: str | None) -> str:
    """The text with the line as it was: ``old`` in its place, or without it."""
    lines = text.split("\n")
    end = "\r" if lines[number - 1].endswith("\r") else ""
    lines[number - 1 : number] = [] if old is None else [old + end]
    return "\n".join(lines)
