"""The renames that Python has no call for: exchange two names, rename without replacing.

Tried on Linux. The macOS and Windows branches are written from Apple's ``renamex_np(2)`` and Microsoft's
``ReplaceFileW`` documentation and have not been run.
"""

import ctypes
import errno
import os
import sys
from collections.abc import Callable
from functools import cache

NOT_AVAILABLE = frozenset({errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOTSUP})
"""What a kernel or file system says when it does not know the flag."""

if sys.platform == "darwin":
    EXCHANGE, NO_REPLACE = 2, 4
else:
    EXCHANGE, NO_REPLACE = 2, 1


def exchange(one: str, other: str) -> bool:
    """Swap what two existing names stand for, in one step; False where that is not available.

    On Windows ``other`` gets the content of ``one`` and ``one`` what ``other`` had, in two steps.
    """
    if sys.platform == "win32":
        return _replace_with_backup(one, other)
    else:  # noqa: RET505 - type checkers tell platforms apart by branches
        return _rename(one, other, EXCHANGE)


def rename_new(old: str, new: str) -> bool:
    """Rename, or raise FileExistsError where ``new`` exists; False where the system cannot promise that."""
    if sys.platform == "win32":
        os.rename(old, new)
        return True
    return _rename(old, new, NO_REPLACE)


def move_new(old: str, new: str) -> None:
    """Rename without ever replacing: by a link where the rename cannot promise it, else OSError."""
    if not rename_new(old, new):
        os.link(old, new, follow_symlinks=False)
        os.unlink(old)


def _rename(old: str, new: str, flags: int) -> bool:
    call = _system_call()
    if call is None:
        return False
    if call(os.fsencode(old), os.fsencode(new), flags) == 0:
        return True
    code = ctypes.get_errno()
    if code in NOT_AVAILABLE:
        return False
    raise OSError(code, os.strerror(code), old, None, new)


@cache
def _system_call() -> Callable[[bytes, bytes, int], int] | None:
    library = ctypes.CDLL(None, use_errno=True)
    if sys.platform == "darwin":
        swap = library.renamex_np
        swap.argtypes = (ctypes.c_char_p, ctypes.c_char_p, ctypes.c_uint)
        return lambda old, new, flags: int(swap(old, new, flags))
    rename = getattr(library, "renameat2", None)
    if rename is None:
        return None
    rename.argtypes = (ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_uint)
    here = -100  # AT_FDCWD; both paths are absolute, so it is never looked at
    return lambda old, new, flags: int(rename(here, old, here, new, flags))


if sys.platform == "win32":

    def _replace_with_backup(one: str, other: str) -> bool:
        backup = f"{one}.old"
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        if not kernel.ReplaceFileW(other, one, backup, 0, None, None):
            raise ctypes.WinError(ctypes.get_last_error())
        os.rename(backup, one)
        return True
