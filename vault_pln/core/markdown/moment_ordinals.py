"""Ordinal numbers (1st, 1., 1er, 1º, ...) as moment writes them.

Promised: English, French, Dutch, Swedish, Catalan, Russian, Ukrainian, Greek, Persian,
Chinese, Japanese, Korean, the languages that write `1.` and those that write `1º`.
Elsewhere the plain number.
"""

from collections.abc import Callable
from typing import Final

_TEENS: Final = 1
_DUTCH_STE: Final = 20


def _english(number: int, _unit: str) -> str:
    if number // 10 % 10 == _TEENS:
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")


def _french(number: int, unit: str) -> str:
    if number == 1:
        return "re" if unit in "wW" else "er"
    return "" if unit == "D" else "e"


def _french_abroad(number: int, unit: str) -> str:
    return _french(number, unit) or "e"


def _dutch(number: int, _unit: str) -> str:
    return "ste" if number in {1, 8} or number >= _DUTCH_STE else "de"


def _swedish(number: int, _unit: str) -> str:
    teens = number // 10 % 10 == _TEENS
    return ":a" if number % 10 in {1, 2} and not teens else ":e"


def _catalan(number: int, unit: str) -> str:
    if unit in "wW":
        return "a"
    return {1: "r", 2: "n", 3: "r", 4: "t"}.get(number, "è")


_RULES: Final[dict[str, Callable[[int, str], str]]] = {
    "en": _english,
    "fr": _french,
    "fr-ca": _french_abroad,
    "fr-ch": _french_abroad,
    "nl": _dutch,
    "sv": _swedish,
    "ca": _catalan,
}

_EAST_DAYS: Final = {"D": "日", "DDD": "日", "d": "日"}
_TAIWAN: Final = {**_EAST_DAYS, "M": "月", "w": "週", "W": "週"}

# By unit; the entry "" is for units not listed.
_ENDINGS_OF_MANY: Final[dict[str, dict[str, str]]] = {
    "bs cs da de et eu fi fo hr hu is lb lv me nb nn pl se sk sl sq sr": {"": "."},
    "es gl it mi mt pt": {"": "º"},
    "el": {"": "η"},
    "fa": {"": "م"},
    "ru": {"": "-й", "D": "-го", "w": "-я", "W": "-я", "Q": "", "y": ""},
    "uk": {"": "-й", "D": "-го", "Q": "", "y": ""},
    "ja": {"D": "日", "DDD": "日", "d": "日"},
    "ko": {"D": "일", "DDD": "일", "d": "일", "M": "월", "w": "주", "W": "주"},
    "zh-cn": {"D": "日", "DDD": "日", "d": "日", "M": "月", "w": "周", "W": "周"},
    "zh-hk zh-mo zh-tw": {"D": "日", "DDD": "日", "d": "日", "M": "月", "w": "週", "W": "週"},
}
_ENDINGS: Final = {locale: endings for many, endings in _ENDINGS_OF_MANY.items() for locale in many.split()}


def ending(number: int, unit: str, locale: str) -> str:
    """Give what follows a number to make it an ordinal, perhaps nothing.

    `unit` is the token of the plain number: M, Q, D, DDD, d, w, W or y.
    """
    for key in (locale, locale.partition("-")[0]):
        if key in _RULES:
            return _RULES[key](number, unit)
        if key in _ENDINGS:
            endings = _ENDINGS[key]
            return endings.get(unit, endings.get("", ""))
    return ""


def day_endings(locale: str) -> list[str]:
    """List what may follow the day of a month, the longest first."""
    found = {ending(day, "D", locale) for day in range(1, 32)}
    return sorted(found, key=len, reverse=True)
