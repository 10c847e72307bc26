"""Ask the kernel whether a file is open for writing in some program; Linux can say, by a lease."""

import errno
import signal
import sys
import time

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
        # whoever opens the file for writing in this moment makes the kernel signal us; by default that is fatal
        fcntl.fcntl(descriptor, fcntl.F_SETSIG, signal.SIGURG)
        fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_RDLCK)
        fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    except OSError as error:
        return error.errno == errno.EAGAIN
    return False


def wait_until_closed(descriptor: int) -> None:
    """Give a program that has a file open for writing a moment to finish; a save takes far less."""
    end = time.monotonic() + PATIENCE
    while is_open_elsewhere(descriptor) and time.monotonic() < end:
        time.sleep(PAUSE)
