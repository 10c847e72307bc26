"""Dates as moment.js formats them, and file names read back strictly: the formats of daily notes.

Made after moment 2.31, of which `format_moment` knows every token. Promised beyond English:

- the first day of the week and of the year of weeks of every locale of moment, hence `gggg-[W]ww`;
- names of months and days, the formats `L` to `LTS`, `Do` and the part of the day (A, a) in ar, ca, cs, da,
  de, el, es, et, fa, fi, fr, he (not a), hr, hu, id, it, ja, ko, nb, nl, nn, pl, pt, pt-br, ro, ru, sk, sl,
  sv, tr, uk, vi, zh-cn, zh-tw and moment's regions of these (not of ar).

In other languages the names are those of babel (mostly equal for MMMM and dddd, less so for short ones),
ordinals may be plain numbers, `L` is DD/MM/YYYY and A is AM or PM. A locale unknown to moment is English, as
in moment. Otherwise not as in moment: eras (N, y) are the English ones also in Japanese, weekdays have one
grammatical form, `z` is always empty.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple

from vault_pln.core.markdown.moment_names import Locale, read_locale
from vault_pln.core.markdown.moment_parse import parse_moment
from vault_pln.core.markdown.moment_tokens import COMPOSED, cut, expand
from vault_pln.core.markdown.moment_week import new_year, week_of

__all__ = ["format_moment", "parse_moment"]

_DEFAULT: Final = "YYYY-MM-DDTHH:mm:ssZ"
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_HALF_DAY: Final = 12


class _Shown(NamedTuple):
    when: datetime
    locale: Locale
    fmt: str


_NUMBERS: Final[dict[str, Callable[[datetime, Locale], int]]] = {
    "y": lambda when, _: when.year,
    "g": lambda when, locale: week_of(when, locale.week)[0],
    "G": lambda when, _: when.isocalendar().year,
    "Q": lambda when, _: (when.month + 2) // 3,
    "M": lambda when, _: when.month,
    "w": lambda when, locale: week_of(when, locale.week)[1],
    "W": lambda when, _: when.isocalendar().week,
    "D": lambda when, _: when.day,
    "DDD": lambda when, _: when.toordinal() - new_year(when.year) + 1,
    "d": lambda when, _: when.isoweekday() % 7,
    "e": lambda when, locale: (when.isoweekday() - locale.week[0]) % 7,
    "E": lambda when, _: when.isoweekday(),
    "H": lambda when, _: when.hour,
    "h": lambda when, _: when.hour % _HALF_DAY or _HALF_DAY,
    "k": lambda when, _: when.hour or 2 * _HALF_DAY,
    "m": lambda when, _: when.minute,
    "s": lambda when, _: when.second,
    "X": lambda when, _: _milliseconds(when) // 1000,
    "x": lambda when, _: _milliseconds(when),
}
# the number of a token and the least digits it is written with
_PADDED: Final[dict[str, tuple[str, int]]] = {
    **{token: ("y", len(token)) for token in ("yy", "yyy", "yyyy")},
    **{token: ("y", len(token)) for token in ("YYYY", "YYYYY")},
    **{token: (token[0], len(token)) for token in ("gggg", "ggggg", "GGGG", "GGGGG")},
    **{token: (token[0], 2) for token in ("MM", "ww", "WW", "DD", "HH", "hh", "kk", "mm", "ss")},
    "Y": ("y", 4),
    "DDDD": ("DDD", 3),
}
_CENTURY_LESS: Final = {"YY": "y", "gg": "g", "GG": "G"}
_ORDINALS: Final = {f"{unit}o": unit for unit in ("y", "Q", "M", "w", "W", "D", "DDD", "d")}
_NAMES: Final = frozenset({"dddd", "ddd", "dd"})
_MONTHS: Final = frozenset({"MMMM", "MMM"})

_TEXTS: Final[dict[str, Callable[[_Shown], str]]] = {
    "YYYYYY": lambda shown: f"{shown.when.year:+07d}",
    "A": lambda shown: shown.locale.day_part(shown.when),
    "a": lambda shown: shown.locale.day_part(shown.when).lower(),
    "Z": lambda shown: _offset(shown.when, ":"),
    "ZZ": lambda shown: _offset(shown.when, ""),
    "z": lambda _: "",
    "zz": lambda _: "",
    "N": lambda _: "AD",
    "NN": lambda _: "AD",
    "NNN": lambda _: "AD",
    "NNNN": lambda _: "Anno Domini",
    "NNNNN": lambda _: "AD",
}


def format_moment(when: datetime, fmt: str, locale: str = "en") -> str:
    """Format a time as moment does.

    A naive time counts as UTC for Z, X and x. Letters that are no token stay as they are, an empty format
    means the ISO form. What is promised for which locale stands at the top of this module.
    """
    words = read_locale(locale)
    full = expand(fmt or _DEFAULT, words.formats)
    shown = _Shown(when, words, full)
    text = "".join(_show(piece.text, shown) if piece.is_token else piece.text for piece in cut(full))
    return text.translate({ord(sign): own for sign, own in words.signs.items()}) if words.signs else text


def _show(token: str, shown: _Shown) -> str:
    if token in COMPOSED:
        return "".join(_show(part, shown) for part in COMPOSED[token])
    if token in _TEXTS:
        return _TEXTS[token](shown)
    if token in _MONTHS:
        return shown.locale.month(shown.when.month, token, shown.fmt)
    if token in _NAMES:
        return shown.locale.names[token][shown.when.isoweekday() % 7]
    if token.startswith("S"):
        return f"{shown.when.microsecond // 1000:03d}000000"[: len(token)]
    return _show_number(token, shown)


def _show_number(token: str, shown: _Shown) -> str:
    if token in _ORDINALS:
        unit = _ORDINALS[token]
        return shown.locale.ordinal(_NUMBERS[unit](shown.when, shown.locale), unit)
    if token in _CENTURY_LESS:
        return f"{_NUMBERS[_CENTURY_LESS[token]](shown.when, shown.locale) % 100:02d}"
    unit, width = _PADDED.get(token, (token, 1))
    return f"{_NUMBERS[unit](shown.when, shown.locale):0{width}d}"


def _offset(when: datetime, colon: str) -> str:
    minutes = (when.utcoffset() or timedelta()) // timedelta(minutes=1)
    hours, rest = divmod(abs(minutes), 60)
    return f"{'-' if minutes < 0 else '+'}{hours:02d}{colon}{rest:02d}"


def _milliseconds(when: datetime) -> int:
    aware = when if when.tzinfo else when.replace(tzinfo=UTC)
    return (aware - _EPOCH) // timedelta(milliseconds=1)
