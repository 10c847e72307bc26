"""The renames that Python has no call for: exchange two names, rename without replacing.

Tried on Linux. Those of macOS and Windows are written from Apple's ``renamex_np(2)`` and Microsoft's ``ReplaceFileW``
and ``MoveFileExW`` documentation; they are tested against a library that stands in for the system's, and have never
run on these systems.
"""

import ctypes
import errno
import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

NO_LINKS = frozenset({errno.EPERM, errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOTSUP, errno.EMLINK})
"""What is said where a file cannot have a second name."""

NOT_AVAILABLE = frozenset({errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOTSUP})
"""What a kernel or file system says when it does not know the flag."""

AT_FDCWD = -100
"""Stands for the working folder; both paths are absolute, so it is never looked at."""

ATTEMPTS = 5
PAUSE = 0.01

SHARING_VIOLATION, LOCK_VIOLATION = 32, 33
ALREADY_THERE = frozenset({80, 183})
MISSING = frozenset({2, 3})
NO_ACCESS = 5
NOTE_MOVED_ASIDE = 1177
"""Windows: the note already has the backup's name, and the new file has not got the note's."""


class Renames(NamedTuple):
    """What a system offers: each returns False where it cannot promise what is asked."""

    exchange: Callable[[str, str], bool]
    rename_new: Callable[[str, str], bool]


def exchange(one: str, other: str) -> bool:
    """Swap what two existing names stand for, in one step; False where that is not available.

    On Windows ``other`` gets the content of ``one`` and ``one`` what ``other`` had, in two steps.
    """
    return _here().exchange(one, other)


def link_new(old: str, new: str) -> None:
    """Give a file a second name, not that of what a link leads to."""
    os.link(old, new, follow_symlinks=False)


def rename_new(old: str, new: str) -> bool:
    """Rename, or raise FileExistsError where ``new`` exists; False where the system cannot promise that."""
    return _here().rename_new(old, new)


def move_new(
    old: str, new: str, rename: Callable[[str, str], bool] = rename_new, link: Callable[[str, str], None] = link_new
) -> None:
    """Rename without ever replacing: FileExistsError where ``new`` exists; by a link where no rename can promise it.

    A file system that knows neither is asked whether the name is free, and is trusted for the microseconds after.
    """
    if rename(old, new):
        return
    try:
        link(old, new)
    except OSError as error:
        if error.errno not in NO_LINKS:
            raise
        if os.path.lexists(new):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), new) from None
        os.rename(old, new)
        return
    os.unlink(old)


@cache
def _here() -> Renames:
    return renames_of(sys.platform, lambda name: ctypes.CDLL(name, use_errno=True, use_last_error=True))


def renames_of(platform: str, load: Callable[[str | None], Any]) -> Renames:
    """The renames of a platform, from the library that ``load`` gives by name (None: the C library)."""
    if platform == "win32":
        windows = _Windows(load("kernel32"))
        return Renames(windows.exchange, windows.rename_new)
    if platform == "darwin":
        call = _call(load(None), "renamex_np", (ctypes.c_char_p, ctypes.c_char_p, ctypes.c_uint))
        unix = _Unix(call, (), exchange_flag=2, new_flag=4)
    else:
        types = (ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_uint)
        unix = _Unix(_call(load(None), "renameat2", types), (AT_FDCWD,), exchange_flag=2, new_flag=1)
    return Renames(unix.exchange, unix.rename_new)


def _call(library: Any, name: str, types: tuple[Any, ...]) -> Callable[..., int] | None:
    """A function of a library, None in one that is too old to have it."""
    function: Any = getattr(library, name, None)
    if function is not None:
        function.argtypes = types
    return function  # type: ignore[no-any-return]  # ctypes says what it calls by no type


@dataclass(frozen=True, slots=True)
class _Unix:
    """One call with flags; ``folder`` is what it takes before each path."""

    call: Callable[..., int] | None
    folder: tuple[int, ...]
    exchange_flag: int
    new_flag: int

    def exchange(self, one: str, other: str) -> bool:
        return self._rename(one, other, self.exchange_flag)

    def rename_new(self, old: str, new: str) -> bool:
        return self._rename(old, new, self.new_flag)

    def _rename(self, old: str, new: str, flags: int) -> bool:
        if self.call is None:
            return False
        if self.call(*self.folder, os.fsencode(old), *self.folder, os.fsencode(new), flags) == 0:
            return True
        code = ctypes.get_errno()
        if code in NOT_AVAILABLE:
            return False
        raise OSError(code, os.strerror(code), old, None, new)


@dataclass(frozen=True, slots=True)
class _Windows:
    """Replacing with a backup, and a move that replaces nothing; another program may hold a file for a moment."""

    kernel: Any

    def exchange(self, one: str, other: str) -> bool:
        backup = f"{one}.old"
        code = self._patiently(lambda: self.kernel.ReplaceFileW(other, one, backup, 0, None, None))
        if code == NOTE_MOVED_ASIDE:
            self.rename_new(backup, other)
        if code:
            raise _windows_error(code, other)
        return self.rename_new(backup, one)

    def rename_new(self, old: str, new: str) -> bool:
        code = self._patiently(lambda: self.kernel.MoveFileExW(old, new, 0))
        if code:
            raise _windows_error(code, new)
        return True

    def _patiently(self, call: Callable[[], int]) -> int:
        """Call until no other program is in the way; the error that is left, 0 for none."""
        for _ in range(ATTEMPTS):
            if call():
                return 0
            code = int(self.kernel.GetLastError())
            if code not in (SHARING_VIOLATION, LOCK_VIOLATION):
                return code
            time.sleep(PAUSE)
        return SHARING_VIOLATION


def _windows_error(code: int, path: str) -> OSError:
    """The error as other systems call it: a file that is in use may be free later."""
    if code in ALREADY_THERE:
        number = errno.EEXIST
    elif code in MISSING or code == NOTE_MOVED_ASIDE:
        number = errno.ENOENT
    elif code == NO_ACCESS:
        number = errno.EACCES
    else:
        number = errno.EBUSY if code == SHARING_VIOLATION else errno.EIO
    return OSError(number, f"{os.strerror(number)} (Windows error {code})", path)
