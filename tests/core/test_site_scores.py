"""How candidates are scored: what must be so whoever cites whom."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from vault_pln.core.suggest.discovery import Candidate, Citation, candidates, rarity, trust

SHARES = st.integers(0, 100).map(lambda n: n / 100)
CITATIONS = st.lists(
    st.builds(
        Citation,
        owner=st.sampled_from(["a.example", "b.example", "c.example"]),
        site=st.sampled_from(["https://x.example/", "http://x.example/", "https://www.x.example/"]),
        source=st.sampled_from(["One.md", "Two.md", "Three.md", "Four.md"]),
        item=st.sampled_from(["", "1", "2", "3"]),
        trust=SHARES,
        match=SHARES,
        goals=st.dictionaries(st.sampled_from(["Rust.md", "Go.md", "C.md"]), SHARES, max_size=3),
        vouches=st.booleans(),
        reads=st.booleans(),
    ),
    max_size=12,
    unique_by=lambda one: (one.owner, one.site, one.source, one.item, one.reads),
)


def scores(found: Sequence[Candidate]) -> dict[str, float]:
    return {one.owner: one.score for one in found}


@given(CITATIONS, st.randoms(use_true_random=False))
def test_the_order_of_the_citations_is_nothing(rows: list[Citation], chance: object) -> None:
    mixed = list(rows)
    chance.shuffle(mixed)  # type: ignore[attr-defined]  # hypothesis' own Random
    assert candidates(rows, {}, 9) == candidates(mixed, {}, 9)


@given(CITATIONS, st.data(), SHARES)
def test_more_trust_never_means_less(rows: list[Citation], data: st.DataObject, more: float) -> None:
    if not rows:
        return
    place = data.draw(st.integers(0, len(rows) - 1))
    raised = [*rows]
    raised[place] = rows[place]._replace(trust=min(rows[place].trust + more, 1.0))
    before, after = scores(candidates(rows, {}, 9)), scores(candidates(raised, {}, 9))
    assert all(after.get(owner, 0.0) >= score for owner, score in before.items())


@given(CITATIONS, st.integers(1, 200), st.integers(1, 200))
def test_the_more_sources_link_to_a_site_beside_the_less_it_tells(rows: list[Citation], one: int, more: int) -> None:
    few = scores(candidates(rows, dict.fromkeys(["a.example", "b.example", "c.example"], one), 200))
    many = scores(candidates(rows, dict.fromkeys(["a.example", "b.example", "c.example"], one + more), 200))
    assert all(many.get(owner, 0.0) <= score for owner, score in few.items())


@given(CITATIONS)
def test_one_source_that_does_not_vouch_is_not_enough_however_often_it_says_so(rows: list[Citation]) -> None:
    for one in candidates(rows, {}, 9):
        mine = [row for row in rows if row.owner == one.owner]
        assert len({row.source for row in mine}) > 1 or any(row.vouches for row in mine)
        assert one.score > 0
        assert one.site in {row.site for row in mine}


def test_a_source_counts_once_with_its_best_citation() -> None:
    rows = [Citation("a.example", "https://a.example/", "One.md", str(n), 0.5, 0.1 * n) for n in range(1, 6)]
    other = Citation("a.example", "https://a.example/", "Two.md", "9", 0.25, 1.0)
    (found,) = candidates([*rows, other], {"a.example": 2}, 50)
    assert found.score == round((0.5 * 0.5 + 0.25) * rarity(2, 50), 9)
    assert [row.item for row in found.citations[:2]] == ["5", "9"]


def test_trust_grows_with_what_was_kept_and_a_few_items_count_little() -> None:
    assert trust(0, 0) == 0.25
    assert trust(4, 4) < trust(40, 40)
    assert trust(40, 0) < trust(4, 0) < trust(0, 0)


def test_in_a_small_network_a_site_that_all_cite_is_not_popular_and_in_a_large_one_it_is() -> None:
    assert 5 * rarity(5, 5) > 2 * rarity(2, 5)
    assert 300 * rarity(300, 300) < 3 * rarity(3, 300)
