"""An hour in which nothing happens in a vault of 50,000 notes: nothing is written, and the daemon sleeps."""

import time
from importlib import import_module
from pathlib import Path

import pytest
from machines import ROOT, Machine, size, tell

NOTES = 50_000
MOST_WAKES = 0.1
"""A second: the share of seconds in which it is awake at all. A listing waits for the disk many times and is one."""
MOST_MEMORY = 300
"""Megabytes, from the start on."""
PATIENT = ("--quiet", "10", "--settled", "1", "--tick", "30", "--listing", "600", "--absent", "60")
"""What a user's daemon has."""

Trace = tuple[int, int, int, int]


def test_an_idle_hour_writes_nothing(tmp_path: Path, vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seconds = size(0, 3600)
    if not seconds:
        pytest.skip("an hour is no slice; PLN_TORTURE=1 takes it, or as many seconds as PLN_ROUNDS says")
    monkeypatch.syspath_prepend(str(ROOT / "tests/benchmarks"))
    vaults = import_module("vaults")
    vaults.large(vault, notes=NOTES)
    with Machine(tmp_path / "machine", vault) as machine:
        assert machine.run("reindex", "--today", vaults.TODAY).returncode == 0
        machine.watch("--today", vaults.TODAY, *PATIENT)
        assert machine.process is not None
        pid = machine.process.pid
        before, awake, woken = wait_for_rest(vault, pid), 0, wakes(pid)
        for _ in range(seconds):
            time.sleep(1)
            assert machine.process.poll() is None, machine.last_log
            awake, woken = awake + (wakes(pid) > woken), wakes(pid)
        rate = awake / seconds
        resident, peak = memory(pid, "VmRSS"), memory(pid, "VmHWM")
        changed = [path for path, trace in traces(vault).items() if before.get(path) != trace]
        tell(
            f"{seconds} s: {len(changed)} written, {rate:.3f} wake-ups a second, {resident:.0f} MB, at most {peak:.0f}"
        )
        assert changed == []
        assert traces(vault).keys() == before.keys()
        assert rate <= MOST_WAKES
        assert peak <= MOST_MEMORY
        machine.stop()


def wait_for_rest(vault: Path, pid: int) -> dict[str, Trace]:
    """Wait until the first minute without a written file and with hardly any waking; how all files stand then."""
    while True:
        before, woken = traces(vault), wakes(pid)
        time.sleep(60)
        if traces(vault) == before and wakes(pid) - woken <= 10:
            return before


def traces(vault: Path) -> dict[str, Trace]:
    """What changes of a file or folder when anybody writes into it, or makes and removes something there."""
    found = {path: path.lstat() for path in (vault, *vault.rglob("*"))}
    return {str(path): (one.st_ino, one.st_size, one.st_mtime_ns, one.st_ctime_ns) for path, one in found.items()}


def wakes(pid: int) -> int:
    """How often the threads of a process went to sleep of their own accord so far."""
    files = Path(f"/proc/{pid}/task").glob("*/status")
    lines = (line for file in files for line in file.read_text().splitlines())
    return sum(int(line.split()[1]) for line in lines if line.startswith("voluntary_ctxt_switches"))


def memory(pid: int, which: str) -> float:
    """Megabytes of a process, by the name the kernel has for them."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 / 1e6 for line in lines if line.startswith(which))
