"""How strong a tie is: reference values of tie-decay networks."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault_pln.core.network.strength import strength
from vault_pln.model.network import Contact

START = date(2026, 1, 1)
DAYS = st.lists(st.integers(0, 2000), max_size=20)


def on(*days: int) -> list[Contact]:
    return [Contact(START + timedelta(day), f"{day}.md", line, "met") for line, day in enumerate(days)]


def test_contacts_at_0_30_and_60_read_at_60_with_a_half_life_of_30_are_one_and_three_quarters() -> None:
    assert strength(on(0, 30, 60), START + timedelta(60), 30) == pytest.approx(1.75, abs=1e-12)


def test_after_a_half_life_half_is_left() -> None:
    assert strength(on(0), START, 30) == 1
    assert strength(on(0), START + timedelta(30), 30) == pytest.approx(0.5)
    assert strength(on(0), START + timedelta(60)) == pytest.approx(0.5), "60 days where no cadence is known"


def test_a_day_counts_once_and_a_day_to_come_not_at_all() -> None:
    assert strength(on(0, 0, 0), START, 30) == 1
    assert strength(on(0, 5), START, 30) == 1
    assert strength([], START, 30) == 0


@given(DAYS, st.integers(1, 365), st.integers(0, 400))
def test_what_is_added_step_by_step_is_the_same_sum(days: list[int], half_life: int, later: int) -> None:
    """``s ← s·e^{−αΔ} + w``: the incremental form of the reference."""
    found, last = 0.0, 0
    for day in sorted(set(days)):
        found, last = found * 0.5 ** ((day - last) / half_life) + 1, day
    end = max(days, default=0) + later
    expected = found * 0.5 ** ((end - last) / half_life)
    assert strength(on(*days), START + timedelta(end), half_life) == pytest.approx(expected, abs=1e-9)
