"""Circles and what holds them together: networkx is the oracle."""

import networkx as nx
import pytest
from hypothesis import given

from graphs import BURT, as_ties, graph, small_graphs
from vault_pln.core.network.circles import circles, joints


def test_circles_come_largest_first() -> None:
    ties = {**graph("c-d d-e a-b"), "z": frozenset[str](), "y": frozenset[str]()}
    assert [sorted(circle) for circle in circles(ties)] == [["c", "d", "e"], ["a", "b"], ["y"], ["z"]]


def test_without_the_broker_the_one_at_the_end_is_cut_off() -> None:
    assert joints(graph(BURT)) == (frozenset({"G"}), frozenset({("C", "G")}))


def test_nothing_holds_a_ring_together_but_all_of_it() -> None:
    assert joints(as_ties(nx.cycle_graph(5))) == (frozenset(), frozenset())


@pytest.mark.parametrize(
    "network", [nx.karate_club_graph(), nx.les_miserables_graph(), nx.florentine_families_graph(), nx.star_graph(4)],
    ids=["karate", "les miserables", "florentine", "star"],
)  # fmt: skip
def test_networks_of_the_literature_agree_with_the_oracle(network: nx.Graph) -> None:
    agrees(network)


@given(small_graphs(12))
def test_any_network_agrees_with_the_oracle(network: nx.Graph) -> None:
    agrees(network)


def agrees(network: nx.Graph) -> None:
    ties = as_ties(network)
    assert set(circles(ties)) == {frozenset(map(str, part)) for part in nx.connected_components(network)}
    found = joints(ties)
    assert found.people == set(map(str, nx.articulation_points(network)))
    assert found.ties == {(min(str(a), str(b)), max(str(a), str(b))) for a, b in nx.bridges(network)}


def test_a_chain_of_thousands_does_not_exhaust_the_stack() -> None:
    ties = as_ties(nx.path_graph(20_000))
    found = joints(ties)
    assert (len(found.people), len(found.ties), len(circles(ties))) == (19_998, 19_999, 1)
