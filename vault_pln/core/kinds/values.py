"""Property values read leniently: one or many, link or plain name, under any of the names in use."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeVar

from vault_pln.core.kinds.rhythm_words import days
from vault_pln.core.markdown.links import link_or_text
from vault_pln.model.note import Note
from vault_pln.model.problem import Problem

T = TypeVar("T")

_SPAN = re.compile(r"(\d{1,5})\s*(?:(m)(?:in(?:ute)?s?)?|(h)(?:(?:ou)?rs?)?|(d)(?:ays?)?|(w)(?:eeks?)?)\Z", re.ASCII)
_SECONDS: Mapping[str, int] = {"m": 60, "h": 3600, "d": 86400, "w": 604800}


class Properties:
    """The properties of one note, asked by name; what cannot be read is collected in ``problems``."""

    def __init__(self, note: Note, renamed: Mapping[str, str]) -> None:
        self._note = note
        self._renamed = renamed
        self._values = {key.lower(): (key, value) for key, value in note.properties.items()}
        self.problems: list[Problem] = []

    def get(self, *names: str) -> Any:
        """The first of these properties (names in lower case) that is not empty."""
        return self._found(names)[1]

    def texts(self, *names: str) -> tuple[str, ...]:
        """A list of texts, links without their brackets."""
        return texts(self.get(*names))

    def text(self, *names: str) -> str:
        """One text; of a list, the first."""
        return next(iter(self.texts(*names)), "")

    def day(self, *names: str) -> date | None:
        """A date; what is none is a problem."""
        return self._read(names, as_day, "is no date", "Write it as 2026-08-14.")

    def days(self, *names: str) -> int | None:
        """A cadence in days, from a number or words; 0 is never."""
        return self._read(
            names, days, "is no rhythm", "Write weekly, monthly, every 6 weeks, never, or a number of days."
        )

    def seconds(self, *names: str) -> int | None:
        """A span of time such as ``6h``, in seconds."""
        return self._read(names, seconds, "is no span of time", "Write it as 30m, 6h, 2d or 1w.")

    def number(self, *names: str) -> float | None:
        """A number that is not negative."""
        return self._read(names, _number, "is no number", "Write a number such as 3.")

    def birthday(self, *names: str) -> str:
        """A day that returns every year, as it is written; what is none is a problem."""
        key, text = self._found(names)[0], self.text(*names)
        if text and birthday(text) is None:
            self.report(key, f"'{key}: {text}' is no day", "Write it as 1990-04-17, or as 04-17 without the year.")
        return text

    def flag(self, *names: str) -> bool:
        """True only for a plain yes."""
        value = self.get(*names)
        return value is True or str(value).strip().lower() in {"true", "yes", "on", "1"}

    def one_of(self, name: str, words: tuple[str, ...], default: str) -> str:
        """One of these words; anything else is a problem and the default."""
        value = self.text(name).lower()
        if not value:
            return default
        if value not in words:
            self.report(name, f"'{name}: {value}' is not known", f"Use one of: {', '.join(words)}.")
            return default
        return value

    def report(self, name: str, message: str, advice: str) -> None:
        """Note a problem at the line of this property, under our name for it or the note's own."""
        line = self._note.property_lines.get(self._found((name,))[0], 1)
        self.problems.append(Problem(self._note.path, line, message, advice))

    def _found(self, names: tuple[str, ...]) -> tuple[str, Any]:
        if names[0] in self._renamed:
            names = (self._renamed[names[0]].lower(), *names)
        for name in names:
            found = self._values.get(name)
            if found is not None and found[1] is not None and found[1] not in ("", []):
                return found
        return names[0], None

    def _read(self, names: tuple[str, ...], read: "Callable[[Any], T | None]", what: str, advice: str) -> "T | None":
        key, value = self._found(names)
        while isinstance(value, list):
            value = next((one for one in value if one is not None), None)
        if value is None:
            return None
        result = read(value)
        if result is None:
            self.report(key, f"'{key}: {value}' {what}", advice)
        return result


def texts(value: Any) -> tuple[str, ...]:
    """One or many as texts; links lose their brackets, empty ones fall away."""
    if value is None or isinstance(value, dict):
        return ()
    items = value if isinstance(value, list) else [value]
    # an unquoted [[X]] arrives as a list in a list
    flat = (inner for item in items for inner in (item if isinstance(item, list) else [item]))
    found = (link_or_text(str(item)) for item in flat if item is not None and not isinstance(item, (dict, list)))
    return tuple(text for text in found if text)


def seconds(value: Any) -> int | None:
    """A span such as ``30m``, ``6h``, ``2d`` in seconds; None where it is none."""
    match = _SPAN.match(str(value).strip().lower())
    return int(match[1]) * _SECONDS[str(match[match.lastindex or 0])] if match else None


def as_day(value: Any) -> date | None:
    """A date, as text or as a link to the note of that day; a time after it does not matter."""
    try:
        return date.fromisoformat(link_or_text(str(value)).rpartition("/")[2][:10])
    except ValueError:
        return None


_BIRTHDAY = re.compile(r"(?:(\d{4})-?|--)?(\d{2})-?(\d{2})(?:T.*)?\Z", re.ASCII)


def birthday(text: str) -> tuple[int, int, int] | None:
    """Year (0: not known), month and day of ``1990-04-17``, ``04-17``, ``--04-17``; None where there is no such day."""
    found = _BIRTHDAY.match(text)
    if found is None:
        return None
    year, month, day = int(found[1] or 0), int(found[2]), int(found[3])
    try:
        date(year or _LEAP, month, day)
    except ValueError:
        return None
    return year, month, day


_LEAP = 2000
"""A year that has every day."""


def _number(value: Any) -> float | None:
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    return number if 0 <= number < 1e9 else None
