"""How the network is, as Home tells it."""

from dataclasses import replace
from datetime import date

from vault_pln.core.digest.answers import Answer, Said
from vault_pln.core.digest.ledger import name_digest
from vault_pln.core.index.index import Index
from vault_pln.core.markdown.note import read_note
from vault_pln.core.network.survey import Survey
from vault_pln.core.outputs.condition import bridges, give_and_take, quarters, variety
from vault_pln.core.outputs.home import render
from vault_pln.core.outputs.view import View, view_at
from vault_pln.model.settings import Settings
from vault_pln.model.vault import Conventions

TODAY = date(2026, 11, 23)
PERSON = "---\ntype: person\n---\n"


def view_of(notes: dict[str, str]) -> View:
    index = Index([read_note(path, text.encode()) for path, text in notes.items()])
    survey = Survey(index, Settings(), Conventions())
    return view_at(index, survey, Settings(), Conventions(), (), TODAY)


def knowing(**knows: str) -> dict[str, str]:
    """People by name, each with those they know."""
    names = {*knows, *(one for others in knows.values() for one in others)}
    return {f"{n}.md": f"---\ntype: person\nknows: [{', '.join(knows.get(n, ''))}]\n---\n" for n in names}


def test_reading_is_as_varied_as_so_many_sources_of_equal_weight() -> None:
    view = view_of({f"{name}.md": "---\ntype: source\n---\n" for name in "ABCDE"})
    said: list[tuple[str, Said, int]] = [("A", "done", 196), ("B", "kept", 1), ("C", "done", 1), ("D", "refused", 1)]
    rows = [Answer(one, "item", name_digest(source)) for source, one, count in said for _ in range(count)]
    assert variety(replace(view, answers={str(number): row for number, row in enumerate(rows)})) == [
        "Shown: 4 sources, as varied as 1.1 of equal weight", "Kept: 3 sources, as varied as 1.1 of equal weight",
    ]  # fmt: skip
    assert variety(view) == []


def test_give_and_take_come_from_marked_lines_alone() -> None:
    meeting = '---\ntype: meeting\ndate: 2026-11-20\npeople: ["[[Ada]]", "[[Bob]]", "[[Cy]]"]\n---\n'
    notes = {
        **dict.fromkeys(("Ada.md", "Bob.md", "Cy.md"), PERSON),
        "M.md": meeting,
        "2026-11-01.md": "Reviewed for [[Ada]] #gave\nHelp from [[Ada]] #got\nA hint for [[Bob]] #gave\nMet [[Cy]]\n",
    }
    assert give_and_take(view_of(notes)) == [
        "In all so far: given 2 times, received 1 time; both ways with 1 of 2 people"
    ]
    assert give_and_take(view_of({**notes, "2026-11-01.md": "Met [[Ada]]"})) == []


def test_who_joins_two_circles_is_named_and_who_has_a_single_friend_is_not() -> None:
    view = view_of(knowing(a="bc", b="c", c="x", x="y", y="z", z="x", e="a"))
    assert bridges(view) == [
        "Without [[c]], the circles of [[a]] and [[x]] would not know of each other",
        "Without [[x]], the circles of [[c]] and [[y]] would not know of each other",
    ]
    assert bridges(view_of(knowing(a="b", c="d"))) == []


def test_the_last_quarters_tell_who_came_and_who_went() -> None:
    notes = {
        **dict.fromkeys(("Ada.md", "Bob.md"), PERSON),
        "2026-02-01.md": "[[Ada]]",
        "2026-08-01.md": "[[Ada]] [[Bob]]",
    }
    assert quarters(view_of(notes)).split("\n")[2:] == [
        "| 2026-Q3 | 2 | 2 | 0 |", "| 2026-Q2 | 0 | 0 | 1 |", "| 2026-Q1 | 1 | 1 | 0 |",
    ]  # fmt: skip
    assert quarters(view_of({"Ada.md": PERSON, "2026-02-01.md": "[[Ada]]"})) == ""


def test_home_names_missing_roles_and_points_to_the_map() -> None:
    notes = {
        "Rust.md": "---\ntype: goal\n---\n",
        "Ada.md": '---\ntype: person\nrelation: mentor\ngoals: "[[Rust]]"\n---\n',
    }
    home = render(view_of(notes))
    assert "- [[Rust]]: People 1 · Sources 0 · missing: peer, mentee, community" in home
    assert 'subgraph g0["Rust"]' in home
    assert "The map: [[PLN/PLN Network.canvas|PLN Network]]" in home
    many = {**notes, **{f"P{n:02}.md": PERSON for n in range(40)}}
    assert "40 more people are not drawn here. The map: [[PLN/PLN" in render(view_of(many))


def test_an_empty_network_has_no_picture() -> None:
    assert "mermaid" not in render(view_of({"Idea.md": "text"}))
