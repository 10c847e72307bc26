"""Every rule of what counts as contact, in both directions: ``tests/data/contacts.json`` is the table.

A case is a vault on 2026-11-23 with what each person's contacts are: day, direction, channel, minutes, weight. Where a
line of ours was ticked, ``seen`` is the day on which that was first seen.
"""

import json
from datetime import date
from typing import Any

import pytest

from conftest import ROOT
from vault_pln.core.index.index import Index
from vault_pln.core.index.own import is_own_note
from vault_pln.core.kinds.settings import read_settings
from vault_pln.core.markdown.note import read_note
from vault_pln.core.network.found import of_plain, to_plain
from vault_pln.core.network.survey import Survey
from vault_pln.model.network import Contact, Network
from vault_pln.model.settings import Settings
from vault_pln.model.vault import Conventions, DailyNotes

CASES: list[dict[str, Any]] = json.loads((ROOT / "tests/data/contacts.json").read_text(encoding="utf-8"))
PEOPLE = {"Ada.md": "---\ntype: person\n---\n", "Grace.md": "---\ntype: person\n---\n"}
VAULT = Conventions(
    daily=DailyNotes("Daily", template="Templates/Day", configured=True), template_folders=("Templates",)
)


def rules(case: dict[str, Any]) -> Settings:
    given = "".join(f"{key}: {json.dumps(value)}\n" for key, value in case.get("settings", {}).items())
    settings, problems = read_settings(read_note("PLN/x.md", f"---\n{given}---\n".encode()))
    assert problems == []
    return settings


def network(case: dict[str, Any], *, recalled: bool = False) -> Network:
    notes = PEOPLE | case["notes"]
    own = [path for path in notes if is_own_note(path, "PLN")]
    index = Index([read_note(path, text.encode()) for path, text in notes.items()], own=own)
    survey = Survey(index, rules(case), VAULT)
    if recalled:
        survey = Survey(index, rules(case), VAULT, of_plain(to_plain(survey.found)))
    seen = date.fromisoformat(case["seen"]) if "seen" in case else None
    return survey.network(date(2026, 11, 23), lambda _: seen)


def shown(row: Contact) -> str:
    return f"{row.day} {row.direction} {row.channel or '-'} {row.minutes}m {row.weight:g}"


def contacts(found: Network, names: dict[str, Any]) -> dict[str, list[str]]:
    return {name: list(map(shown, found.contacts[f"{name}.md"])) for name in names}


@pytest.mark.parametrize("case", CASES, ids=[one["case"] for one in CASES])
def test_the_table_of_contacts(case: dict[str, Any]) -> None:
    assert contacts(network(case), case["expected"]) == case["expected"]
    assert network(case, recalled=True) == network(case), "what is kept for another run is all of it"


def test_the_table_has_both_directions_of_each_channel_and_direction() -> None:
    rows = {row for case in CASES for rows in case["expected"].values() for row in rows}
    assert {row.split()[1] for row in rows} == {"unknown", "gave", "got", "both"}
    assert {"call", "met", "mail", "chat", "online", "-"} <= {row.split()[2] for row in rows}
    assert sum(not rows for case in CASES for rows in case["expected"].values()) > 30, "and what never counts"
