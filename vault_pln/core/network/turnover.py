"""How a network changes from one quarter to the next."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import NamedTuple


class Quarter(NamedTuple):
    """A quarter of a year; they sort by time."""

    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.year}-Q{self.number}"


class Change(NamedTuple):
    """A quarter against the one before: how many were active, who came, who went, and the turnover from 0 to 1."""

    quarter: Quarter
    active: int
    came: frozenset[str]
    went: frozenset[str]
    turnover: float


def quarter_of(day: date) -> Quarter:
    """The quarter in which a day lies."""
    return Quarter(day.year, (day.month + 2) // 3)


def after(quarter: Quarter) -> Quarter:
    """The next quarter."""
    return Quarter(quarter.year + quarter.number // 4, quarter.number % 4 + 1)


def turnover(before: Collection[str], now: Collection[str]) -> float:
    """``1 - |A ∩ B| / |A ∪ B|``: 0 where all stayed, 1 where nobody did; 0 for nobody at all."""
    one, other = set(before), set(now)
    return 1 - len(one & other) / len(one | other) if one or other else 0.0


def changes(days: Mapping[str, Iterable[date]]) -> list[Change]:
    """Every quarter between the first and the last day, by the days on which each was active; empty ones too."""
    active: dict[Quarter, set[str]] = {}
    for name, found in days.items():
        for day in found:
            active.setdefault(quarter_of(day), set()).add(name)
    rows: list[Change] = []
    before: set[str] = set()
    quarter, last = min(active, default=None), max(active, default=None)
    while quarter is not None and last is not None and quarter <= last:
        now = active.get(quarter, set())
        gone = frozenset(before - now)
        rows.append(Change(quarter, len(now), frozenset(now - before), gone, turnover(before, now)))
        before, quarter = now, after(quarter)
    return rows
