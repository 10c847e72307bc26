"""Bring files and the names in folders to the disk itself."""

import errno
import os
import sys
import threading
from collections.abc import Iterable

if sys.platform == "darwin":
    import fcntl

LANES = 8
"""So many waits for the disk go on at once."""

Wait = str | int
"""What is to become durable: a folder by its path, a file by its open descriptor."""


def sync(descriptor: int) -> None:
    """Bring a file to the disk itself; on macOS a plain fsync stops at the drive's cache."""
    if sys.platform == "darwin":
        fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
    else:
        os.fsync(descriptor)


def sync_folder(folder: str) -> None:
    """Make the names in a folder durable, where the system has a call for it."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    except OSError as error:
        # some network file systems know no fsync of folders
        if error.errno not in {errno.EINVAL, errno.EOPNOTSUPP}:
            raise
    finally:
        os.close(descriptor)


def sync_all(waits: Iterable[Wait]) -> dict[Wait, OSError]:
    """Make all of it durable, and say of what could not be made so why.

    A journalling file system brings what is waited for at once to the disk in one go; one after the other each
    would wait for a go of its own.
    """
    failed: dict[Wait, OSError] = {}
    # sorted, so that every run makes the same calls
    ordered = sorted(waits, key=lambda wait: (isinstance(wait, int), wait))
    lanes = [ordered[lane::LANES] for lane in range(min(LANES, len(ordered)))]
    beside = [threading.Thread(target=_sync_each, args=(lane, failed)) for lane in lanes[1:]]
    started = [thread for thread in beside if _has_started(thread)]
    for lane in lanes[:1] + lanes[1 + len(started) :]:
        _sync_each(lane, failed)
    for thread in started:
        thread.join()
    return failed


def _has_started(thread: threading.Thread) -> bool:
    """Start a thread, where the system still gives one."""
    try:
        thread.start()
    except RuntimeError:
        return False
    return True


def _sync_each(waits: Iterable[Wait], failed: dict[Wait, OSError]) -> None:
    for wait in waits:
        try:
            sync(wait) if isinstance(wait, int) else sync_folder(wait)
        except OSError as error:
            failed[wait] = error
