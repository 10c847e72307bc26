"""The daemon: how soon after a save the index note is rewritten, and what waiting costs."""

import math
import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import NamedTuple

from cases import Subject
from vaults import DAILY, TODAY, person

TIMES = 40
_SETTLING = 1.0
_IDLE = 60.0
_STILL = 3.0
"""Seconds without any work after which the next save may come: longer than the daemon waits for one to settle."""
_IDLE_AFTER = 35.0
"""Seconds without any work after which the daemon counts as idle: longer than from one of its ticks to the next."""
_PATIENCE = 300.0
_PEOPLE = "PLN/PLN People.md"


class Watched(NamedTuple):
    """Seconds from a save to the rewritten note, less the settling time; share of one core; megabytes.

    ``wakes`` is how often a second its threads were woken while nothing happened.
    """

    middle: float
    slow: float
    idle: float
    wakes: float
    resident: float
    peak: float


def watch(subject: Subject, times: int = TIMES) -> Watched:
    """Append contacts to today's note while the daemon runs."""
    subject.settle()
    with _daemon(subject) as pid:
        delays = sorted(_delay(subject.vault, pid, number) - _SETTLING for number in range(times))
        _wait_until_idle(pid, _IDLE_AFTER)
        before, woken = _cpu(pid), _wakes(pid)
        time.sleep(_IDLE)
        idle, wakes = (_cpu(pid) - before) / _IDLE, (_wakes(pid) - woken) / _IDLE
        slow = delays[math.ceil(0.95 * times) - 1]
        return Watched(median(delays), slow, idle, wakes, _memory(pid, "VmRSS"), _memory(pid, "VmHWM"))


@contextmanager
def _daemon(subject: Subject) -> Iterator[int]:
    # --quiet 0: the index note is then not left alone for ten seconds after each rewriting
    argv = subject.command("watch", "--quiet", "0")
    with subprocess.Popen(argv, env=subject.env, stderr=subprocess.PIPE, text=True) as process:
        try:
            _wait_until_ready(process)
            yield process.pid
        finally:
            _stop(process)


def _wait_until_ready(process: subprocess.Popen[str]) -> None:
    said = []
    assert process.stderr is not None
    for line in process.stderr:
        said.append(line)
        if line.startswith("watching "):
            return
    raise RuntimeError(f"the daemon did not start: {''.join(said)}")


def _stop(process: subprocess.Popen[str]) -> None:
    process.terminate()
    try:
        process.wait(timeout=60)
    except subprocess.TimeoutExpired:
        process.kill()


def _delay(vault: Path, pid: int, number: int) -> float:
    _wait_until_idle(pid)
    people = vault / _PEOPLE
    before, rows = _mark(people), people.read_text(encoding="utf-8").count(TODAY)
    with (vault / DAILY).open("a", encoding="utf-8") as file:
        file.write(f"- Talked with [[{person(number)}]]\n")
    saved = time.perf_counter()
    while time.perf_counter() - saved < _PATIENCE:
        if _mark(people) != before:
            done = time.perf_counter()
            if people.read_text(encoding="utf-8").count(TODAY) > rows:
                return done - saved
            before = _mark(people)
        time.sleep(0.0005)
    raise RuntimeError(f"contact {number} did not reach {_PEOPLE}")


def _mark(path: Path) -> tuple[int, int, int]:
    found = path.stat()
    return found.st_ino, found.st_mtime_ns, found.st_size


def _wait_until_idle(pid: int, still: float = _STILL) -> None:
    last, since = _cpu(pid), time.perf_counter()
    while time.perf_counter() - since < still:
        time.sleep(0.1)
        now = _cpu(pid)
        if now != last:
            last, since = now, time.perf_counter()


def _cpu(pid: int) -> float:
    """Seconds of user and system time of a process so far."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _wakes(pid: int) -> int:
    """How often the threads of a process went to sleep of their own accord so far."""
    files = Path(f"/proc/{pid}/task").glob("*/status")
    lines = (line for file in files for line in file.read_text(encoding="utf-8").splitlines())
    return sum(int(line.split()[1]) for line in lines if line.startswith("voluntary_ctxt_switches"))


def _memory(pid: int, which: str) -> float:
    """Megabytes of a process, by the name the kernel has for them."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) * 1024 / 1e6 for line in lines if line.startswith(which))
