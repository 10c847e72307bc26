"""What the daemon is told: by the watcher, by the thread that visits sources, and by whoever sends it a signal."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Hint:
    """Something happened at a path."""

    path: str


@dataclass(frozen=True, slots=True)
class Fetched:
    """The visits are done; ``trouble`` says what went wrong with them all, '' if nothing did."""

    trouble: str


Request = Literal["stop", "reload", "reconcile"]
Message = Hint | Fetched | Request
