"""Pictures of how the network grew: what is in them, and that names in them are only shown."""

import pytest

from grounds import note, person
from vault_pln.core.outputs.growth import pictures
from vault_pln.core.outputs.mermaid import bars, timeline
from weeks import material

HOSTILE = [
    "A : B",
    "end",
    '%%{init: {"theme":"x"}}%%',
    'x"]; click a "javascript:1"',
    "# h; section",
    "<b>x</b>",
    "`{{a}}",
]


def test_who_and_what_came_stands_in_its_quarter_with_whom_they_came_through() -> None:
    notes = {
        "Ada": person(met="2026-02-01"), "Bob": person(met_via='"[[Ada]]"'),
        "Blog": note("source", since="2026-10-05", found_via='"[[Ada]]"'),
        "2026-08-01": "[[Ada]]", "2026-10-10": "[[Ada]], [[Bob]]",
    }  # fmt: skip
    assert pictures(material(notes).view) == (
        "```mermaid\ntimeline\n    title New in the network\n"
        "    2026-Q1 : Ada\n    2026-Q4 : Blog (through Ada) : Bob (through Ada)\n```\n\n"
        '```mermaid\nxychart-beta\n    title "People met"\n    x-axis ["2026-Q3", "2026-Q4"]\n'
        "    y-axis 0 --> 2\n    bar [1, 2]\n```"
    )


def test_of_one_quarter_there_is_nothing_to_compare() -> None:
    assert pictures(material({"Ada": person(), "2026-11-01": "[[Ada]]"}).view) == ""


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_is_only_shown(name: str) -> None:
    head, kind, title, row, end = timeline(name, [("2026-Q1", [name])]).splitlines()
    assert (head, kind, end) == ("```mermaid", "timeline", "```")
    assert row.count(" : ") == 1
    for sign in '"`<>{}[]%;':
        assert sign not in row.replace(";", "") + title.replace(";", "")
    assert '"]' not in bars(name, [(name, 1)]).replace('"]\n    y-axis', "")
