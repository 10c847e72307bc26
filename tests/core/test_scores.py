"""How well an item fits a goal: by its words first, then by its source, its age and its form."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from vault_pln.core.digest.feedback import best_matches, liked, sharpened
from vault_pln.core.digest.ledger import Memory
from vault_pln.core.digest.matching import Text, centroid, cosine, counted, gains_of, score
from vault_pln.core.digest.queries import query_of
from vault_pln.core.digest.reception import Taste
from vault_pln.core.digest.scores import fits_of, freshness, goal_scores
from vault_pln.core.digest.stock import small_stock, statistics_of
from vault_pln.core.digest.terms import indexed
from vault_pln.model.kinds import Goal, Me, Source
from vault_pln.model.network import Network
from vault_pln.model.news import Item
from vault_pln.model.terms import TextOf

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 6, tzinfo=UTC)
NETWORK = Network(TODAY, {}, {}, {}, None, {}, {}, {}, ())
FILLING = [f"Notes on gardens number {number}" for number in range(30)]


def network(
    *goals: Goal, sources: tuple[Source, ...] = (), goals_of: dict[str, tuple[str, ...]] | None = None
) -> Network:
    return replace(
        NETWORK, goals={g.path: g for g in goals}, sources={s.path: s for s in sources}, goals_of=goals_of or {}
    )


def goal(name: str, *keywords: str) -> Goal:
    return Goal(f"{name}.md", name, keywords=keywords)


def item(title: str, summary: str = "", source: str = "Blog.md", published: datetime = NOW) -> Item:
    return Item(title, source, "f", title, "", summary, published, "2026-11-23")


def best(titles: list[str], *keywords: str) -> list[str]:
    """The titles that are for a goal with these keywords, best first."""
    net = network(goal("Goal", *keywords))
    stock = small_stock(map(item, titles), net)
    scores = goal_scores(stock.items, stock, net, Memory(), Taste({}, TODAY))
    return sorted((t for t in titles if scores[t]), key=lambda t: -scores[t]["Goal.md"])


def text(title: str, rest: str = "") -> Text:
    return counted(indexed(title, TextOf(title, rest)))


def test_the_score_is_that_of_bm25() -> None:
    """By hand: two texts of three and one words, one of the words in the title of the first, which counts twice."""
    texts = [text("cat dog"), text("bird")]
    statistics = statistics_of(texts)
    assert (statistics.texts, statistics.length) == (2, 3.0)
    rarity = 0.6931471805599453  # ln(1 + (2 - 1 + 0.5) / (1 + 0.5))
    expected = rarity * 2 * 2.2 / (2 + 1.2 * (0.25 + 0.75 * 4 / 3))
    assert score(texts[0], gains_of({"cat": 1.0}, statistics), statistics) == pytest.approx(expected)
    assert score(texts[1], gains_of({"cat": 1.0}, statistics), statistics) == 0


@pytest.mark.parametrize(
    ("keyword", "titles"),
    [
        ("interrupts", ["An interrupt explained"]),
        ("Gärten", ["Der Garten und die Rosen im Winter"]),
        ("机器学习", ["机器学习入门教程"]),
        ("茶", ["中国茶文化"]),
        ("تعلم الآلة", ["مقدمة في تعلم الآلة"]),
        ("нейронные сети", ["Как устроена нейронная сеть"]),
        ("c++", ["What C++ got right"]),
        ("borrow checker", ["The borrow checker, my friend"]),
    ],
)
def test_a_keyword_finds_its_items_in_any_script(keyword: str, titles: list[str]) -> None:
    others = ["The checker of gates", "机械工程", "مقدمة في الطبخ", "Как варить борщ", "C for beginners"]
    assert best([*FILLING, *others, *titles], keyword) == titles


def test_a_word_in_the_title_counts_more_than_one_in_the_summary() -> None:
    net = network(goal("Goal", "rust"))
    items = [
        item("Why rust", "of all the other languages there are"),
        item("Why that", "of all rust languages there are"),
    ]
    stock = small_stock([*items, *map(item, FILLING)], net)
    first, second = (goal_scores(items, stock, net, Memory(), Taste({}, TODAY))[one.id]["Goal.md"] for one in items)
    assert first > second > 0


def test_what_goes_with_a_keyword_in_its_items_brings_others_that_lack_it() -> None:
    having = [
        f"Rust: {word} ownership lifetimes borrowing"
        for word in ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
    ]
    lacking, other = "Ownership lifetimes borrowing explained", "Lifetimes insurance paperwork explained"
    net = network(goal("Goal", "rust"))
    stock = small_stock(map(item, [*FILLING, *having, lacking, other]), net)
    found = fits_of(stock.items, stock, net, Memory(), Taste({}, TODAY))
    assert found[lacking]["Goal.md"].score > found[other]["Goal.md"].score > 0
    assert "Goal.md" not in found[FILLING[0]]


def test_kept_items_raise_what_is_like_them_and_rejected_ones_lower_it() -> None:
    texts = [text(t) for t in ("rust embedded sensors", "rust web frontend", *FILLING)]
    statistics = statistics_of(texts)
    query = query_of(goal("Goal", "rust"), "", [])

    def scores(kept: str, rejected: str) -> list[float]:
        asked = liked(query, [text(kept)], [text(rejected)], statistics)
        gains = sharpened(asked, [], statistics).gains
        return [score(one, gains, statistics) for one in texts[:2]]

    embedded, web = scores("embedded sensors", "web frontend")
    assert embedded > web > 0
    embedded, web = scores("web frontend", "embedded sensors")
    assert web > embedded > 0


def test_rejecting_never_turns_a_keyword_into_its_opposite() -> None:
    texts = [text(t) for t in ("rust", *FILLING)]
    statistics = statistics_of(texts)
    query = liked(query_of(goal("Goal", "rust"), "", []), [], [texts[0]] * 5, statistics)
    assert query.weights["rust"] == 1.0


def test_an_item_is_for_the_goal_its_source_names_whatever_it_says() -> None:
    net = network(goal("Goal", "rust"), sources=(Source("Blog.md", "Blog"),), goals_of={"Blog.md": ("Goal.md",)})
    stock = small_stock([item("Sealing a lunch tin"), item("Rust in a lunch tin")], net)
    scores = goal_scores(stock.items, stock, net, Memory(), Taste({}, TODAY))
    assert scores["Sealing a lunch tin"] == {"Goal.md": 0.5}
    assert scores["Rust in a lunch tin"]["Goal.md"] > 0.5


def test_a_goal_that_is_not_active_brings_nothing() -> None:
    net = network(goal("Goal", "rust")._replace(status="paused"))
    stock = small_stock([item("Rust")], net)
    assert goal_scores(stock.items, stock, net, Memory(), Taste({}, TODAY)) == {"Rust": {}}


def test_without_keywords_the_name_of_a_goal_is_one() -> None:
    net = network(Goal("Learn Rust.md", "Learn Rust"))
    stock = small_stock(map(item, ["Learn Rust today", "Rust on my bike", *FILLING]), net)
    assert [t for t, found in goal_scores(stock.items, stock, net, Memory(), Taste({}, TODAY)).items() if found] == [
        "Learn Rust today"
    ]


@pytest.mark.parametrize(("days", "share"), [(-3, 1.0), (0, 1.0), (14, 0.75), (28, 0.625), (10_000, 0.5)])
def test_an_old_item_counts_less_and_never_nothing(days: int, share: float) -> None:
    assert freshness(item("Old", published=NOW - timedelta(days=days)), NETWORK) == pytest.approx(share)


def test_a_form_that_the_user_prefers_counts_more() -> None:
    net = replace(
        network(goal("Goal", "rust"), sources=(Source("Pod.md", "Pod", "podcast"), Source("Blog.md", "Blog", "blog"))),
        me=Me("Me.md", formats=("audio",)),
    )
    stock = small_stock([item("Rust heard", source="Pod.md"), item("Rust read")], net)
    found = fits_of(stock.items, stock, net, Memory(), Taste({}, TODAY))
    assert found["Rust heard"]["Goal.md"].form == "audio"
    assert found["Rust heard"]["Goal.md"].score > found["Rust read"]["Goal.md"].score


def test_the_best_matches_have_a_keyword() -> None:
    texts = [text(t) for t in ("rust", "rust and more rust", *FILLING)]
    statistics = statistics_of(texts)
    found = best_matches(texts, query_of(goal("Goal", "rust", "gardens are green"), "", []), statistics)
    assert {one.id for one in found} == {"rust", "rust and more rust"}


def test_a_text_is_most_like_itself() -> None:
    texts = [text(t) for t in ("rust on bikes", "rust in cars", *FILLING)]
    statistics = statistics_of(texts)
    one, other = (centroid([t], statistics) for t in texts[:2])
    assert cosine(one, one) == pytest.approx(1)
    assert 0 < cosine(one, other) < 1
    assert cosine(one, {}) == 0
