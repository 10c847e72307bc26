"""Other programs that read a whole vault, each installed into a folder outside the repository."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from timing import Program

_FOLDER = Path(os.environ.get("PLN_BENCH") or Path.home() / ".cache" / "vault-pln-bench")
_CONNECT = "import sys, pathlib, obsidiantools.api as o; o.Vault(pathlib.Path(sys.argv[1])).connect()"


class CannotInstallError(Exception):
    """Why a peer is not on this machine."""


def obsidiantools(name: str, vault: Path) -> Program:
    """A Python library: reads all notes and connects them to a graph."""
    place = _FOLDER / "obsidiantools"
    python = place / "bin" / "python"
    if not _works(python, "-c", "import obsidiantools.api", env=os.environ):
        _install(sys.executable, "-m", "venv", "--clear", str(place))
        _install(str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "obsidiantools")
    return Program(name, [str(python), "-c", _CONNECT, str(vault)])


def foam(name: str, vault: Path) -> Program:
    """A JavaScript program: reads all notes and prints their graph."""
    place = _FOLDER / "foam"
    command = place / "node_modules" / ".bin" / "foam"
    env = {**os.environ, "FOAM_TELEMETRY": "0", "FOAM_CONFIG_HOME": str(place / "config")}
    if not _works(command, "--version", env=env):
        npm = shutil.which("npm")
        if npm is None:
            raise CannotInstallError("there is no npm on this machine")
        _install(npm, "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(place), "foam-cli")
    return Program(name, [str(command), "graph", "--workspace", str(vault)], env)


def reader_python() -> str:
    """The Python of an environment that has reader; its own parser needs ``sgmllib3k``, which it does not bring."""
    place = _FOLDER / "reader"
    python = place / "bin" / "python"
    if not _works(python, "-c", "import reader, sgmllib", env=os.environ):
        _install(sys.executable, "-m", "venv", "--clear", str(place))
        _install(str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "reader", "sgmllib3k")
    return str(python)


def newsboat_command() -> str:
    """The newsboat of this machine, which is no package of Python's."""
    command = shutil.which("newsboat")
    if command is None:
        raise CannotInstallError("there is no newsboat on this machine")
    return command


PEERS: dict[str, Callable[[str, Path], Program]] = {"obsidiantools": obsidiantools, "foam": foam}


def _works(program: Path, *args: str, env: Mapping[str, str]) -> bool:
    if not program.exists():
        return False
    return subprocess.run([str(program), *args], env=env, capture_output=True, check=False).returncode == 0


def _install(*argv: str) -> None:
    _FOLDER.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(argv, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise CannotInstallError(_last_line(done.stderr, argv))


def _last_line(said: str, argv: Sequence[str]) -> str:
    return next((line for line in reversed(said.splitlines()) if line.strip()), f"'{' '.join(argv)}' failed")
