"""The settings note, and the settings it gives."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import Field, fields
from functools import cache
from typing import Any, Literal, get_args, get_origin, get_type_hints
from zoneinfo import ZoneInfo

from vault_pln.core.kinds.rhythm_words import days
from vault_pln.core.kinds.values import Properties, as_day, seconds, texts
from vault_pln.core.markdown.headings import headings_in
from vault_pln.core.markdown.phrases import LANGUAGES
from vault_pln.model.note import Note
from vault_pln.model.problem import Problem
from vault_pln.model.settings import Settings

TYPE = "pln-settings"
NAME = "PLN Settings.md"
_TIME = re.compile(r"([01]?[0-9]|2[0-3]):[0-5][0-9]\Z")
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_TAGE = ("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag")
_WORDS = {"language": tuple(LANGUAGES), "quiet_days": _WEEKDAYS}
_EXAMPLES = {
    "cadences": "[mentor 30, peer 60]", "poll_every": "1h, 6h or 2d", "timezone": "Europe/Lisbon", "daily_at": "06:00",
    "pause_until": "2027-01-08", "property_names": "[cadence=rhythm]", "locale": "de or pt-BR", "folder": "PLN",
    "public_folder": "Public", "writer": "the name that status gives a device",
}  # fmt: skip
"""How a value looks that is possible."""

_NAME = re.compile(r"[^\\:*?\"<>|#^\[\]\n]+\Z")
_TAG = re.compile(r"#?([^\s#,]+)\Z")
_MAY_BE_EMPTY = frozenset({"reach_out_heading", "read_heading", "coming_up_heading", "take_part_heading"})
_NO_SETTINGS = frozenset({"type", "tags", "aliases", "cssclasses", "pln-publish"})


def key_of(name: str) -> str:
    """The property of the settings note that a field stands for."""
    return name.replace("_", "-")


def find_settings(notes: Mapping[str, Note]) -> tuple[Note | None, list[Problem]]:
    """The settings note: of several the one at its usual place, then one in ``PLN/``, else the first path.

    The others are problems.
    """
    paths = sorted(path for path, note in notes.items() if _is_settings(note))
    if not paths:
        return None, []
    chosen = min(paths, key=lambda path: (path != f"PLN/{NAME}", not path.startswith("PLN/"), path))
    spare = [Problem(path, 1, f"a second settings note; '{chosen}' counts",
                     "Move what you want to keep of it into that one, and delete this.")
             for path in paths if path != chosen]  # fmt: skip
    return notes[chosen], spare


def _is_settings(note: Note) -> bool:
    given = (value for key, value in note.properties.items() if key.lower() == "type")
    return any(TYPE in (text.lower() for text in texts(value)) for value in given)


@cache
def _types() -> dict[str, Any]:
    """The type of each setting; finding them out takes longer than reading the note."""
    return get_type_hints(Settings)


def read_settings(note: Note | None, base: Settings | None = None) -> tuple[Settings, list[Problem]]:
    """The settings a note gives. For an impossible value ``base`` (or the default) stands in, with a problem."""
    base = base or Settings()
    if note is None:
        return Settings(), []
    read = Properties(note, {})
    hints = _types()
    known = {key_of(field.name): field for field in fields(Settings)}
    values: dict[str, Any] = {}
    for key, given in _given(note):
        field = known.get(key.lower())
        if field is None:
            read.report(key, f"there is no setting '{key}'", "See the list in this note's text or in the README.")
            continue
        value = _value(field, hints[field.name], given)
        if value is None:
            read.report(key, f"'{key}: {_shown(given)}' is not possible", _advice(field, hints[field.name]))
            value = getattr(base, field.name)
        values[field.name] = value
    return Settings(**values), read.problems


def _given(note: Note) -> Iterator[tuple[str, Any]]:
    """The settings the note really gives: an empty one is as good as none, but for what may be empty."""
    for key, value in note.properties.items():
        name = key.lower().replace("-", "_")
        if key.lower() not in _NO_SETTINGS and value is not None and (value != "" or name in _MAY_BE_EMPTY):
            yield key, value


def _shown(given: Any) -> str:
    """A value much as the note has it."""
    return f"[{', '.join(map(str, given))}]" if isinstance(given, list) else str(given)


def _advice(field: Field[Any], hint: Any) -> str:
    words = get_args(hint) if get_origin(hint) is Literal else _WORDS.get(field.name, ())
    if words:
        return f"Use one of: {', '.join(words)}."
    usual = "7" if hint is int else "one word" if field.name.endswith("_tag") else ""
    example = _EXAMPLES.get(field.name, usual)
    how = f"Write it as {example}" if example else f"It is for: {field.metadata['meaning']}"
    return f"{how}; until then the default is used."


def _value(field: Field[Any], hint: Any, given: Any) -> Any:
    """The given value as the field wants it, None where it is impossible; a list of one may stand for the one."""
    if hint in (int, str) or get_origin(hint) is Literal:
        given = given[0] if isinstance(given, list) and len(given) == 1 else given
        if isinstance(given, (list, dict)):
            return None
    special = _SPECIAL.get(field.name)
    if special is not None:
        return special(given)
    if hint is int:
        return _whole_number(given)
    if hint is str:
        return str(given)
    if get_origin(hint) is Literal:
        word = str(given).lower()
        return word if word in get_args(hint) else None
    return texts(given) if not isinstance(given, dict) else None


def _whole_number(given: Any) -> int | None:
    word = str(given).strip()
    return int(word) if word.isdecimal() and len(word) < 5 else None


def _cadences(given: Any) -> Mapping[str, int] | None:
    pairs = _pairs(given)
    read = {role: days(value) for role, value in pairs.items()} if pairs is not None else {}
    if pairs is None or any(value is None for value in read.values()):
        return None
    return {**Settings().cadences, **{role.lower(): value for role, value in read.items() if value is not None}}


def _pairs(given: Any) -> Mapping[str, str] | None:
    """``[mentor 30, peer=60]`` as a map; properties are flat, so a pair is one text (or, unquoted, a map)."""
    if isinstance(given, list):
        maps = [_pairs(one) for one in given]
        return None if None in maps else {key: value for one in maps if one for key, value in one.items()}
    if isinstance(given, dict):
        return {str(key): str(value) for key, value in given.items()}
    pairs = [re.split(r"\s*[=:]\s*|\s+", text.strip(), maxsplit=1) for text in str(given).split(",")]
    return {pair[0]: pair[1] for pair in pairs} if all(len(pair) == 2 and all(pair) for pair in pairs) else None


def _weekdays(given: Any) -> tuple[str, ...] | None:
    found = []
    for word in texts(given):
        names = zip((*_WEEKDAYS, *_TAGE), (*_WEEKDAYS, *_WEEKDAYS), strict=True)
        full = {day for name, day in names if len(word) >= 2 and name.startswith(word.lower())}
        if len(full) != 1:
            return None
        found.append(full.pop())
    return tuple(found)


def _time(given: Any) -> str | None:
    return str(given).zfill(5) if _TIME.match(str(given)) else None


def _heading(given: Any) -> str | None:
    """A heading's text: what is written must be read again as the same."""
    text = str(given).strip().lstrip("#").strip()
    line = f"# {text}"
    return text if text and [found.text for found in headings_in(line, line)] == [text] and "\n" not in text else None


def _sub_heading(given: Any) -> str | None:
    return _heading(given) if str(given).strip() else ""


def _tag(given: Any) -> str | None:
    match = _TAG.match(str(given).strip())
    return match[1] if match is not None else None


def _language(given: Any) -> str | None:
    return str(given) if str(given).lower().partition("-")[0] in LANGUAGES else None


def _folder(given: Any) -> str | None:
    path = str(given).strip("/ ")
    plain = path and not path.startswith(".") and ".." not in path.split("/") and _NAME.match(path)
    return path if plain else None


def _zone(given: Any) -> str | None:
    try:
        ZoneInfo(str(given))
    except (ValueError, OSError, LookupError):
        return None
    return str(given)


def _span(given: Any) -> str | None:
    return str(given) if seconds(given) is not None else None


def _locale(given: Any) -> str | None:
    # the tables of all locales, for a setting that hardly anybody has
    from vault_pln.core.markdown.moment_names import locale_key

    known = locale_key(str(given)) != "en" or str(given).lower().startswith("en")
    return str(given) if known else None


_SPECIAL: Mapping[str, Callable[[Any], Any]] = {
    "folder": _folder,
    "cadences": _cadences,
    "quiet_days": _weekdays,
    "daily_at": _time,
    "daily_heading": _heading,
    "log_heading": _heading,
    "reach_out_heading": _sub_heading,
    "read_heading": _sub_heading,
    "coming_up_heading": _sub_heading,
    "take_part_heading": _sub_heading,
    "pause_until": as_day,
    "language": _language,
    "locale": _locale,
    "gave_tag": _tag,
    "got_tag": _tag,
    "call_tag": _tag,
    "met_tag": _tag,
    "mail_tag": _tag,
    "chat_tag": _tag,
    "mention_tag": _tag,
    "keep_tag": _tag,
    "share_tag": _tag,
    "public_folder": _folder,
    "timezone": _zone,
    "poll_every": _span,
    "property_names": _pairs,
}
