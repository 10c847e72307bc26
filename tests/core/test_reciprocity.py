"""Give and take: reference values, and networkx as the oracle."""

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphs import as_weights, small_digraphs
from vault_pln.core.network.reciprocity import balance, is_even, reciprocity

THERE_AND_BACK = {"0": {"1": 2.0, "2": 2.0}, "1": {"0": 1.0}, "2": {"1": 1.0}}


def test_the_reference_graph_has_the_reference_values() -> None:
    found = reciprocity(THERE_AND_BACK)
    assert found is not None
    assert list(found) == pytest.approx([0.5, -0.5, 1 / 3])


@pytest.mark.parametrize(
    ("gave", "got", "expected", "even"),
    [(0, 0, 0.0, True), (1, 0, 1 / 3, True), (0, 1, -1 / 3, True), (2, 0, 0.5, False), (0, 3, -0.6, False),
     (5, 5, 0.0, True), (10, 4, 0.375, False), (10, 5, 5 / 17, True)],
)  # fmt: skip
def test_a_balance_is_even_within_a_third(gave: int, got: int, expected: float, *, even: bool) -> None:
    assert balance(gave, got) == pytest.approx(expected)
    assert is_even(gave, got) is even


@given(st.integers(0, 50), st.integers(0, 50))
def test_what_one_gave_the_other_got(gave: int, got: int) -> None:
    assert balance(gave, got) == -balance(got, gave)
    assert -1 < balance(gave, got) < 1


def test_where_all_are_linked_to_all_chance_explains_everything() -> None:
    found = reciprocity({"a": {"b": 3.0}, "b": {"a": 1.0}})
    assert found is not None
    assert (found.links, found.beyond_chance, found.weight) == (1.0, None, 0.5)


def test_a_network_without_links_has_none() -> None:
    assert reciprocity({"a": {}, "b": {"b": 1.0}}) is None


@given(small_digraphs())
def test_it_agrees_with_the_oracle(network: nx.DiGraph) -> None:
    found = reciprocity(as_weights(network))
    assert found is not None
    assert found.links == pytest.approx(nx.overall_reciprocity(network))
    density = nx.density(network)
    if density == 1:
        assert found.beyond_chance is None
    else:
        assert found.beyond_chance == pytest.approx((found.links - density) / (1 - density))
