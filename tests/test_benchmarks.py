"""The benchmarks' own parts on a tiny vault; nothing here is about time."""

import subprocess
import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

from conftest import TODAY, Run, snapshot, write

BENCHMARKS = Path(__file__).parent / "benchmarks"


def program(name: str, *args: str | Path) -> str:
    argv = [sys.executable, str(BENCHMARKS / name), *map(str, args)]
    return subprocess.run(argv, capture_output=True, text=True, check=True).stdout


@pytest.fixture
def vaults(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    return import_module("vaults")


@pytest.fixture
def timing(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    return import_module("timing")


def test_the_floor_reads_every_note_and_swallows_what_it_cannot_load(vault: Path) -> None:
    write(vault, "Good.md", "---\na: 1\n---\n")
    write(vault, "folder/Broken.md", "---\na: [\n---\n")
    (vault / "Bytes.md").write_bytes(b"\xff")
    write(vault, ".obsidian/Hidden.md", "")
    write(vault, "no note.txt", "")
    assert program("floor.py", vault) == "3 notes, 1 of them loaded\n"


def test_copies_are_the_notes_as_they_are_under_numbers(vaults: ModuleType, vault: Path, tmp_path: Path) -> None:
    write(vault, "A.md", "[[B]]")
    write(vault, "folder/B.md", "[[A]]\r\n")
    assert vaults.copy_notes(vault, tmp_path / "large", 5) == ["01", "02", "03"]
    first, second = {"A.md": b"[[B]]"}, {"folder/B.md": b"[[A]]\r\n"}
    copied = {f"{n}/{path}": text for n in ("01", "02") for path, text in (first | second).items()}
    assert snapshot(tmp_path / "large") == copied | {"03/A.md": b"[[B]]"}


def test_the_pathological_vault_has_what_it_says(run: Run, vaults: ModuleType, vault: Path) -> None:
    vaults.pathological(vault, vaults.Sizes(2, 3, 4_000, 220, 50, 30, 5))
    assert (vault / "Long.md").stat().st_size >= 4_000
    assert len(run("links", "2026-01-01", "--vault", vault, "--json").json) == 50
    missing = run("graph", "--vault", vault, "--json").json["unresolved"].values()
    assert sum(found.get("Nobody yet", 0) for found in missing) == 30
    assert len(list(vault.rglob("Same.md"))) == 5
    assert (vault / "Long line.md").read_text(encoding="utf-8").count("[[Same]]") == 10
    assert len(run("backlinks", vaults.LINKED, "--vault", vault, "--json").json) == 3
    assert run("reindex", "--vault", vault, "--today", TODAY, "--json").json["people"] == 2


def test_programs_run_in_turn_after_a_round_that_does_not_count(timing: ModuleType) -> None:
    turns: list[str] = []
    argv = [sys.executable, "-c", "pass"]
    programs = [timing.Program(name, argv, prepare=lambda name=name: turns.append(name)) for name in "AB"]
    figures = timing.in_turn(programs, rounds=2)
    assert turns == ["A", "B"] * 3
    assert [one.name for one in figures] == ["A", "B"]
    assert figures[0].cpu_ratio == figures[0].wall_ratio == 1
    assert all(one.spent.cpu > 0 and one.spent.wall > 0 and one.spent.peak > 1 for one in figures)


def test_a_program_that_fails_is_no_measurement(timing: ModuleType) -> None:
    failing = timing.Program("it", [sys.executable, "-c", "raise SystemExit('no reason')"])
    with pytest.raises(RuntimeError, match="it ended with 1: no reason"):
        timing.run(failing)


def test_sweeps_count_the_requests_of_a_vault_in_which_nothing_is_due() -> None:
    lines = program("sweeps.py", "--feeds", "0", "--many", "3").splitlines()
    assert lines[0].startswith("3 sources, visited once before")
    assert [(line.split()[:2], line.split()[-1]) for line in lines[2:]] == [
        (["vault-pln", "reindex"], "0"),
        (["vault-pln", "fetch"], "0"),
    ]


def test_one_case_can_be_asked_for() -> None:
    lines = program("run.py", "--only", "help", "--rounds", "1").splitlines()
    assert [line.split()[0] for line in lines[3:5]] == ["start", "import"]
    assert lines[5].split()[0] == "help"
