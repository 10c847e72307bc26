"""Dates as moment.js writes and reads them.

The tables in tests/data/moment.json were made with moment 2.31 from npm, never by hand.
"""

import json
import re
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vault_pln.core.markdown.moment import format_moment, parse_moment
from vault_pln.core.markdown.moment_names import locale_key, read_locale
from vault_pln.core.markdown.moment_parse import _form
from vault_pln.core.markdown.moment_tables import WEEKS

DATA: dict[str, Any] = json.loads((Path(__file__).parents[1] / "data" / "moment.json").read_text("utf-8"))
DATES = [datetime.fromisoformat(text) for text in DATA["dates"]]
MONTHS = [datetime.fromisoformat(text) for text in DATA["months"]]

DAY_FORMATS = [
    "YYYY-MM-DD",
    "YYYY/MM-MMMM/YYYY-MM-DD-dddd",
    "YYYY/MMMM/YYYY-MMM-DD",
    "YYYY/MM/dddd, MMMM Do YYYY",
    "YYYY-MM-DD[@daily]",
    "[Diary]/[01 Daily]/YYYY/MM/YYYY-MM-DD",
    "YYYY/MM/YYYY-MM-DD/YYYY-MM-DD",
    "D MMMM YYYY",
    "D. MMMM YYYY",
    "DD-MMM-YYYY",
    "YYYYMMDD",
    "M/D/YYYY",
    "YYYY-DDDD",
    "DDD YYYY dddd",
    "gggg-[W]ww-e",
    "gggg-[W]ww dddd",
    "gggg-[W]ww dd",
    "GGGG-[W]WW-E",
    "YYYY-MM-DD ddd",
    "\\Day YYYY-MM-DD\\T",
    "[[]YYYY-MM-DD[]]",
    "YYYY-MM-DD HH:mm:ss.SSS",
    "YYYY-MM-DD h:mm A",
    "YYYY-MM-DD Hmm",
    "L",
    "l",
    "LL",
    "ll",
    "LLLL",
    "llll",
    "YYYYYY-MM-DD",
    "yyyy-MM-DD N",
]
LOCALES = [*DATA["formats"], *DATA["names"]]

moments = st.datetimes(datetime.fromisoformat("1900-01-01"), datetime.fromisoformat("2199-12-31T23:59:59"))
odd_parts = ("[", "]", "\\", "-", "/", " ", "\n", "x", "é", "年", "[W]", "{")
format_parts = st.sampled_from([*DATA["formats"]["en"], *odd_parts])
any_format = st.one_of(st.text(), st.lists(format_parts, max_size=8).map("".join))
any_locale = st.one_of(st.sampled_from([*LOCALES, "no", "zh", "de_DE", "xx"]), st.text(max_size=8))


@pytest.mark.parametrize("locale", DATA["formats"])
def test_formats_as_moment(locale: str) -> None:
    for fmt, expected in DATA["formats"][locale].items():
        assert [format_moment(when, fmt, locale) for when in DATES] == expected, fmt


@pytest.mark.parametrize("locale", DATA["names"])
def test_names_as_moment(locale: str) -> None:
    for fmt, expected in DATA["names"][locale].items():
        whens = MONTHS if len(expected) == len(MONTHS) else [MONTHS[2], MONTHS[6]]
        assert [format_moment(when, fmt, locale) for when in whens] == expected, fmt


@pytest.mark.parametrize("locale", DATA["weeks"])
def test_weeks_as_moment_in_every_locale(locale: str) -> None:
    whens = [datetime.fromisoformat(day) for day in DATA["week_dates"]]
    assert [format_moment(when, "gggg-[W]ww e", locale) for when in whens] == DATA["weeks"][locale]


def test_the_table_of_weeks_is_complete() -> None:
    assert set(DATA["weeks"]) == set(WEEKS)


@pytest.mark.parametrize(("text", "fmt", "locale", "expected"), DATA["strict"])
def test_reads_as_moment_when_strict(text: str, fmt: str, locale: str, expected: str | None) -> None:
    assert parse_moment(text, fmt, locale) == (expected and date.fromisoformat(expected))


@pytest.mark.parametrize(
    ("fmt", "expected"),
    [
        ("YYYY/MM-MMMM/YYYY-MM-DD-dddd", "2026/01-January/2026-01-01-Thursday"),
        ("dddd, MMMM Do YYYY", "Thursday, January 1st 2026"),
        ("gggg-[W]ww", "2026-W01"),
        ("YYYY-[Q]Q", "2026-Q1"),
        ("L", "01/01/2026"),
        ("h:mm A", "9:05 AM"),
        ("X", "1767258303"),
        ("[[]YYYY[]]", "[2026]"),
        ("YYYY-MM-DD\\T", "2026-01-01T"),
        ("yyyy-MM-dd", "2026-01-Th"),
    ],
)
def test_what_users_write(fmt: str, expected: str) -> None:
    assert format_moment(DATES[0], fmt) == expected


@pytest.mark.parametrize(
    ("text", "fmt", "locale", "expected"),
    [
        ("[2026]", "[[]YYYY[]]", "en", date(2026, 1, 1)),
        ("January–2026", "MMMM–YYYY", "en", date(2026, 1, 1)),
        ("Do 2026-01-01", "ddd YYYY-MM-DD", "de", date(2026, 1, 1)),
        ("4 Οκτωβρίου 2026", "LL", "el", date(2026, 10, 4)),
        ("2026-032-Sunday", "YYYY-DDDD-dddd", "en", date(2026, 2, 1)),
        ("2026-032-Monday", "YYYY-DDDD-dddd", "en", None),
        ("2026-01-01 +0500", "YYYY-MM-DD ZZ", "en", date(2026, 1, 1)),
        ("2026-01-01 1767258303", "YYYY-MM-DD X", "en", date(2026, 1, 1)),
        ("2026-01-01 9:05 früh", "YYYY-MM-DD h:mm [früh]", "de", date(2026, 1, 1)),
        ("2026", "gggg", "en", date(2025, 12, 28)),
        # days that only a clock could tell
        ("05-06", "MM-DD", "en", None),
        ("032", "DDDD", "en", None),
        ("W06", "[W]ww", "en", None),
        ("W06", "[W]WW", "en", None),
        ("2026 Friday", "YYYY dddd", "en", None),
        ("2026-01-02", "gggg-MM-DD", "en", None),
        ("1767258303", "X", "en", None),
        ("09:05", "HH:mm", "en", None),
        # days that Python does not have
        ("0000-01-01", "YYYY-MM-DD", "en", None),
        ("12026", "Y", "en", None),
        ("9999-12-31 24:00", "YYYY-MM-DD HH:mm", "en", None),
        ("-2026-02-03", "Y-MM-DD", "en", None),
        # a long s, which is an s in any case but not in a name
        ("\u017funday 2026-02-01", "dddd YYYY-MM-DD", "en", None),
        ("", "", "en", None),
    ],
)
def test_reads_otherwise_than_moment(text: str, fmt: str, locale: str, expected: date | None) -> None:
    assert parse_moment(text, fmt, locale) == expected


def test_ordinals_of_weeks_have_another_gender() -> None:
    assert [format_moment(DATES[0], "wo Mo Do", locale) for locale in ("ca", "fr", "ru")] == [
        "1a 1r 1r",
        "1re 1er 1er",
        "1-я 1-й 1-го",
    ]


def test_zones_and_stamps() -> None:
    when = datetime(2026, 1, 1, 9, 5, 3, 250_999, timezone(timedelta(hours=-3, minutes=-30)))
    assert format_moment(when, "Z ZZ X x") == "-03:30 -0330 1767270903 1767270903250"
    assert format_moment(when.replace(tzinfo=UTC), "Z z") == "+00:00 "


def test_the_ends_of_the_calendar() -> None:
    first, last = datetime.fromisoformat("0001-01-01"), datetime.fromisoformat("9999-12-31")
    assert format_moment(first, "YYYY gggg-ww GGGG-WW DDDD") == "0001 0001-01 0001-01 001"
    assert format_moment(last, "YYYY gggg-ww GGGG-WW DDDD") == "9999 10000-01 9999-52 365"


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("en-US", "en"),
        ("pt-BR", "pt-br"),
        ("pt_PT", "pt"),
        ("de-DE", "de"),
        ("zh", "zh-cn"),
        ("zh-TW", "zh-tw"),
        ("no", "nb"),
        ("nb-NO", "nb"),
        ("xx-yy", "en"),
        ("", "en"),
        ("../../etc", "en"),
    ],
)
def test_finds_the_locale(name: str, key: str) -> None:
    assert locale_key(name) == key


def test_every_locale_has_distinct_names() -> None:
    for key in WEEKS:
        names = read_locale(key).names
        assert len(set(names["MMMM"])) == len(set(names["D MMMM"])) == 12, key
        assert len(set(names["dddd"])) == 7, key


def test_every_locale_reads_what_it_writes() -> None:
    for key in WEEKS:
        for when in DATES:
            text = format_moment(when, "D MMMM YYYY MMMM D dddd L", key)
            assert parse_moment(text, "D MMMM YYYY MMMM D dddd L", key) == when.date(), (key, text)


def test_a_locale_that_babel_lacks_is_english() -> None:
    assert format_moment(DATES[0], "dddd D MMMM", "tlh") == "Thursday 1 January"


@settings(max_examples=1000)
@given(when=moments, fmt=st.sampled_from(DAY_FORMATS), locale=st.sampled_from(LOCALES))
def test_reads_back_what_it_wrote(when: datetime, fmt: str, locale: str) -> None:
    assert parse_moment(format_moment(when, fmt, locale), fmt, locale) == when.date()


@given(when=moments)
def test_a_week_begins_on_its_first_day(when: datetime) -> None:
    for fmt, locale, weekday in (("gggg-[W]ww", "en", 7), ("gggg-[W]ww", "de", 1), ("GGGG-[W]WW", "ar", 1)):
        text = format_moment(when, fmt, locale)
        first = parse_moment(text, fmt, locale)
        assert first is not None
        assert first.isoweekday() == weekday
        assert timedelta() <= when.date() - first < timedelta(days=7)


@given(text=st.text(), fmt=any_format, locale=any_locale)
def test_reading_never_raises(text: str, fmt: str, locale: str) -> None:
    parse_moment(text, fmt, locale)


@given(when=st.datetimes(), fmt=any_format, locale=any_locale)
def test_its_own_texts_never_raise(when: datetime, fmt: str, locale: str) -> None:
    parse_moment(format_moment(when, fmt, locale), fmt, locale)


def test_endless_digits_do_not_raise() -> None:
    for fmt in DATA["formats"]["en"]:
        assert parse_moment("9" * 10_000, fmt) is None


def test_a_format_is_made_ready_once() -> None:
    before = _form.cache_info().misses
    for number in range(1000):
        assert parse_moment(f"note {number}", "YYYY [once] MM-DD") is None
    assert _form.cache_info().misses == before + 1


def test_english_needs_no_babel() -> None:
    code = (
        "import sys; from datetime import datetime; from vault_pln.core.markdown.moment import *\n"
        "print(format_moment(datetime(2026, 1, 1), 'dddd LLLL', 'en-gb'), 'babel' in sys.modules)\n"
        "print(format_moment(datetime(2026, 1, 1), 'dddd', 'de'), 'babel' in sys.modules)\n"
    )
    lines = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert re.findall(r"(\w+)$", lines, re.MULTILINE) == ["False", "True"]
