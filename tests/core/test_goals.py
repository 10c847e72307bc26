"""Goals: what shows progress, what they are parts of, what would make them clearer, and their shares of the reading."""

from dataclasses import replace
from datetime import date

import pytest

from vault_pln.core.digest.shares import Turns, shares
from vault_pln.core.health.goals import goal_advice
from vault_pln.core.index.index import Index
from vault_pln.core.markdown.note import read_note
from vault_pln.core.network.calibration import calibration
from vault_pln.core.network.evidence import evidence_of, sub_goals
from vault_pln.core.network.survey import Survey
from vault_pln.model.kinds import Goal
from vault_pln.model.network import Network
from vault_pln.model.settings import Settings
from vault_pln.model.vault import Conventions

TODAY = date(2026, 11, 23)
NETWORK = Network(TODAY, {}, {}, {}, None, {}, {}, {}, ())
RUST = "---\ntype: goal\n---\n"


def goals(*given: Goal) -> Network:
    return replace(NETWORK, goals={goal.path: goal for goal in given})


def goal(name: str, weight: float = 1.0, area: str = "", parent: str = "") -> Goal:
    return Goal(f"{name}.md", name, weight=weight, area=area, parent=(parent,) if parent else ())


def evidence(notes: dict[str, str], path: str = "Rust.md") -> list[tuple[str, str, str]]:
    index = Index(read_note(name, text.encode()) for name, text in notes.items())
    network = Survey(index, Settings(), Conventions()).network(TODAY)
    found = evidence_of(path, network, index, Settings(), Conventions())
    return [(one.day.isoformat(), one.path, one.how) for one in found]


@pytest.mark.parametrize(
    ("name", "line", "found"),
    [
        ("2026-11-20.md", "#evidence it blinks, for [[Rust]]", "marked"),
        ("2026-11-20.md", "read about [[Rust]]", "linked"),
        ("2026-11-20.md", "#evidences for [[Rust]]", "linked"),
        ("2026-11-20.md", "- [x] a chapter of [[Rust]]", "task"),
        ("2026-11-20.md", "- [ ] a chapter of [[Rust]]", ""),
        ("Notes.md", "- [x] a chapter of [[Rust]] ✅ 2026-11-20", "task"),
        ("Notes.md", "- [x] a chapter of [[Rust]]", ""),
        ("Notes.md", "about [[Rust]]", ""),
        ("2026-11-24.md", "#evidence for [[Rust]]", ""),
    ],
)
def test_evidence_has_a_day_and_is_never_an_intention(name: str, line: str, found: str) -> None:
    expected = [("2026-11-20", name, found)] if found else []
    assert evidence({"Rust.md": RUST, name: line + "\n"}) == expected


def test_a_task_of_the_goals_own_note_counts_on_its_day() -> None:
    text = RUST + "- [x] one board ✅ 2026-10-01\n- [x] no day\n- [ ] open ✅ 2026-10-02\n"
    assert evidence({"Rust.md": text}) == [("2026-10-01", "Rust.md", "task")]


def test_what_shows_progress_with_a_part_shows_it_for_the_whole() -> None:
    part = "---\ntype: goal\nparent: '[[Rust]]'\n---\n"
    notes = {"Rust.md": RUST, "Borrowing.md": part, "2026-11-20.md": "#evidence [[Borrowing]]\n"}
    assert evidence(notes) == evidence(notes, "Borrowing.md") == [("2026-11-20", "2026-11-20.md", "marked")]


def test_parts_of_parts_are_found_and_a_circle_ends() -> None:
    assert sub_goals("A.md", goals(goal("A"), goal("B", parent="A"), goal("C", parent="b"))) == ("B.md", "C.md")
    assert sub_goals("A.md", goals(goal("A", parent="B"), goal("B", parent="A.md"))) == ("B.md",)


FULL = "## Why\nBecause.\n\nNext step: call\n"
CLEAR = Goal("Rust.md", "Rust", keywords=("rust",), target=date(2027, 1, 1))
SERVED = replace(NETWORK, goals={"Rust.md": CLEAR}, goals_of={"Blog.md": ("Rust.md",)})


@pytest.mark.parametrize(
    ("change", "text", "last", "word"),
    [
        ({}, FULL, TODAY, ""),
        ({"keywords": ()}, FULL, TODAY, "keywords would find"),
        ({"target": None}, FULL, TODAY, "a target date would say"),
        ({"target": date(2026, 1, 1)}, FULL, TODAY, "its target was 2026-01-01"),
        ({"parent": ("Nothing",)}, FULL, TODAY, "its parent 'Nothing' is no goal"),
        ({}, FULL, None, "nothing shows yet what you learned"),
        ({}, FULL, date(2026, 1, 1), "its last evidence is of 2026-01-01"),
        ({}, "Next step: call\n", TODAY, "a line that begins with 'Why:'"),
        ({}, "Why:\n\nNext step: call\n", TODAY, "a line that begins with 'Why:'"),
        ({}, "## Why\n\n## Next step\ncall\n", TODAY, "a line that begins with 'Why:'"),
        ({}, "Warum: darum\n- [ ] anrufen\n", TODAY, ""),
        ({}, "Why: because\n- [x] done\n", TODAY, "a next step, small enough"),
        ({"status": "paused", "keywords": ()}, "", None, ""),
    ],
)
def test_what_is_missing_is_said_as_advice(change: dict[str, object], text: str, last: date | None, word: str) -> None:
    found = goal_advice(CLEAR._replace(**change), text, last, SERVED)  # type: ignore[arg-type]
    assert [word] == [one[: len(word)] for one in found] if word else found == ()


def test_nobody_who_helps_is_said() -> None:
    assert [one[:23] for one in goal_advice(CLEAR, FULL, TODAY, NETWORK)] == ["no person and no source"]


def test_shares_follow_weights_and_an_area_has_a_budget_of_its_own() -> None:
    network = goals(goal("A", 3), goal("B", 1))
    assert shares(network.goals, network) == {"A.md": 0.75, "B.md": 0.25}
    network = goals(goal("A", 1, "work"), goal("B", 3, "Work"), goal("P", 3, "personal"))
    assert shares(network.goals, network) == {"A.md": 0.125, "B.md": 0.375, "P.md": 0.5}


def test_a_part_of_a_goal_shares_its_area() -> None:
    network = goals(goal("A", 1, "work"), goal("B", 1, parent="A"), goal("P", 1, "personal"))
    assert shares(network.goals, network) == {"A.md": 0.25, "B.md": 0.25, "P.md": 0.5}


def test_a_week_of_turns_is_calibrated_to_the_weights() -> None:
    network = goals(goal("A", 3), goal("B", 2), goal("C", 0))
    wanted = shares(network.goals, network)
    given: dict[str, int] = {}
    for _ in range(7):
        turns = Turns(wanted, given, 7)
        for _ in range(7):
            path = turns.next(wanted)
            turns.took(path)
            given[path] = given.get(path, 0) + 1
    assert calibration(wanted, {path: given.get(path, 0) / 49 for path in wanted}) < 0.01


def test_who_catches_up_leaves_the_others_their_share_of_the_day() -> None:
    turns, found = Turns({"A": 0.25, "B": 0.75}, {"B": 40}, 8), []
    for _ in range(8):
        found.append(turns.next(["A", "B"]))
        turns.took(found[-1])
    assert (found.count("A"), found.count("B")) == (4, 4)
