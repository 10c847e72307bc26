"""The day that the fields of a parsed moment.js format name."""

from collections.abc import Mapping
from datetime import date

from vault_pln.core.markdown.moment_week import ISO, WeekRule, day_in_week, new_year, weekday_of, weeks_in

Fields = Mapping[str, int]


def day_number(fields: Fields, week: WeekRule) -> int | None:
    """Give the day (as `date.toordinal` counts) that fields name, None when they name none or contradict.

    The fields: year, month (from 1), day, day of year; G, W, E and g, w, e for years, weeks and weekdays by
    ISO and by the rule given; d for the weekday, Sunday being 0; hour, half-day hour, minute, second and
    fraction (1 if there is any).
    """
    number, extra = _any_day(fields, week), _extra_days(fields)
    if number is None or extra is None or not 1 <= number + extra <= date.max.toordinal():
        return None
    return number + extra


def _extra_days(fields: Fields) -> int | None:
    """Check the time: None for one that does not exist, 1 for midnight written as 24:00."""
    hour, minute, second = (fields.get(field, 0) for field in ("hour", "minute", "second"))
    if hour > 24 or minute > 59 or second > 59 or not 1 <= fields.get("half-day hour", 1) <= 12:
        return None
    if hour < 24:
        return 0
    return None if minute or second or fields.get("fraction") else 1


def _any_day(fields: Fields, week: WeekRule) -> int | None:
    if "month" in fields or "day" in fields or "day of year" in fields:
        return _calendar_day(fields)
    if fields.keys() & {"G", "W", "E"}:
        return _iso_day(fields)
    if fields.keys() & {"g", "w", "d", "e"}:
        return _local_day(fields, week)
    return _calendar_day(fields)


def _calendar_day(fields: Fields) -> int | None:
    first = _existing(fields.get("year"), fields.get("month", 1), fields.get("day", 1))
    if "day of year" in fields:
        return _agreed(_day_of_year(fields.get("year"), fields["day of year"]), fields)
    return _agreed(first, fields) if "month" in fields and "day" in fields else first


def _existing(year: int | None, month: int, day: int) -> int | None:
    try:
        return None if year is None else date(year, month, day).toordinal()
    except ValueError:
        return None


def _day_of_year(year: int | None, day: int) -> int | None:
    if year is None or not 1 <= day <= new_year(year + 1) - new_year(year):
        return None
    return new_year(year) + day - 1


def _agreed(number: int | None, fields: Fields) -> int | None:
    """Give the day if it has the weekday that was named, or none was."""
    if number is None or fields.get("d", weekday_of(number)) != weekday_of(number):
        return None
    return number


def _iso_day(fields: Fields) -> int | None:
    year, weekday = fields.get("G", fields.get("year")), fields.get("E", 1)
    if not 1 <= weekday <= 7:
        return None
    return _agreed(_week_day(year, fields.get("W", 1), weekday, ISO), fields)


def _local_day(fields: Fields, week: WeekRule) -> int | None:
    year, first = fields.get("g", fields.get("year")), week[0]
    weekday = fields.get("d", fields.get("e", 0) + first)
    if not 0 <= weekday - (0 if "d" in fields else first) <= 6:
        return None
    # a weekday alone would be one of the current week
    number = fields.get("w", 0 if fields.keys() & {"d", "e"} else 1)
    return _week_day(year, number, weekday, week)


def _week_day(year: int | None, week: int, weekday: int, rule: WeekRule) -> int | None:
    if year is None or not 1 <= week <= weeks_in(year, rule):
        return None
    return day_in_week(year, week, weekday, rule)
