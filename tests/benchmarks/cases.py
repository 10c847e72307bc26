"""What is measured of one vault: a program for each case, and what is done to the vault before each run."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from timing import Program
from vaults import CHANGING, LINKED, TODAY

_HERE = Path(__file__).parent
_COMMAND = str(Path(sys.executable).with_name("vault-pln"))
_RENAMED = LINKED.replace(".md", ", renamed.md")
_RACY = 2.2
"""Seconds: a note that was read sooner after its last change is read again by the next run."""
_MOST_TRIES = 10


class Subject:
    """A vault under measure, with a cache and a state of its own."""

    def __init__(self, vault: Path, machine: Path) -> None:
        self.vault = vault
        self._machine = machine
        ours = {"VAULT_PLN_STATE": str(machine / "state"), "VAULT_PLN_CACHE": str(machine / "cache")}
        self.env = {**os.environ, **ours, "VAULT_PLN_DEVICE": "bench-0001", "VAULT_PLN_VAULT": str(vault)}
        self._changes = 0

    def command(self, *args: str) -> list[str]:
        """A command of vault-pln on this vault, on a fixed day."""
        return [_COMMAND, *args, "--today", TODAY]

    def program(self, name: str, *args: str, prepare: Callable[[], None]) -> Program:
        """A command of vault-pln to be measured."""
        return Program(name, self.command(*args), self.env, prepare)

    def ask(self, *args: str) -> Any:
        """What a command answers; not measured."""
        done = subprocess.run(self.command(*args, "--json"), env=self.env, capture_output=True, check=True)
        return json.loads(done.stdout)

    def forget(self) -> None:
        """Remove cache and state, as on a machine that never saw the vault."""
        shutil.rmtree(self._machine, ignore_errors=True)

    def settle(self) -> None:
        """Reindex until nothing is left to read or to write."""
        for _ in range(_MOST_TRIES):
            time.sleep(_RACY)
            done = self.ask("reindex")
            if not done["read"] and not done["written"]:
                return
        raise RuntimeError(f"every reindex of {self.vault} finds something to read or to write")

    def change(self) -> None:
        """Append to a note a line that links a person, from settled."""
        self.settle()
        self._changes += 1
        with (self.vault / CHANGING).open("a", encoding="utf-8") as file:
            file.write(f"Line {self._changes} speaks of [[Bench person 00]].\n")

    def rename(self) -> None:
        """Rename the note that many notes link to, from settled; every second time it gets its old name back."""
        self.settle()
        old, new = self.vault / LINKED, self.vault / _RENAMED
        if not old.exists():
            old, new = new, old
        old.rename(new)

    def ask_people(self) -> None:
        """Ask once, from settled."""
        self.settle()
        self.ask("people")


def floor(vault: Path) -> Program:
    """The least a program does that reads the notes of a vault."""
    return Program("floor", [sys.executable, str(_HERE / "floor.py"), str(vault)])


CASES: dict[str, Callable[[str, Subject], Program]] = {
    "cold": lambda name, on: on.program(name, "reindex", prepare=on.forget),
    "unchanged": lambda name, on: on.program(name, "reindex", prepare=on.settle),
    "changed": lambda name, on: on.program(name, "reindex", prepare=on.change),
    "rename": lambda name, on: on.program(name, "reindex", prepare=on.rename),
    "people": lambda name, on: on.program(name, "people", "--json", prepare=on.change),
    "people-again": lambda name, on: on.program(name, "people", "--json", prepare=on.ask_people),
    "graph": lambda name, on: on.program(name, "graph", "--json", prepare=on.settle),
}
"""Case → its program: ``people`` is asked right after a change, ``people-again`` when nothing changed since."""


def start_up() -> list[Program]:
    """The start of the command against the start of the library it is made with."""
    return [
        Program("import click", [sys.executable, "-c", "import click"]),
        Program("help", [_COMMAND, "--help"]),
    ]
