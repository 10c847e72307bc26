"""Birthdays in the daily note: a line that wants nothing."""

from pathlib import Path

import pytest

from conftest import TODAY, Run, write

ADA = "---\ntype: person\ncadence: yearly\nbirthday: 1990-11-23\nmet: 2024-11-22\nlast-contact: 2026-11-20\n---\n"


@pytest.fixture
def friends(vault: Path) -> Path:
    write(vault, "Ada.md", ADA)
    return vault


def daily(run: Run, vault: Path, today: str = TODAY) -> str:
    run("daily", "--vault", vault, "--today", today)
    note = vault / f"{today}.md"
    return note.read_text() if note.exists() else ""


def test_a_birthday_comes_once_and_names_nobody_by_a_link(run: Run, friends: Path) -> None:
    found = run("daily", "--vault", friends, "--today", TODAY, "--json").json
    assert [(one["person"], one["what"], one["years"]) for one in found["occasions"]] == [("Ada.md", "met", 2), ("Ada.md", "birthday", 36)]  # fmt: skip
    text = (friends / f"{TODAY}.md").read_text()
    assert "### Reach out\n- You met Ada 2 years ago, on 2024-11-22 ^pln-" in text
    assert "- Birthday of Ada on 2026-11-23 (36) ^pln-" in text
    assert "[[Ada]]" not in text
    for day in (TODAY, "2026-11-24", "2026-11-25"):
        assert daily(run, friends, day).count("Birthday") == (day == TODAY)
    (ada,) = run("people", "--vault", friends, "--today", TODAY, "--json").json
    assert (ada["last_contact"], ada["contacts"]) == ("2026-11-20", 0)


def test_deleted_it_stays_deleted(run: Run, friends: Path) -> None:
    note = friends / f"{TODAY}.md"
    text = daily(run, friends)
    note.write_text("".join(line for line in text.splitlines(keepends=True) if "Birthday" not in line))
    assert "Birthday" not in daily(run, friends)
    assert daily(run, friends, "2026-11-24") == ""


def test_they_take_the_places_of_the_day_and_the_rest_comes_later(run: Run, friends: Path) -> None:
    write(friends, "PLN/PLN Settings.md", "---\ntype: pln-settings\ndaily-follow-ups: 1\nlanguage: de\n---\n")
    write(friends, "Bob.md", "---\ntype: person\ncadence: weekly\nlast-contact: 2026-10-01\n---\n")
    assert "Du kennst Ada seit 2 Jahren, seit 2024-11-22" in daily(run, friends)
    assert "Geburtstag von Ada am 2026-11-23 (36)" in daily(run, friends, "2026-11-24")
    assert "Schreib [[Bob]]" in daily(run, friends, "2026-11-25")


def test_nothing_on_a_quiet_day(run: Run, friends: Path) -> None:
    write(friends, "PLN/PLN Settings.md", "---\ntype: pln-settings\nquiet-days: [monday]\n---\n")
    assert daily(run, friends) == ""
    assert "Birthday" in daily(run, friends, "2026-11-24")
