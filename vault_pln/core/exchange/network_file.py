"""The network as JSON, read back: what ``export json`` wrote, each row with its line; anything else is a problem."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from vault_pln.core.markdown.plain import cut, is_blank, tidy
from vault_pln.model.problem import Problem

FORMAT, VERSION = "vault-pln network", 1
MOST = 10_000
"""So many rows of a kind are read from one file."""

_KINDS = {"people": "person", "sources": "source", "goals": "goal"}
_LONGEST = 500
_SPACE = re.compile(r"[ \t\n\r]*")
_AGAIN = "Export it again: vault-pln export json --output network.json."
_OURS = "Import what 'vault-pln export json' wrote, or OPML, vCard, CSV or iCalendar of another program."


class Row(NamedTuple):
    """A person, source or goal of a file; ``line`` is where it begins, from 1. Nothing in it is trusted."""

    kind: str
    line: int
    values: Mapping[str, Any]

    @property
    def name(self) -> str:
        """What it is called, on one line and plain."""
        return cut(tidy(self.text("name")), 200)

    def text(self, key: str) -> str:
        """A text, '' where there is none."""
        value = self.values.get(key)
        return value if isinstance(value, str) else ""

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts."""
        value = self.values.get(key)
        return tuple(value) if isinstance(value, list) else ()

    def number(self, key: str) -> float | None:
        """A number, None where there is none."""
        value: float | None = self.values.get(key)
        return value


def read_network(text: str) -> tuple[list[Row], list[Problem]]:
    """Every row of a network, and what could not be read; never raises."""
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        return [], [Problem("", error.lineno, "this is no JSON: something is wrong here", _AGAIN)]
    except (RecursionError, ValueError):
        return [], [Problem("", 1, "this JSON is nested too deeply, or holds a number without end", _AGAIN)]
    if not isinstance(value, dict) or value.get("format") != FORMAT:
        return [], [Problem("", 1, "this is no network that vault-pln exported", _OURS)]
    if value.get("version") != VERSION:
        advice = "Install the version of vault-pln that wrote it, or a newer one."
        return [], [Problem("", 1, f"this network is of version '{tidy(str(value.get('version')))[:20]}'", advice)]
    rows: list[Row] = []
    problems: list[Problem] = []
    for found in _rows(text):
        (problems if isinstance(found, Problem) else rows).append(found)  # type: ignore[arg-type]
    return rows, problems


def _rows(text: str) -> Iterator[Row | Problem]:
    """The rows with their lines, for which the text is read once more, piece by piece: it is JSON by now."""
    place = _Place(text)
    place.skip("{")
    while not place.skip("}"):
        key = place.value()
        place.skip(":")
        if key in _KINDS and place.skip("["):
            yield from _rows_of(key, place)
        elif key in _KINDS:
            yield Problem("", place.line(), f"'{key}' is no list; it is left out", _AGAIN)
            place.value()
        else:
            place.value()
        place.skip(",")


def _rows_of(key: str, place: "_Place") -> Iterator[Row | Problem]:
    number = 0
    while not place.skip("]"):
        number += 1
        line = place.line()
        value = place.value()
        place.skip(",")
        if number <= MOST:
            yield _row(_KINDS[key], line, value)
        elif number == MOST + 1:
            yield Problem("", line, f"the file has more than {MOST:,} {key}; the rest is left out", "Split it.")


class _Place:
    """A place in a text that is JSON, moved on value by value."""

    def __init__(self, text: str) -> None:
        self._text, self._at = text, 0
        self._line, self._counted = 1, 0
        self._decoder = json.JSONDecoder()
        self._over_space()

    def _over_space(self) -> None:
        space = _SPACE.match(self._text, self._at)
        assert space is not None, "it matches nothing, too"
        self._at = space.end()

    def skip(self, mark: str) -> bool:
        """Whether this mark stands here; if so, on to what follows it."""
        found = self._text.startswith(mark, self._at)
        if found:
            self._at += 1
            self._over_space()
        return found

    def value(self) -> Any:
        """The value that begins here; on to what follows it."""
        value, self._at = self._decoder.raw_decode(self._text, self._at)
        self._over_space()
        return value

    def line(self) -> int:
        """The line of this place, from 1."""
        self._line += self._text.count("\n", self._counted, self._at)
        self._counted = self._at
        return self._line


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and len(value) <= _LONGEST and all(isinstance(one, str) for one in value)


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value < 1e9


_LISTS = ("aliases", "relation", "tags", "goals", "pursues", "expertise", "interests", "asks", "offers", "knows",
          "met_via", "feeds", "profiles", "email", "phone", "author", "topics", "perspective", "only", "mute",
          "members", "found_via", "keywords", "parent")  # fmt: skip
_TEXTS = ("path", "name", "org", "title", "role", "url", "location", "uid", "birthday", "met", "last_contact",
          "snooze_until", "medium", "feed", "domain", "language", "status", "since", "target", "area")  # fmt: skip
_NUMBERS = ("cadence", "max_items", "every", "weight")
_SHAPES: tuple[tuple[tuple[str, ...], str, Callable[[Any], bool]], ...] = (
    (_LISTS, "a list of texts", _is_texts),
    (_TEXTS, "a text", lambda value: isinstance(value, str)),
    (_NUMBERS, "a number", _is_number),
    (("always", "redacted"), "true or false", lambda value: isinstance(value, bool)),
)


def _row(kind: str, line: int, value: Any) -> Row | Problem:
    """A row whose values are of their kinds; keys that are not known are for other programs, or of a later version."""
    if not isinstance(value, dict):
        return Problem("", line, f"a {kind} is no object; it is left out", _AGAIN)
    row = Row(kind, line, value)
    if is_blank(row.name):
        return Problem("", line, f"a {kind} without a name is left out", "Give it a name.")
    for keys, what, fits in _SHAPES:
        wrong = next((key for key in keys if value.get(key) is not None and not fits(value[key])), None)
        if wrong is not None:
            return Problem("", line, f"'{row.name}' is left out: its '{wrong}' is not {what}", _AGAIN)
    return row
