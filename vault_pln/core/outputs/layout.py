"""Where things stand on a map: boxes on a plane, none over another. Pixels, y downwards."""

from collections.abc import Iterable, Iterator
from itertools import count
from typing import NamedTuple

WIDTH, HEIGHT = 260, 80
"""Of a note: its name stands above it, so rows need more room between them than columns do."""
_BESIDE, _BELOW = 80, 70
_PADDING = 40
_BETWEEN_GROUPS = 160
_COLUMN, _ROW, _SHIFT = WIDTH + _BESIDE, HEIGHT + _BELOW, (WIDTH + _BESIDE) // 2
_MARGIN = 20
"""Two boxes closer than this are taken for one over the other."""


class Box(NamedTuple):
    """A rectangle by its upper left corner."""

    x: float
    y: float
    width: float
    height: float

    def is_near(self, other: "Box") -> bool:
        """Whether they overlap or nearly do."""
        return (
            self.x < other.x + other.width + _MARGIN
            and other.x < self.x + self.width + _MARGIN
            and self.y < other.y + other.height + _MARGIN
            and other.y < self.y + self.height + _MARGIN
        )


class Board:
    """What is placed so far: ``notes`` are in the way of others, ``groups`` lie beneath them."""

    def __init__(self, notes: Iterable[Box], groups: Iterable[Box]) -> None:
        self._taken, self._groups = list(notes), list(groups)

    def put(self, note: Box) -> None:
        """Place a note."""
        self._taken.append(note)

    def put_group(self, group: Box) -> None:
        """Place a group."""
        self._groups.append(group)

    def is_free(self, box: Box) -> bool:
        """Whether no note stands there."""
        return not any(box.is_near(other) for other in self._taken)

    def right_edge(self) -> int:
        """Where another group may begin: right of everything."""
        return max((round(box.x + box.width) + _BETWEEN_GROUPS for box in (*self._taken, *self._groups)), default=0)

    def above(self) -> int:
        """Where another note may stand above everything."""
        return min((round(box.y) for box in (*self._taken, *self._groups)), default=0) - HEIGHT - _BELOW


def new_group(x: int, members: int, *, headed: bool) -> Box:
    """The box of a group that is to hold so many notes, about as high as wide; with a head, one more above them."""
    columns = 1
    while columns * _COLUMN < -(-members // columns) * _ROW:
        columns += 1
    rows = max(1, -(-members // columns) + headed)
    width = columns * _COLUMN - _BESIDE + (_SHIFT if columns > 1 else 0)
    return Box(x, 0, width + 2 * _PADDING, rows * _ROW - _BELOW + 2 * _PADDING)


def spots(group: Box, *, headed: bool) -> Iterator[Box]:
    """The places for notes in a group, row by row; below the group, when it is full, without end.

    Every second row is shifted like bricks, so that a line from above to below passes between two notes. With a head,
    the first row is for that alone.
    """
    left, top = round(group.x) + _PADDING, round(group.y) + _PADDING
    columns = max(1, int(group.width - 2 * _PADDING - _SHIFT + _BESIDE) // _COLUMN)
    if headed:
        yield Box(left, top, WIDTH, HEIGHT)
    for row in count(int(headed)):
        shifted = left + (_SHIFT if columns > 1 and row % 2 else 0)
        yield from (Box(shifted + n * _COLUMN, top + row * _ROW, WIDTH, HEIGHT) for n in range(columns))


def grown(group: Box, members: Iterable[Box]) -> Box:
    """The group made high enough for its members; it never shrinks, so that little moves."""
    bottom = max((box.y + box.height + _PADDING for box in members), default=0)
    return group._replace(height=max(group.height, bottom - group.y))


def sides(one: Box, other: Box) -> tuple[str, str]:
    """At which sides a line between two boxes leaves and arrives; along a row it makes a bow over those between."""
    right = other.x + other.width / 2 - one.x - one.width / 2
    down = other.y + other.height / 2 - one.y - one.height / 2
    if abs(down) >= min(one.height, other.height):
        return ("bottom", "top") if down > 0 else ("top", "bottom")
    if abs(right) > 2 * _COLUMN - _BESIDE:
        return "top", "top"
    return ("right", "left") if right >= 0 else ("left", "right")
