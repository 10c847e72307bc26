"""The variables of Obsidian's templates: core Templates, Daily notes and Periodic notes."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from vault_pln.core.markdown.moment import format_moment

_VARIABLE: Final = re.compile(
    r"""\{\{ \s*+ (?:
          (?P<title> title ) \s*+
        | (?P<near> yesterday | tomorrow ) \s*+
        | (?P<kind> date | time ) \s*+
          (?: (?P<count> [+-][0-9]{1,6} ) (?P<unit> [dwmqyhs] ) )? \s*+
          (?: : (?P<fmt> [^{}\n]*+ ) )?
    ) \}\}""",
    re.IGNORECASE | re.VERBOSE,
)
_MONTHS: Final = {"M": 1, "Q": 3, "q": 3, "y": 12, "Y": 12}
# a small m means minutes, as in moment; the other letters may be of any size
_SPANS: Final = {
    "d": timedelta(days=1),
    "w": timedelta(weeks=1),
    "h": timedelta(hours=1),
    "m": timedelta(minutes=1),
    "s": timedelta(seconds=1),
}
_NEAR: Final = {"yesterday": -1, "tomorrow": 1}


@dataclass(frozen=True, slots=True)
class _Values:
    title: str
    when: datetime
    date_format: str
    time_format: str
    locale: str


def render_template(
    text: str,
    *,
    title: str,
    now: datetime,
    day: date,
    date_format: str = "YYYY-MM-DD",
    time_format: str = "HH:mm",
    daily_format: str | None = None,
    locale: str = "en",
) -> str:
    """Fill in {{title}}, {{date}}, {{time}}, {{yesterday}}, {{tomorrow}}; with formats, as in {{date:YYYY}}.

    {{date+1d:YYYY-MM-DD}} is a day later: units d, w, M, Q, y (and h, m, s), plus or minus. Letter case and
    spaces inside the braces do not matter, but M is months and m minutes. Dates are those of `day`, the time
    is that of `now`. Without a format of their own, dates have `daily_format` if there is one, else
    `date_format`. What a value contains is not filled in again. All else stays: unknown variables, dates
    before year 1 or after 9999, formats with braces or line ends in them.
    """
    values = _Values(
        title=title,
        when=datetime.combine(day, now.timetz()),
        date_format=daily_format or date_format,
        time_format=time_format,
        locale=locale,
    )
    return _VARIABLE.sub(lambda found: _value(found, values), text)


def needs_templater(text: str) -> bool:
    """Tell whether a template has commands that only the Templater plugin can carry out."""
    return "<%" in text


def _value(found: re.Match[str], values: _Values) -> str:
    if found["title"]:
        return values.title
    try:
        when = _moved(values.when, found)
    except (OverflowError, ValueError):
        return found[0]
    own = values.time_format if (found["kind"] or "").lower() == "time" else values.date_format
    return format_moment(when, (found["fmt"] or "").strip() or own, values.locale)


def _moved(when: datetime, found: re.Match[str]) -> datetime:
    if found["near"]:
        return when + timedelta(days=_NEAR[found["near"].lower()])
    if not found["count"]:
        return when
    count, unit = int(found["count"]), found["unit"]
    if unit in _MONTHS:
        return _months_later(when, count * _MONTHS[unit])
    return when + count * _SPANS[unit.lower()]


def _months_later(when: datetime, count: int) -> datetime:
    """Move by months, to the last day where a month is too short."""
    year, month = divmod(when.year * 12 + when.month - 1 + count, 12)
    first = when.replace(year=year, month=month + 1, day=1)
    return first.replace(day=min(when.day, monthrange(year, month + 1)[1]))
