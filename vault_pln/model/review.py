"""The review of a week: what it says, and what each number of it comes from."""

from typing import NamedTuple


class Because(NamedTuple):
    """What something comes from: a note, the line in it (None: the whole note), and what stands there."""

    path: str
    line: int | None
    text: str


class Row(NamedTuple):
    """One line of a review, safe Markdown, and everything that was counted for it."""

    text: str
    because: tuple[Because, ...] = ()


class Proposal(NamedTuple):
    """What could be changed in one note: the property ``key`` from ``old`` to ``new``; '' is no value yet."""

    kind: str
    path: str
    key: str
    old: str
    new: str


class Section(NamedTuple):
    """A part of a review, by the key of its heading; ``chart`` is a picture below its rows, '' for none."""

    key: str
    rows: tuple[Row, ...]
    chart: str = ""
