"""Real vaults, whole: read, indexed, and left byte for byte as they were."""

from pathlib import Path

import pytest

from conftest import Run, snapshot, write
from shared_data import unpack

VAULTS = ("obsidian-hub", "kepano", "obsidian-help-en", "foam-docs")


@pytest.fixture(params=VAULTS)
def real(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return unpack(f"vaults/{request.param}.tar.gz", tmp_path / request.param)


def test_a_reindex_adds_only_our_notes_and_a_second_one_writes_nothing(run: Run, real: Path) -> None:
    write(real, "PLN/PLN Settings.md", '---\ntype: pln-settings\nperson-folders: ["01 - Community/People"]\n---\n')
    before, graph = snapshot(real), run("graph", "--vault", real, "--json").json
    first = run("reindex", "--vault", real, "--json").json
    # a vault without a network has no map
    assert len(first["written"]) == 7 + any(first[what] for what in ("people", "sources", "goals"))
    assert run("reindex", "--vault", real, "--json").json["written"] == []
    assert snapshot(real) == before
    assert run("graph", "--vault", real, "--json").json == graph


def test_init_leaves_the_graph_as_it_was(run: Run, real: Path) -> None:
    before, graph = snapshot(real), run("graph", "--vault", real, "--json").json
    assert run("init", "--vault", real, "--yes").code == 0
    run("reindex", "--vault", real)
    assert snapshot(real) == before
    assert run("graph", "--vault", real, "--json").json == graph


def test_the_people_of_the_hub_and_its_broken_front_matter_are_found(run: Run, tmp_path: Path) -> None:
    hub = unpack("vaults/obsidian-hub.tar.gz", tmp_path / "hub")
    write(hub, "PLN/PLN Settings.md", '---\ntype: pln-settings\nperson-folders: ["01 - Community/People"]\n---\n')
    done = run("reindex", "--vault", hub, "--json").json
    assert done["people"] == 2692
    broken = [p for p in done["problems"] if "properties cannot be read" in p["message"]]
    assert len(broken) == 15
    assert all(problem["line"] for problem in broken)
    assert done["problems"] == broken


def test_templates_of_kepanos_vault_are_no_people(run: Run, tmp_path: Path) -> None:
    kepano = unpack("vaults/kepano.tar.gz", tmp_path / "kepano")
    people = run("people", "--vault", kepano, "--json").json
    assert people
    assert not [row for row in people if row["path"].startswith("Templates/")]
