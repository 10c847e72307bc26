"""How often an event may repeat: rules that would cost hours or all memory are refused before anything is expanded.

A rule is a bomb: one that fires each second, one that never fires and is looked for until the year 9999, a list of
times as long as the feed (RFC 5545, section 3.3.10, bounds nothing).
"""

import re
from collections.abc import Iterable
from datetime import date

MOST_OCCURRENCES = 10_000
"""Occurrences that one calendar may have around a day."""

_MOST_STEPS = 300_000
"""Occurrences that may have to be counted from the first one on."""

_DAYS = {"YEARLY": 1 / 365, "MONTHLY": 1 / 28, "WEEKLY": 1 / 7, "DAILY": 1.0, "HOURLY": 24.0}
_RULE = re.compile(r"^RRULE(?:;[^:\n]*)?:(.*)$", re.MULTILINE | re.IGNORECASE)
_TIMES = ("BYHOUR", "BYMINUTE", "BYSECOND")


class Bound:
    """The occurrences that the calendar's events may still have."""

    def __init__(self, days: int) -> None:
        self._days, self._left = days, float(MOST_OCCURRENCES)

    def refusal(self, event: str, start: date | None, last: date) -> str:
        """Why an event must not be expanded until the ``last`` day, '' where it may; ``event`` is its text."""
        rates = [_rate(found[1]) for found in _RULE.finditer(event)]
        if None in rates:
            return "repeats every minute or second, or by no rule that is known"
        rate = sum(one for one in rates if one is not None)
        steps = rate * ((last - start).days if start is not None and start < last else self._days)
        if rate * self._days > self._left or steps > _MOST_STEPS:
            return "repeats too often"
        self._left -= rate * self._days
        return ""


def _rate(rule: str) -> float | None:
    """Occurrences a day that a rule may have at most, None for one that is refused."""
    parts = dict(part.strip().upper().partition("=")[::2] for part in rule.strip().split(";"))
    days = _DAYS.get(parts.get("FREQ", ""))
    if days is None:
        return None
    if _narrows(parts):
        days = max(days, 1.0)
    for name in _TIMES:
        days *= parts.get(name, "").count(",") + 1
    return days


def _narrows(parts: Iterable[str]) -> bool:
    """Whether days are named: then there may be one each day."""
    return any(name.startswith("BY") and name not in (*_TIMES, "BYSETPOS") for name in parts)
