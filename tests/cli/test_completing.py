"""Completion, asked of the shells themselves."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import ROOT, write

PROGRAM = '#!/bin/sh\nexec {python} -m vault_pln "$@"\n'


@pytest.fixture
def home(vault: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A vault, and a program named vault-pln on the path."""
    write(vault, "People/Ada Lovelace.md", "---\ntype: person\n---\n")
    write(vault, "People/Adam (x).md", "")
    write(vault, "Notes/Bread.md", "")
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "vault-pln").write_text(PROGRAM.format(python=sys.executable))
    (programs / "vault-pln").chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}:{os.environ['PATH']}")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.chdir(vault)
    return vault


def script(shell: str) -> str:
    env = {**os.environ, "_VAULT_PLN_COMPLETE": f"{shell}_source"}
    return subprocess.run(["vault-pln"], env=env, capture_output=True, text=True, check=True).stdout


def bash(words: str, *, at: int) -> list[str]:
    ask = (
        f"COMP_WORDS=({words}); COMP_CWORD={at}; _vault_pln_completion vault-pln; printf '%s\\n' \"${{COMPREPLY[@]}}\""
    )
    done = subprocess.run(["bash", "-c", f"{script('bash')}\n{ask}"], capture_output=True, text=True, check=True)
    return done.stdout.split("\n")[:-1]


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")
def test_bash_completes_commands_options_and_notes(home: Path) -> None:
    assert bash("vault-pln rei", at=1) == ["reindex"]
    assert "--dry-run" in bash("vault-pln reindex --", at=2)
    assert bash("vault-pln show ada", at=2) == ["Ada\\ Lovelace", "Adam\\ \\(x\\)"]
    assert bash("vault-pln show Ada\\\\\\ L", at=2) == ["Ada\\ Lovelace"]
    assert bash(f"vault-pln links --vault {home} Notes/", at=4) == ["Notes/Bread.md"]
    assert bash("vault-pln show --vault /nowhere A", at=4) == [""]


@pytest.mark.skipif(shutil.which("fish") is None, reason="fish is not installed")
def test_fish_completes_notes(home: Path) -> None:
    ask = f"{script('fish')}\ncomplete -C 'vault-pln show Ada'"
    done = subprocess.run(["fish", "-c", ask], capture_output=True, text=True, check=True, cwd=home)
    assert done.stdout.splitlines() == ["Ada Lovelace", "Adam (x)"]


@pytest.mark.skipif(shutil.which("zsh") is None, reason="zsh is not installed")
def test_zsh_takes_the_script(home: Path) -> None:
    (home / "completion.zsh").write_text(script("zsh"))
    words = "autoload -U compinit; compinit -u; source completion.zsh; print $_comps[vault-pln]"
    done = subprocess.run(["zsh", "-fc", words], capture_output=True, text=True, check=True, cwd=home)
    assert done.stdout.strip() == "_vault_pln_completion"
    asked = {**os.environ, "_VAULT_PLN_COMPLETE": "zsh_complete", "COMP_WORDS": "vault-pln show Ada", "COMP_CWORD": "2"}
    answered = subprocess.run(["vault-pln"], env=asked, capture_output=True, text=True, check=True)
    assert answered.stdout.splitlines()[1::3] == ["Ada Lovelace", "Adam (x)"]
