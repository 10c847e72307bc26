"""Who knows whom, and how far each depends on one circle; networkx is the oracle."""

from datetime import date

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault_pln.core.index.index import Index
from vault_pln.core.markdown.note import read_note
from vault_pln.core.network.survey import Survey
from vault_pln.core.network.tie_graph import constraint, ties
from vault_pln.model.settings import Settings
from vault_pln.model.vault import Conventions

BURT = "A-B A-F A-G A-E E-G F-G B-G B-D D-G G-C"


def graph(edges: str) -> dict[str, frozenset[str]]:
    return as_ties(nx.Graph([edge.split("-") for edge in edges.split()]))


def as_ties(found: nx.Graph) -> dict[str, frozenset[str]]:
    return {str(node): frozenset(map(str, found.neighbors(node))) for node in found}


@pytest.mark.parametrize(("node", "expected"), [("G", 0.400), ("A", 0.595), ("C", 1.0)])
def test_constraint_has_the_published_values(node: str, expected: float) -> None:
    assert constraint(graph(BURT), node) == pytest.approx(expected, abs=5e-4)


@pytest.mark.parametrize(
    ("node", "expected"),
    [(0, 0.155423), (33, 0.156419), (2, 0.185177), (31, 0.244575), (32, 0.249223), (1, 0.279535), (11, 1.0)],
)
def test_constraint_in_the_karate_club_has_the_reference_values(node: int, expected: float) -> None:
    assert constraint(as_ties(nx.karate_club_graph()), str(node)) == pytest.approx(expected, abs=5e-7)


@pytest.mark.parametrize(
    "network", [nx.karate_club_graph(), nx.les_miserables_graph(), nx.florentine_families_graph(), nx.krackhardt_kite_graph()],
    ids=["karate", "les miserables", "florentine", "kite"],
)  # fmt: skip
def test_constraint_agrees_with_the_oracle_everywhere(network: nx.Graph) -> None:
    known = nx.constraint(network)
    found = as_ties(network)
    assert {str(node): constraint(found, str(node)) for node in network} == pytest.approx(
        {str(node): value for node, value in known.items()}, abs=1e-9
    )


@pytest.mark.parametrize(
    ("network", "node", "expected"),
    [
        (nx.les_miserables_graph(), "Valjean", 0.070601), (nx.les_miserables_graph(), "Gavroche", 0.129041),
        (nx.les_miserables_graph(), "Javert", 0.152754), (nx.florentine_families_graph(), "Medici", 0.2099),
        (nx.florentine_families_graph(), "Guadagni", 0.25), (nx.florentine_families_graph(), "Peruzzi", 0.6559),
    ],
)  # fmt: skip
def test_constraint_has_the_other_reference_values(network: nx.Graph, node: str, expected: float) -> None:
    assert constraint(as_ties(network), node) == pytest.approx(expected, abs=5e-5)


def test_the_isolated_have_none() -> None:
    assert constraint({"A": frozenset()}, "A") is None


@given(st.sets(st.tuples(st.integers(0, 7), st.integers(0, 7)).filter(lambda edge: edge[0] < edge[1]), min_size=1))
def test_constraint_agrees_with_the_oracle_on_any_graph(edges: set[tuple[int, int]]) -> None:
    network = nx.Graph(list(edges))
    found = as_ties(network)
    for node, value in nx.constraint(network).items():
        assert constraint(found, str(node)) == pytest.approx(value, abs=1e-9)


def tied(notes: dict[str, str], today: date = date(2026, 11, 23)) -> dict[str, set[str]]:
    index = Index([read_note(f"{name}.md", text.encode()) for name, text in notes.items()])
    settings, vault = Settings(), Conventions()
    found = ties(index, Survey(index, settings, vault).network(today), settings, vault)
    return {path.removesuffix(".md"): {other.removesuffix(".md") for other in others} for path, others in found.items()}


PERSON = "---\ntype: person\n---\n"


def test_declared_ties_go_both_ways() -> None:
    notes = {
        "Ada": '---\ntype: person\nknows: ["[[Grace]]", Alan, "[[Ada]]", "[[Nobody]]", "[[Book]]"]\n---\n',
        "Grace": PERSON,
        "Alan": '---\ntype: person\nmet-via: "[[Eve]]"\n---\n',
        "Eve": PERSON,
        "Book": "",
    }
    assert tied(notes) == {"Ada": {"Grace", "Alan"}, "Grace": {"Ada"}, "Alan": {"Ada", "Eve"}, "Eve": {"Alan"}}


def test_people_of_one_meeting_are_tied_and_those_of_one_day_are_not() -> None:
    meeting = '---\ntype: meeting\ndate: 2026-11-18\npeople: ["[[Ada]]", "[[Grace]]"]\n---\n[[Eve]] was named\n'
    notes = {
        "Ada": PERSON,
        "Grace": PERSON,
        "Eve": PERSON,
        "M": meeting,
        "2026-11-20": '---\npeople: ["[[Eve]]"]\n---\n[[Ada]] [[Eve]]',
    }
    assert tied(notes) == {"Ada": {"Grace"}, "Grace": {"Ada"}, "Eve": set()}


def test_a_daily_notes_people_are_not_tied_either() -> None:
    assert tied({"Ada": PERSON, "Eve": PERSON, "2026-11-20": '---\npeople: ["[[Ada]]", "[[Eve]]"]\n---\n'}) == {
        "Ada": set(),
        "Eve": set(),
    }


def test_a_marked_line_of_a_meeting_ties_nobody() -> None:
    meeting = "---\ntype: meeting\ndate: 2026-11-18\n---\n[[Ada]] [[Grace]] #gave #got\n"
    assert tied({"Ada": PERSON, "Grace": PERSON, "M": meeting}) == {"Ada": set(), "Grace": set()}


def test_a_meeting_to_come_ties_nobody_yet() -> None:
    meeting = '---\ntype: meeting\ndate: 2026-12-18\npeople: ["[[Ada]]", "[[Grace]]"]\n---\n'
    assert tied({"Ada": PERSON, "Grace": PERSON, "M": meeting}) == {"Ada": set(), "Grace": set()}
