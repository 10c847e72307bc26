"""Which file a link means: every rule of the reference's section 1.5."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault_pln.core.index.index import Index
from vault_pln.core.index.names import Names, folded
from vault_pln.model.note import Link

CASES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent.parent / "data" / "resolution.json").read_text(encoding="utf-8")
)
PARTS = st.sampled_from(["a", "b", "Note", "note", "NOTE.md", "x.png", "ä", "a\u0308", "..", ".", "n.md.md"])
PATHS = st.lists(PARTS, min_size=1, max_size=3).map("/".join)
FILES = st.lists(PATHS.filter(lambda path: "./" not in f"{path}/").map(lambda path: f"{path}.md"), max_size=8)
TARGETS = st.builds(lambda head, path, tail: head + path + tail, st.sampled_from(["", "/", "./", "../"]), PATHS,
                    st.sampled_from(["", "#H", ".md", "/", " "]))  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["what"])
def test_a_link_means_the_file_that_obsidian_takes(case: dict[str, Any]) -> None:
    for files in (case["files"], case["files"][::-1]):
        names = Names(files)
        for row in case["links"]:
            found = names.resolve(row["link"], row["from"])
            assert (found.path, found.how, found.case) == (row["path"], row["how"], row.get("case", False)), row


@given(FILES, TARGETS, PATHS)
def test_the_order_of_the_files_never_matters(files: list[str], target: str, source: str) -> None:
    found = Names(files).resolve(target, source)
    other = Names(files[::-1]).resolve(target, source)
    assert (found.path, found.how, found.case) == (other.path, other.how, other.case)
    assert set(found.candidates) == set(other.candidates)
    assert found.path is None or found.path in found.candidates


@given(FILES, TARGETS, PATHS)
def test_the_fast_way_to_a_target_gives_what_resolving_gives(files: list[str], target: str, source: str) -> None:
    index = Index(files=files)
    assert index.target(Link(target, "wikilink", 1), source) == index.resolve(target, source).path


@given(FILES, PATHS)
def test_a_whole_path_always_means_its_file(files: list[str], source: str) -> None:
    names = Names(files)
    for path in files:
        for link in (path, f"/{path}#H"):
            found = names.resolve(link, source).path
            assert found == path or folded(found or "") == folded(path)
            assert found == path or not path.isascii(), "twins that differ in how an umlaut is made"


@given(st.text(max_size=20), st.text(max_size=20), st.lists(st.text(min_size=1, max_size=10), max_size=4))
def test_no_link_makes_it_raise(target: str, source: str, files: list[str]) -> None:
    index = Index(files=files)
    assert index.target(Link(target, "wikilink", 1), source) == index.resolve(target, source).path


def test_namesakes_are_all_files_that_a_name_could_mean() -> None:
    names = Names(["b/Note.md", "a/note.md", "Note.png", "other.md"])
    assert names.namesakes("a/note.md") == ("a/note.md", "b/Note.md")
    assert "a/note.md" in names
    assert "a/Note.md" not in names
