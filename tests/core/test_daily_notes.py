"""Which note is the daily note of which day."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vault_pln.core.kinds.daily import daily_day, daily_path
from vault_pln.model.vault import DailyNotes

DAY = date(2026, 11, 23)
FORMATS = ("YYYY-MM-DD", "YYYY/MMMM/YYYY-MMM-DD", "YYYY/MM-MMMM/YYYY-MM-DD-dddd", "YYYY/MM/dddd, MMMM Do YYYY",
           "YYYY-MM-DD[@daily]", "[Diary]/[01 Daily]/YYYY/YYYY-MM-DD", "YYYY/MM/YYYY-MM-DD/YYYY-MM-DD", "YYYY/MM/DD", "YYYYMMDD",
           "YYYY_MM_DD", "gggg-[W]ww-e", "GGGG-[W]WW-E", "YYYY-DDDD")  # fmt: skip


@pytest.mark.parametrize(
    ("daily", "path"),
    [
        (DailyNotes(), "2026-11-23.md"),
        (DailyNotes("Daily"), "Daily/2026-11-23.md"),
        (DailyNotes("", "YYYY/MM-MMMM/YYYY-MM-DD-dddd"), "2026/11-November/2026-11-23-Monday.md"),
        (
            DailyNotes("Journal/Days", "YYYY/MM/dddd, MMMM Do YYYY"),
            "Journal/Days/2026/11/Monday, November 23rd 2026.md",
        ),
        (DailyNotes("", "YYYY-MM-DD[@daily]"), "2026-11-23@daily.md"),
        (DailyNotes("", "YYYY-MM-DD[.md]"), "2026-11-23.md"),
    ],
)
def test_the_path_is_folder_and_format(daily: DailyNotes, path: str) -> None:
    assert daily_path(DAY, daily) == path
    assert daily_day(path, daily) == DAY


@pytest.mark.parametrize("configured", [True, False])
@pytest.mark.parametrize("folder", ["", "Daily", "a/b"])
@pytest.mark.parametrize("format_", FORMATS)
@settings(max_examples=30)
@given(day=st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 1, 1)))
def test_every_day_is_found_again_under_its_path(day: date, format_: str, folder: str, *, configured: bool) -> None:
    daily = DailyNotes(folder, format_, configured=configured)
    assert daily_day(daily_path(day, daily), daily) == day


@pytest.mark.parametrize(
    "path",
    [
        "Daily/2026-02-30.md", "Daily/2026-2-3.md", "Daily/2026-11-23 x.md", "Daily/x 2026-11-23.md", "Daily/2026-11-23.txt.md",
        "Daily/20261123.md", "2026-11-23.md", "Other/2026-11-23.md", "Daily notes/2026-11-23.md", "Daily/2026-11.md", "Daily/.md",
        "Daily/2026-11-23 (Conflicted copy desk 202611231200).md", "Daily/2026-11-23.sync-conflict-20261123-120000-ABCDEFG.md",
        "daily/2026-11-23.md",
    ],
)  # fmt: skip
def test_any_other_note_is_of_no_day(path: str) -> None:
    assert daily_day(path, DailyNotes("Daily", configured=True)) is None


def test_the_name_alone_counts_below_the_folder() -> None:
    daily = DailyNotes("Daily", "YYYY/MM/YYYY-MM-DD", configured=True)
    assert daily_day("Daily/2026-11-23.md", daily) == DAY
    assert daily_day("Daily/old/2026-11-23.md", daily) == DAY
    assert daily_day("Daily/2025/01/2026-11-23.md", daily) == DAY


def test_a_name_that_says_no_day_by_itself_needs_its_whole_path() -> None:
    daily = DailyNotes("", "YYYY/MM/DD", configured=True)
    assert daily_day("2026/11/23.md", daily) == DAY
    assert daily_day("23.md", daily) is None
    assert daily_day("notes/23.md", daily) is None
    assert daily_day("2026/13/23.md", daily) is None


def test_without_any_configuration_a_plain_date_counts_in_every_folder() -> None:
    assert daily_day("2026-11-23.md", DailyNotes()) == DAY
    assert daily_day("journals/2026-11-23.md", DailyNotes()) == DAY
    assert daily_day("a/b/c/2026-11-23.md", DailyNotes()) == DAY
    assert daily_day("2026-11-23 meeting.md", DailyNotes()) is None


def test_a_wrong_weekday_is_no_day() -> None:
    daily = DailyNotes("", "YYYY-MM-DD dddd")
    assert daily_day("2026-11-23 Monday.md", daily) == DAY
    assert daily_day("2026-11-23 Tuesday.md", daily) is None
