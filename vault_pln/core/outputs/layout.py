"""Where things stand on a map: boxes on a plane, none over another. Pixels, y downwards."""

import math
from collections.abc import Iterable, Iterator, Mapping
from itertools import count
from typing import NamedTuple

WIDTH, HEIGHT = 260, 80
"""Of a note: its name stands above it, so rows need more room between them than columns do."""
_BESIDE, _BELOW = 80, 70
_PADDING = 40
_BETWEEN_GROUPS = 160
_BETWEEN_ROWS = 600
"""Of groups: room for four more rows of notes."""
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

    def holds(self, other: "Box") -> bool:
        """Whether another box lies in this one."""
        across = self.x <= other.x and other.x + other.width <= self.x + self.width
        return across and self.y <= other.y and other.y + other.height <= self.y + self.height


class Board:
    """What is placed so far: ``notes`` are in the way of others, and ``groups`` (by id) of each other's."""

    def __init__(self, notes: Iterable[Box], groups: Mapping[str, Box]) -> None:
        self._notes, self._groups = list(notes), dict(groups)

    def put(self, note: Box) -> None:
        """Place a note."""
        self._notes.append(note)

    def put_group(self, group: str, box: Box) -> None:
        """Place a group."""
        self._groups[group] = box

    def is_free(self, spot: Box, group: str, box: Box) -> bool:
        """Whether a note of a group (with this box) can stand there: over no other, and in no other group."""
        return not any(spot.is_near(other) for other in (*self._notes, *self._others(group, box)))

    def has_room(self, group: str, box: Box) -> bool:
        """Whether a group could have this box without reaching into another one."""
        return not any(box.is_near(other) for other in self._others(group, box))

    def _others(self, group: str, box: Box) -> Iterator[Box]:
        """The other groups but those that this one lies in."""
        return (other for key, other in self._groups.items() if key != group and not other.holds(box))

    def right_edge(self) -> int:
        """Where another group may begin: right of everything."""
        return max((round(box.x + box.width) + _BETWEEN_GROUPS for box in self._all()), default=0)

    def above(self) -> int:
        """Where another note may stand above everything."""
        return min((round(box.y) for box in self._all()), default=0) - HEIGHT - _BELOW

    def _all(self) -> list[Box]:
        return [*self._notes, *self._groups.values()]


def new_group(members: int, *, headed: bool) -> Box:
    """The box of a group that is to hold so many notes, about as high as wide; with a head, one more above them."""
    columns = 1
    while columns * _COLUMN < -(-members // columns) * _ROW:
        columns += 1
    rows = max(1, -(-members // columns) + headed)
    width = columns * _COLUMN - _BESIDE + (_SHIFT if columns > 1 else 0)
    return Box(0, 0, width + 2 * _PADDING, rows * _ROW - _BELOW + 2 * _PADDING)


def shelves(groups: Iterable[Box], left: int) -> Iterator[Box]:
    """New groups in rows from the left, somewhat wider than high altogether, with room below each to grow."""
    boxes = list(groups)
    area = sum((box.width + _BETWEEN_GROUPS) * (box.height + _BETWEEN_ROWS) for box in boxes)
    x, y, highest = float(left), 0.0, 0.0
    for box in boxes:
        if x > left and x + box.width - left > math.sqrt(2 * area):
            x, y, highest = float(left), y + highest + _BETWEEN_ROWS, 0
        yield box._replace(x=round(x), y=round(y))
        x, highest = x + box.width + _BETWEEN_GROUPS, max(highest, box.height)


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
