"""Print what vault-pln costs, one row per case; nothing is asserted.

Whole processes in turn, medians after one round to warm up. A ratio is to the first row of its table.
"""

import argparse
import os
import platform
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from cases import CASES, Subject, floor, start_up
from peers import PEERS, CannotInstallError
from timing import MAXRSS_UNIT, ROUNDS, Figures, Program, in_turn
from vaults import MAKERS, NO_VAULT
from watching import TIMES, watch

_HERE = Path(__file__).parent
_CASES = (*CASES, "watch", *PEERS)
_NAMES = ("help", *(f"hub-{case}" for case in _CASES), *(f"large-{case}" for case in (*CASES, "watch")),
          *(f"pathological-{case}" for case in CASES))  # fmt: skip


def main(args: list[str]) -> None:
    """Measure what was asked for."""
    given = _parser().parse_args(args)
    wanted = _wanted(given)
    _say(_machine())
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * MAXRSS_UNIT / 1e6
    _say(f"medians of {given.rounds} runs after one to warm up, in turn; files are in the page cache; "
         f"no peak below {own:.0f} MB can be seen\n")  # fmt: skip
    if "help" in wanted:
        _table("start", start_up(), given.rounds)
    for vault in MAKERS:
        cases = [name.partition("-")[2] for name in wanted if name.startswith(f"{vault}-")]
        if cases:
            with _made(vault) as subject:
                if subject is not None:
                    _measure(vault, subject, cases, given)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, epilog=f"cases: {', '.join(_NAMES)}")
    parser.add_argument("--only", choices=_NAMES, metavar="NAME", help="one case")
    parser.add_argument("--large", action="store_true", help="also 100,000 notes, which takes long")
    parser.add_argument("--peers", action="store_true", help="also other programs, which are installed for it")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="runs of each program that count")
    parser.add_argument("--times", type=int, default=TIMES, help="saves while the daemon watches, at most 40")
    return parser


def _wanted(given: argparse.Namespace) -> list[str]:
    if given.only:
        return [given.only]
    peers = () if given.peers else tuple(f"hub-{peer}" for peer in PEERS)
    return [name for name in _NAMES if (given.large or not name.startswith("large-")) and name not in peers]


@contextmanager
def _made(vault: str) -> Iterator[Subject | None]:
    """A vault made for the time of its cases; where it cannot be made the reason is said."""
    with tempfile.TemporaryDirectory(prefix="vault-pln-bench-") as scratch:
        argv = [sys.executable, str(_HERE / "vaults.py"), vault, f"{scratch}/{vault}"]
        env = {**os.environ, "PYTHONPATH": str(_HERE.parent)}
        done = subprocess.run(argv, env=env, capture_output=True, text=True, check=False)
        if done.returncode == NO_VAULT:
            _say(f"{vault}: skipped, {done.stderr.strip()}\n")
            yield None
            return
        if done.returncode != 0:
            raise RuntimeError(done.stderr)
        yield Subject(Path(scratch, vault), Path(scratch, "machine"))


def _measure(vault: str, subject: Subject, cases: list[str], given: argparse.Namespace) -> None:
    programs = [CASES[case](f"{vault}-{case}", subject) for case in cases if case in CASES]
    if programs:
        _table(vault, [floor(subject.vault), *programs], given.rounds)
    if "watch" in cases:
        _watch(f"{vault}-watch", subject, given.times)
    peers = list(_installed([case for case in cases if case in PEERS], subject))
    if peers:
        _table("other programs", [CASES["cold"]("cold reindex", subject), *peers], given.rounds)


def _installed(names: list[str], subject: Subject) -> Iterator[Program]:
    for name in names:
        try:
            yield PEERS[name](f"hub-{name}", subject.vault)
        except CannotInstallError as reason:
            _say(f"hub-{name}: skipped, {reason}\n")


def _table(title: str, programs: Iterable[Program], rounds: int) -> None:
    _say(f"{title:24} {'CPU s':>9} {'wall s':>9} {'x CPU':>8} {'x wall':>8} {'peak MB':>9}")
    for figures in in_turn(list(programs), rounds):
        _say(_row(figures))
    _say("")


def _row(of: Figures) -> str:
    spent = of.spent
    numbers = f"{spent.cpu:9.3f} {spent.wall:9.3f} {of.cpu_ratio:8.2f} {of.wall_ratio:8.2f} {spent.peak:9.1f}"
    return f"  {of.name:22} {numbers}"


def _watch(name: str, subject: Subject, times: int) -> None:
    found = watch(subject, times)
    _say(f"{name}: from {times} saves to the rewritten PLN People, less 1 s of settling")
    _say(f"  {'median':22} {found.middle:9.3f} s\n  {'95th percentile':22} {found.slow:9.3f} s")
    _say(f"  {'idle CPU over 30 s':22} {found.idle:9.2%}")
    _say(f"  {'wake-ups a second':22} {found.wakes:9.2f}")
    _say(f"  {'memory':22} {found.resident:9.1f} MB, at most {found.peak:.1f} MB\n")


def _machine() -> str:
    system = f"Python {platform.python_version()}; {platform.system()} {platform.release()}"
    return f"{_processor()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; {system}"


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.machine()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
