"""The whole loop on a copy of the sample vault, for whoever wants to see it first."""

import shutil
from pathlib import Path

import pytest

from conftest import ROOT, TODAY, Run


def test_it_shows_the_loop_and_keeps_nothing(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    ran = run("demo")
    assert ran.code == 0
    assert ran.err == ""
    for title in ("1. The vault, read", "2. The index notes, written", "3. The sources, visited", "4. Today's note"):
        assert title in ran.out
    assert "- [ ] Write to [[" in ran.out
    assert "### Read" in ran.out
    assert list(tmp_path.iterdir()) == []


def test_the_note_it_shows_is_the_note_it_wrote(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    out = run("demo", folder).out
    note = (folder / f"Daily/{TODAY}.md").read_text()
    assert "".join(f"   {line}\n" for line in note.splitlines()) in out
    assert f"The vault is in {folder}" in out
    assert run("reindex", "--vault", folder, "--today", TODAY, "--json").json["written"] == []


def test_the_sample_vault_itself_stays_as_it_is(run: Run) -> None:
    before = {path: path.stat().st_mtime_ns for path in (ROOT / "sample_vault").rglob("*")}
    run("demo")
    assert {path: path.stat().st_mtime_ns for path in (ROOT / "sample_vault").rglob("*")} == before


def test_it_needs_no_network() -> None:
    notes = [*(ROOT / "sample_vault").rglob("*.md")]
    lines = [line for note in notes for line in note.read_text().splitlines() if line.startswith(("feed:", "feeds:"))]
    assert lines
    assert [line for line in lines if "://" in line] == []


def test_a_folder_that_holds_something_is_left_alone(run: Run, tmp_path: Path) -> None:
    (tmp_path / "mine.md").write_text("mine")
    ran = run("demo", tmp_path)
    assert ran.code == 2
    assert f"'{tmp_path}' is not empty" in ran.err
    assert [path.name for path in tmp_path.iterdir()] == ["mine.md"]


@pytest.mark.parametrize("place", ["file", "file/inside", "/proc/demo"])
def test_a_place_that_cannot_be_a_folder_is_one_clear_line(
    run: Run, tmp_path: Path, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("file").write_text("x")
    ran = run("demo", place)
    assert ran.code == 2
    assert "Traceback" not in ran.err
    assert place in ran.err


def test_a_folder_of_an_earlier_demo_begins_anew(run: Run, tmp_path: Path) -> None:
    days = []
    for _ in range(2):
        days.append(run("demo", tmp_path / "vault").out.partition("4. Today's note")[2])
        shutil.rmtree(tmp_path / "vault")
    assert "- [ ] Write to [[" in days[0]
    assert days[1] == days[0]
