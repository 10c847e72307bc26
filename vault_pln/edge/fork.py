"""A second process for work that takes long: forked, so that it starts with all that this one knows."""

import os
import threading
from collections.abc import Callable

Result = Callable[[], bytes | None]
"""Waits for the work and gives what it made, None where it failed."""


def can_fork() -> bool:
    """Whether a second process may pay: there is another core, and no other thread whose locks it would inherit."""
    return hasattr(os, "fork") and (os.cpu_count() or 1) > 1 and threading.active_count() == 1


def start(work: Callable[[], bytes]) -> Result:
    """Do the work in a forked process, beside this one."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        _work_and_end(work, reader, writer)
    os.close(writer)
    return lambda: _collect(child, reader)


def _work_and_end(work: Callable[[], bytes], reader: int, writer: int) -> None:
    code = 1
    try:
        os.close(reader)
        with os.fdopen(writer, "wb") as pipe:
            pipe.write(work())
        code = 0
    finally:
        # not exit: what this process inherited is the parent's to flush and to close
        os._exit(code)


def _collect(child: int, reader: int) -> bytes | None:
    with os.fdopen(reader, "rb") as pipe:
        data = pipe.read()
    _, status = os.waitpid(child, 0)
    return data if status == 0 else None
