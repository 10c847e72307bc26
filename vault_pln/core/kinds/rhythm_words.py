"""Rhythms in words: ``monthly``, ``every 6 weeks``, and in every language in which they are written."""

import re
from collections.abc import Mapping
from typing import Any

from vault_pln.core.markdown.phrases import LANGUAGES, RHYTHMS

_WORDS: Mapping[str, int] = {
    "never": 0, "none": 0, "off": 0, "daily": 1, "weekly": 7, "biweekly": 14, "fortnightly": 14, "monthly": 30,
    "bimonthly": 60, "quarterly": 90, "half-yearly": 180, "biannually": 180, "yearly": 365, "annually": 365,
    # tiers of a contacts plugin
    "inner": 14, "close": 30, "casual": 90, "keep warm": 180, "dormant": 365,
    "niemals": 0, "täglich": 1, "zweiwöchentlich": 14, "zweimonatlich": 60, "halbjährlich": 180,
    # what is written is read
    **{table[key]: days for table in LANGUAGES.values() for days, key in RHYTHMS.items() if days != 31},
    **{table["never"]: 0 for table in LANGUAGES.values()},
}  # fmt: skip
_UNITS: Mapping[str, int] = {
    "d": 1, "day": 1, "days": 1, "w": 7, "week": 7, "weeks": 7, "m": 30, "month": 30, "months": 30, "q": 90,
    "quarter": 90, "quarters": 90, "y": 365, "year": 365, "years": 365,
    "tag": 1, "tage": 1, "woche": 7, "wochen": 7, "monat": 30, "monate": 30, "quartal": 90, "quartale": 90,
    "jahr": 365, "jahre": 365,
}  # fmt: skip
_NUMBERS: Mapping[str, int] = {
    "other": 2, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "eight": 8, "ten": 10,
    "zwei": 2, "drei": 3, "vier": 4, "fünf": 5, "sechs": 6, "acht": 8, "zehn": 10,
}  # fmt: skip
_EVERY = re.compile(rf"(?:(?:every|each|alle|jede[nrs]?)\s+)?(\d{{1,4}}|{'|'.join(_NUMBERS)})?\s*([a-zäöü]{{1,9}})\Z")
_LONGEST = 3650


def days(value: Any) -> int | None:
    """A rhythm in days: a number, ``weekly``, ``every 6 weeks``; 0 is never; None where it is none."""
    if isinstance(value, bool):
        return None if value else 0
    if isinstance(value, (int, float)):
        return int(value) if 0 <= value <= _LONGEST else None
    word = " ".join(str(value).lower().split())
    if word.isdecimal():
        return days(int(word)) if len(word) < 6 else None
    if word in _WORDS:
        return _WORDS[word]
    match = _EVERY.match(word)
    if match is None or match[2] not in _UNITS:
        return None
    count = _NUMBERS[match[1]] if match[1] in _NUMBERS else int(match[1] or 1)
    return days(count * _UNITS[match[2]])
