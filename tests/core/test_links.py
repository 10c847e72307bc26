"""Links as written: every row of the reference's sections 1.1 to 1.4 and its traps."""

import json
from pathlib import Path
from typing import Any

import pytest
from test_note import link_facts

from vault_pln.core.markdown.links import link_or_text
from vault_pln.core.markdown.note import read_note

ROWS: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent.parent / "data" / "links.json").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['section']} {row['text'][:40]!r}")
def test_links_are_read_as_the_reference_says(row: dict[str, Any]) -> None:
    note = read_note("note.md", row["text"].encode())
    assert [link_facts(link) for link in note.links] == row["links"], row.get("why", "")


@pytest.mark.parametrize(
    ("value", "meant"),
    [
        ("[[Ada Lovelace]]", "Ada Lovelace"),
        ("[[People/Ada Lovelace|Ada]]", "People/Ada Lovelace"),
        ("[Ada](People/Ada%20Lovelace.md)", "People/Ada Lovelace.md"),
        (" Ada Lovelace ", "Ada Lovelace"),
        ("[not a link]", "[not a link]"),
        ("", ""),
    ],
)
def test_a_property_may_be_a_link_or_a_plain_name(value: str, meant: str) -> None:
    assert link_or_text(value) == meant
