"""Tell whether somebody is working on a note at this moment."""

import os
from collections.abc import Callable

SWAP_LETTERS = "ponmlkjihgfedcba"
"""vim takes .swp first and goes backwards through the alphabet while a swap file is there."""


class Quiet:
    """Whether notes have been left alone for ``seconds``; 0 means that nobody waits."""

    def __init__(self, seconds: float, clock: Callable[[], float]) -> None:
        self._seconds = seconds
        self._clock = clock
        self._future: dict[str, tuple[tuple[int, ...], float]] = {}

    def disturbance(self, folder: str, name: str, found: os.stat_result | None) -> str:
        """Say why now is a bad moment to write to a note, or nothing; None is a note yet to be made."""
        if self._seconds <= 0:
            return ""
        if lock := _editor_lock(folder, name):
            return f"is open in an editor ({lock} stands beside it)"
        if found is not None and self._age(f"{folder}/{name}", found) < self._seconds:
            return f"was changed less than {self._seconds:g} seconds ago"
        return ""

    def _age(self, note: str, found: os.stat_result) -> float:
        """Seconds since the last change; a stamp from the future counts from when it was first seen."""
        now = self._clock()
        latest = max(found.st_mtime, found.st_ctime)
        if latest <= now:
            self._future.pop(note, None)
            return now - latest
        marks = (found.st_mtime_ns, found.st_ctime_ns, found.st_size)
        known, since = self._future.get(note, (None, now))
        if known != marks:
            self._future[note] = (marks, now)
            return 0.0
        return now - since


def _editor_lock(folder: str, name: str) -> str:
    """Find what vim, emacs or an office program puts beside a file it has open."""
    locks = [f".{name}.sw{letter}" for letter in SWAP_LETTERS]
    locks += [f".#{name}", f".~lock.{name}#"]
    return next((lock for lock in locks if os.path.lexists(f"{folder}/{lock}")), "")
