"""How far somebody depends on one circle: published values, and networkx as the oracle."""

import networkx as nx
import pytest
from hypothesis import given

from graphs import BURT, as_ties, as_weights, graph, small_digraphs, small_graphs
from vault_pln.core.network.constraint import constraint, evenly, mutual

WEIGHTED = "A-B-2 A-F-3 A-G-5 A-E-2 E-G-8 F-G-3 B-G-4 B-D-1 D-G-3 G-C-10"
THERE_AND_BACK = {"0": {"1": 1.0, "2": 1.0}, "1": {"0": 1.0}, "2": {"1": 1.0}}
KARATE, MISERABLES = nx.karate_club_graph(), nx.les_miserables_graph()


def weighted() -> dict[str, dict[str, float]]:
    found = nx.Graph()
    found.add_weighted_edges_from((a, b, int(w)) for a, b, w in (edge.split("-") for edge in WEIGHTED.split()))
    return as_weights(found)


@pytest.mark.parametrize(("node", "plain", "by_weight"), [("G", 0.400, 0.299), ("A", 0.595, 0.795), ("C", 1.0, 1.0)])
def test_it_has_the_published_values(node: str, plain: float, by_weight: float) -> None:
    assert constraint(evenly(graph(BURT)), node) == pytest.approx(plain, abs=5e-4)
    assert constraint(weighted(), node) == pytest.approx(by_weight, abs=5e-4)


@pytest.mark.parametrize(("node", "expected"), [("0", 1.003), ("1", 1.003), ("2", 1.389)])
def test_it_has_the_published_values_of_a_directed_graph(node: str, expected: float) -> None:
    assert constraint(mutual(THERE_AND_BACK), node) == pytest.approx(expected, abs=5e-4)


@pytest.mark.parametrize(
    ("node", "expected"),
    [(0, 0.155423), (33, 0.156419), (2, 0.185177), (31, 0.244575), (32, 0.249223), (1, 0.279535), (11, 1.0)],
)
def test_it_has_the_reference_values_of_the_karate_club(node: int, expected: float) -> None:
    assert constraint(evenly(as_ties(KARATE)), str(node)) == pytest.approx(expected, abs=5e-7)


@pytest.mark.parametrize(("node", "expected"), [(0, 0.190623), (33, 0.186287), (2, 0.255654)])
def test_it_has_the_reference_values_of_the_weighted_karate_club(node: int, expected: float) -> None:
    assert constraint(as_weights(KARATE), str(node)) == pytest.approx(expected, abs=5e-7)


@pytest.mark.parametrize(
    ("node", "plain", "by_weight"),
    [("Valjean", 0.070601, 0.163448), ("Gavroche", 0.129041, 0.241391), ("Javert", 0.152754, 0.335305)],
)
def test_it_has_the_reference_values_of_les_miserables(node: str, plain: float, by_weight: float) -> None:
    assert constraint(evenly(as_ties(MISERABLES)), node) == pytest.approx(plain, abs=5e-7)
    assert constraint(as_weights(MISERABLES), node) == pytest.approx(by_weight, abs=5e-7)


@pytest.mark.parametrize(("node", "expected"), [("Medici", 0.2099), ("Guadagni", 0.25), ("Peruzzi", 0.6559)])
def test_it_has_the_reference_values_of_the_florentine_families(node: str, expected: float) -> None:
    assert constraint(evenly(as_ties(nx.florentine_families_graph())), node) == pytest.approx(expected, abs=5e-5)


@pytest.mark.parametrize(
    "network", [KARATE, MISERABLES, nx.florentine_families_graph(), nx.krackhardt_kite_graph()],
    ids=["karate", "les miserables", "florentine", "kite"],
)  # fmt: skip
def test_it_agrees_with_the_oracle_everywhere(network: nx.Graph) -> None:
    even, by_weight = evenly(as_ties(network)), as_weights(network)
    for weight, known in ((None, even), ("weight", by_weight)):
        oracle = nx.constraint(network, weight=weight)
        assert {str(node): constraint(known, str(node)) for node in network} == pytest.approx(
            {str(node): value for node, value in oracle.items()}, abs=1e-9
        )


def test_the_isolated_have_none() -> None:
    assert constraint({"A": {}}, "A") is None


@given(small_graphs())
def test_it_agrees_with_the_oracle_on_any_graph(network: nx.Graph) -> None:
    found = evenly(as_ties(network))
    for node, value in nx.constraint(network).items():
        assert constraint(found, str(node)) == pytest.approx(value, abs=1e-9)


@given(small_digraphs())
def test_it_agrees_with_the_oracle_on_any_directed_graph_with_weights(network: nx.DiGraph) -> None:
    found = mutual(as_weights(network))
    for node, value in nx.constraint(network, weight="weight").items():
        # networkx gives nothing for a node to which all links only lead, though they are ties of it
        if network.out_degree(node):
            assert constraint(found, str(node)) == pytest.approx(value, abs=1e-9)
