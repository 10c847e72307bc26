"""Which sites a text links to, and whose they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault_pln.core.sources.domain import owner_of
from vault_pln.core.sources.entry import make_entry
from vault_pln.core.sources.outlinks import cited_sites, site_linked, site_of


@pytest.mark.parametrize(
    ("address", "site"),
    [
        ("https://Example.org/2026/post?x=1#y", "https://example.org/"),
        ("http://blog.example.org:80/post", "http://blog.example.org/"),
        ("https://medium.com/@ada/a-post-1", "https://medium.com/@ada"),
        ("https://cs.example.edu/~ada/papers/", "https://cs.example.edu/~ada"),
        ("https://social.example/@ada/1234", "https://social.example/@ada"),
        ("https://www.youtube.com/channel/UC123/videos", "https://www.youtube.com/channel/UC123"),
        ("https://www.youtube.com/watch?v=abcdefghijk", ""),
        ("https://medium.com/p/123", ""),
        ("https://twitter.com/intent/tweet?url=https://example.org/", ""),
        ("https://example.org/share?u=1", ""),
        ("https://bit.ly/abc", ""),
        ("https://en.wikipedia.org/wiki/Rust", ""),
        ("https://docs.example.org/", ""),
        ("https://example.org/picture.JPG", ""),
        ("https://192.168.1.1/admin", ""),
        ("http://[::1]/", ""),
        ("http://router/", ""),
        ("http://nas.local/", ""),
        ("https://example.org:8443/", ""),
        ("https://user:secret@example.org/", ""),
        ("mailto:ada@example.org", ""),
        ("javascript:alert(1)", ""),
        ("https://exa mple.org/", ""),
        ("https://[broken/", ""),
        ("", ""),
    ],
)
def test_a_site_begins_where_it_can_be_followed(address: str, site: str) -> None:
    assert site_of(address) == site


@pytest.mark.parametrize(
    ("address", "site"),
    [
        ("https://a.example/2026/11/x", "https://a.example/"),
        ("https://a.example/why-it-works.html", "https://a.example/"),
        ("https://a.example/posts/7", "https://a.example/"),
        ("https://a.example/@ada", "https://a.example/@ada"),
        ("https://a.example", "https://a.example/#"),
        ("https://a.example/?utm_source=x", "https://a.example/#"),
        ("https://a.example/reference", ""),
        ("https://a.example/package/x", ""),
    ],
)
def test_a_link_leads_to_something_to_read_or_to_the_front_page_or_does_not_count(address: str, site: str) -> None:
    assert site_linked(address) == site


@given(st.text(max_size=60).map(lambda text: f"https://{text}") | st.text(max_size=60))
def test_a_site_is_its_own_site_and_has_an_owner(address: str) -> None:
    site = site_of(address)
    assert site_of(site) == site
    assert bool(site) == bool(site and owner_of(site))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://blog.example.co.uk/", "http://www.example.co.uk/", True),
        ("https://ada.github.io/", "https://bob.github.io/", False),
        ("https://ada.substack.com/", "https://bob.substack.com/", False),
        ("https://medium.com/@ada", "https://medium.com/@bob", False),
        ("https://medium.com/@ada/post", "https://www.medium.com/@Ada", True),
        ("https://uni.example/~ada", "https://uni.example/~bob", False),
        ("https://physics.uni.edu/", "https://law.uni.edu/", False),
        ("https://physics.uni.ac.uk/", "https://law.uni.ac.uk/", False),
    ],
)
def test_whose_a_site_is(one: str, other: str, same: bool) -> None:
    assert (owner_of(one) == owner_of(other)) is same


def test_the_links_of_all_texts_of_an_entry_count_each_site_once_and_its_own_never() -> None:
    one = make_entry(
        "https://feeds.example/blog",
        link="https://blog.example/1",
        texts=(
            "Short, with <a href='https://a.example/posts/x'>one</a>",
            """<A class=x HREF=https://b.example/2026/?a=1&amp;b=2>two</A> <a href='/about'>me</a> <a name='x'>
            <a href='https://www.blog.example/2'>me</a> <a href="//c.example/">three</a>""",
            "<a href='http://a.example/2025/y'>again, unsafe</a> <a href='https://a.example/posts/z'>again</a>",
        ),
    )
    assert one.cites == ("https://a.example/", "https://b.example/", "https://c.example/#", "http://a.example/")
    assert one.summary == "Short, with one"


def test_of_a_page_full_of_links_only_so_many_are_kept() -> None:
    text = "".join(f"<a href='https://site-{n}.example/'>x</a>" for n in range(1000))
    found = cited_sites([text], "https://blog.example/feed", "")
    assert len(found) == 20
    long = "".join(f"<a href='https://{'x' * 60}-{n}.example/'>x</a>" for n in range(1000))
    assert sum(map(len, cited_sites([long], "https://blog.example/feed", ""))) <= 500


@pytest.mark.parametrize("text", ["<a " * 100_000, "<a href='" * 50_000, "<a " + "href " * 50_000])
def test_a_text_that_means_to_keep_the_reader_busy_gives_nothing(text: str) -> None:
    assert cited_sites([text], "https://blog.example/feed", "") == ()


def test_only_so_many_links_are_looked_at() -> None:
    own = "<a href='https://blog.example/a'>x</a>" * 400
    assert (
        cited_sites([own + "<a href='https://a.example/'>x</a>"], "https://feeds.example/x", "https://blog.example/1")
        == ()
    )
    assert cited_sites(["<a href='/about'>x</a>" * 400 + "<a href='//a.example'>x</a>"], "https://b.example/", "") == (
        "https://a.example/#",
    )
