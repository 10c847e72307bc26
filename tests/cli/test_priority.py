"""Whom first, where there are more than places."""

from pathlib import Path

import pytest

from conftest import TODAY, Run, write


def first(run: Run, vault: Path) -> str:
    write(vault, "PLN/PLN Settings.md", "---\ntype: pln-settings\ndaily-follow-ups: 1\n---\n")
    (one,) = run("daily", "--vault", vault, "--today", TODAY, "--json").json["follow_ups"]
    return str(one["person"])


def person(vault: Path, name: str, last: str, more: str = "") -> None:
    write(vault, f"{name}.md", f"---\ntype: person\ncadence: 20\nlast-contact: {last}\n{more}---\n")


def test_the_later_first(run: Run, vault: Path) -> None:
    person(vault, "Ada", "2026-10-30")
    person(vault, "Bob", "2026-10-29")
    assert first(run, vault) == "Bob.md"


@pytest.mark.parametrize(("last", "chosen"), [("2026-10-29", "Ada.md"), ("2026-10-20", "Bob.md")])
def test_who_asks_for_something_comes_before_who_is_a_little_later(
    run: Run, vault: Path, last: str, chosen: str
) -> None:
    person(vault, "Ada", "2026-10-30", "asks: [a reviewer]\n")
    person(vault, "Bob", last)
    assert first(run, vault) == chosen


def test_who_stands_between_two_circles_comes_before_who_is_a_little_later(run: Run, vault: Path) -> None:
    person(vault, "Ada", "2026-10-30", "knows: ['[[Eve]]', '[[Fay]]']\n")
    person(vault, "Bob", "2026-10-29", "knows: ['[[Eve]]']\n")
    for name in ("Eve", "Fay"):
        write(vault, f"{name}.md", "---\ntype: person\n---\n")
    assert first(run, vault) == "Ada.md"
