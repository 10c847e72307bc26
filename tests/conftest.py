"""What tests share: a copy of the sample vault, a machine of its own for each test, and commands run in process."""

import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from daemons import ROOT, TODAY, Daemon
from vault_pln.cli import main

__all__ = ["ROOT", "TODAY"]

settings.register_profile("steady", deadline=None, derandomize=True)
settings.load_profile("steady")


@dataclass(frozen=True)
class Ran:
    """What a command printed and how it ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Ran]
Watch = Callable[..., Daemon]


@pytest.fixture(autouse=True)
def machine(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """State and cache of this test alone, and a device of a known name."""
    base = tmp_path_factory.mktemp("machine")
    monkeypatch.setenv("VAULT_PLN_STATE", str(base / "state"))
    monkeypatch.setenv("VAULT_PLN_CACHE", str(base / "cache"))
    monkeypatch.setenv("VAULT_PLN_DEVICE", "desk-0001")
    monkeypatch.delenv("VAULT_PLN_VAULT", raising=False)
    return base


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    """An empty vault."""
    folder = tmp_path / "vault"
    (folder / ".obsidian").mkdir(parents=True)
    return folder


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """A copy of the sample vault."""
    folder = tmp_path / "sample"
    shutil.copytree(ROOT / "sample_vault", folder)
    return folder


@pytest.fixture
def run(capsysbinary: pytest.CaptureFixture[bytes]) -> Run:
    """Run a command as the shell would."""

    def command(*args: str | os.PathLike[str]) -> Ran:
        capsysbinary.readouterr()
        code: Any = 0
        try:
            main([os.fspath(arg) for arg in args])
        except SystemExit as stop:
            code = stop.code
        found = capsysbinary.readouterr()
        return Ran(int(code or 0), found.out.decode(), found.err.decode())

    return command


def write(vault: Path, path: str, text: str) -> Path:
    """A note of a vault, with its folders."""
    file = vault / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text.encode())
    return file


def snapshot(vault: Path) -> dict[str, bytes]:
    """Every file of a vault but our own notes."""
    files = (path for path in vault.rglob("*") if path.is_file())
    return {str(path.relative_to(vault)): path.read_bytes() for path in files if "PLN" not in path.parts}


@pytest.fixture
def watch(tmp_path: Path) -> Iterator[Callable[..., Daemon]]:
    started: list[Daemon] = []

    def start(vault: Path, *more: str, under: Sequence[str] = (), env: Mapping[str, str] | None = None) -> Daemon:
        daemon = Daemon(vault, tmp_path / f"log-{len(started)}", *more, under=under, env=env)
        started.append(daemon)
        daemon.until_said("watching ")
        return daemon

    yield start
    for daemon in started:
        daemon.process.kill()
        daemon.process.wait()
