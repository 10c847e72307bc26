"""Whether what is shown serves the goals as they are weighted: reference values."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault_pln.core.network.calibration import calibration

WANTED = {"a": 0.7, "b": 0.3}
GOALS = st.dictionaries(st.sampled_from("abcde"), st.floats(0.1, 100), min_size=1)


@pytest.mark.parametrize(
    ("actual", "expected"),
    [(WANTED, 0.0), ({"a": 1.0, "b": 0.0}, 1.133982), ({"a": 0.5, "b": 0.5}, 0.080691), ({"a": 7, "b": 3}, 0.0)],
)
def test_it_has_the_reference_values(actual: dict[str, float], expected: float) -> None:
    assert calibration(WANTED, actual) == pytest.approx(expected, abs=5e-7)


def test_where_nothing_is_wanted_nothing_is_missing() -> None:
    assert calibration({}, {"a": 1}) == 0
    assert calibration({"a": 0}, {"a": 1}) == 0


def test_where_nothing_was_given_everything_is() -> None:
    assert calibration(WANTED, {}) == calibration(WANTED, {"x": 3}) == pytest.approx(4.605170, abs=5e-7)


@given(GOALS, GOALS)
def test_it_is_never_below_nothing_and_only_proportions_count(
    wanted: dict[str, float], actual: dict[str, float]
) -> None:
    found = calibration(wanted, actual)
    assert found >= -1e-9
    assert calibration({goal: 3 * weight for goal, weight in wanted.items()}, actual) == pytest.approx(found, abs=1e-9)
