"""Days have 23, 24 or 25 hours, and some have no midnight."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault_pln.core.kinds.moments import moment_of, next_midnight

BERLIN = "Europe/Berlin"


@pytest.mark.parametrize(
    ("zone", "day", "clock", "moment"),
    [
        ("UTC", "2026-11-25", "06:00", "2026-11-25 06:00"),
        (BERLIN, "2026-11-25", "06:00", "2026-11-25 05:00"),
        ("Asia/Kathmandu", "2026-11-25", "00:00", "2026-11-24 18:15"),
        # the clocks go from 02:00 to 03:00 at 01:00 UTC
        (BERLIN, "2026-03-29", "01:59", "2026-03-29 00:59"),
        (BERLIN, "2026-03-29", "02:00", "2026-03-29 01:00"),
        (BERLIN, "2026-03-29", "02:30", "2026-03-29 01:00"),
        (BERLIN, "2026-03-29", "03:00", "2026-03-29 01:00"),
        (BERLIN, "2026-03-29", "03:30", "2026-03-29 01:30"),
        # they go from 03:00 to 02:00 at 01:00 UTC, and show 02:30 twice
        (BERLIN, "2026-10-25", "02:30", "2026-10-25 00:30"),
        (BERLIN, "2026-10-25", "03:00", "2026-10-25 02:00"),
        # where they skip midnight
        ("America/Asuncion", "2023-10-01", "00:00", "2023-10-01 04:00"),
        # where they skip the day
        ("Pacific/Apia", "2011-12-30", "06:00", "2011-12-30 10:00"),
    ],
)
def test_the_first_moment_at_which_the_clocks_show_a_time(zone: str, day: str, clock: str, moment: str) -> None:
    found = moment_of(date.fromisoformat(day), clock, ZoneInfo(zone))
    assert found == datetime.fromisoformat(moment).replace(tzinfo=UTC)


@pytest.mark.parametrize(("day", "hours"), [("2026-03-28", 24), ("2026-03-29", 23), ("2026-10-25", 25)])
def test_the_next_midnight_is_23_to_25_hours_away(day: str, hours: int) -> None:
    zone = ZoneInfo(BERLIN)
    midnight = moment_of(date.fromisoformat(day), "00:00", zone)
    assert next_midnight(midnight, zone) - midnight == timedelta(hours=hours)


@given(
    seconds=st.integers(631_152_000, 1_893_456_000),
    zone=st.sampled_from([BERLIN, "America/Asuncion", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Tehran"]),
)
def test_midnight_is_where_the_date_changes(seconds: int, zone: str) -> None:
    now, where = datetime.fromtimestamp(seconds, UTC), ZoneInfo(zone)
    midnight = next_midnight(now, where)
    assert midnight > now
    assert midnight.astimezone(where).date() == now.astimezone(where).date() + timedelta(days=1)
    assert (midnight - timedelta(seconds=1)).astimezone(where).date() == now.astimezone(where).date()
