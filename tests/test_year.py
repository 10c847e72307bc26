"""A year of follow-ups on the sample vault with forty people, and the same year once more."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from conftest import ROOT
from year import CAP, DAYS, FIRST, IGNORED, Year


@pytest.fixture(scope="module")
def year() -> Year:
    found = Year(ROOT / "sample_vault")
    found.live()
    return found


def test_it_was_a_year_worth_the_name(year: Year) -> None:
    assert len({one.person for one in year.said}) > 30
    assert len(year.said) > 200
    assert all(year.answered[what] > 10 for what in ("tick", "snooze", "delete", "refuse", "edit"))
    assert len(year.occasions) > 40


def test_never_more_than_the_cap_a_day_and_every_line_once(year: Year) -> None:
    days = [one.came for one in year.said]
    assert max(days.count(FIRST + timedelta(number)) for number in range(DAYS)) <= CAP
    assert len({one.id for one in year.said}) == len(year.said)
    assert max(year.occasions.values()) == 1


def test_what_was_deleted_stays_away(year: Year) -> None:
    assert year.deleted
    everything = b"".join(data for path, data in year.files.items() if not path.startswith("PLN/Ledger"))
    assert [key for key in year.deleted if key.encode() in everything] == []


def test_after_an_ignored_month_nothing_comes_in_a_burst(year: Year) -> None:
    before = [year.lines_in(range(start, start + 28)) for start in range(14, IGNORED.start - 28)]
    after = [year.lines_in(range(start, start + 28)) for start in range(IGNORED.stop, IGNORED.stop + 28)]
    assert max(after) <= 1.25 * max(before), "four weeks bring about as much as the fullest four weeks before"
    assert year.lines_in(IGNORED) > 0, "it goes on asking"


def test_follow_ups_come_in_time(year: Year, record_property: Callable[[str, object], None]) -> None:
    late = year.lateness
    median, nine_in_ten = late[len(late) // 2], late[len(late) * 9 // 10]
    record_property("lateness in days, median and nine in ten", (median, nine_in_ten))
    assert median <= 1
    assert nine_in_ten <= 7
    assert late[0] >= 0, "never before they are due"


def test_the_same_year_gives_the_same_bytes(year: Year) -> None:
    again = Year(ROOT / "sample_vault")
    again.live()
    assert again.files == year.files
    assert again.ledger == year.ledger
