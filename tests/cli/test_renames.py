"""A note that is renamed or moved keeps its memory, also when it happened while nothing ran."""

from pathlib import Path

import pytest

from conftest import TODAY, Run, write
from vault_pln.core.index.renames import renames

ADA = "---\ntype: person\ncadence: monthly\n---\nAbout her.\n"


@pytest.fixture
def friends(run: Run, vault: Path) -> Path:
    write(vault, "Ada.md", ADA)
    write(vault, "2026-10-01.md", "Talked with [[Ada]]\n")
    run("daily", "--vault", vault, "--today", TODAY)
    return vault


def rename(vault: Path, old: str, new: str) -> None:
    """As Obsidian does it: the file moves, and links to it are changed."""
    (vault / new).parent.mkdir(exist_ok=True)
    (vault / old).rename(vault / new)
    name, fresh = Path(old).stem, Path(new).stem
    for note in vault.glob("*.md"):
        note.write_text(note.read_text().replace(f"[[{name}]]", f"[[{fresh}]]"))


@pytest.mark.parametrize("new", ["Ada Lovelace.md", "People/Ada.md", "People/Ada Lovelace.md"])
def test_a_person_with_an_open_line_gets_no_second_one(run: Run, friends: Path, new: str) -> None:
    rename(friends, "Ada.md", new)
    for day in (TODAY, "2026-11-24", "2026-12-24"):
        assert run("daily", "--vault", friends, "--today", day, "--json").json["written"] is False


def test_a_round_that_was_deleted_stays_deleted_under_the_new_name(run: Run, friends: Path) -> None:
    (friends / f"{TODAY}.md").write_text("deleted\n")
    rename(friends, "Ada.md", "Ada Lovelace.md")
    assert run("daily", "--vault", friends, "--today", "2026-11-24", "--json").json["written"] is False
    assert run("daily", "--vault", friends, "--today", "2026-11-30", "--json").json["written"] is True


def test_a_name_read_in_between_makes_no_difference(run: Run, friends: Path) -> None:
    (friends / f"{TODAY}.md").write_text("deleted\n")
    rename(friends, "Ada.md", "Ada Lovelace.md")
    assert run("people", "--vault", friends, "--today", TODAY, "--json").json[0]["due"] == "2026-11-30"
    rename(friends, "Ada Lovelace.md", "Countess.md")
    run("show", "Countess", "--vault", friends)
    assert run("daily", "--vault", friends, "--today", "2026-11-24", "--json").json["written"] is False


def test_a_note_that_is_gone_for_a_while_and_comes_elsewhere_is_known(run: Run, friends: Path) -> None:
    (friends / f"{TODAY}.md").write_text("deleted\n")
    text = (friends / "Ada.md").read_bytes()
    (friends / "Ada.md").unlink()
    run("people", "--vault", friends, "--today", TODAY)
    (friends / "Ada Lovelace.md").write_bytes(text)
    (friends / "2026-10-01.md").write_text("Talked with [[Ada Lovelace]]\n")
    assert run("daily", "--vault", friends, "--today", "2026-11-24", "--json").json["written"] is False


def test_what_a_source_showed_is_counted_under_its_new_name(run: Run, sample: Path) -> None:
    run("fetch", "--vault", sample, "--today", TODAY, "--all")
    run("daily", "--vault", sample, "--today", TODAY)

    def shown() -> dict[str, int]:
        rows = run("sources", "--vault", sample, "--today", TODAY, "--json").json
        return {row["name"]: row["shown"] for row in rows}

    before = shown()["sprout-hal releases"]
    assert before > 0
    (sample / "Sources/sprout-hal releases.md").rename(sample / "Sources/Sprout.md")
    assert shown()["Sprout"] == before


@pytest.mark.parametrize(
    ("gone", "come", "expected"),
    [
        ({"a": "1"}, {"b": "1"}, {"a": "b"}),
        ({"a": "1"}, {"b": "2"}, {}),
        ({"a": "1", "b": "1"}, {"c": "1"}, {}),
        ({"a": "1"}, {"b": "1", "c": "1"}, {}),
        ({"x/a": "1", "x/b": "1"}, {"y/a": "1", "y/b": "1"}, {"x/a": "y/a", "x/b": "y/b"}),
        ({}, {"b": "1"}, {}),
    ],
)
def test_only_what_is_certain_is_a_rename(gone: dict[str, str], come: dict[str, str], expected: dict[str, str]) -> None:
    assert renames(gone, come) == expected
