"""Texts read back to days by a moment.js format, strictly."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, partial
from typing import Final

from vault_pln.core.markdown.moment_days import day_number
from vault_pln.core.markdown.moment_names import Locale, read_locale
from vault_pln.core.markdown.moment_ordinals import day_endings
from vault_pln.core.markdown.moment_tokens import COMPOSED, cut, expand
from vault_pln.core.markdown.moment_week import WeekRule

_TWO: Final = "[0-9]{2}"
_FOUR: Final = "[0-9]{4}"
_SIX: Final = "[+-]?[0-9]{6}"
_NO_ZERO_FIRST: Final = "[1-9][0-9]?"
_NO_ZERO_BEFORE: Final = "[1-9][0-9]|[0-9]"

# the field a token fills ("" for none), what it matches, the tokens
_ROWS: Final = (
    ("year", "[+-]?[0-9]{1,9}", ("Y",)),
    ("year", "[0-9]{1,9}", ("y", "yy", "yyy", "yyyy", "yo")),
    ("year", _TWO, ("YY",)),
    ("year", _FOUR, ("YYYY",)),
    ("year", _SIX, ("YYYYY", "YYYYYY")),
    ("month", "[0-9]", ("Q",)),
    ("month", _NO_ZERO_FIRST, ("M",)),
    ("month", _TWO, ("MM",)),
    ("day", _NO_ZERO_FIRST, ("D",)),
    ("day", _TWO, ("DD",)),
    ("day of year", "[0-9]{1,3}", ("DDD",)),
    ("day of year", "[0-9]{3}", ("DDDD",)),
    ("d", "[0-9]{1,2}", ("d",)),
    ("e", "[0-9]{1,2}", ("e",)),
    ("E", "[0-9]{1,2}", ("E",)),
    ("g", _TWO, ("gg",)),
    ("g", _FOUR, ("gggg",)),
    ("g", _SIX, ("ggggg",)),
    ("G", _TWO, ("GG",)),
    ("G", _FOUR, ("GGGG",)),
    ("G", _SIX, ("GGGGG",)),
    ("w", _NO_ZERO_FIRST, ("w",)),
    ("w", _TWO, ("ww",)),
    ("W", _NO_ZERO_FIRST, ("W",)),
    ("W", _TWO, ("WW",)),
    ("hour", _NO_ZERO_BEFORE, ("H",)),
    ("hour", _NO_ZERO_FIRST, ("k",)),
    ("hour", _TWO, ("HH", "kk")),
    ("half-day hour", _NO_ZERO_FIRST, ("h",)),
    ("half-day hour", _TWO, ("hh",)),
    ("minute", _NO_ZERO_BEFORE, ("m",)),
    ("minute", _TWO, ("mm",)),
    ("second", _NO_ZERO_BEFORE, ("s",)),
    ("second", _TWO, ("ss",)),
    ("fraction", "[0-9]", ("S",)),
    ("fraction", _TWO, ("SS",)),
    ("fraction", "[0-9]{3}", ("SSS",)),
    ("fraction", "[0-9]+", ("SSSS", "SSSSS", "SSSSSS", "SSSSSSS", "SSSSSSSS", "SSSSSSSSS")),
    ("", "[Zz]|[+-][0-9]{2}(?::?[0-9]{2})?", ("Z", "ZZ")),
    ("", "[+-]?[0-9]+", ("x",)),
    ("", r"[+-]?[0-9]+(?:\.[0-9]{1,3})?", ("X",)),
    ("", "(?i:AD)", ("N", "NN", "NNN", "NNNNN")),
    ("", "(?i:Anno Domini)", ("NNNN",)),
)
_PLAIN: Final = {token: (field, pattern) for field, pattern, tokens in _ROWS for token in tokens}

# the field, the number of its first name, the names of a locale
_NAMED: Final = {
    "MMMM": ("month", 1, ("D MMMM", "MMMM")),
    "MMM": ("month", 1, ("D MMM", "MMM")),
    "dddd": ("d", 0, ("dddd",)),
    "ddd": ("d", 0, ("ddd",)),
    "dd": ("d", 0, ("dd",)),
}


def _century(text: str) -> int:
    return int(text) + (1900 if int(text) > 68 else 2000)


def _hour_to_24(text: str) -> int:
    return 0 if text == "24" else int(text)


# how to read what is not simply a number, by token or by field
_READERS: Final[dict[str, Callable[[str], int]]] = {
    **dict.fromkeys(("YY", "gg", "GG"), _century),
    **dict.fromkeys(("k", "kk"), _hour_to_24),
    "Q": lambda text: int(text) * 3 - 2,
    "fraction": lambda text: 1 if text.strip("0") else 0,
}

_DAY_ORDINAL: Final = "Do"

_Column = tuple[str, Callable[[str], int]]


@dataclass(frozen=True, slots=True)
class _Part:
    """A piece of a format: a pattern, and per group of it the field it fills and how to read it."""

    pattern: str
    columns: tuple[_Column, ...] = ()


@dataclass(frozen=True, slots=True)
class _Form:
    """A whole format made ready."""

    pattern: re.Pattern[str]
    columns: tuple[_Column, ...]
    week: WeekRule
    signs: Mapping[int, str]


def parse_moment(text: str, fmt: str, locale: str = "en") -> date | None:
    """Read the day that a text names under a format, as moment does when it is strict.

    The whole text must match with exact widths, and be a day that exists; a weekday must be the right one.
    A format without a day gives the first day of its week, month, quarter or year. None for all else, also
    for what moment would complete from today: a year must be there. The last of two equal tokens counts.

    Wider than moment: names may stand side by side with letters and may lack their dots, both forms of a
    month are read everywhere, and every literal that `format_moment` writes is read back. Zones are read
    and ignored, X and x too, so they alone name no day.
    """
    form = _form(fmt, locale)
    found = form.pattern.fullmatch(text.translate(form.signs) if form.signs else text)
    if found is None:
        return None
    pairs = zip(form.columns, found.groups(), strict=True)
    number = day_number({field: read(value) for (field, read), value in pairs}, form.week)
    return None if number is None else date.fromordinal(number)


@lru_cache(maxsize=256)
def _form(fmt: str, locale: str) -> _Form:
    words = read_locale(locale)
    signs = {ord(sign): original for original, sign in words.signs.items()}
    parts = [
        _part(piece.text, words) if piece.is_token else _Part(re.escape(piece.text.translate(signs)))
        for piece in cut(expand(fmt, words.formats))
    ]
    return _Form(
        # atomic groups, for moment never tries a token a second time
        pattern=re.compile("".join(f"(?>{part.pattern})" for part in parts)),
        columns=tuple(column for part in parts for column in part.columns),
        week=words.week,
        signs=signs,
    )


def _part(token: str, words: Locale) -> _Part:
    if token in COMPOSED:
        return _composed_part(COMPOSED[token])
    if token in _NAMED:
        return _named_part(token, words)
    if token == _DAY_ORDINAL:
        return _Part(f"([0-9]{{1,2}}){_one_of(day_endings(words.key))}", (("day", int),))
    if token in {"A", "a"}:
        return _day_part(words)
    # ordinals other than Do cannot be read: moment then wants the very letters of the token
    field, pattern = _PLAIN.get(token, ("", re.escape(token)))
    return _Part(f"({pattern})", (_column(token),)) if field else _Part(pattern)


def _column(token: str) -> _Column:
    field, _ = _PLAIN[token]
    return field, _READERS.get(token, _READERS.get(field, int))


def _composed_part(tokens: tuple[str, ...]) -> _Part:
    pattern = "([0-9]{1,2})" + "([0-9]{2})" * (len(tokens) - 1)
    return _Part(pattern, tuple(_column(token) for token in tokens))


def _named_part(token: str, words: Locale) -> _Part:
    field, first, forms = _NAMED[token]
    named = [pair for form in forms for pair in enumerate(words.names[form], first)]
    # two names may fall together without their dots; the first one counts then, as in moment
    numbers = {_folded(name): number for number, name in reversed(named)}
    return _Part(f"({_one_of(name for _, name in named)})", ((field, partial(_look_up, numbers)),))


def _day_part(words: Locale) -> _Part:
    own = [name for name in words.day_parts.values() if name not in {"AM", "PM"}]
    return _Part("|".join([*([_one_of(own)] if own else []), r"(?i:[ap]\.?m?\.?)"]))


def _look_up(numbers: Mapping[str, int], name: str) -> int:
    return numbers.get(_folded(name), -1)


def _folded(name: str) -> str:
    return name.lower().replace(".", "")


def _one_of(texts: Iterable[str]) -> str:
    """Make a pattern for any of these, the longest one that fits, dots at will, in any case."""
    longest_first = sorted(set(texts), key=lambda text: (len(_folded(text)), len(text)), reverse=True)
    choices = "|".join(re.escape(text).replace(".", ".?") for text in longest_first)
    return f"(?i:{choices})"
