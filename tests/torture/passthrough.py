"""A file system in user space that passes everything on to a folder, cannot exchange names, and fails when told to.

``python passthrough.py FOLDER MOUNT ORDERS``: while the file ORDERS exists, an fsync of a file answers with the error
whose name it holds. RENAME_EXCHANGE and RENAME_NOREPLACE are refused with EINVAL, since this protocol knows no flags.
"""

import errno
import os
import sys
import time
from collections.abc import Iterator
from typing import Any

from fuse import FUSE, FuseOSError, Operations

ATTRIBUTES = (
    "st_atime_ns",
    "st_ctime_ns",
    "st_mtime_ns",
    "st_gid",
    "st_mode",
    "st_nlink",
    "st_size",
    "st_uid",
    "st_ino",
)


class Passthrough(Operations):  # type: ignore[misc]  # the library ships no types
    """Each call, passed on."""

    use_ns = True

    def __init__(self, folder: str, orders: str) -> None:
        self._folder, self._orders = folder, orders

    def _at(self, path: str) -> str:
        return self._folder + path

    def getattr(self, path: str, fh: int | None = None) -> dict[str, int]:
        found = os.lstat(self._at(path)) if fh is None else os.fstat(fh)
        return {name.removesuffix("_ns"): getattr(found, name) for name in ATTRIBUTES}

    def readdir(self, path: str, _fh: int) -> Iterator[str]:
        yield from [".", "..", *os.listdir(self._at(path))]

    def statfs(self, path: str) -> dict[str, int]:
        found = os.statvfs(self._at(path))
        names = (
            "f_bavail",
            "f_bfree",
            "f_blocks",
            "f_bsize",
            "f_favail",
            "f_ffree",
            "f_files",
            "f_flag",
            "f_frsize",
            "f_namemax",
        )
        return {name: getattr(found, name) for name in names}

    def open(self, path: str, flags: int) -> int:
        # where the kernel is told to append, it says itself where that is
        return os.open(self._at(path), flags & ~os.O_APPEND)

    def create(self, path: str, mode: int, _info: Any = None) -> int:
        return os.open(self._at(path), os.O_RDWR | os.O_CREAT | os.O_EXCL, mode)

    def read(self, _path: str, size: int, offset: int, fh: int) -> bytes:
        return os.pread(fh, size, offset)

    def write(self, _path: str, data: bytes, offset: int, fh: int) -> int:
        return os.pwrite(fh, data, offset)

    def truncate(self, path: str, length: int, fh: int | None = None) -> None:
        os.truncate(self._at(path) if fh is None else fh, length)

    def fsync(self, _path: str, _data_only: int, fh: int) -> None:
        if os.path.exists(self._orders):
            with open(self._orders, encoding="ascii") as file:
                raise FuseOSError(getattr(errno, file.read().strip()))
        os.fsync(fh)

    def fsyncdir(self, _path: str, _data_only: int, _fh: int) -> None:
        return

    def flush(self, _path: str, _fh: int) -> None:
        return

    def release(self, _path: str, fh: int) -> None:
        os.close(fh)

    def rename(self, old: str, new: str) -> None:
        os.rename(self._at(old), self._at(new))

    def link(self, target: str, source: str) -> None:
        os.link(self._at(source), self._at(target), follow_symlinks=False)

    def unlink(self, path: str) -> None:
        os.unlink(self._at(path))

    def mkdir(self, path: str, mode: int) -> None:
        os.mkdir(self._at(path), mode)

    def rmdir(self, path: str) -> None:
        os.rmdir(self._at(path))

    def chmod(self, path: str, mode: int) -> None:
        os.chmod(self._at(path), mode)

    def chown(self, path: str, uid: int, gid: int) -> None:
        os.lchown(self._at(path), uid, gid)

    def utimens(self, path: str, times: tuple[int, int] | None = None) -> None:
        os.utime(self._at(path), ns=times or (time.time_ns(),) * 2, follow_symlinks=False)


if __name__ == "__main__":
    FUSE(Passthrough(sys.argv[1], sys.argv[3]), sys.argv[2], foreground=True, use_ino=True)
