"""A process of its own for work on hostile input: it has little time and memory, and can be killed.

A thread cannot be stopped, and a fork of a process with threads inherits their locks; so this is a new interpreter.
"""

import os
import subprocess
import sys
from contextlib import suppress

_MEMORY = 400_000_000
"""Bytes of addresses, several times what the largest calendar within the bounds needs."""
_GRACE = 2


def run_apart(module: str, data: bytes, *, cpu: int, seconds: float) -> bytes | None:
    """What a module writes to its standard output when it is given ``data``; None where it failed or took too long.

    ``seconds`` bound the time of the whole. The module calls ``limit`` first, with the seconds of work that ``cpu``
    allows: its only argument.
    """
    # the same modules as here, wherever they come from, and nothing of the working folder
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [sys.executable, "-P", "-m", module, str(cpu)]
    try:
        with subprocess.Popen(  # noqa: S603 -- this interpreter and a module of ours
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
        ) as process:
            try:
                found, _ = process.communicate(data, timeout=seconds)
            except subprocess.TimeoutExpired:
                process.kill()
                return None
            return found if process.returncode == 0 else None
    except OSError:
        return None


def limit(seconds: int) -> None:
    """Bound the time and memory of this process for good, where the system can."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + _GRACE))
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
