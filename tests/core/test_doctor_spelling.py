"""Names nearly the same: all that are near are found, and only those."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault_pln.core.health.spelling import Spellings, bare, distance, nearest, tolerance

WORDS = st.text("abcd", min_size=0, max_size=14)


def slow_distance(one: str, other: str) -> int:
    """Optimal string alignment as the books have it, whole."""
    rows = [[max(i, j) if not i or not j else 0 for j in range(len(other) + 1)] for i in range(len(one) + 1)]
    for i in range(1, len(one) + 1):
        for j in range(1, len(other) + 1):
            change = rows[i - 1][j - 1] + (one[i - 1] != other[j - 1])
            rows[i][j] = min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, change)
            if i > 1 and j > 1 and one[i - 1] == other[j - 2] and one[i - 2] == other[j - 1]:
                rows[i][j] = min(rows[i][j], rows[i - 2][j - 2] + 1)
    return rows[-1][-1]


@given(WORDS, WORDS, st.integers(0, 3))
def test_the_distance_is_that_of_the_books_up_to_the_most(one: str, other: str, most: int) -> None:
    far = slow_distance(one, other)
    assert distance(one, other, most) == (far if far <= most else None)


@given(st.lists(WORDS, max_size=30), WORDS)
def test_the_nearest_names_are_those_that_comparing_with_all_finds(names: list[str], word: str) -> None:
    allowed = {n: min(tolerance(word), tolerance(n), 2 if n[:1] == word[:1] else 1) for n in names}
    far = {name: slow_distance(word, name) for name in names}
    near = {name: far[name] for name in names if far[name] <= allowed[name] and len(word) >= 5}
    found = Spellings(names).near(word)
    assert (set(found.names) if found else set()) == {n for n in near if near[n] == min(near.values())}


@pytest.mark.parametrize(
    ("word", "name", "far"),
    [
        ("Ada Lovelac", "Ada Lovelace", 1),
        ("ada-lovelace", "Ada Lovelace", 0),
        ("AdaLovelace", "Ada Lovelace", 0),
        ("Rene Muller", "René Müller", 0),
        ("Ada Lovlcae", "Ada Lovelace", 2),
        ("Leran Rust", "Learn Rust", 1),
        ("김철수박영", "김철수박명", 1),
    ],
)
def test_a_misspelt_name_is_found(word: str, name: str, far: int) -> None:
    found = Spellings(["Grace Hopper", name]).near(word)
    assert found is not None
    assert (found.names, found.distance) == ((name,), far)


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("Bob", "Rob"),
        ("Chapter 1 of it", "Chapter 2 of it"),
        ("Ada King", "Ada Lovelace"),
        ("internal links", "External Links"),
        ("", "x"),
        ("C", "C++"),
    ],
)
def test_short_names_and_other_numbers_are_other_names(word: str, name: str) -> None:
    assert Spellings([name]).near(word) is None


def test_of_several_words_all_that_are_nearest_count() -> None:
    assert nearest("bok", ("book", "bog", "blog"), 2) == ("book", "bog")
    assert nearest("xyz", ("book",), 1) == ()


def test_a_name_of_signs_alone_has_no_letters() -> None:
    assert bare("—…!") == ""
    assert Spellings(["—", "…"]).near("!") is None
