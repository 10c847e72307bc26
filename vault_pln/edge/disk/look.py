"""Look at one file as it stands: never through a link, never at half of it without knowing."""

import errno
import hashlib
import os
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

ATTEMPTS = 5
PAUSE = 0.001
NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
# a pipe called x.md must not make us wait for a writer
READ = os.O_RDONLY | NO_FOLLOW | getattr(os, "O_NONBLOCK", 0)


class Seen(NamedTuple):
    """The bytes of a file, and its stat after they were read."""

    data: bytes
    stat: os.stat_result

    @property
    def digest(self) -> str:
        """SHA-256 of the bytes, in hex."""
        return digest(self.data)


def digest(data: bytes) -> str:
    """SHA-256 in hex."""
    return hashlib.sha256(data).hexdigest()


def look(path: str) -> Seen:
    """Read a regular file that nobody writes to meanwhile; OSError where that is not possible."""
    for _ in range(ATTEMPTS):
        seen, settled = _read(path)
        if settled:
            return seen
        time.sleep(PAUSE)
    raise BlockingIOError(errno.EAGAIN, "is being written by another program", path)


def peek(path: str) -> Seen | None:
    """Read what stands there this moment, be it finished or not; None where nothing stands."""
    try:
        return _read(path)[0]
    except FileNotFoundError:
        return None


def same(one: os.stat_result, other: os.stat_result) -> bool:
    """Tell whether nothing has touched a file between two looks, as far as a stat can tell."""
    return _marks(one) == _marks(other)


@contextmanager
def opened(path: str) -> Iterator[int]:
    """Open a file for reading, through no link and without waiting."""
    descriptor = os.open(path, READ)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def read_open(descriptor: int) -> tuple[Seen, bool]:
    """Read an open file from its beginning; true where it did not change meanwhile."""
    before = os.fstat(descriptor)
    if stat.S_ISDIR(before.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if not stat.S_ISREG(before.st_mode):
        raise OSError(errno.EINVAL, "is not a regular file")
    data = _read_to_end(descriptor, before.st_size)
    after = os.fstat(descriptor)
    return Seen(data, after), same(before, after) and len(data) == after.st_size


def _read(path: str) -> tuple[Seen, bool]:
    descriptor = os.open(path, READ)
    try:
        return read_open(descriptor)
    except OSError as error:
        error.filename = path
        raise
    finally:
        os.close(descriptor)


def _read_to_end(descriptor: int, size: int) -> bytes:
    """Read all; asking for one byte more than there is finds the end without a second call."""
    data = b""
    while chunk := os.pread(descriptor, max(size - len(data), 0) + 1, len(data)):
        data += chunk
        if len(data) == size:
            break
    return data


def _marks(found: os.stat_result) -> tuple[int, ...]:
    return (
        found.st_mtime_ns,
        found.st_ctime_ns,
        found.st_size,
        found.st_ino,
        found.st_dev,
        found.st_mode,
    )
