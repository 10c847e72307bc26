"""Who might know whom: reference values, and networkx as the oracle."""

import networkx as nx
import pytest
from hypothesis import given

from graphs import as_ties, small_graphs
from vault_pln.core.network.kinship import adamic_adar, kin


def test_two_of_five_who_all_know_each_other() -> None:
    ties = as_ties(nx.complete_graph(5))
    assert adamic_adar(ties, "0", "1") == pytest.approx(2.1640, abs=5e-5)
    assert list(kin(ties, "0")) == []


def test_the_likeliest_strangers_of_the_karate_club() -> None:
    ties = as_ties(nx.karate_club_graph())
    best = max((score, *sorted((one, other))) for one in ties for other, score in kin(ties, one))
    assert best == (pytest.approx(4.719381, abs=5e-7), "2", "33")


@given(small_graphs())
def test_it_agrees_with_the_oracle(network: nx.Graph) -> None:
    ties = as_ties(network)
    near = {(str(a), str(b)): score for a, b, score in nx.adamic_adar_index(network)}
    for (one, other), score in near.items():
        assert adamic_adar(ties, one, other) == pytest.approx(score)
    found = {(one, other): score for one in ties for other, score in kin(ties, one)}
    both = {pair: score for (a, b), score in near.items() if score for pair in ((a, b), (b, a))}
    assert found == pytest.approx(both)
