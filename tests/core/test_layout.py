"""Boxes on a plane, none over another."""

from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault_pln.core.outputs.layout import Board, Box, grown, new_group, shelves, sides, spots


@given(st.integers(0, 160), st.booleans())
def test_a_new_group_has_room_for_all_its_members(members: int, headed: bool) -> None:
    group = new_group(members, headed=headed)
    boxes = list(islice(spots(group, headed=headed), members + headed))
    for number, one in enumerate(boxes):
        assert not any(one.is_near(other) for other in boxes[number + 1 :])
        assert group.x < one.x
        assert one.x + one.width < group.x + group.width
        assert group.y < one.y
        assert one.y + one.height < group.y + group.height
    assert group.height <= 3 * group.width


@given(st.floats(1, 3000), st.floats(1, 500))
def test_a_group_of_any_size_has_places_without_end_that_do_not_overlap(width: float, height: float) -> None:
    boxes = list(islice(spots(Box(7.5, -3.25, width, height), headed=True), 40))
    assert all(isinstance(one.x, int) and isinstance(one.y, int) for one in boxes)
    assert not any(one.is_near(other) for number, one in enumerate(boxes) for other in boxes[number + 1 :])


def test_a_group_grows_for_its_members_and_never_shrinks() -> None:
    group = Box(0, 0, 300, 200)
    assert grown(group, []) == group
    assert grown(group, [Box(40, 40, 260, 80)]) == group
    assert grown(group, [Box(40, 400, 260, 80)]) == Box(0, 0, 300, 520)


def test_what_is_placed_is_in_the_way_and_so_are_other_groups() -> None:
    mine, other, outer = Box(-50, -50, 900, 900), Box(1000, -50, 900, 900), Box(-100, -100, 1000, 1000)
    board = Board([Box(0, 0, 100, 100)], {"mine": mine, "other": other, "outer": outer})
    assert not board.is_free(Box(90, 90, 10, 10), "mine", mine)
    assert not board.is_free(Box(110, 0, 10, 10), "mine", mine)
    assert board.is_free(Box(130, 0, 10, 10), "mine", mine)
    assert not board.is_free(Box(1100, 0, 10, 10), "mine", mine)
    assert board.is_free(Box(1100, 0, 10, 10), "other", other)
    assert board.right_edge() > 1900
    assert board.above() < -180


def test_a_group_does_not_grow_into_another() -> None:
    board = Board([], {"a": Box(0, 0, 300, 200), "b": Box(0, 500, 300, 200)})
    assert board.has_room("a", Box(0, 0, 300, 400))
    assert not board.has_room("a", Box(0, 0, 300, 490))
    board.put_group("b", Box(0, 900, 300, 200))
    assert board.has_room("a", Box(0, 0, 300, 490))


@given(st.lists(st.tuples(st.integers(1, 160), st.booleans()), min_size=1, max_size=24), st.integers(-900, 900))
def test_new_groups_stand_in_rows_and_have_room_to_grow(sizes: list[tuple[int, bool]], left: int) -> None:
    boxes = list(shelves((new_group(members, headed=headed) for members, headed in sizes), left))
    higher = [box._replace(height=box.height + 500) for box in boxes]
    assert not any(one.is_near(other) for number, one in enumerate(higher) for other in boxes[number + 1 :])
    assert min(box.x for box in boxes) == left
    assert len({box.y for box in boxes}) > 1 or len(boxes) < 9, "many groups in a single row would be a strip"


@pytest.mark.parametrize(
    ("other", "expected"),
    [((0, 300), ("bottom", "top")), ((0, -300), ("top", "bottom")), ((340, 0), ("right", "left")),
     ((-340, 20), ("left", "right")), ((680, 0), ("top", "top")), ((680, 150), ("bottom", "top"))],
)  # fmt: skip
def test_a_line_leaves_where_it_is_shortest_and_bows_over_what_stands_between(
    other: tuple[int, int], expected: tuple[str, str]
) -> None:
    assert sides(Box(0, 0, 260, 80), Box(*other, 260, 80)) == expected
