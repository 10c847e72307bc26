"""What is not written for a while after the disk refused it, so that nothing hammers a disk in trouble."""

from dataclasses import dataclass, field

from vault_pln.model.edit import Cause

_FIRST, _LONGEST = 60.0, 3600.0
"""Seconds of the first wait, which doubles, and of the longest."""

_ALL: dict[Cause, str] = {"full": "the disk is full", "read-only": "the disk is read-only"}
"""Causes that hold for every note of a vault."""
_ONE: tuple[Cause, ...] = ("denied", "broken")
"""Causes that hold for one note; the others are no reason to wait."""


@dataclass(slots=True)
class _Wait:
    until: float
    seconds: float


@dataclass(slots=True)
class Restraint:
    """Waits that double with each failure: for the whole vault, or for one note. Times in seconds of one clock."""

    _all: dict[Cause, _Wait] = field(default_factory=dict)
    _notes: dict[str, _Wait] = field(default_factory=dict)

    def failed(self, path: str, cause: Cause, now: float) -> None:
        """A note could not be written; where the disk is not to blame it may be tried again at any time."""
        if cause in _ALL:
            self._all[cause] = _longer(self._all.get(cause), now)
        elif cause in _ONE:
            self._notes[path] = _longer(self._notes.get(path), now)

    def went_well(self, path: str) -> None:
        """A note was written: the disk takes writes, and so does this note."""
        self._all.clear()
        self._notes.pop(path, None)

    def forget(self) -> None:
        """Try everything again at once: the user says so, or the machine slept."""
        self._all.clear()
        self._notes.clear()

    def why(self, now: float) -> str:
        """Why nothing at all is written now, '' where something may be."""
        return next((_ALL[cause] for cause, wait in self._all.items() if wait.until > now), "")

    def spared(self, now: float) -> frozenset[str]:
        """The notes that are left alone for now."""
        return frozenset(path for path, wait in self._notes.items() if wait.until > now)

    def wait(self, now: float) -> float | None:
        """Seconds until something may be tried again that may not now, None where nothing waits."""
        ends = (wait.until - now for waits in (self._all, self._notes) for wait in waits.values())
        return min((end for end in ends if end > 0), default=None)


def _longer(wait: _Wait | None, now: float) -> _Wait:
    """The next wait; several failures of one attempt count once."""
    if wait is None:
        return _Wait(now + _FIRST, _FIRST)
    if wait.until > now:
        return wait
    seconds = min(2 * wait.seconds, _LONGEST)
    return _Wait(now + seconds, seconds)
