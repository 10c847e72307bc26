"""The measures as people, sources and goals tell them."""

from pathlib import Path
from typing import Any

import pytest

from conftest import TODAY, Run, write


@pytest.fixture
def known(vault: Path) -> Path:
    write(vault, "Rust.md", "---\ntype: goal\n---\n")
    write(
        vault, "Ada.md", '---\ntype: person\nrelation: mentor\ngoals: "[[Rust]]"\nknows: ["[[Bob]]", "[[Cy]]"]\n---\n'
    )
    write(vault, "Bob.md", '---\ntype: person\nknows: "[[Cy]]"\n---\n')
    write(vault, "Cy.md", "---\ntype: person\n---\n")
    write(vault, "Dan.md", '---\ntype: person\nmet-via: "[[Ada]]"\n---\n')
    write(vault, "Eve.md", "---\ntype: person\n---\n")
    club = '---\ntype: source\nmedium: community\ngoals: "[[Rust]]"\nmembers: ["[[Bob]]", "[[Ada]]"]\n---\n'
    write(vault, "Club.md", club)
    write(vault, "2026-11-20.md", "At [[Club]]\nReviewed a talk for [[Ada]] #gave\n")
    write(vault, "2026-11-21.md", "A hint for [[Ada]] #gave\n")
    return vault


def rows(run: Run, vault: Path, what: str) -> dict[str, Any]:
    return {row["name"]: row for row in run(what, "--vault", vault, "--today", TODAY, "--json").json}


def test_constraint_is_that_of_the_graph_without_weights(run: Run, known: Path) -> None:
    found = rows(run, known, "people")
    assert {name: row["constraint"] for name, row in found.items()} == {
        "Ada": pytest.approx(0.611111, abs=1e-6),
        "Bob": pytest.approx(1.006944, abs=1e-6),
        "Cy": pytest.approx(1.006944, abs=1e-6),
        "Dan": 1.0,
        "Eve": None,
    }


def test_balance_says_who_gave_more(run: Run, known: Path) -> None:
    ada, bob = (rows(run, known, "people")[name] for name in ("Ada", "Bob"))
    assert (ada["gave"], ada["got"], ada["balance"]) == (2, 0, 0.5)
    assert (bob["gave"], bob["got"], bob["balance"]) == (0, 0, 0.0)


def test_a_goal_lists_its_roles_and_a_community_its_members(run: Run, known: Path) -> None:
    goal, club = rows(run, known, "goals")["Rust"], rows(run, known, "sources")["Club"]
    assert goal["roles"] == {
        "mentor": ["Ada.md"], "expert": [], "peer": [], "collaborator": [], "mentee": [], "community": ["Club.md"],
    }  # fmt: skip
    assert goal["gaps"][0] == "no dated note names it: Ada helps with it; last talked 2026-11-21"
    assert club["members"] == ["Bob.md", "Ada.md"]
    assert club["present"] == {"days": 1, "last": "2026-11-20"}


ENTRY = "<item><title>{n}</title><link>https://x.example/{n}</link><pubDate>{day}</pubDate></item>"


def test_a_source_is_quiet_against_its_own_rhythm(run: Run, vault: Path) -> None:
    for name, days in (("Slow", ("03 Nov 2025", "03 May 2026")), ("Fast", ("01 Sep 2026", "08 Sep 2026"))):
        items = "".join(ENTRY.format(n=f"{name}{n}", day=f"{day} 08:00:00 GMT") for n, day in enumerate(days))
        write(vault, f"{name}.xml", f'<rss version="2.0"><channel><title>{name}</title>{items}</channel></rss>')
        write(vault, f"{name}.md", f"---\ntype: source\nfeed: {name}.xml\n---\n")
    write(vault, "Book.md", "---\ntype: source\nmedium: book\n---\n")
    assert run("fetch", "--vault", vault, "--today", TODAY, "--all").code == 0
    found = {name: (row["staleness"], row["quiet"]) for name, row in rows(run, vault, "sources").items()}
    assert found == {"Slow": (1.13, False), "Fast": (10.86, True), "Book": (None, False)}
