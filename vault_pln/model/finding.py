"""What is wrong in a vault, and the one line that mends it."""

from typing import Literal, NamedTuple

Sort = Literal["file", "front matter", "property", "settings", "link", "ambiguous", "double", "block"]
"""What a finding is about: what is not read at all, properties that cannot be read, those that say nothing known,
settings, links that mean nothing, links that could mean several notes, what exists twice, blocks of ours."""


class Fix(NamedTuple):
    """The edit of one line (from 1): from ``start`` to ``end`` of ``old`` comes ``text``.

    ``old`` is the whole line as it stands, without byte order mark and line ending.
    """

    line: int
    old: str
    start: int
    end: int
    text: str

    @property
    def new(self) -> str:
        """The whole line as it will be."""
        return self.old[: self.start] + self.text + self.old[self.end :]


class Finding(NamedTuple):
    """One thing that is wrong. ``certain`` means that the fix can be nothing but what the user meant."""

    sort: Sort
    path: str
    line: int | None
    message: str
    advice: str = ""
    fix: Fix | None = None
    certain: bool = False
