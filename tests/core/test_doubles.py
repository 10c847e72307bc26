"""The same story from several sources."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from vault_pln.core.sources.doubles import told_once
from vault_pln.model.news import Item

NOW = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
OTHERS = (
    "A walk in the park",
    "How bees find their way home",
    "Notes on soldering iron tips",
    "The city council votes",
)


def item(title: str, source: str, hours_ago: float = 0, name: str = "", seen: str = "2026-11-23") -> Item:
    published = NOW - timedelta(hours=hours_ago)
    name = name or f"{source}-{title}"
    return Item(
        name,
        f"{source}.md",
        f"https://{source}.example",
        title,
        f"https://{source}.example/{name}",
        "",
        published,
        seen,
    )


def noise() -> list[Item]:
    return [item(title, f"other{number}") for number, title in enumerate(OTHERS)]


def never(_: str) -> bool:
    return False


def told(*items: Item, delivered: Callable[[str], bool] = never) -> dict[str, tuple[str, ...]]:
    found = told_once([*items, *noise()], delivered)
    return {one.title: one.also for one in found if one.title not in OTHERS}


def test_a_story_told_by_three_sources_is_told_once_and_names_the_others() -> None:
    a = item("Language servers are moving to Rust", "a", 3)
    b = item("Language servers are moving to Rust", "b", 2)
    c = item("Language servers are moving to Rust!", "c", 1)
    assert told(c, b, a) == {"Language servers are moving to Rust": ("b.md", "c.md")}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Release notes", "Release notes"),
        ("Weekly news digest", "Weekly news digest"),
        ("Announcing Rust version 1.80 today", "Announcing Rust version 1.81 today"),
        ("This week in Rust 575", "This week in Rust 576"),
        ("Language servers are moving to Rust", "Language lessons are a waste of time"),
        ("", ""),
    ],
)
def test_short_titles_other_numbers_and_other_words_are_other_stories(one: str, other: str) -> None:
    assert len(told_once([item(one, "a"), item(other, "b"), *noise()], never)) == 2 + len(OTHERS)


def test_one_source_tells_its_own_stories_apart_and_an_old_story_is_another() -> None:
    title = "Language servers are moving to Rust"
    assert len(told_once([item(title, "a", name="1"), item(title, "a", name="2")], never)) == 2
    assert len(told_once([item(title, "a"), item(title, "b", hours_ago=49)], never)) == 2


def test_what_was_delivered_stands_for_the_story_so_that_it_does_not_come_again() -> None:
    title = "Language servers are moving to Rust"
    early, delivered = item(title, "a", 5), item(title, "b", 1)
    (found,) = told_once([delivered, early], lambda name: name == delivered.id)
    assert (found.id, found.also) == (delivered.id, ("a.md",))


def test_the_order_stays_and_what_has_no_double_is_the_same() -> None:
    items = noise()
    assert told_once(items, never) == items


def test_a_chain_of_titles_is_not_one_story() -> None:
    words = ["alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa"]
    chain = [item(" ".join(words[at : at + 5]), f"s{at}", hours_ago=at) for at in range(6)]
    assert len(told_once(chain, never)) > 1


def test_thousands_of_titles_are_compared_at_once() -> None:
    items = [item(f"The story of word{n} and word{n + 1} in the town", f"s{n}") for n in range(3_000)]
    assert len(told_once(items, never)) == 3_000
