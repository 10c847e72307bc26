"""Forgetting a vault: its memory and its cache on this machine."""

import os
import shutil
from contextlib import suppress

_STAYS = frozenset({"kept", "journal", "write.lock", "watch.lock"})
"""Versions of the user's notes, what is needed to mend a write, and locks that somebody may hold."""


def forget(state: str, cache: str) -> None:
    """Delete all that this machine knows of a vault but the kept versions of its notes."""
    shutil.rmtree(cache, ignore_errors=True)
    with suppress(FileNotFoundError):
        for name in os.listdir(state):
            if name not in _STAYS:
                _delete(os.path.join(state, name))


def _delete(path: str) -> None:
    if os.path.isdir(path) and not os.path.islink(path):
        shutil.rmtree(path, ignore_errors=True)
    else:
        with suppress(OSError):
            os.unlink(path)
