"""How a network changes from quarter to quarter."""

from datetime import date

import pytest

from vault_pln.core.network.turnover import Quarter, changes, quarter_of, turnover


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [("abc", "abc", 0.0), ("abc", "def", 1.0), ("abc", "bcd", 0.5), ("", "a", 1.0), ("ab", "a", 0.5), ("", "", 0.0)],
)
def test_the_share_that_changed(before: str, now: str, expected: float) -> None:
    assert turnover(before, now) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("month", "number"), [(1, 1), (3, 1), (4, 2), (6, 2), (7, 3), (9, 3), (10, 4), (12, 4)]
)  # fmt: skip
def test_a_quarter_has_three_months(month: int, number: int) -> None:
    assert quarter_of(date(2026, month, 28)) == Quarter(2026, number)


def test_quarters_follow_each_other_also_over_a_year_and_where_nobody_was_met() -> None:
    days = {
        "Ada": [date(2025, 8, 1), date(2025, 8, 2), date(2026, 6, 30)],
        "Bob": [date(2025, 9, 30), date(2025, 10, 1)],
        "Eve": [],
    }
    assert [(str(c.quarter), c.active, set(c.came), set(c.went), c.turnover) for c in changes(days)] == [
        ("2025-Q3", 2, {"Ada", "Bob"}, set(), 1.0),
        ("2025-Q4", 1, set(), {"Ada"}, 0.5),
        ("2026-Q1", 0, set(), {"Bob"}, 1.0),
        ("2026-Q2", 1, {"Ada"}, set(), 1.0),
    ]


def test_who_was_never_met_has_no_quarters() -> None:
    assert changes({}) == changes({"Ada": []}) == []
