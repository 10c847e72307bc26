"""Work in a process of its own: what it says comes back, and whatever it does costs only itself."""

import sys
from pathlib import Path

import pytest

from vault_pln.edge.apart import run_apart


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A module that another process can import, whatever stands in it."""
    monkeypatch.syspath_prepend(tmp_path)
    return tmp_path / "apart_work.py"


def said(module: Path, code: str, data: bytes = b"") -> bytes | None:
    module.write_text(f"import sys\nfrom vault_pln.edge.apart import limit\n{code}\n")
    return run_apart(module.stem, data, cpu=9, seconds=60.0)


def test_it_is_given_bytes_and_gives_bytes(module: Path) -> None:
    data = b"\0\r\n\xff" * 100_000
    assert said(module, "sys.stdout.buffer.write(sys.stdin.buffer.read()[::-1])", data) == data[::-1]


@pytest.mark.parametrize(
    "code",
    [
        "raise ValueError('never mind')",
        "sys.exit(3)",
        "import os; os.abort()",
        "limit(1)\nwhile True: pass",
        "limit(20)\nbytearray(3_000_000_000)",
        "def deeper(n): return deeper(n + 1) + 1\ndeeper(0)",
    ],
)
def test_what_goes_wrong_there_is_no_answer_here(module: Path, code: str) -> None:
    assert said(module, code) is None


def test_one_that_sleeps_is_killed(module: Path) -> None:
    module.write_text("import threading\nthreading.Event().wait()\n")
    assert run_apart(module.stem, b"", cpu=9, seconds=2.0) is None


def test_one_that_never_reads_is_no_trouble(module: Path) -> None:
    assert said(module, "sys.stdout.write('done')", b"x" * 5_000_000) == b"done"


def test_nothing_of_the_working_folder_is_imported(
    module: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "vault"
    folder.mkdir()
    (folder / "json.py").write_text("raise SystemExit('a module of the vault was run')")
    monkeypatch.chdir(folder)
    monkeypatch.setattr(sys, "path", ["", *sys.path])
    assert said(module, "import json\nsys.stdout.write(json.dumps(1))") == b"1"
