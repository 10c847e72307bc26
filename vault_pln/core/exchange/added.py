"""Single properties added to a note that is there: every byte of it stays, and nothing else reads differently."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from vault_pln.core.health.mending import apply_fixes
from vault_pln.core.kinds.create import Value, yaml_value
from vault_pln.core.markdown.frontmatter import FrontMatter, read_front_matter
from vault_pln.model.finding import Fix

_EMPTY = re.compile(r"[^:]*:[ \t]*(?:\[[ \t]*\]|\"\"|''|~|null)?[ \t]*\Z")


class Added(NamedTuple):
    """The text of a note with properties added, and the lines that say them."""

    text: str
    lines: tuple[str, ...]


def with_properties(path: str, text: str, values: Mapping[str, Value]) -> Added | None:
    """The note with these properties, each a line of its own; None where that cannot be done safely.

    A property that is there without a value gets it in its line; one that has a value is never changed.
    """
    bare = text.removeprefix("\ufeff")
    front = read_front_matter(path, bare)
    if front.problem is not None or not values:
        return None
    lines = bare.split("\n")
    end = "\r\n" if lines[0].endswith("\r") else "\n"
    known = {key.lower(): key for key in front.properties}
    fixes: list[Fix] = []
    new: dict[str, str] = {}
    for key, value in values.items():
        there = known.get(key.lower())
        if there is None:
            new[key] = f"{key}: {yaml_value(value)}"
        elif (fix := _filled(lines, front, there, value)) is not None:
            fixes.append(fix)
    said = (*(fix.new for fix in fixes), *new.values())
    if new:
        fixes.append(_inserted(lines, front, "".join(line + end for line in new.values()), end))
    after = apply_fixes(text, fixes)
    wanted = read_front_matter(path, "---\n" + "\n".join(said) + "\n---\n").properties
    found = read_front_matter(path, after.removeprefix("\ufeff"))
    if not said or found.problem is not None or found.properties != {**front.properties, **wanted}:
        return None
    return Added(after, said)


def _filled(lines: list[str], front: FrontMatter, key: str, value: Value) -> Fix | None:
    """The value in the line of a property that has none."""
    number = front.lines.get(key)
    if front.properties[key] not in (None, "", []) or number is None:
        return None
    line = lines[number - 1].removesuffix("\r")
    if not _EMPTY.match(line):
        return None
    return Fix(number, line, line.index(":") + 1, len(line), f" {yaml_value(value)}")


def _inserted(lines: list[str], front: FrontMatter, text: str, end: str) -> Fix:
    """New lines before the closing fence, or in front matter of their own."""
    if front.body_line == 1:
        return Fix(1, lines[0].removesuffix("\r"), 0, 0, f"---{end}{text}---{end}")
    number = front.body_line - 1
    return Fix(number, lines[number - 1].removesuffix("\r"), 0, 0, text)
