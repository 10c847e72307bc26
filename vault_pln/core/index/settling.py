"""When changed notes have come to rest: quiet for a while, or changing for too long to wait any longer."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Settling:
    """The paths that changed and have not been looked at since; times in seconds of one clock.

    ``quiet`` is how long nothing may have happened, ``longest`` the most that is waited.
    """

    quiet: float
    longest: float
    _first: float | None = None
    _last: float = 0.0
    _paths: set[str] = field(default_factory=set)

    def __len__(self) -> int:
        return len(self._paths)

    def hint(self, path: str, now: float) -> None:
        """Something happened to a path."""
        self._first = now if self._first is None else self._first
        self._last = now
        self._paths.add(path)

    def wait(self, now: float) -> float | None:
        """Seconds until the changes have settled, None when there are none."""
        if self._first is None:
            return None
        return max(0.0, min(self._last + self.quiet, self._first + self.longest) - now)

    def take(self) -> frozenset[str]:
        """The changed paths, which count as looked at from now on."""
        taken = frozenset(self._paths)
        self._paths.clear()
        self._first = None
        return taken
