"""Notes that are gone, empty or half as long for a moment: an editor that saves, a sync service at work."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from vault_pln.model.files import Stat

_MANY = 10
"""So many notes that go at once are no save; whether that may be believed is another question (see ``loss``)."""


@dataclass(slots=True)
class Doubt:
    """Which notes count as they were, for now; times in seconds of one clock.

    A deletion is believed after ``absent`` seconds, a note that is empty or less than half as long after ``short``:
    Syncthing replaces a note by deleting it, vim by moving it away, others by emptying it first.
    """

    absent: float = 60.0
    short: float = 5.0
    _since: dict[str, float] = field(default_factory=dict)

    def look(
        self, known: Mapping[str, Stat], found: Mapping[str, Stat], has_folder: Callable[[str], bool], now: float
    ) -> frozenset[str]:
        """The known notes that shall stay as they were. ``has_folder`` tells whether a note's folder is still there.

        A note that went with its folder was not saved by an editor, and one as long as a new note may have moved.
        """
        missing = known.keys() - found.keys()
        sizes = {found[path].size for path in found.keys() - known.keys()}
        absent = {path for path in missing if known[path].size not in sizes and has_folder(path)}
        short = {path for path, old in known.items() if path in found and is_doubtful(old, found[path])}
        waits = {
            **dict.fromkeys(short, self.short),
            **dict.fromkeys(absent if len(missing) < _MANY else (), self.absent),
        }
        self._since = {path: self._since.get(path, now) for path in waits}
        # what is emptied note by note is judged together, or it would never be many at once
        newest = max((self._since[path] for path in short), default=now)
        since = {**self._since, **dict.fromkeys(short, newest)}
        return frozenset(path for path, wait in waits.items() if now - since[path] < wait)

    def wait(self, now: float) -> float | None:
        """Seconds until something is believed that is not yet, None where nothing is in doubt."""
        ends = (since + wait - now for since in self._since.values() for wait in (self.short, self.absent))
        return min((end for end in ends if end > 0), default=None)


def is_doubtful(old: Stat, new: Stat | None) -> bool:
    """Whether a note is gone, empty or less than half as long as it was."""
    return new is None or 2 * new.size < old.size
