"""Hill numbers: published values, and what must hold for any counts."""

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault_pln.core.network.diversity import hill

COUNTS = st.lists(st.integers(0, 10**6), min_size=1, max_size=30).filter(any)


@pytest.mark.parametrize(
    ("counts", "order", "expected"),
    [
        ((0, 1, 1, 4, 2, 5, 2, 4, 1, 2), 0, 9.0),
        ((0, 1, 1, 4, 2, 5, 2, 4, 1, 2), 1, 7.630199),
        ((0, 1, 1, 4, 2, 5, 2, 4, 1, 2), 2, 6.722222),
        ((0, 1, 1, 4, 2, 5, 2, 4, 1, 2), math.inf, 4.4),
        ((1, 0, 2, 5, 2), 2, 2.941176),
        ((500, 300, 200), 1, 2.800094),
        ((500, 299, 200, 1), 1, 2.818924),
        ((1, 1, 196, 1, 1), 1, 1.134016),
    ],
)
def test_it_has_the_reference_values(counts: tuple[int, ...], order: float, expected: float) -> None:
    assert hill(counts, order) == pytest.approx(expected, abs=5e-7)


def test_it_has_the_published_evenness_and_concentration() -> None:
    """Pielou's evenness is ``ln D / ln S``, Heip's ``(D - 1) / (S - 1)``, Simpson's index ``1 - 1 / D``."""
    assert math.log(hill((0, 1, 1, 4, 2, 5, 2, 4, 1, 2))) / math.log(9) == pytest.approx(0.92485490560, abs=5e-12)
    assert 1 - 1 / hill((1, 0, 2, 5, 2), 2) == pytest.approx(0.66)
    assert (hill((500, 300, 200)) - 1) / 2 == pytest.approx(0.90, abs=5e-4)
    assert (hill((500, 299, 200, 1)) - 1) / 3 == pytest.approx(0.61, abs=5e-3)
    assert math.log(hill((1, 1, 196, 1, 1))) / math.log(5) == pytest.approx(0.078, abs=5e-4)


@pytest.mark.parametrize("counts", [(), (0, 0)])
@pytest.mark.parametrize("order", [0, 1, 2, math.inf])
def test_nothing_has_no_diversity(counts: tuple[int, ...], order: float) -> None:
    assert hill(counts, order) == 0


@given(st.integers(1, 40), st.integers(1, 10**9), st.sampled_from([0, 0.5, 1, 2, 50, math.inf]))
def test_equal_ones_behave_like_as_many(number: int, each: int, order: float) -> None:
    assert hill([each] * number, order) == pytest.approx(number)


@given(COUNTS)
def test_a_higher_order_never_sees_more(counts: list[int]) -> None:
    found = [hill(counts, order) for order in (0, 0.5, 1, 1.5, 2, 10, 1000, math.inf)]
    assert all(more >= less * (1 - 1e-9) for more, less in pairwise(found))
    assert found[0] == pytest.approx(sum(count > 0 for count in counts))
    assert found[-1] >= 1 - 1e-9


@given(COUNTS)
def test_near_order_one_it_is_near_the_entropy(counts: list[int]) -> None:
    assert hill(counts, 1 + 1e-7) == pytest.approx(hill(counts), rel=1e-4)
