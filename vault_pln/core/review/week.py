"""ISO weeks, and where the review of one is."""

import re
from datetime import date, timedelta
from typing import NamedTuple

_NAME = re.compile(r"(\d{4})-W(\d{2})", re.ASCII | re.IGNORECASE)
_ALIKE = re.compile(r"\d{4}[- ]?W\d*", re.ASCII | re.IGNORECASE)
_DAYS = timedelta(days=7)


class Week(NamedTuple):
    """A week as ISO 8601 counts them, from Monday to Sunday; they sort by time."""

    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.year:04}-W{self.number:02}"

    @property
    def monday(self) -> date:
        """Its first day."""
        return date.fromisocalendar(self.year, self.number, 1)

    @property
    def sunday(self) -> date:
        """Its last day."""
        return date.fromisocalendar(self.year, self.number, 7)

    def has(self, day: date | None) -> bool:
        """Whether a day lies in it."""
        return day is not None and self.monday <= day <= self.sunday


def week_of(day: date) -> Week:
    """The week in which a day lies."""
    year, number, _ = day.isocalendar()
    return Week(year, number)


def last_ended(today: date) -> Week:
    """The last week that is over."""
    return week_of(today - _DAYS)


def read_week(text: str) -> Week | None:
    """A week written as ``2026-W48``, None for anything else and for a week that its year does not have."""
    found = _NAME.fullmatch(text.strip())
    if found is None:
        return None
    week = Week(int(found[1]), int(found[2]))
    try:
        return week if week_of(week.monday) == week else None
    except ValueError:
        return None


def is_like_week(text: str) -> bool:
    """Whether a text was meant to name a week, though it may name none."""
    return _ALIKE.fullmatch(text.strip()) is not None


def review_path(folder: str, week: Week) -> str:
    """The note of ours that holds the review of a week."""
    return f"{folder}/Reviews/PLN review {week}.md"


def week_of_review(folder: str, path: str) -> Week | None:
    """The week whose review this note of ours is, None for any other note."""
    head = f"{folder}/Reviews/PLN review "
    week = read_week(path[len(head) : -len(".md")]) if path.startswith(head) and path.endswith(".md") else None
    return week if week is not None and path == review_path(folder, week) else None
