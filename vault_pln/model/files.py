"""What a listing of the vault says of each file."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple


class Stat(NamedTuple):
    """What decides whether a file need not be read again; times in nanoseconds."""

    size: int
    mtime: int
    ctime: int
    inode: int


@dataclass(frozen=True, slots=True)
class Listing:
    """All files of a vault, paths relative to it with ``/``: notes with their stat, and other files by name.

    ``odd`` are things a note's name stands on that are no readable note: a folder called ``x.md``, a pipe,
    a link out of the vault, a conflict copy; each with what it is.
    """

    notes: Mapping[str, Stat]
    others: Mapping[str, Stat]
    odd: Mapping[str, str]
