"""How long something has been still, against its own rhythm."""

from datetime import date, timedelta

import pytest

from vault_pln.core.network.staleness import QUIET, staleness

TODAY = date(2026, 11, 23)


def ago(*days: int) -> list[date]:
    return [TODAY - timedelta(day) for day in days]


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ((28, 42, 56), 2.0),  # posts every fortnight, nothing for four weeks
        ((28, 29, 30), 4.0),  # a daily one is given a week
        ((28,), 4.0),
        ((0, 90, 180), 0.0),
        ((120, 150, 180, 300), 4.0),  # of an odd number of gaps the one in the middle
        ((100, 120, 150), 4.0),  # of an even number what lies between
        ((28, 28, 42, 56, -5), 2.0),
    ],
)
def test_the_age_of_the_newest_in_usual_gaps(days: tuple[int, ...], expected: float) -> None:
    assert staleness(ago(*days), TODAY) == pytest.approx(expected)


def test_what_never_came_has_none() -> None:
    assert staleness([], TODAY) is None
    assert staleness(ago(-3), TODAY) is None


def test_four_gaps_are_not_yet_quiet() -> None:
    newest = staleness(ago(28), TODAY)
    assert newest is not None
    assert not newest > QUIET
