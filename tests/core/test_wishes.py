"""What a source note asks to see only, or never."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault_pln.core.kinds.wishes import fits, why_no_wish

TEXT = "Sponsored: Learn C++ and Rust 1.80\nwith the async book"


@pytest.mark.parametrize(
    "wish", ["rust", "RUST", "c++", "async  book", "learn c++", "/rust \\d+/", "/^spons/i", "1.80"]
)
def test_words_phrases_and_expressions_are_found_without_case(wish: str) -> None:
    assert fits(TEXT, (wish,), ())
    assert not fits(TEXT, (), (wish,))


@pytest.mark.parametrize("wish", ["rus", "ust", "book async", "c", "/rust$/", "1x80", "/\\bjava\\b/"])
def test_parts_of_words_are_not_words(wish: str) -> None:
    assert fits(TEXT, (), (wish,)) == (wish != "c")
    assert fits(TEXT, (wish,), ()) == (wish == "c")


def test_one_of_only_is_enough_and_one_of_mute_too_much() -> None:
    assert fits(TEXT, ("java", "rust"), ())
    assert not fits(TEXT, ("java",), ())
    assert not fits(TEXT, ("rust",), ("java", "sponsored"))
    assert fits(TEXT, (), ())


@pytest.mark.parametrize("wish", ["/(a/", r"/(a)\1/", "/(?=a)/", "/a{99999}/", f"/{'a' * 2_000}/"])
def test_an_expression_that_is_none_says_why_and_asks_for_nothing(wish: str) -> None:
    assert why_no_wish(wish)
    assert fits(TEXT, (wish,), (wish,))


def test_no_expression_hangs() -> None:
    # each took ages with a backtracking engine
    for wish in ("/(a+)+$/", "/(a|aa)+$/", "/(.*)*b$/", "/(a|a?)+d$/"):
        assert not why_no_wish(wish)
        assert fits("a" * 100_000 + "c", (), (wish,))


@given(st.text(max_size=50), st.text(max_size=20))
def test_no_wish_raises(text: str, wish: str) -> None:
    for one in (wish, f"/{wish}/"):
        why_no_wish(one)
        fits(text, (one,), (one,))
