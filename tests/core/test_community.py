"""Roles for a goal, members of a community, and how often the user takes part."""

from datetime import date

import pytest

from vault_pln.core.index.index import Index
from vault_pln.core.markdown.note import read_note
from vault_pln.core.network.community import Presence, members_of, presence
from vault_pln.core.network.coverage import missing_roles, roles
from vault_pln.core.network.survey import Survey
from vault_pln.model.network import Network
from vault_pln.model.settings import Settings
from vault_pln.model.vault import Conventions

TODAY = date(2026, 11, 23)
GOAL = {"Rust": "---\ntype: goal\n---\n"}


def seen(notes: dict[str, str]) -> tuple[Index, Network]:
    index = Index([read_note(f"{name}.md", text.encode()) for name, text in notes.items()])
    return index, Survey(index, Settings(), Conventions()).network(TODAY)


def person(*relation: str) -> str:
    return f'---\ntype: person\nrelation: [{", ".join(relation)}]\ngoals: "[[Rust]]"\n---\n'


def source(medium: str, more: str = "") -> str:
    return f'---\ntype: source\nmedium: {medium}\ngoals: "[[Rust]]"\n{more}---\n'


def test_everybody_is_listed_under_each_of_their_roles() -> None:
    notes = {**GOAL, "Ada": person("Mentor", "peer"), "Bob": person("collaborator"), "Club": source("community")}
    _, network = seen({**notes, "Eve": "---\ntype: person\nrelation: mentee\n---\n", "Blog": source("blog")})
    assert roles(network.goals["Rust.md"], network) == {
        "mentor": ["Ada.md"], "expert": [], "peer": ["Ada.md"], "collaborator": ["Bob.md"], "mentee": [],
        "community": ["Club.md"],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("notes", "missing"),
    [
        ({}, ["peer", "mentor or expert", "mentee", "community"]),
        ({"Ada": person("expert")}, ["peer", "mentee", "community"]),
        ({"Ada": person("mentor"), "Bob": person("collaborator")}, ["mentee", "community"]),
        ({"Ada": person("mentee", "peer", "mentor"), "F": source("forum")}, []),
    ],
)
def test_what_nobody_fills_is_missing(notes: dict[str, str], missing: list[str]) -> None:
    _, network = seen({**GOAL, **notes})
    assert missing_roles(network.goals["Rust.md"], network) == missing


def test_members_are_the_people_of_the_network_among_those_named() -> None:
    club = source("community", 'members: ["[[Ada]]", Bob, "[[Nobody]]", "[[Rust]]", "[[Ada]]"]\n')
    index, network = seen({**GOAL, "Ada": person(), "Bob": person(), "Club": club})
    assert members_of(index, network, network.sources["Club.md"]) == ("Ada.md", "Bob.md")


def test_taking_part_is_counted_in_days() -> None:
    notes = {
        "Club": source("community"),
        "2026-11-01": "At [[Club]]\nand again [[Club]]\n",
        "Evening": "---\ntype: meeting\ndate: 2026-11-19\n---\n[[Club]]\n",
        "2026-12-24": "[[Club]] to come\n",
        "Idea": "for [[Club]]\n",
    }  # fmt: skip
    index, _ = seen(notes)
    assert presence(index, "Club.md", Settings(), Conventions(), TODAY) == Presence(2, date(2026, 11, 19))
    assert presence(index, "Idea.md", Settings(), Conventions(), TODAY) == Presence(0, None)
