"""Ask the kernel whether a file is open for writing in some program; Linux can say, by a lease."""

import errno
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from vault_pln.edge.disk.look import opened

if sys.platform == "linux":
    import fcntl

PAUSE = 0.0005
PATIENCE = 0.05


def is_open_elsewhere(descriptor: int) -> bool:
    """Tell whether another program has a file open for writing; false where the system cannot say.

    The descriptor is open for reading only.
    """
    if sys.platform != "linux":
        return False
    try:
        _take(descriptor)
        _give_up(descriptor)
    except OSError as error:
        return error.errno == errno.EAGAIN
    return False


@contextmanager
def in_view(path: str) -> Iterator[int]:
    """Open a file so that one can ask about it while it is renamed; -1 where the system could not say anything.

    Windows renames no file that somebody has open.
    """
    if sys.platform == "linux":
        with opened(path) as descriptor:
            yield descriptor
    else:
        yield -1


@contextmanager
def held(descriptor: int) -> Iterator[bool]:
    """Keep other programs from opening a file for writing; gives false where one has it open or the system cannot.

    They wait, so this is for a moment only.
    """
    taken = False
    if sys.platform == "linux":
        with suppress(OSError):
            _take(descriptor)
            taken = True
    try:
        yield taken
    finally:
        if taken:
            _give_up(descriptor)


def _take(descriptor: int) -> None:
    # whoever opens the file for writing in this moment makes the kernel signal us; by default that is fatal
    fcntl.fcntl(descriptor, fcntl.F_SETSIG, signal.SIGURG)
    fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_RDLCK)


def _give_up(descriptor: int) -> None:
    fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_UNLCK)


def wait_until_closed(descriptor: int) -> None:
    """Give a program that has a file open for writing a moment to finish; a save takes far less."""
    end = time.monotonic() + PATIENCE
    while is_open_elsewhere(descriptor) and time.monotonic() < end:
        time.sleep(PAUSE)
