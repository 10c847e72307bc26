"""Whole processes, measured in turn: what the kernel says each of them cost."""

import compileall
import os
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import BinaryIO, NamedTuple

import vault_pln

ROUNDS = 5
MAXRSS_UNIT = 1 if sys.platform == "darwin" else 1024


class Spent(NamedTuple):
    """Seconds of user and system time, seconds on the clock, peak memory in megabytes."""

    cpu: float
    wall: float
    peak: float


@dataclass(frozen=True, slots=True)
class Program:
    """A process to measure; ``prepare`` is called before each run and not measured."""

    name: str
    argv: Sequence[str]
    env: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))
    prepare: Callable[[], None] = lambda: None


class Figures(NamedTuple):
    """Medians of one program, and its ratios to the first one measured with it."""

    name: str
    spent: Spent
    cpu_ratio: float
    wall_ratio: float


def in_turn(programs: Sequence[Program], rounds: int = ROUNDS) -> list[Figures]:
    """Run each program in turn, and all over again; the first round warms up and does not count.

    A ratio is the median of the ratios of each round, so that a busy neighbour slows both sides of it.
    """
    # as an installer does; a checkout may be kept from it by PYTHONDONTWRITEBYTECODE
    compileall.compile_dir(os.path.dirname(vault_pln.__file__), quiet=1)
    turns = [[run(program) for program in programs] for _ in range(rounds + 1)][1:]
    return [
        Figures(
            program.name,
            Spent(*(median(turn[place][figure] for turn in turns) for figure in range(len(Spent._fields)))),
            median(_ratio(turn[place].cpu, turn[0].cpu) for turn in turns),
            median(_ratio(turn[place].wall, turn[0].wall) for turn in turns),
        )
        for place, program in enumerate(programs)
    ]


def run(program: Program) -> Spent:
    """Run a program once; raises RuntimeError with the last it said where it fails."""
    program.prepare()
    with tempfile.TemporaryFile() as errors:
        start = time.perf_counter()
        pid = os.posix_spawn(program.argv[0], list(program.argv), program.env, file_actions=_silent(errors))
        _, status, usage = os.wait4(pid, 0)
        wall = time.perf_counter() - start
        code = os.waitstatus_to_exitcode(status)
        if code != 0:
            errors.seek(0)
            said = errors.read().decode(errors="replace")[-500:]
            raise RuntimeError(f"{program.name} ended with {code}: {said}")
    return Spent(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss * MAXRSS_UNIT / 1e6)


def _silent(errors: BinaryIO) -> list[tuple[int, int, str, int, int] | tuple[int, int, int]]:
    return [
        (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0),
        (os.POSIX_SPAWN_DUP2, errors.fileno(), 2),
    ]


def _ratio(one: float, other: float) -> float:
    return one / other if other else float("inf")
