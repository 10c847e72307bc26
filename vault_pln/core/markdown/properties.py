"""The properties of a note, read as Obsidian reads them, behind limits that keep a hostile note harmless.

python-frontmatter is the door; the loader behind it follows YAML 1.2 as Obsidian does (dates, times, numbers with
leading zeros, ``yes`` and ``no`` stay text) and never constructs anything but text, numbers, booleans, lists and maps.
"""

import re
from collections.abc import Callable
from typing import Any

import frontmatter
import yaml
from frontmatter.default_handlers import YAMLHandler
from yaml.events import (
    AliasEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from vault_pln.model.problem import Problem

MAX_BYTES = 64 * 1024
MAX_DEPTH = 50

_ODD = re.compile(r"[\0-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_ODD_BREAK = re.compile(r"\r(?!\n)|[\x85\u2028\u2029]")
_INT = re.compile(r"[-+]?(?:0|[1-9][0-9]*)\Z")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|(?:0|[1-9][0-9]*)\.[0-9]*)(?:[eE][-+]?[0-9]+)?\Z")
_WORDS: dict[str, Any] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}

_TOO_DEEP = "the properties are nested too deeply", "Use flat properties."

_Parser: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Refused(Exception):  # noqa: N818 -- never leaves this module
    """A block that may not be loaded: where (None: the whole), what, and what to do."""

    def __init__(self, problem_mark: Any, message: str, advice: str) -> None:
        super().__init__(message)
        self.problem_mark, self.message, self.advice = problem_mark, message, advice


class _Handler(YAMLHandler):
    """python-frontmatter's way to another loader; ``marks`` is where each property stands in the block."""

    def __init__(self, block: str) -> None:
        super().__init__()
        self._block = block
        self.marks: dict[str, Any] = {}

    def split(self, text: str) -> tuple[str, str]:  # noqa: ARG002 -- it comes stripped, and an indent means something
        """The whole text is the block: its fences were found before."""
        return self._block, ""

    def load(self, fm: str, **_: object) -> dict[str, Any]:
        """Read the block; raises _Refused or yaml.YAMLError."""
        if len(fm) > MAX_BYTES or (len(fm) * 4 > MAX_BYTES and len(fm.encode()) > MAX_BYTES):
            raise _Refused(
                None, "the properties are longer than 64 KB and were not read", "Move text into the note's body."
            )
        parser = _Parser(fm)
        try:
            properties = _Reader(parser.get_event, self.marks).document()
        finally:
            parser.dispose()
        return properties


class _Reader:
    """Builds the properties from the events of the parser: nothing is ever nested deeper than allowed or built twice.

    ``marks`` takes where each property stands, and as ``key.0`` each item of a list that may hold a link.
    """

    def __init__(self, next_event: Callable[[], Any], marks: dict[str, Any]) -> None:
        self._next = next_event
        self._marks = marks
        self._depth = 0

    def document(self) -> dict[str, Any]:
        """The map that the one document is; an empty one is an empty map."""
        self._next()
        if isinstance(self._next(), StreamEndEvent):
            return {}
        event = self._next()
        top = isinstance(event, MappingStartEvent)
        value = self._mapping(event, top=True) if top else self._value(event, "")
        self._next()
        rest = self._next()
        if not isinstance(rest, StreamEndEvent):
            raise _Refused(rest.start_mark, "the properties hold a second document", "Delete the line before it.")
        if value is None or value == "":
            return {}
        if not isinstance(value, dict):
            raise _Refused(event.start_mark, "the properties are not a list of 'key: value'", "Write key: value.")
        return value

    def _value(self, event: Any, place: str) -> Any:
        if type(event) is ScalarEvent:
            return event.value if event.style else _plain(event.value)
        if isinstance(event, AliasEvent):
            raise _Refused(event.start_mark, "the properties use YAML aliases (*)", "Quote the value.")
        return self._list(event, place) if isinstance(event, SequenceStartEvent) else self._mapping(event)

    def _list(self, opening: Any, place: str) -> list[Any]:
        self._enter(opening)
        found: list[Any] = []
        while type(event := self._next()) is not SequenceEndEvent:
            value = self._value(event, "")
            if place and isinstance(value, str) and "[" in value:
                self._marks[f"{place}.{len(found)}"] = event.start_mark
            found.append(value)
        self._depth -= 1
        return found

    def _mapping(self, opening: Any, *, top: bool = False) -> Any:
        self._enter(opening)
        found: dict[str, Any] = {}
        while type(event := self._next()) is not MappingEndEvent:
            key = event.value if type(event) is ScalarEvent else self._value(event, "")
            name = str(key)
            if name in found:
                raise _Refused(event.start_mark, f"the property '{name}' stands here twice", "Keep one of the two.")
            if top:
                self._marks[name] = event.start_mark
            found[name] = self._value(self._next(), name if top else "")
        self._depth -= 1
        return found if len(found) != 1 or isinstance(key, str) else _placeholder(key, found)

    def _enter(self, opening: Any) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise _Refused(opening.start_mark, *_TOO_DEEP)


def _placeholder(key: Any, found: dict[str, Any]) -> Any:
    """A template's unquoted ``{{date}}``, to YAML a map whose only key is a map, as the text it is meant to be."""
    if isinstance(key, dict) and list(key.values()) == [None] and list(found.values()) == [None]:
        return f"{{{{{next(iter(key))}}}}}"
    return found


def read_properties(path: str, block: str) -> tuple[dict[str, Any], dict[str, int], Problem | None]:
    """The properties of a front matter block, the line of each in the note, and what was wrong with the whole."""
    handler = _Handler(block)
    try:
        properties, _ = frontmatter.parse(block, handler=handler) if block.strip() else ({}, "")
    except (_Refused, yaml.YAMLError, ValueError, RecursionError) as error:
        return {}, {}, _problem(path, block, error)
    line_of = _line_of(block)
    return properties, {key: line_of(mark) for key, mark in handler.marks.items()}, None


def _line_of(block: str) -> Callable[[Any], int]:
    """From a mark of the loader to the line of the note: YAML has line breaks that are none to an editor."""
    if _ODD_BREAK.search(block):
        return lambda mark: block.count("\n", 0, mark.index) + 2
    return lambda mark: int(mark.line) + 2


def _problem(path: str, block: str, error: Exception) -> Problem:
    mark = getattr(error, "problem_mark", None)
    line = _line_of(block)(mark) if mark is not None else 2
    if isinstance(error, _Refused):
        return Problem(path, line, error.message, error.advice)
    odd = _ODD.search(block)
    if mark is None and odd is not None:
        line = block.count("\n", 0, odd.start()) + 2
        return Problem(path, line, "the properties hold a character that YAML does not allow", "Delete it.")
    what = getattr(error, "problem", None) or "they are no YAML"
    if "nesting depth" in what:
        # newer parsers have a limit of their own, and may meet it before we count
        return Problem(path, line, *_TOO_DEEP)
    return Problem(path, line, f"the properties cannot be read: {what}", "Quote the value, or mend the indentation.")


def _plain(word: str) -> Any:
    """A plain scalar under YAML 1.2's core schema, less what is no number in a note: 007, 12:30, .inf."""
    if word in _WORDS:
        return _WORDS[word]
    if len(word) > 300 or not (word[0].isdigit() or word[0] in "+-."):
        return word
    if _INT.match(word):
        return int(word)
    if _FLOAT.match(word):
        number = float(word)
        return number if abs(number) != float("inf") else word
    return word
