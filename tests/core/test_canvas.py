"""The map: what is on it, and that whatever the user did to it stays."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from canvases import faults
from vault_pln.core.index.index import Index
from vault_pln.core.markdown.note import read_note
from vault_pln.core.network.survey import Survey
from vault_pln.core.outputs.canvas import drawn, without_ours
from vault_pln.core.outputs.canvas_file import Canvas, canvas_bytes, read_canvas
from vault_pln.core.outputs.layout import Box
from vault_pln.core.outputs.picture import MOST, draw, strongest_people
from vault_pln.core.outputs.view import View, view_at
from vault_pln.model.settings import Settings
from vault_pln.model.vault import Conventions

TODAY = date(2026, 11, 23)
PERSON = "---\ntype: person\n---\n"
NOTES = {
    "Rust.md": "---\ntype: goal\n---\n",
    "Write.md": "---\ntype: goal\n---\n",
    "Ada.md": '---\ntype: person\ngoals: ["[[Rust]]", "[[Write]]"]\nknows: "[[Bob]]"\n---\n',
    "Bob.md": '---\ntype: person\ngoals: "[[Rust]]"\n---\n',
    "Cy.md": "---\ntype: person\n---\n",
    "Club.md": '---\ntype: source\nmedium: community\nmembers: ["[[Ada]]", "[[Cy]]"]\n---\n',
    "Blog.md": '---\ntype: source\nmedium: blog\nauthor: "[[Bob]]"\ngoals: "[[Write]]"\n---\n',
    "M.md": '---\ntype: meeting\ndate: 2026-11-20\npeople: ["[[Ada]]", "[[Bob]]"]\n---\n',
}


def view_of(notes: dict[str, str]) -> View:
    index = Index([read_note(path, text.encode()) for path, text in notes.items()])
    survey = Survey(index, Settings(), Conventions())
    return view_at(index, survey, Settings(), Conventions(), (), TODAY)


def redrawn(notes: dict[str, str], before: Canvas | None = None) -> Canvas:
    """The map of these notes, through the bytes of a file as in life."""
    view = view_of(notes)
    found = read_canvas(canvas_bytes(drawn(view, draw(view), before or Canvas([], [], {}))))
    assert found is not None
    return found


def with_node(canvas: Canvas, path: str, **changed: Any) -> Canvas:
    nodes = [{**node, **changed} if node.get("file") == path else node for node in canvas.nodes]
    return Canvas(nodes, canvas.edges, canvas.rest)


def without(canvas: Canvas, *ids: str) -> Canvas:
    """As an editor leaves it: with a node go its edges."""
    edges = [e for e in canvas.edges if not {e["id"], e["fromNode"], e["toNode"]} & set(ids)]
    return Canvas([node for node in canvas.nodes if node["id"] not in ids], edges, canvas.rest)


def node_of(canvas: Canvas, path: str) -> dict[str, Any]:
    return next(node for node in canvas.nodes if node.get("file") == path)


def group_of(canvas: Canvas, label: str) -> dict[str, Any]:
    return next(node for node in canvas.nodes if node.get("label") == label)


def names_of_edges(canvas: Canvas) -> set[tuple[str, str, str]]:
    names = {node["id"]: node.get("file", "") for node in canvas.nodes}
    return {(names[e["fromNode"]], names[e["toNode"]], e.get("label", "")) for e in canvas.edges}


def box(node: dict[str, Any]) -> Box:
    return Box(node["x"], node["y"], node["width"], node["height"])


def is_inside(node: dict[str, Any], group: dict[str, Any]) -> bool:
    one, other = box(node), box(group)
    across = other.x < one.x and one.x + one.width < other.x + other.width
    return across and other.y < one.y and one.y + one.height < other.y + other.height


def assert_well_drawn(canvas: Canvas) -> None:
    plain = {"nodes": canvas.nodes, "edges": canvas.edges}
    assert faults(plain) == []
    boxes = [box(node) for node in canvas.nodes if node["type"] != "group"]
    assert not any(one.is_near(other) for number, one in enumerate(boxes) for other in boxes[number + 1 :])


def test_everybody_stands_in_the_group_of_their_first_goal() -> None:
    canvas = redrawn(NOTES)
    assert_well_drawn(canvas)
    where = {"Rust.md": "Rust", "Ada.md": "Rust", "Bob.md": "Rust", "Write.md": "Write", "Blog.md": "Write",
             "Cy.md": "Without a goal", "Club.md": "Without a goal"}  # fmt: skip
    for path, label in where.items():
        inside = [n["label"] for n in canvas.nodes if n["type"] == "group" and is_inside(node_of(canvas, path), n)]
        assert inside == [label], path


def test_lines_say_who_is_tied_to_whom_and_in_how_many_notes() -> None:
    assert names_of_edges(redrawn(NOTES)) == {
        ("Ada.md", "Bob.md", "1"), ("Ada.md", "Write.md", ""), ("Ada.md", "Club.md", ""), ("Cy.md", "Club.md", ""),
        ("Bob.md", "Blog.md", ""),
    }  # fmt: skip


def test_drawn_again_it_is_the_same_and_another_device_draws_the_same() -> None:
    canvas = redrawn(NOTES)
    assert canvas_bytes(redrawn(NOTES, canvas)) == canvas_bytes(canvas)
    assert canvas_bytes(redrawn(dict(reversed(NOTES.items())))) == canvas_bytes(canvas)


def test_a_day_that_passes_changes_nothing() -> None:
    index = Index([read_note(path, text.encode()) for path, text in NOTES.items()])
    survey = Survey(index, Settings(), Conventions())
    views = [view_at(index, survey, Settings(), Conventions(), (), day) for day in (TODAY, date(2031, 1, 1))]
    one, other = (drawn(view, draw(view), Canvas([], [], {})) for view in views)
    assert one == other


def test_what_the_user_moved_resized_and_painted_stays() -> None:
    mine = with_node(redrawn(NOTES), "Ada.md", x=-900, y=77, width=400, height=300, color="#ff0000")
    more = {**NOTES, "Dan.md": '---\ntype: person\nknows: "[[Ada]]"\ngoals: "[[Rust]]"\n---\n'}
    found = redrawn(more, mine)
    assert node_of(found, "Ada.md") == node_of(mine, "Ada.md")
    assert ("Dan.md", "Ada.md", "") in names_of_edges(found) or ("Ada.md", "Dan.md", "") in names_of_edges(found)
    assert_well_drawn(found)


def test_what_nobody_moved_stays_too_and_newcomers_come_beside_it() -> None:
    before = redrawn(NOTES)
    more = {**NOTES, **{f"N{n}.md": '---\ntype: person\ngoals: "[[Rust]]"\n---\n' for n in range(12)}}
    found = redrawn(more, before)
    for node in before.nodes:
        if node["type"] != "group":
            assert node in found.nodes
    assert_well_drawn(found)
    group = group_of(found, "Rust")
    assert all(is_inside(node_of(found, f"N{n}.md"), group) for n in range(12))


def test_who_serves_another_goal_now_goes_to_its_group_unless_the_user_moved_them() -> None:
    changed = {**NOTES, "Bob.md": '---\ntype: person\ngoals: "[[Write]]"\n---\n'}
    before = redrawn(NOTES)
    found = redrawn(changed, with_node(before, "Bob.md", color="1"))
    assert is_inside(node_of(found, "Bob.md"), group_of(found, "Write"))
    assert node_of(found, "Bob.md")["color"] == "1"
    moved = with_node(before, "Bob.md", x=3000, y=3000)
    assert node_of(redrawn(changed, moved), "Bob.md") == node_of(moved, "Bob.md")


def test_the_users_own_nodes_and_lines_are_kept_with_whatever_they_have() -> None:
    before = redrawn(NOTES)
    ada = node_of(before, "Ada.md")["id"]
    mine = [
        {
            "id": "a1",
            "type": "text",
            "text": "[[Ada]] and I",
            "x": 5000,
            "y": 0,
            "width": 100.5,
            "height": 60,
            "styleAttributes": {"border": "x"},
        },
        {"id": "a2", "type": "link", "url": "https://x.example", "x": 5000, "y": 200, "width": 100, "height": 60},
        {"id": "a3", "type": "group", "x": -500, "y": -500, "width": 9000, "height": 9000, "label": "Mine"},
    ]
    line = {"id": "e1", "fromNode": "a1", "toNode": ada, "label": "my line", "color": "6", "unknown": [1, None]}
    mixed = Canvas([mine[2], *before.nodes, *mine[:2]], [line, *before.edges], {**before.rest, "metadata": {"v": 1}})
    found = redrawn({**NOTES, "Dan.md": "---\ntype: person\n---\n"}, mixed)
    assert [node for node in found.nodes if node["id"] in ("a1", "a2", "a3")] == [mine[2], mine[0], mine[1]]
    assert line in found.edges
    assert found.rest["metadata"] == {"v": 1}


def test_what_the_user_took_off_stays_off() -> None:
    before = redrawn(NOTES)
    bob, club = node_of(before, "Bob.md")["id"], node_of(before, "Club.md")["id"]
    line = next(e["id"] for e in before.edges if e["toNode"] == club)
    group = group_of(before, "Write")["id"]
    left = without(before, bob, line, group)
    again = redrawn(NOTES, left)
    assert (again.nodes, again.edges) == (left.nodes, left.edges)
    more = redrawn({**NOTES, "Dan.md": '---\ntype: person\ngoals: "[[Write]]"\n---\n'}, again)
    ids = {thing["id"] for thing in (*more.nodes, *more.edges)}
    assert not {bob, line, group} & ids
    assert_well_drawn(more)


def test_who_is_gone_leaves_the_map_but_not_from_under_a_line_of_the_user() -> None:
    before = redrawn(NOTES)
    cy, club = node_of(before, "Cy.md")["id"], node_of(before, "Club.md")["id"]
    before.edges.append({"id": "mine", "fromNode": cy, "toNode": club})
    fewer = {path: text for path, text in NOTES.items() if path not in ("Cy.md", "Bob.md")}
    found = redrawn(fewer, before)
    assert {node["file"] for node in found.nodes if "file" in node} == {
        "Rust.md", "Write.md", "Ada.md", "Club.md", "Blog.md", "Cy.md",
    }  # fmt: skip
    assert "mine" in {edge["id"] for edge in found.edges}
    assert faults({"nodes": found.nodes, "edges": found.edges}) == []


def test_a_note_renamed_in_obsidian_keeps_its_place_and_its_old_name_can_be_used_again() -> None:
    before = redrawn(NOTES)
    place = node_of(before, "Cy.md")
    renamed = {("Cyrus.md" if path == "Cy.md" else path): text for path, text in NOTES.items()}
    found = redrawn(renamed, with_node(before, "Cy.md", file="Cyrus.md"))
    assert node_of(found, "Cyrus.md") == {**place, "file": "Cyrus.md"}
    both = redrawn({**renamed, "Cy.md": NOTES["Cy.md"]}, found)
    assert node_of(both, "Cyrus.md") == {**place, "file": "Cyrus.md"}
    assert node_of(both, "Cy.md")["id"] != place["id"]
    assert_well_drawn(both)


def test_an_editor_that_drops_what_we_remember_loses_no_place() -> None:
    before = redrawn(NOTES)
    forgetful = Canvas(before.nodes, before.edges, {})
    found = redrawn(NOTES, forgetful)
    assert (found.nodes, found.edges) == (before.nodes, before.edges)


@pytest.mark.parametrize(
    "memo", [7, [], {"nodes": 3, "lines": {}}, {"nodes": {"pln-x": 1, "y": [None]}, "lines": [[]]}]
)
def test_what_cannot_be_read_of_our_memory_is_forgotten(memo: Any) -> None:
    before = redrawn(NOTES)
    assert redrawn(NOTES, Canvas(before.nodes, before.edges, {"pln": memo})).nodes == before.nodes


def test_a_count_grows_and_a_label_of_the_users_own_stays() -> None:
    before = redrawn(NOTES)
    second = {**NOTES, "M2.md": NOTES["M.md"]}
    assert ("Ada.md", "Bob.md", "2") in names_of_edges(redrawn(second, before))
    before.edges[:] = [{**edge, "label": "old friends"} if edge.get("label") else edge for edge in before.edges]
    assert ("Ada.md", "Bob.md", "old friends") in names_of_edges(redrawn(second, before))


def test_the_strongest_are_shown_and_the_rest_is_counted() -> None:
    many = {f"P{n:03}.md": "---\ntype: person\n---\n" for n in range(MOST + 20)}
    notes = {
        **many,
        "2026-11-20.md": "[[P169]]",
        "2026-11-01.md": "[[P168]] [[P169]]",
        "S.md": "---\ntype: source\n---\n",
    }
    canvas = redrawn(notes)
    shown = {node["file"] for node in canvas.nodes if node["type"] == "file"}
    assert len(shown) == MOST
    assert {"P169.md", "P168.md", "P000.md", "S.md"} <= shown
    left_out = [node["text"] for node in canvas.nodes if node["type"] == "text"]
    assert left_out == ["Not shown: 21 people, 0 sources, 0 ties"]
    assert_well_drawn(canvas)
    found = redrawn({path: text for path, text in notes.items() if path in shown}, canvas)
    assert [node for node in found.nodes if node["type"] == "text"] == []


def test_what_is_left_out_is_counted_again_when_there_is_more() -> None:
    few = {f"P{n:03}.md": "---\ntype: person\n---\n" for n in range(MOST)}
    first = redrawn({**few, "X.md": PERSON})
    none = redrawn(few, first)
    assert [node for node in none.nodes if node["type"] == "text"] == []
    again = redrawn({**few, "X.md": PERSON, "Y.md": PERSON}, none)
    assert [node["text"] for node in again.nodes if node["type"] == "text"] == [
        "Not shown: 2 people, 0 sources, 0 ties"
    ]


def test_the_strongest_were_met_last_and_know_most() -> None:
    notes = {
        **dict.fromkeys(("Once.md", "Often.md", "Late.md", "Named.md", "None.md", "Known.md"), PERSON),
        "Hub.md": '---\ntype: person\nknows: ["[[Known]]", "[[None]]"]\n---\n',
        "2025-01-10.md": "[[Once]] [[Often]]",
        "2025-02-10.md": "[[Often]]",
        "2026-10-01.md": "[[Late]]",
        "Idea.md": "[[Named]]",
    }
    people = strongest_people(view_of(notes))
    assert people == ("Late.md", "Often.md", "Once.md", "Hub.md", "Known.md", "None.md", "Named.md")


def test_ties_to_those_who_are_not_shown_are_counted_as_left_out() -> None:
    picture = draw(view_of({**NOTES, "Dan.md": '---\ntype: person\nknows: ["[[Cy]]", "[[Ada]]"]\n---\n'}), 3)
    shown = {path for group in picture.groups for path in group.members}
    assert shown == {"Ada.md", "Bob.md", "Blog.md"}
    assert [(line.one, line.other) for line in picture.lines if line.sort == "tie"] == [("Ada.md", "Bob.md")]
    assert (picture.more_people, picture.more_sources, picture.more_ties) == (2, 1, 2)


def test_a_group_that_the_user_resized_keeps_its_size() -> None:
    before = redrawn(NOTES)
    rust = group_of(before, "Rust")
    rust.update(width=rust["width"] + 10, height=100)
    more = {**NOTES, **{f"N{n}.md": '---\ntype: person\ngoals: "[[Rust]]"\n---\n' for n in range(12)}}
    found = redrawn(more, before)
    assert group_of(found, "Rust") == rust
    assert_well_drawn(found)


def test_a_group_does_not_grow_into_the_one_below() -> None:
    before = redrawn(NOTES)
    rust, write = group_of(before, "Rust"), group_of(before, "Write")
    below = rust["y"] + rust["height"] + 30
    for node in (write, *(node_of(before, path) for path in ("Write.md", "Blog.md"))):
        node["x"], node["y"] = node["x"] - write["x"] * (node is not write), node["y"] + below
    write["x"] = 0
    more = {**NOTES, **{f"N{n}.md": '---\ntype: person\ngoals: "[[Rust]]"\n---\n' for n in range(12)}}
    found = redrawn(more, before)
    assert not box(group_of(found, "Rust")).is_near(box(group_of(found, "Write")))
    assert not any(is_inside(node_of(found, f"N{n}.md"), group_of(found, "Write")) for n in range(12))
    assert_well_drawn(found)


def test_sources_that_were_dropped_are_not_shown() -> None:
    notes = {"S.md": "---\ntype: source\nstatus: dropped\n---\n", "T.md": "---\ntype: source\n---\n"}
    assert [node["file"] for node in redrawn(notes).nodes if "file" in node] == ["T.md"]


def test_only_what_the_user_drew_is_left_without_us() -> None:
    canvas = redrawn(NOTES)
    assert without_ours(canvas) == Canvas([], [], {})
    ada = node_of(canvas, "Ada.md")
    text = {"id": "t", "type": "text", "text": "x", "x": 0, "y": -900, "width": 10, "height": 10}
    line = {"id": "l", "fromNode": "t", "toNode": ada["id"]}
    mixed = Canvas([*canvas.nodes, text], [*canvas.edges, line], canvas.rest)
    assert without_ours(mixed) == Canvas([ada, text], [line], {})


GOALS = st.lists(st.sampled_from(["Rust", "Write", "Draw", "Nothing"]), max_size=3)
PEOPLE = st.dictionaries(
    st.sampled_from("abcdefghij"), st.tuples(GOALS, st.lists(st.sampled_from("abcdefghij"), max_size=3))
)


def vault_of(people: dict[str, tuple[list[str], list[str]]]) -> dict[str, str]:
    notes = {f"{goal}.md": "---\ntype: goal\n---\n" for goal in ("Rust", "Write", "Draw")}
    for name, (goals, knows) in people.items():
        properties = {"type": "person", "goals": goals, "knows": knows}
        notes[f"{name}.md"] = f"---\n{json.dumps(properties)}\n---\n"
    return notes


@settings(max_examples=40)
@given(PEOPLE, PEOPLE, st.lists(st.tuples(st.sampled_from("abcdefghij"), st.integers(-2000, 2000)), max_size=4))
def test_after_any_change_it_is_valid_nothing_overlaps_and_it_is_at_rest(
    first: dict[str, tuple[list[str], list[str]]],
    then: dict[str, tuple[list[str], list[str]]],
    moves: list[tuple[str, int]],
) -> None:
    before = redrawn(vault_of(first))
    for name, to in moves:
        before = with_node(before, f"{name}.md", x=to, y=5000 + 200 * (ord(name) - ord("a")))
    found = redrawn(vault_of(then), before)
    assert_well_drawn(found)
    assert {node["file"] for node in found.nodes if "file" in node} == vault_of(then).keys()
    assert redrawn(vault_of(then), found) == found
