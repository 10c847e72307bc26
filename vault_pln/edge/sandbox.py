"""A process for work on foreign bytes: it can be killed, and may use so much time and memory and no more.

What hangs or bursts there costs its caller one answer; the next question starts a new process.
"""

import os
import resource
import selectors
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from typing import IO, NamedTuple, Self

SECONDS = 5
"""Processor seconds for one answer."""
_MEMORY = 160_000_000
"""Bytes above what the process needs to start."""
_WALL = 60.0
"""Seconds on the clock for one answer, however busy the machine is."""
_OUT_OF_MEMORY = 77
_SIZE = struct.Struct("!Q")
_ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


class Outcome(NamedTuple):
    """The answer, or why there is none."""

    data: bytes = b""
    problem: str = ""


class Sandbox:
    """Asks ``python -m module``, which calls ``serve``; its process starts with the first question.

    For one thread.
    """

    def __init__(self, module: str) -> None:
        self._module = module
        self._child: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the process, whatever it is doing."""
        if self._child is not None:
            self._child.kill()
            self._child.communicate()
            self._child = None

    def ask(self, question: bytes) -> Outcome:
        """What the process makes of it."""
        try:
            child = self._child = self._child or _started(self._module)
        except OSError as error:
            return Outcome(problem=f"no process for it could be started: {error.strerror or error}")
        assert child.stdin is not None
        assert child.stdout is not None
        with suppress(OSError):
            # apart, since the two together would be a second copy of a large body
            child.stdin.write(_SIZE.pack(len(question)))
            child.stdin.write(question)
            child.stdin.flush()
        try:
            return Outcome(_answer(child.stdout))
        except TimeoutError:
            problem = f"no end was seen after {_WALL:.0f} seconds"
        except EOFError:
            problem = _why(child.wait())
        self.close()
        return Outcome(problem=problem)


def _started(module: str) -> subprocess.Popen[bytes]:
    # -P and its own folder: nothing that lies in the vault is imported
    path = os.pathsep.join(filter(None, (_ROOT, os.environ.get("PYTHONPATH", ""))))
    return subprocess.Popen(  # noqa: S603 -- ourselves
        [sys.executable, "-P", "-m", module],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=_ROOT,
        env={**os.environ, "PYTHONPATH": path},
        process_group=0,  # a Ctrl-C in the terminal is for us alone
    )


def _answer(stdout: IO[bytes]) -> bytes:
    until = time.monotonic() + _WALL
    with selectors.DefaultSelector() as selector:
        selector.register(stdout, selectors.EVENT_READ)
        (size,) = _SIZE.unpack(_exactly(stdout, _SIZE.size, selector, until))
        return _exactly(stdout, size, selector, until)


def _exactly(stdout: IO[bytes], size: int, selector: selectors.BaseSelector, until: float) -> bytes:
    found = bytearray()
    while len(found) < size:
        if not selector.select(max(0.0, until - time.monotonic())):
            raise TimeoutError
        piece = os.read(stdout.fileno(), min(size - len(found), 1 << 20))
        if not piece:
            raise EOFError
        found += piece
    return bytes(found)


def _why(code: int) -> str:
    if code == -signal.SIGXCPU:
        return f"it needed more than {SECONDS} seconds of work"
    if code in (_OUT_OF_MEMORY, -signal.SIGKILL):
        return "it needed too much memory"
    return "the process for it broke down"


def serve(work: Callable[[bytes], bytes]) -> None:
    """Answer questions until there are no more: the other end, to be called by the module."""
    questions, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    # what a library prints is no answer
    os.dup2(2, 1)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_AS, _in_use() + _MEMORY)
    while head := questions.read(_SIZE.size):
        _limit(resource.RLIMIT_CPU, int(time.process_time()) + 1 + SECONDS)
        try:
            answer = work(questions.read(*_SIZE.unpack(head)))
        except MemoryError:
            os._exit(_OUT_OF_MEMORY)
        answers.write(_SIZE.pack(len(answer)))
        answers.write(answer)
        answers.flush()


def _limit(what: int, value: int) -> None:
    # some systems know a limit by name only
    with suppress(ValueError, OSError):
        resource.setrlimit(what, (value, resource.getrlimit(what)[1]))


def _in_use() -> int:
    """The bytes of address space of this process."""
    try:
        with open("/proc/self/statm", "rb") as file:
            return int(file.read().split()[0]) * resource.getpagesize()
    except (OSError, ValueError, IndexError):
        return 200_000_000
