"""One vault-pln at a time: kernel locks, which a killed process cannot leave behind."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from vault_pln.model.errors import StateError, VaultBusyError

_STEP = 0.02
_GLANCE = 0.2
"""Seconds always waited: whoever only asks who holds a lock holds it for a moment."""


@contextmanager
def hold(state: str, name: str, *, wait: float, busy: str) -> Iterator[None]:
    """Hold the lock ``name`` of a vault; after ``wait`` seconds without it, VaultBusyError with the text ``busy``.

    The lock file says which process holds it, for people; only the kernel's lock counts.
    """
    descriptor = _open(state, name)
    try:
        _take(descriptor, wait, busy)
        _sign(descriptor)
        yield
    finally:
        os.close(descriptor)


def _open(state: str, name: str) -> int:
    try:
        os.makedirs(state, mode=0o700, exist_ok=True)
        return os.open(_path(state, name), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise StateError(state, error.strerror or str(error)) from error


def _path(state: str, name: str) -> str:
    return os.path.join(state, f"{name}.lock")


def _take(descriptor: int, wait: float, busy: str) -> None:
    until = time.monotonic() + max(wait, _GLANCE)
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= until:
                process = _signed(descriptor)
                raise VaultBusyError(busy + (f" (process {process})" if process else "")) from None
            time.sleep(_STEP)
        else:
            return


def _sign(descriptor: int) -> None:
    # on a full disk the lock is as good without a name in it
    with suppress(OSError):
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)


def _signed(descriptor: int) -> int:
    words = os.pread(descriptor, 20, 0).split()
    return int(words[0]) if words and words[0].isdigit() else 0


def holder(state: str, name: str) -> int | None:
    """The process that holds a lock now (0 if it did not say), None if nobody does."""
    try:
        descriptor = os.open(_path(state, name), os.O_RDWR | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return _signed(descriptor)
    finally:
        os.close(descriptor)
    return None
