"""Machines of a test: a vault's folder, memory and cache of its own, a device's name, and the real daemon."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

import pytest

ROOT = Path(__file__).parent.parent.parent
FULL = bool(os.environ.get("PLN_TORTURE"))
PATIENCE = 120.0
OUR_TEMPS = (".vpln-",)
OUR_LINE = re.compile(r"\^pln-([0-9a-z]{16})\s*$", re.MULTILINE)
LEDGER_ROW = re.compile(r"^- \S+ (\w+) ([0-9a-z]{16}) (\d{4}-\d\d-\d\d) (\S+) ", re.MULTILINE)

Row = tuple[str, str, str, str]
"""A ledger's line: verb, id, day and what the line is."""


def size(slice_: int, full: int) -> int:
    """How much to do: a slice with the normal tests, all of it with PLN_TORTURE, or what PLN_ROUNDS says."""
    return int(os.environ.get("PLN_ROUNDS") or (full if FULL else slice_))


def seed(name: str) -> str:
    """What a random run starts from; PLN_SEED replays one that failed."""
    found = f"{name}-{os.environ.get('PLN_SEED', '1')}"
    tell(f"seed {found} (PLN_SEED changes the number)")
    return found


def tell(text: str) -> None:
    """Say what pytest shows where a test fails, and always with -s."""
    sys.stdout.write(f"\n{text}\n")
    sys.stdout.flush()


def need(*programs: str) -> None:
    """Skip where a program is missing."""
    for program in programs:
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed")


def need_root() -> None:
    """Skip where nothing may be mounted."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("mounting needs root on Linux")


def until(condition: Callable[[], object], what: Callable[[], str] = str, patience: float = PATIENCE) -> None:
    """Wait for something to become true; ``what`` tells how things stand if it does not."""
    end = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < end, what()
        time.sleep(0.02)


class Machine:
    """One device with one vault. Its daemon can be started, killed and started again, and is gone at the end."""

    def __init__(self, base: Path, vault: Path, device: str = "desk-0001") -> None:
        self.base, self.vault, self.device = base, vault, device
        self.base.mkdir(parents=True, exist_ok=True)
        self.env = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "VAULT_PLN_LOG": "DEBUG",
            "VAULT_PLN_STATE": str(base / "state"),
            "VAULT_PLN_CACHE": str(base / "cache"),
            "VAULT_PLN_DEVICE": device,
        }
        self.process: subprocess.Popen[bytes] | None = None
        self._logs: list[Path] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process is not None:
            self.kill()

    @property
    def state(self) -> Path:
        """The folder of the vault's memory on this machine."""
        (folder,) = (path for path in (self.base / "state").iterdir() if path.is_dir())
        return folder

    @property
    def log(self) -> str:
        """What all daemons of this machine said, the last one last."""
        return "".join(path.read_text() for path in self._logs)

    @property
    def last_log(self) -> str:
        """What the last daemon said."""
        return self._logs[-1].read_text() if self._logs else ""

    def run(self, *words: str) -> "subprocess.CompletedProcess[str]":
        """Run a command of vault-pln as a process of its own."""
        command = [sys.executable, "-m", "vault_pln", *words, "--vault", str(self.vault)]
        return subprocess.run(command, env=self.env, capture_output=True, text=True, check=False)

    def json(self, *words: str) -> Any:
        """What a command says as JSON; it has to go well."""
        ran = self.run(*words, "--json")
        assert ran.returncode == 0, ran.stderr
        return json.loads(ran.stdout)

    def watch(self, *more: str) -> None:
        """Start the daemon, short of patience unless ``more`` says otherwise."""
        assert self.process is None
        paces = ["--quiet", "0", "--settled", "0.05", "--tick", "0.1", "--listing", "1", "--absent", "1"]
        command = [sys.executable, "-m", "vault_pln", "watch", "--vault", str(self.vault), *paces, *more]
        self._logs.append(self.base / f"log-{len(self._logs)}")
        with self._logs[-1].open("wb") as err:
            self.process = subprocess.Popen(command, env=self.env, stderr=err, stdout=subprocess.DEVNULL)
        self.until_said("watching ")

    def until(self, condition: Callable[[], object]) -> None:
        """Wait for something; the daemon has to live that long."""
        process = self.process
        assert process is not None

        def reached() -> object:
            assert process.poll() is None, self.last_log
            return condition()

        until(reached, lambda: self.last_log[-4000:])

    def until_said(self, words: str) -> None:
        """Wait until the running daemon has said something."""
        self.until(lambda: words in self.last_log)

    def until_it_rests(self) -> None:
        """Wait until three looks in a row had nothing to write."""
        before = len(self.looks())
        self.until(lambda: len(self.looks()) >= before + 3 and not any(self.looks()[-3:]))

    def looks(self) -> list[int]:
        """How many notes each look of the running daemon wrote."""
        return [int(count) for count in re.findall(r"looked read=\d+ written=(\d+)", self.last_log)]

    def kill(self) -> None:
        """Kill -9."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """Ask the daemon to end, which has to go well."""
        assert self._end(signal.SIGTERM) == 0, self.last_log[-4000:]

    def _end(self, number: int) -> int:
        assert self.process is not None
        self.process.send_signal(number)
        code = self.process.wait(20)
        self.process = None
        return code

    def ledger(self) -> list[Row]:
        """All that this vault's ledgers say, in the order of the lines."""
        notes = sorted((self.vault / "PLN").glob("Ledger/PLN ledger *.md"))
        return [row for note in notes for row in LEDGER_ROW.findall(note.read_text())]


def notes_of(vault: Path) -> dict[str, bytes]:
    """All notes of a vault that are not hidden and no conflict copies, by path."""
    files = (path for path in vault.rglob("*.md") if not is_aside(path.relative_to(vault)))
    return {str(path.relative_to(vault)): path.read_bytes() for path in files}


def is_aside(path: Path) -> bool:
    """Whether this is hidden or a conflict copy of a sync program."""
    return ".sync-conflict-" in path.name or any(part.startswith(".") for part in path.parts)


def ids_in(vault: Path) -> "Counter[str]":
    """How often each line of ours stands in the vault's notes."""
    return Counter(found for data in notes_of(vault).values() for found in OUR_LINE.findall(data.decode()))


def strays(vault: Path) -> list[str]:
    """What is left of our own temporary files."""
    return sorted(str(path) for path in vault.rglob(".*") if path.name.startswith(OUR_TEMPS))


def deliveries(rows: list[Row]) -> "Counter[str]":
    """How often each id was written, from a ledger; what is said to have failed was not."""
    found: Counter[str] = Counter()
    for verb, line_id, _, _ in rows:
        if verb in ("wrote", "failed"):
            found[line_id] += 1 if verb == "wrote" else -1
    return found


def written_after_confirmation(rows: list[Row]) -> set[str]:
    """Ids that were written again although all of their day had been seen in its note; has to be empty."""
    wrote: dict[tuple[str, bool], set[str]] = {}
    confirmed: set[str] = set()
    again: set[str] = set()
    for verb, line_id, day, what in rows:
        place = (day, what == "embed")
        if verb == "wrote":
            again |= {line_id} & confirmed
            wrote.setdefault(place, set()).add(line_id)
        elif verb in ("failed", "lost"):
            wrote.get(place, set()).discard(line_id)
        elif verb == "seen":
            confirmed |= wrote.get(place, set())
    return again


def snapshot_of(folder: Path) -> dict[str, bytes]:
    """Every file there."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
