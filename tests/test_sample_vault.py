"""The sample vault is its own golden file: run over a copy, nothing in it may change."""

import shutil
from pathlib import Path

import pytest

from conftest import ROOT, TODAY, Run
from vault_pln.core.outputs import INDEX_FILES
from vault_pln.core.outputs.settings_note import settings_note


def files(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_a_reindex_of_the_sample_vault_changes_nothing(run: Run, sample: Path) -> None:
    before = files(sample)
    ran = run("reindex", "--vault", sample, "--today", TODAY, "--json").json
    assert ran["written"] == []
    assert files(sample) == before


def test_made_anew_its_notes_are_the_same_to_the_byte(run: Run, sample: Path) -> None:
    before = files(sample)
    for name in INDEX_FILES:
        (sample / "PLN" / name).unlink()
    run("reindex", "--vault", sample, "--today", TODAY)
    assert files(sample) == before


def test_its_settings_note_and_templates_are_those_that_init_writes(sample: Path) -> None:
    given = {"timezone": "Europe/Lisbon", "daily-follow-ups": 3, "language": "en"}
    assert (sample / "PLN/PLN Settings.md").read_text() == settings_note(given)  # type: ignore[arg-type]
    for template in (ROOT / "templates").iterdir():
        assert (sample / "PLN/Templates" / template.name).read_bytes() == template.read_bytes()


def test_the_whole_loop_gives_the_day_that_was_written_down(run: Run, sample: Path) -> None:
    run("fetch", "--vault", sample, "--today", TODAY, "--all")
    run("daily", "--vault", sample, "--today", TODAY)
    note = (sample / f"Daily/{TODAY}.md").read_bytes()
    assert note == (ROOT / "tests/data/sample-day.md").read_bytes()


def test_it_is_a_vault_worth_the_name(run: Run, sample: Path) -> None:
    done = run("reindex", "--vault", sample, "--today", TODAY, "--json").json
    assert done["people"] >= 12
    assert done["sources"] >= 12
    assert done["goals"] == 4
    assert done["problems"] == []
    assert len(list((sample / "Daily").glob("*.md"))) >= 60
    assert len({row["medium"] for row in run("sources", "--vault", sample, "--json").json}) >= 10


def test_two_devices_write_the_same_bytes(
    run: Run, sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other"
    shutil.copytree(sample, other)
    for vault, device, zone in ((sample, "a-1", "Pacific/Auckland"), (other, "b-2", "America/Lima")):
        monkeypatch.setenv("VAULT_PLN_DEVICE", device)
        monkeypatch.setenv("TZ", zone)
        run("fetch", "--vault", vault, "--today", TODAY, "--all")
        run("daily", "--vault", vault, "--today", TODAY)
    assert (sample / f"Daily/{TODAY}.md").read_bytes() == (other / f"Daily/{TODAY}.md").read_bytes()
