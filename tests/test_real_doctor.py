"""The doctor on a real vault: what is broken is found, and mended without touching another byte."""

from pathlib import Path
from time import process_time
from typing import Any

import pytest

from conftest import Run, snapshot, write
from shared_data import unpack
from vault_pln.core.markdown.frontmatter import read_front_matter

Row = dict[str, Any]


@pytest.fixture
def hub(tmp_path: Path) -> Path:
    folder = unpack("vaults/obsidian-hub.tar.gz", tmp_path / "hub")
    write(folder, "PLN/PLN Settings.md", '---\ntype: pln-settings\nperson-folders: ["01 - Community/People"]\n---\n')
    return folder


def by_sort(rows: list[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row["sort"], []).append(row)
    return found


def test_the_broken_notes_of_the_hub_are_found_each_with_its_edit(run: Run, hub: Path) -> None:
    rows = by_sort(run("doctor", "--vault", hub, "--json").json)
    broken = rows["front matter"]
    assert len({row["path"] for row in broken}) == 15
    assert all(row["fix"] and row["certain"] for row in broken)
    kepano = next(row for row in broken if row["path"].endswith("/kepano.md"))
    assert kepano["fix"] == {"line": 3, "old": "- @kepano", "new": '- "@kepano"'}


def test_its_links_that_miss_people_are_found(run: Run, hub: Path) -> None:
    rows = by_sort(run("doctor", "--vault", hub, "--json").json)
    new = {row["fix"]["new"] for row in rows["link"] if row["fix"]}
    assert "- [[Leah Ferguson|Leah]]" in new
    themselves = [row for row in rows["ambiguous"] if "this note itself" in row["message"]]
    assert "hamsterbase" in {Path(row["path"]).stem for row in themselves}
    assert rows.keys() == {"front matter", "link", "ambiguous"}


def test_all_edits_carried_out_change_their_lines_and_nothing_else(run: Run, hub: Path) -> None:
    before, unresolved = snapshot(hub), run("graph", "--vault", hub, "--json").json["mix"]["unresolved"]
    rows = run("doctor", "--vault", hub, "--fix", "--yes", "--json").json
    mended = [row for row in rows if row["mended"]]
    assert mended == [row for row in rows if row["certain"]]
    after = snapshot(hub)
    paths = {row["path"] for row in mended}
    assert {path for path in before if before[path] != after[path]} == paths
    for path in paths:
        here = [row["fix"] for row in mended if row["path"] == path]
        assert changed_lines(before[path], after[path]) == {fix["line"] for fix in here}
        assert read_front_matter(path, after[path].decode()).problem is None
    assert run("graph", "--vault", hub, "--json").json["mix"]["unresolved"] < unresolved
    assert not [row for row in run("doctor", "--vault", hub, "--json").json if row["certain"]]


def changed_lines(before: bytes, after: bytes) -> set[int]:
    pairs = zip(before.split(b"\n"), after.split(b"\n"), strict=True)
    return {number for number, (old, new) in enumerate(pairs, 1) if old != new}


def test_looking_the_whole_vault_over_takes_about_a_second(run: Run, hub: Path) -> None:
    run("status", "--vault", hub)
    start = process_time()
    run("doctor", "--vault", hub, "--json")
    assert process_time() - start < 5  # reading the cache of 6,572 notes included, on a slow machine
