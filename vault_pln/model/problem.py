"""Something wrong in a note or a source: collected and shown, never raised."""

from typing import NamedTuple


class Problem(NamedTuple):
    """What is wrong, where, and what the user can do about it.

    ``path`` is relative to the vault, with ``/``; ``line`` counts from 1, None where the whole note is meant. It is
    ``undone`` where the disk kept a note from being written that had to be: then the work itself is not done.
    """

    path: str
    line: int | None
    message: str
    advice: str = ""
    undone: bool = False

    def __str__(self) -> str:
        place = self.path if self.line is None else f"{self.path}:{self.line}"
        return f"{place}: {self.message}" + (f" ({self.advice})" if self.advice else "")
