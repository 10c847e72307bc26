"""What moment knows of a locale: names, weeks, ordinals, the formats behind `L`; the door of babel."""

import copy
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Final, TypeVar

from vault_pln.core.markdown.moment_ordinals import ending
from vault_pln.core.markdown.moment_tables import (
    AFTER_DAY,
    ALONE,
    BABEL_NAMES,
    DAY_PARTS,
    LOCAL_FORMATS,
    MOMENT_NAMES,
    NAMES,
    NO_DOTS_BETWEEN_DASHES,
    SHORT_FORMATS,
    SIGNS,
    TWO_FORMS,
    WEEKS,
)
from vault_pln.core.markdown.moment_tokens import shorten
from vault_pln.core.markdown.moment_week import WeekRule

_Value = TypeVar("_Value")

_MONTHS: Final = "January February March April May June July August September October November December"
_DAYS: Final = "Sunday Monday Tuesday Wednesday Thursday Friday Saturday"


@dataclass(frozen=True, slots=True)
class Locale:
    """A locale of moment.

    `names` are by token, January or Sunday first; "D MMMM" and "D MMM" hold the forms of months after a day.
    `formats` are by token (L, lll, LTS, ...). `signs` replace digits and commas in whole outputs.
    """

    key: str
    names: Mapping[str, tuple[str, ...]]
    week: WeekRule
    formats: dict[str, str]
    day_parts: Mapping[int, str]
    after_day: re.Pattern[str]
    signs: Mapping[str, str]

    def ordinal(self, number: int, unit: str) -> str:
        """Write a number as an ordinal of a unit (M, Q, D, DDD, d, w, W, y)."""
        return f"{number}{ending(number, unit, self.key)}"

    def month(self, number: int, token: str, fmt: str) -> str:
        """Name a month for MMMM or MMM in the form that the whole format calls for."""
        form = f"D {token}" if self.after_day.search(fmt) else token
        name = self.names[form][number - 1]
        dotless = "-MMM-" in fmt and self.key.partition("-")[0] in NO_DOTS_BETWEEN_DASHES
        return name.replace(".", "") if dotless else name

    def day_part(self, when: datetime) -> str:
        """Name the part of the day: AM or PM in most languages."""
        clock = when.hour * 100 + when.minute
        return self.day_parts[max(start for start in self.day_parts if start <= clock)]


def locale_key(name: str) -> str:
    """Find moment's name of a locale (`de_DE` → `de`, `zh` → `zh-cn`), `en` for what moment does not know."""
    key = name.lower().replace("_", "-")
    while key:
        key = MOMENT_NAMES.get(key, key)
        if key in WEEKS:
            return key
        key = key.rpartition("-")[0]
    return "en"


@lru_cache(maxsize=8)
def read_locale(name: str) -> Locale:
    """Gather what moment knows of a locale; babel is imported when it is not an English one."""
    key = locale_key(name)
    after_day = AFTER_DAY.get(key, AFTER_DAY[""])
    return Locale(
        key=key,
        names=_names(key),
        week=WEEKS[key],
        formats=_formats(key),
        day_parts=_nearest(DAY_PARTS, key),
        after_day=re.compile(after_day, re.DOTALL),
        signs=SIGNS.get(key, {}),
    )


def _nearest(table: Mapping[str, _Value], key: str) -> _Value:
    return table.get(key, table.get(key.partition("-")[0], table[""]))


def _formats(key: str) -> dict[str, str]:
    table = {one: parts for keys, parts in LOCAL_FORMATS.items() for one in keys.split() or [""]}
    time, short, long, *more = _nearest(table, key)
    timed, full = [*more, *("{} {}", "dddd, {}")[len(more) :]]
    formats = {"L": short, "LL": long, "LLL": timed.format(long, time)}
    formats["LLLL"] = full.format(formats["LLL"])
    formats |= {token.lower(): shorten(fmt) for token, fmt in formats.items()}
    colon = "." if "." in time else ":"
    formats |= _nearest(SHORT_FORMATS, key)
    return formats | {"LT": time, "LTS": time.replace("mm", f"mm{colon}ss")}


def _names(key: str) -> dict[str, tuple[str, ...]]:
    given = _english_names() if key.partition("-")[0] == "en" else _babel_names(key)
    own = NAMES.get(key, NAMES.get(key.partition("-")[0], {}))
    for token, text in own.items():
        given[token] = tuple(name.replace("~", " ") for name in text.split(" "))
        if token in {"MMMM", "MMM"}:
            given[f"D {token}"] = given[token]
    return given


def _english_names() -> dict[str, tuple[str, ...]]:
    months, days = tuple(_MONTHS.split()), tuple(_DAYS.split())
    short = tuple(name[:3] for name in months)
    return {
        "MMMM": months,
        "D MMMM": months,
        "MMM": short,
        "D MMM": short,
        "dddd": days,
        "ddd": tuple(name[:3] for name in days),
        "dd": tuple(name[:2] for name in days),
    }


def _babel_names(key: str) -> dict[str, tuple[str, ...]]:
    data = _babel_data(key)
    if data is None:
        return _english_names()
    form = "stand-alone" if key in ALONE else "format"
    single = "stand-alone" if key in TWO_FORMS else form
    months, days = data["months"], data["days"]
    return {
        "MMMM": _months(months[single]["wide"]),
        "D MMMM": _months(months[form]["wide"]),
        "MMM": _months(months[single]["abbreviated"]),
        "D MMM": _months(months[form]["abbreviated"]),
        "dddd": _days(days[form]["wide"]),
        "ddd": _days(days[form]["abbreviated"]),
        "dd": _days(days[form]["short"]),
    }


def _months(names: Mapping[int, str]) -> tuple[str, ...]:
    return tuple(names[month] for month in range(1, 13))


def _days(names: Mapping[int, str]) -> tuple[str, ...]:
    # babel counts from Monday, moment from Sunday
    return tuple(names[day] for day in (6, 0, 1, 2, 3, 4, 5))


def _babel_data(key: str) -> Mapping[str, Any] | None:
    from babel import localedata

    language, _, region = key.partition("-")
    wanted = BABEL_NAMES.get(key, f"{language}_{region}")
    name = localedata.normalize_locale(wanted) or localedata.normalize_locale(language)
    if name is None:
        return None
    # A copy, because babel resolves aliases in place, in dictionaries that locales share: what one locale
    # lacks would come in the language of the one that was asked first.
    data = localedata.load(name)
    return localedata.LocaleDataDict({part: copy.deepcopy(data[part]) for part in ("months", "days")})
