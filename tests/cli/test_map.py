"""The map and the tables in the vault: written where facts change, the user's own kept, and taken out again."""

import json
from pathlib import Path
from typing import Any

import pytest

from canvases import faults
from conftest import TODAY, Run, write

MAP = "PLN/PLN Network.canvas"
PERSON = "---\ntype: person\n---\n"


@pytest.fixture
def known(vault: Path) -> Path:
    write(vault, "Rust.md", "---\ntype: goal\n---\n")
    write(vault, "Ada.md", '---\ntype: person\ngoals: "[[Rust]]"\nknows: "[[Bob]]"\n---\n')
    write(vault, "Bob.md", PERSON)
    return vault


def reindexed(run: Run, vault: Path) -> Any:
    return run("reindex", "--vault", vault, "--today", TODAY, "--json").json


def canvas(vault: Path) -> Any:
    return json.loads((vault / MAP).read_bytes())


def test_the_map_is_valid_and_left_alone_until_a_fact_changes(run: Run, known: Path) -> None:
    assert MAP in reindexed(run, known)["written"]
    assert faults(canvas(known)) == []
    before = (known / MAP).read_bytes()
    write(known, "Idea.md", "A thought about [[Ada]]\n")
    assert MAP not in reindexed(run, known)["written"]
    assert (known / MAP).read_bytes() == before
    write(known, "Bob.md", '---\ntype: person\ngoals: "[[Rust]]"\n---\n')
    assert MAP in reindexed(run, known)["written"]


def test_saved_by_an_editor_in_its_own_way_it_is_not_written_again(run: Run, known: Path) -> None:
    reindexed(run, known)
    found = canvas(known)
    for node in found["nodes"]:
        node["x"] += 500 if node.get("file") == "Ada.md" else 0
    del found["pln"]
    saved = write(known, MAP, json.dumps(found, indent=4))
    assert run("reindex", "--vault", known, "--check").code == 0
    assert MAP not in reindexed(run, known)["written"]
    assert json.loads(saved.read_bytes()) == found


def test_a_broken_map_is_a_problem_and_left_alone(run: Run, known: Path) -> None:
    reindexed(run, known)
    broken = (known / MAP).read_bytes()[:-40]
    (known / MAP).write_bytes(broken)
    write(known, "Cy.md", PERSON)
    done = reindexed(run, known)
    assert (known / MAP).read_bytes() == broken
    assert [p["path"] for p in done["problems"] if "no canvas" in p["message"]] == [MAP]
    assert "PLN/PLN People.md" in done["written"]
    (known / MAP).unlink()
    assert MAP in reindexed(run, known)["written"]


def test_its_lines_are_no_links_of_the_user(run: Run, known: Path) -> None:
    write(known, "Mine.canvas", '{"nodes":[{"id":"a","type":"file","file":"Ada.md","x":0,"y":0,"width":1,"height":1}]}')
    graph = run("graph", "--vault", known, "--json").json
    links = run("backlinks", "Ada", "--vault", known, "--json").json
    reindexed(run, known)
    assert (known / MAP).exists()
    assert run("graph", "--vault", known, "--json").json == graph
    assert run("backlinks", "Ada", "--vault", known, "--json").json == links
    assert graph["resolved"]["Mine.canvas"] == {"Ada.md": 1}


def test_a_vault_without_a_network_has_no_map(run: Run, vault: Path) -> None:
    write(vault, "Idea.md", "text\n")
    reindexed(run, vault)
    assert not (vault / MAP).exists()


def test_check_sees_a_map_that_would_change(run: Run, known: Path) -> None:
    reindexed(run, known)
    assert run("reindex", "--vault", known, "--today", TODAY, "--check").code == 0
    (known / MAP).unlink()
    assert run("reindex", "--vault", known, "--today", TODAY, "--check").code == 1
    assert not (known / MAP).exists()


def test_the_tables_are_made_once_and_are_the_users_from_then_on(run: Run, known: Path) -> None:
    base = known / "PLN/PLN People.base"
    assert "PLN/PLN People.base" in reindexed(run, known)["written"]
    base.write_text("views: []\n")
    (known / "PLN/PLN Goals.base").unlink()
    write(known, "PLN/PLN Settings.md", "---\ntype: pln-settings\nproperty-names: [relation=role]\n---\n")
    write(known, "Cy.md", PERSON)
    reindexed(run, known)
    assert base.read_text() == "views: []\n"
    assert not (known / "PLN/PLN Goals.base").exists()


def test_remove_takes_map_and_tables_out(run: Run, known: Path) -> None:
    reindexed(run, known)
    assert run("remove", "--vault", known, "--yes", "--json").json["left"] == []
    assert not (known / "PLN").exists()


def test_remove_leaves_what_the_user_drew_and_a_table_they_edited(run: Run, known: Path) -> None:
    reindexed(run, known)
    found = canvas(known)
    text = {"id": "mine", "type": "text", "text": "x", "x": 9000, "y": 0, "width": 10, "height": 10}
    write(known, MAP, json.dumps({**found, "nodes": [*found["nodes"], text]}))
    base = write(known, "PLN/PLN Goals.base", "views: []\n")
    ran = run("remove", "--vault", known, "--yes", "--json").json
    assert canvas(known) == {"nodes": [text], "edges": []}
    assert base.read_text() == "views: []\n"
    assert [row["path"] for row in ran["left"]] == ["PLN/PLN Goals.base"]
    assert not (known / "PLN/PLN People.base").exists()
    again = run("remove", "--vault", known, "--yes", "--json").json
    assert (again["written"], canvas(known)["nodes"]) == ([], [text])


def test_remove_leaves_a_map_it_cannot_read(run: Run, known: Path) -> None:
    reindexed(run, known)
    write(known, MAP, "{")
    ran = run("remove", "--vault", known, "--yes", "--json").json
    assert [row["path"] for row in ran["left"]] == [MAP]
    assert (known / MAP).read_text() == "{"
