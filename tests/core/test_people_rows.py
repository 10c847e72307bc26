"""The index of people: rows told before are told anew where anything they are made from changed."""

from datetime import date

import pytest

from vault_pln.core.index.index import Index
from vault_pln.core.markdown.note import read_note
from vault_pln.core.network.survey import Survey
from vault_pln.core.outputs.people import Rows
from vault_pln.core.outputs.view import View, view_at
from vault_pln.model.settings import Settings
from vault_pln.model.vault import Conventions

TODAY = date(2026, 11, 23)
ADA = {"b/Ada.md": "---\ntype: person\nrelation: peer\ngoals: '[[Rust]]'\ncadence: 7\n---\n"}
CY = {"Cy.md": "---\ntype: person\n---\n"}
TASK = "- [x] Mail [[Cy]] ✅ 2026-11-{}\n"

CHANGES: dict[str, tuple[dict[str, str], dict[str, str]]] = {
    "what the note says": (ADA, {"b/Ada.md": "---\ntype: person\nrelation: mentor\n---\n"}),
    "somebody new": (ADA, {**ADA, **CY}),
    "somebody gone": ({**ADA, **CY}, ADA),
    "a contact on another day": ({**CY, "N.md": TASK.format("02")}, {**CY, "N.md": TASK.format("05")}),
    "one more backlink": (ADA, {**ADA, "N.md": "[[b/Ada]]"}),
    "a note becomes a goal": ({**ADA, "Rust.md": ""}, {**ADA, "Rust.md": "---\ntype: goal\n---\n"}),
    "another note of that name": (ADA, {**ADA, "Ada.md": ""}),
    "the only note of that name": ({**ADA, "Ada.md": ""}, ADA),
}


def view_of(notes: dict[str, str], settings: Settings) -> View:
    index = Index([read_note(path, text.encode()) for path, text in notes.items()])
    return view_at(index, Survey(index, settings, Conventions()), settings, Conventions(), (), TODAY)


def check(before: View, after: View) -> None:
    rows = Rows()
    first = rows.rows(before)
    assert rows.rows(after) == Rows().rows(after) != first
    assert rows.rows(before) == first


@pytest.mark.parametrize("name", CHANGES)
def test_a_row_follows_what_it_is_made_from(name: str) -> None:
    before, after = (view_of(notes, Settings()) for notes in CHANGES[name])
    check(before, after)


@pytest.mark.parametrize("changed", [Settings(language="de"), Settings(cadences={"peer": 90}), Settings(cadences={})])
def test_a_row_follows_the_settings(changed: Settings) -> None:
    notes = {"Ada.md": "---\ntype: person\nrelation: peer\nmet: 2026-01-01\n---\n"}
    check(view_of(notes, Settings()), view_of(notes, changed))
