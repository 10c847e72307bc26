"""What the user excluded in Obsidian is nobody and nothing to the network, and still a target of links."""

from pathlib import Path

import pytest

from conftest import Run, write
from vault_pln.core.kinds.kind import is_excluded


@pytest.mark.parametrize(
    ("excluded", "path", "out"),
    [
        ("Archive/", "Archive/Ada.md", True),
        ("Archive/", "Notes/Archive/Ada.md", False),
        ("Archive/Ada.md", "Archive/Ada.md", True),
        ("/^Arch.*Ada/", "Archive/Ada.md", True),
        ("/[/", "Archive/Ada.md", False),
    ],
)
def test_an_entry_is_the_beginning_of_a_path_or_a_regular_expression(excluded: str, path: str, out: bool) -> None:
    assert is_excluded(path, (excluded,)) is out


def test_an_excluded_person_is_not_listed_and_links_to_them_resolve(run: Run, vault: Path) -> None:
    write(vault, ".obsidian/app.json", '{"userIgnoreFilters": ["Archive/"]}')
    write(vault, "Archive/Ada.md", "---\ntype: person\n---\n")
    write(vault, "Note.md", "[[Ada]]\n")
    assert run("people", "--vault", vault, "--json").json == []
    assert run("links", "Note", "--vault", vault, "--json").json[0]["resolved"] == "Archive/Ada.md"


def test_no_list_of_excluded_files_is_no_mistake(run: Run, vault: Path) -> None:
    write(vault, ".obsidian/app.json", '{"userIgnoreFilters": null}')
    write(vault, "Ada.md", "---\ntype: person\n---\n")
    assert len(run("people", "--vault", vault, "--json").json) == 1
