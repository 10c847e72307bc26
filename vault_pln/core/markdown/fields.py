"""Dataview's inline fields: ``key:: value`` filling a line, ``[key:: value]`` and ``(key:: value)`` anywhere."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from vault_pln.model.note import InlineField

_LEAD = r"[\t >]*+(?:(?:[-*+]|[0-9]+[.)])[ \t]++(?:\[[^\n]\][ \t]++)?)?"
# letters, digits, signs such as emoji, and of ASCII punctuation only - / _
_KEY = r"[^!-,.:-@\[-^`{-~\n\0]"
_WHOLE = re.compile(rf"{_LEAD}([*_~]{{0,3}})((?!\s){_KEY}{{1,100}}?)\1::(?!:)")
_KEY_IN_BRACKETS = re.compile(rf"[\[(]({_KEY}{{1,100}})::(?!:)")
_BRACKET = re.compile(r"\\.|[\[\]()]")
_SEPARATORS = re.compile(r"[\s_]+")
_PAIR = {"]": "[", ")": "("}
_LONGEST = 2000


def canonical_key(key: str) -> str:
    """A field's key as Dataview compares it: lower case, dashes for spaces, no formatting marks."""
    return _SEPARATORS.sub("-", key.strip(" \t*_~").lower())


def inline_fields(masked: str, lines: Sequence[str], starts: Sequence[int]) -> Iterator[InlineField]:
    """Every inline field of a masked text; ``lines`` are unmasked, ``starts`` the positions at which they begin."""
    at = masked.find("::")
    while at != -1:
        number = bisect_right(starts, at)
        line, start = lines[number - 1].rstrip("\r"), starts[number - 1]
        length = min(len(line), _LONGEST)
        yield from _line_fields(masked[start : start + length], line, number)
        at = masked.find("::", start + len(line))


def _line_fields(masked: str, line: str, number: int) -> Iterator[InlineField]:
    bracketed = list(_bracketed(masked, line, number))
    if bracketed:
        yield from bracketed
    elif whole := _WHOLE.match(masked):
        yield InlineField(canonical_key(whole[2]), line[whole.end() : _LONGEST].strip(), number)


def _bracketed(masked: str, line: str, number: int) -> Iterator[InlineField]:
    closes: dict[int, int] | None = None
    done = 0
    for match in _KEY_IN_BRACKETS.finditer(masked):
        closes = _closes(masked) if closes is None else closes
        end = closes.get(match.start(), -1)
        if match.start() >= done and end != -1:
            yield InlineField(canonical_key(match[1]), line[match.end() : end].strip(), number)
            done = end


def _closes(line: str) -> dict[int, int]:
    """Where each bracket closes; those of the other sort count for nothing, nor do escaped ones."""
    found: dict[int, int] = {}
    opened: dict[str, list[int]] = {"[": [], "(": []}
    for match in _BRACKET.finditer(line):
        if match[0] in opened:
            opened[match[0]].append(match.start())
        elif match[0] in _PAIR and opened[_PAIR[match[0]]]:
            found[opened[_PAIR[match[0]]].pop()] = match.start()
    return found
