"""When so many notes are gone at once that a missing disk is likelier than a tidy user."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault_pln.core.index.loss import is_loss


def vault(count: int, own: int = 0) -> dict[str, str]:
    return {f"{n}.md": f"digest {n}" for n in range(count)} | {f"PLN/PLN {n}.md": f"own {n}" for n in range(own)}


def lost(count: int, gone: int) -> bool:
    before = vault(count)
    return is_loss(before, set(list(before)[gone:]), (), ())


@pytest.mark.parametrize(
    ("count", "gone", "expected"),
    [
        (10, 9, False), (10, 10, True), (12, 10, True), (33, 10, True), (34, 10, False), (100, 29, False), (100, 30, True), (1000, 49, False),
        (1000, 50, True), (100_000, 50, True), (5, 5, False), (1, 1, False), (0, 0, False), (20, 0, False),
    ],
)  # fmt: skip
def test_at_least_ten_notes_and_thirty_percent_or_fifty(count: int, gone: int, *, expected: bool) -> None:
    assert lost(count, gone) is expected


def test_a_note_that_only_moved_is_not_gone() -> None:
    before = vault(100)
    moved = {f"Archive/{path}": identity for path, identity in before.items()}
    assert not is_loss(before, moved.keys(), set(moved.values()), ())
    assert is_loss(before, moved.keys(), set(list(moved.values())[:50]), ())


def test_our_own_notes_gone_together_with_others_are_a_loss_however_few() -> None:
    before = vault(20, own=3)
    own = [path for path in before if path.startswith("PLN/")]
    without = [path for path in before if path not in own]
    assert is_loss(before, without[1:], (), own)
    assert not is_loss(before, without, (), own), "the user threw our folder away, and nothing else"
    assert not is_loss(before, [*without[1:], own[0]], (), own), "not all of ours"
    assert not is_loss(vault(20), without[1:], (), ())


@given(st.integers(0, 300), st.integers(0, 300), st.integers(0, 5), st.integers(0, 5))
def test_more_gone_is_never_less_of_a_loss(count: int, gone: int, own: int, more: int) -> None:
    before = vault(count, own)
    ours = [path for path in before if path.startswith("PLN/")]
    first = is_loss(before, list(before)[gone:], (), ours)
    assert not first or is_loss(before, list(before)[gone + more :], (), ours)


def test_an_empty_listing_of_a_vault_of_some_size_is_a_loss() -> None:
    before = vault(12, own=2)
    assert is_loss(before, (), (), [path for path in before if path.startswith("PLN/")])
