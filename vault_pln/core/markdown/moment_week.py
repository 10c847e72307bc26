"""Weeks of a year under any rule for their first day and their first week.

A rule is moment's pair (dow, doy): the first day of the week, Sunday being 0, and
7 + dow minus the day of January which is always in week 1. Days are counted as
`date.toordinal` does, so every whole number is a year here.
"""

from datetime import date

WeekRule = tuple[int, int]

ISO: WeekRule = (1, 4)
_DAYS_IN_WEEK = 7


def new_year(year: int) -> int:
    """Give the number of January 1st, for years before 1 and after 9999 too."""
    before = year - 1
    return 365 * before + before // 4 - before // 100 + before // 400 + 1


def weekday_of(day: int) -> int:
    """Give the day of the week of a day number: 0 for Sunday to 6 for Saturday."""
    return day % _DAYS_IN_WEEK


def year_start(year: int, rule: WeekRule) -> int:
    """Give the number of the day on which week 1 of a year begins."""
    dow, doy = rule
    in_first_week = new_year(year) + _DAYS_IN_WEEK + dow - doy - 1
    return in_first_week - (in_first_week - dow) % _DAYS_IN_WEEK


def weeks_in(year: int, rule: WeekRule) -> int:
    """Count the weeks of a year of weeks."""
    return (year_start(year + 1, rule) - year_start(year, rule)) // _DAYS_IN_WEEK


def week_of(day: date, rule: WeekRule) -> tuple[int, int]:
    """Tell the year of weeks and the week in it to which a day belongs."""
    number = day.toordinal()
    year = day.year + 1
    while year_start(year, rule) > number:
        year -= 1
    return year, (number - year_start(year, rule)) // _DAYS_IN_WEEK + 1


def day_in_week(year: int, week: int, weekday: int, rule: WeekRule) -> int:
    """Give the number of a day (0 or 7 for Sunday) in a week of a year of weeks."""
    offset = (weekday - rule[0]) % _DAYS_IN_WEEK
    return year_start(year, rule) + _DAYS_IN_WEEK * (week - 1) + offset
