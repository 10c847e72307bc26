"""Front matter that cannot be read: which line of it is to blame, and how it would read."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from vault_pln.core.health.mending import apply_fixes, quoted
from vault_pln.core.markdown.frontmatter import read_front_matter
from vault_pln.model.finding import Finding, Fix
from vault_pln.model.problem import Problem

_MOST = 50
_WHAT = "the properties cannot be read"
_QUOTE = "Put the value in quotes."

_PARTS = re.compile(r"([ \t]*+)((?:-[ \t]++)*+)(?:([^\s\"'\[\]{}#,&*!|>%@`:-][^:#]*+):(?=[ \t]|\Z)[ \t]*+)?(.*)\Z")
"""Indentation, dashes of a list, key, value."""
_NO_SPACE = re.compile(r"([A-Za-z][\w-]*:)(?=[^\s:/])")
_UNCLOSED = re.compile(r"[^\"']*(?::|-)[ \t]+([\"'])(?:(?!\1).)*\Z")
_COMMENT = re.compile(r"[ \t]#.*")
_LINKS = re.compile(r"\[\[[^\[\]]+\]\](?:[ \t]*,[ \t]*\[\[[^\[\]]+\]\])+\Z")
_LINK = re.compile(r"\[\[[^\[\]]+\]\]")
_FLOW = re.compile(r"\[([^\[\]{}\"']*)\]\Z")
_KEY = re.compile(r"([^\s:#-][^:#]*+):(?:[ \t]++(.*))?\Z")
_TWICE = re.compile(r"the property '(.*)' stands here twice\Z", re.DOTALL)
_SPECIAL = "@`%&*!|>?,]}{#"
_UNCLOSED_TRIED = 3


class _Try(NamedTuple):
    """An edit that may be the one, and what was wrong if it is."""

    fix: Fix
    cause: str
    advice: str
    certain: bool = True


def front_matter_findings(path: str, text: str) -> Iterator[Finding]:
    """Every line of a note's properties that keeps them from being read: each found with those before it mended."""
    text = text.removeprefix("\ufeff")
    touched: set[int] = set()
    problem = read_front_matter(path, text).problem
    while problem is not None and len(touched) < _MOST:
        found = _mend(path, text, problem)
        if found is None or found.fix.line in touched:
            yield Finding("front matter", path, problem.line, problem.message, problem.advice)
            return
        fix = found.fix
        yield Finding("front matter", path, fix.line, f"{_WHAT}: {found.cause}", found.advice, fix, found.certain)
        touched.add(fix.line)
        text = apply_fixes(text, [fix])
        problem = read_front_matter(path, text).problem


def _mend(path: str, text: str, problem: Problem) -> _Try | None:
    """The first edit with which the properties read, or read further."""
    lines = text.split("\n")
    twice = _TWICE.match(problem.message)
    tries = _of_twins(lines, problem.line or 1, twice[1]) if twice else _tries(lines, problem.line or 1)
    for one in tries:
        after = read_front_matter(path, apply_fixes(text, [one.fix])).problem
        if after is None or (after.line or 0) > (problem.line or 0):
            return one
    return None


def _tries(lines: list[str], number: int) -> Iterator[_Try]:
    """The parser stops at the line to blame, or just behind it; at the end, where a quote is not closed."""
    open_quotes = (place for place in range(2, number - 1) if _UNCLOSED.match(lines[place - 1]))
    for place in (number, number - 1, *islice(open_quotes, _UNCLOSED_TRIED)):
        if 1 < place <= len(lines) and lines[place - 1].strip() not in ("", "---"):
            yield from _of_line(lines, place)


def _of_line(lines: list[str], number: int) -> Iterator[_Try]:
    line = lines[number - 1].removesuffix("\r")
    parts = _PARTS.match(line.rstrip(" \t"))
    assert parts is not None, "every part of it may be empty"
    indent, dashes, key, value = parts.groups()
    start = parts.start(4)
    if dashes and key:  # a list of texts: Obsidian knows no maps in lists
        start = parts.start(3)
        value = line[start : parts.end(4)]
    if "\t" in indent:
        yield from _untabbed(number, line, indent)
    if value and (key or dashes):
        yield from _of_value(number, line, start, value)
    if (spaceless := _NO_SPACE.match(line)) is not None:
        fix = Fix(number, line, spaceless.end(), spaceless.end(), " ")
        yield _Try(fix, "there is no space behind the colon", "Put a space there.", certain=False)
    if line.strip() == "-":
        yield _Try(Fix(number, line, 0, len(line), ""), "an empty item follows a value", "Delete it.")
    if indent and key and not dashes:
        fix = Fix(number, line, 0, len(indent), "")
        yield _Try(fix, "the line is indented", "Begin it without a space.", certain=False)


def _untabbed(number: int, line: str, indent: str) -> Iterator[_Try]:
    fix = Fix(number, line, 0, len(indent), indent.replace("\t", "  "))
    yield _Try(fix, "a tab stands before the text", "Use spaces.", certain=indent == "\t")


def _of_value(number: int, line: str, start: int, value: str) -> Iterator[_Try]:
    """The value in quotes, and why it needs them."""
    if value[0] not in "\"'":
        value = value if _FLOW.match(value) else _COMMENT.sub("", value).rstrip()
        cause, certain = _cause(value)
        if cause:
            yield _Try(Fix(number, line, start, start + len(value), _as_text(value)), cause, _QUOTE, certain)
    elif value.count(value[0]) == 1:
        fix = Fix(number, line, start + len(value), start + len(value), value[0])
        yield _Try(fix, "a quote that is not closed", "Close it.", certain=False)
    else:
        new, certain = _requoted(value)
        yield _Try(Fix(number, line, start, start + len(value), new), "a quote in quotes", _QUOTE, certain)


def _requoted(value: str) -> tuple[str, bool]:
    """A value that begins with a quote, in others; where the quotes are the text's own is not always to be seen."""
    mark = value[0]
    second = value.find(mark, 1)
    odd = "\\" in value or " #" in value
    closing = second != -1 and not value[second - 1].isspace() and value[second + 1 : second + 2] in ("", " ")
    if value[-1] != mark or closing:
        return quoted(value), not odd and value[-1] != mark
    return quoted(value[1:-1]), not odd


def _cause(value: str) -> tuple[str, bool]:
    """What is wrong with a value without quotes, and whether it is that alone; nothing where nothing is."""
    if "{{" in value or "<%" in value:
        return "a placeholder without quotes", True
    if value.startswith("[["):
        return "a link without quotes", "]]" in value
    if value[0] == "[":
        return "a value in the list needs quotes", _FLOW.match(value) is not None
    if value[0] in _SPECIAL or value.startswith(("- ", "? ")):
        return f"a value that begins with '{value[0]}'", value[0] not in "|>{"
    if ": " in value or value.endswith(":"):
        return "a value with ': ' in it", True
    return "", False


def _as_text(value: str) -> str:
    """A value in quotes; links in a row become a list of them, and in a list each item is quoted that needs it."""
    if _LINKS.match(value):
        return "[" + ", ".join(quoted(link) for link in _LINK.findall(value)) + "]"
    flow = _FLOW.match(value)
    if flow is None:
        return quoted(value)
    items = (item.strip() for item in flow[1].split(","))
    return "[" + ", ".join(quoted(item) if item and _cause(item)[0] else item for item in items) + "]"


def _of_twins(lines: list[str], second: int, key: str) -> Iterator[_Try]:
    """One of two lines with the same property, where nothing is lost without it."""
    first = next((n for n in range(2, second) if _names(lines[n - 1], key)), None)
    if first is None or not _names(lines[second - 1], key):
        return
    values = {number: _scalar(lines, number) for number in (first, second)}
    spare = second if values[second] in ("", values[first]) else first if values[first] == "" else None
    if spare is not None and values[spare] is not None:
        line = lines[spare - 1].removesuffix("\r")
        other = first if spare == second else second
        yield _Try(
            Fix(spare, line, 0, len(line), ""),
            f"'{key}' stands here and in line {other}", "Keep one of the two.",
        )  # fmt: skip


def _names(line: str, key: str) -> bool:
    found = _KEY.match(line.rstrip())
    return found is not None and found[1].strip(" \t\"'") == key


def _scalar(lines: list[str], number: int) -> str | None:
    """The value behind a key, None where it goes on in the next line."""
    found = _KEY.match(lines[number - 1].rstrip())
    following = lines[number].removesuffix("\r")
    goes_on = following[:1] in (" ", "\t", "-") and following.rstrip() != "---"
    if found is None or goes_on:
        return None
    return found[2] or ""
