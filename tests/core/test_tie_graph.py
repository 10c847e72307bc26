"""Who knows whom."""

from datetime import date

import pytest

from vault_pln.core.index.index import Index
from vault_pln.core.markdown.note import read_note
from vault_pln.core.network.survey import Survey
from vault_pln.core.network.tie_graph import CROWD, ties
from vault_pln.model.network import Tie
from vault_pln.model.settings import Settings
from vault_pln.model.vault import Conventions


def graph_of(notes: dict[str, str], today: date = date(2026, 11, 23)) -> dict[str, dict[str, Tie]]:
    index = Index([read_note(f"{name}.md", text.encode()) for name, text in notes.items()])
    settings, vault = Settings(), Conventions()
    found = ties(index, Survey(index, settings, vault).network(today), settings, vault)
    return {path[:-3]: {other[:-3]: tie for other, tie in others.items()} for path, others in found.items()}


def tied(notes: dict[str, str]) -> dict[str, set[str]]:
    return {person: set(others) for person, others in graph_of(notes).items()}


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


def people_of(kind: str, *people: str) -> str:
    links = ", ".join(f'"[[{name}]]"' for name in people)
    return f"---\n{kind}\npeople: [{links}]\n---\n"


TWO = {"Ada": PERSON, "Grace": PERSON}


def test_what_speaks_for_a_tie_is_counted() -> None:
    notes = {
        **TWO,
        "Ada": '---\ntype: person\nknows: "[[Grace]]"\n---\n',
        "M1": people_of("type: meeting\ndate: 2026-11-18", "Ada", "Grace"),
        "M2": people_of("type: event\ndate: 2026-11-20", "Grace", "Ada", "Grace"),
        "Compiler": people_of("status: running", "Ada", "Grace"),
    }
    assert graph_of(notes)["Ada"] == {"Grace": Tie(declared=True, meetings=2, projects=1)}
    assert graph_of(notes)["Grace"] == {"Ada": Tie(declared=True, meetings=2, projects=1)}


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("Templates/Project", people_of("status: {{status}}", "Ada", "Grace")),
        ("PLN/PLN Notes", people_of("status: running", "Ada", "Grace")),
        ("2026-11-20", people_of("mood: fine", "Ada", "Grace")),
        ("Planned", people_of("type: meeting", "Ada", "Grace")),
        ("Learn", people_of("type: goal", "Ada", "Grace")),
        ("Club", people_of("type: source", "Ada", "Grace")),
    ],
)
def test_what_only_looks_like_a_project_ties_nobody(path: str, text: str) -> None:
    assert tied({**TWO, path: text}) == {"Ada": set(), "Grace": set()}


def test_a_project_is_no_contact() -> None:
    notes = {**TWO, "Compiler": people_of("status: running", "Ada", "Grace")}
    index = Index([read_note(f"{name}.md", text.encode()) for name, text in notes.items()])
    network = Survey(index, Settings(), Conventions()).network(date(2026, 11, 23))
    assert network.contacts == {"Ada.md": (), "Grace.md": ()}


def test_a_crowd_ties_nobody() -> None:
    for size, expected in ((CROWD, CROWD - 1), (CROWD + 1, 0)):
        names = [f"P{number}" for number in range(size)]
        notes = {**dict.fromkeys(names, PERSON), "M": people_of("type: event\ndate: 2026-11-20", *names)}
        assert {len(others) for others in graph_of(notes).values()} == {expected}


def test_the_properties_of_a_project_under_the_users_own_name_count() -> None:
    note = read_note("M.md", b'---\nGruppe: ["[[Ada]]", "[[Grace]]"]\n---\n')
    index = Index([note, *(read_note(f"{name}.md", text.encode()) for name, text in TWO.items())])
    settings = Settings(property_names={"people": "Gruppe"})
    found = ties(index, Survey(index, settings, Conventions()).network(date(2026, 11, 23)), settings, Conventions())
    assert found["Ada.md"] == {"Grace.md": Tie(projects=1)}
