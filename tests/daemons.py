"""A daemon as a process of its own, and what can be seen of its work."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from vault_pln.edge.places import places_of
from vault_pln.jobs.health_file import read_health

ROOT = Path(__file__).parent.parent
TODAY = "2026-11-23"
PATIENCE = 60.0
FALSE_TIME = {
    "LD_PRELOAD": "/usr/$LIB/faketime/libfaketimeMT.so.1", "FAKETIME_DONT_FAKE_MONOTONIC": "1", "NO_FAKE_STAT": "1",
}  # fmt: skip
"""With ``FAKETIME`` or a file that names the time: only the clock on the wall is false. The command faketime(1) is not
used: each of its runs leaves a lock behind when our program ends at once, and one day meets an old one.
"""
_STOPPING = 20.0
"""Seconds a busy machine may need to end a daemon; shorter than what the tests let it wait for meanwhile."""
PEOPLE = "PLN/PLN People.md"
PERSON = "---\ntype: person\ncadence: weekly\n---\n"
DUE = "---\ntype: person\ncadence: weekly\nlast-contact: 2026-01-01\n---\n"


class Daemon:
    """A running ``vault-pln watch``; its log is what it said on stderr."""

    def __init__(
        self, vault: Path, log: Path, *more: str, under: Sequence[str] = (), env: Mapping[str, str] | None = None
    ) -> None:
        self.vault, self._log = vault, log
        paces = ["--quiet", "0", "--settled", "0.2", "--tick", "0.1", "--listing", "0.15", "--absent", "0"]
        variables = {**os.environ, "PYTHONPATH": str(ROOT), "VAULT_PLN_LOG": "DEBUG", **(env or {})}
        with log.open("wb") as err:
            command = [*under, sys.executable, "-m", "vault_pln", "watch", "--vault", str(vault), *paces, *more]
            self.process = subprocess.Popen(command, stderr=err, stdout=subprocess.DEVNULL, env=variables)

    @property
    def log(self) -> str:
        return self._log.read_text()

    def until(self, condition: Callable[[], object]) -> None:
        """Wait for something to become true; the daemon has to live that long."""
        until = time.monotonic() + PATIENCE
        while not condition():
            assert self.process.poll() is None, self.log
            assert time.monotonic() < until, self.log
            time.sleep(0.02)

    def until_said(self, words: str) -> None:
        self.until(lambda: words in self.log)

    def until_health(self, condition: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
        """Wait until what it says of itself meets a condition; what it said."""
        self.until(lambda: condition(self.health()))
        return self.health()

    def health(self) -> dict[str, Any]:
        return read_health(places_of(str(self.vault.resolve())).state)

    def until_it_looked(self, times: int = 3) -> list[int]:
        """Wait for some more looks at the whole vault; how many notes each of them wrote."""
        before = len(self.written())
        self.until(lambda: len(self.written()) >= before + times)
        return self.written()[before:]

    def written(self) -> list[int]:
        return [int(count) for count in re.findall(r"looked read=\d+ written=(\d+)\n", self.log)]

    def until_it_rests(self) -> None:
        """Wait until it has looked at all it was told of and has nothing more to write."""
        self.until(lambda: self.until_it_looked() == [0, 0, 0])

    @contextmanager
    def held_still(self) -> Iterator[None]:
        """It does nothing meanwhile, and finds all that happened at once."""
        self.process.send_signal(signal.SIGSTOP)
        self.until(lambda: "State:\tT" in Path(f"/proc/{self.process.pid}/status").read_text())
        try:
            yield
        finally:
            self.process.send_signal(signal.SIGCONT)

    def stop(self, number: int = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.process.wait(_STOPPING)


def row(vault: Path, name: str) -> str:
    text = (vault / PEOPLE).read_text() if (vault / PEOPLE).exists() else ""
    return next((line for line in text.splitlines() if line.startswith(f"| [[{name}]]")), "")


def shows(vault: Path, name: str, words: str) -> Callable[[], bool]:
    return lambda: words in row(vault, name)


def lines(vault: Path, name: str = TODAY) -> list[str]:
    note = vault / f"{name}.md"
    return [line for line in note.read_text().splitlines() if "^pln-" in line] if note.exists() else []


def state_of(machine: Path) -> Path:
    (folder,) = (path for path in (machine / "state").iterdir() if path.is_dir())
    return folder
