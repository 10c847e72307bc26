"""Where feeds may be: by the table of sites, by what a page declares, links to, and by custom."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault_pln.core.sources.discovery import feeds_in_lookup, linked_feeds, mentioned_feeds, usual_feeds
from vault_pln.core.sources.page import Page, read_page
from vault_pln.core.sources.platforms import profile_address, told_by_address, told_by_page

DATA = Path(__file__).parent.parent / "data/discovery"
HOME = "https://blog.example/"
CHANNEL = "UCaYhcUwRBNscFNUKTjgPFiA"


def page(html: str, url: str = HOME) -> Page:
    return read_page(html.encode(), url=url, content_type="text/html")


def linked(html: str, url: str = HOME) -> list[str]:
    return [one.address for one in linked_feeds(page(html, url))]


def mentioned(html: str) -> list[str]:
    return [one.address for one in mentioned_feeds(page(html))]


def link(href: str, kind: str = "application/rss+xml", rel: str = "alternate", title: str = "") -> str:
    return f'<link rel="{rel}" type="{kind}" title="{title}" href="{href}">'


@pytest.mark.parametrize(("address", "medium", "feeds"), json.loads((DATA / "platforms.json").read_text()))
def test_the_table_of_sites(address: str, medium: str, feeds: list[str]) -> None:
    told = told_by_address(address)
    assert (told.medium, list(told.feeds)) == (medium, feeds)


def test_a_podcast_in_a_directory_is_looked_up() -> None:
    told = told_by_address("https://podcasts.apple.com/de/podcast/a-podcast/id1200361736?mt=2")
    assert told.lookup == "https://itunes.apple.com/lookup?id=1200361736"
    body = b'{"resultCount":1,"results":[{"feedUrl":"https://pod.example/feed"},{"x":1},3,{"feedUrl":"file:///etc/passwd"}]}'
    assert [one.address for one in feeds_in_lookup(body)] == ["https://pod.example/feed"]


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"results": 3}', b"[" * 100_000, b"\xff"])
def test_a_strange_directory_names_nothing(body: bytes) -> None:
    assert feeds_in_lookup(body) == []


def test_a_site_without_feeds_says_so() -> None:
    assert "Spotify" in told_by_address("https://open.spotify.com/show/abc").refusal
    assert told_by_address("https://x.com/somebody").refusal
    assert told_by_address("https://example.org/").refusal == ""


@pytest.mark.parametrize(
    "html",
    [
        f'<link rel="canonical" href="https://www.youtube.com/channel/{CHANNEL}">',
        f'<script>var x = {{"externalId":"{CHANNEL}"}};</script>',
        f'<link href="https://www.youtube.com/feeds/videos.xml?channel_id={CHANNEL}">',
    ],
)
def test_a_channel_by_its_name_has_its_id_in_the_page(html: str) -> None:
    told = told_by_page("https://www.youtube.com/@somebody", html.encode())
    assert told.feeds == (f"https://www.youtube.com/feeds/videos.xml?channel_id={CHANNEL}",)
    assert told_by_page("https://example.org/@somebody", html.encode()).feeds == ()


def test_a_handle_is_a_profile_and_a_mail_address_is_none() -> None:
    assert profile_address("@ada@social.example") == "https://social.example/@ada"
    assert profile_address("ada@social.example") == ""
    assert profile_address("example.org") == ""


# what a page declares


@pytest.mark.parametrize(
    "kind",
    ["application/rss+xml", "application/atom+xml", "application/feed+json", "application/json", "APPLICATION/RSS+XML",
     "application/rss+xml; charset=utf-8", "application/rdf+xml", "text/rss"],
)  # fmt: skip
def test_every_type_of_feed_is_known(kind: str) -> None:
    assert linked(link("/feed", kind)) == [f"{HOME}feed"]


@pytest.mark.parametrize(
    "html",
    [
        link("/feed", "text/html"),
        link("/feed", rel="stylesheet"),
        link("/wp-json/wp/v2/posts/1", "application/json"),
        link("/wp-json/oembed/1.0/embed?url=x", "application/json+oembed"),
        link("/comments/feed/"),
        link("/feed/comments/"),
        link("https://x.blogspot.com/feeds/123/comments/default"),
        link("javascript:alert(1)"),
        link("file:///etc/passwd"),
        link("ftp://x.example/feed"),
        link("obsidian://open"),
        link(""),
        link("http://["),
    ],
)
def test_what_is_no_feed_of_the_site_is_left_out(html: str) -> None:
    assert linked(html) == []


def test_links_count_from_the_base_and_each_once() -> None:
    html = f'<base href="https://cdn.example/blog/">{link("feed.xml")}{link("./feed.xml")}{link("/blog/feed.xml/")}'
    assert linked(html) == ["https://cdn.example/blog/feed.xml"]


def test_feeds_of_comments_and_of_one_post_are_left_out() -> None:
    html = (
        '<meta property="og:type" content="article">'
        + link("/feed/", title="A blog")
        + link("/2026/11/post/feed/", title="A blog » A post Comments Feed")
        + link("/2026/11/post/atom/", title="A post")
    )
    assert linked(html, f"{HOME}2026/11/post/") == [f"{HOME}feed/"]
    assert linked(link("/category/rust/feed/"), f"{HOME}category/rust/") == [f"{HOME}category/rust/feed/"]


def test_a_blog_may_be_called_comments() -> None:
    assert linked(link("/feed", title="No Comment")) == [f"{HOME}feed"]


# what a page links to


def test_links_addressed_or_called_like_a_feed() -> None:
    html = (
        '<a href="/about">About</a><a href="/subscribe">RSS feed</a><a href="https://other.example/x">Our feed reader</a>'
        '<a href="feed:https://pod.example/all">Podcast</a><a href="/blog/atom.xml">*</a><a href="/posts?format=rss">rss</a>'
        '<a href="/comments/feed">Comments</a><a href="/feed.html">Feed</a>'
    )
    assert mentioned(html) == [
        "https://pod.example/all", f"{HOME}blog/atom.xml", f"{HOME}subscribe", f"{HOME}posts?format=rss",
    ]  # fmt: skip


# where feeds usually are


def usual(url: str, html: str = "<p>") -> list[str]:
    return [one.address for one in usual_feeds(page(html, url), url)]


def test_the_program_that_made_the_page_says_where_to_look_first() -> None:
    assert usual(HOME, '<meta name="generator" content="Hugo 0.120">')[0] == f"{HOME}index.xml"
    assert usual(HOME, '<meta name="generator" content="WordPress 6.5">')[0] == f"{HOME}feed/"
    assert usual(HOME, '<meta name="generator" content="Ghost 5">')[0] == f"{HOME}rss/"


def test_a_profile_of_the_fediverse_has_its_feed_beside_it() -> None:
    assert usual("https://social.example/@ada")[0] == "https://social.example/@ada.rss"
    assert usual("https://social.example/tags/rust")[0] == "https://social.example/tags/rust.rss"


def test_beside_the_page_comes_before_the_top_of_the_site() -> None:
    found = usual("https://x.example/blog/post.html?a=b#c")
    assert found[:3] == [f"https://x.example/blog/{name}" for name in ("feed/", "rss.xml", "atom.xml")]
    assert "https://x.example/feed/" in found
    assert len(found) == len(set(found))


# the page itself


@pytest.mark.parametrize(
    "unit",
    ["<!--", "<a ", "<", "</", "<div>", "<a href=x>", "<font x={n}><p>", '<a b="', "&#x41;", "<table>", "<a><b><i><p>",
     "<base href=x{n}>", "<pre>", '<p class="h-card">', "\0", "<title>", "<![CDATA[", "<?"],
)  # fmt: skip
def test_a_hostile_page_is_read_like_any_other(unit: str) -> None:
    body = "".join(unit.replace("{n}", str(n)) for n in range(200_000 // len(unit)))
    found = read_page(body.encode(), url=HOME)
    assert len(found.title) <= 200
    assert len(found.links) + len(found.anchors) <= 10_000


@given(
    st.binary(max_size=300), st.sampled_from(["", "text/html; charset=utf-16", "charset=no-such", "charset=latin-1"])
)
def test_any_bytes_are_a_page(body: bytes, kind: str) -> None:
    found = read_page(body, url=HOME, content_type=kind)
    for one in (*linked_feeds(found), *mentioned_feeds(found)):
        assert one.address.startswith(("http://", "https://"))


def test_the_encoding_is_found() -> None:
    assert read_page("<title>Größe</title>".encode(), url=HOME).title == "Größe"
    assert (
        read_page("<title>Größe</title>".encode("latin-1"), url=HOME, content_type="a/b; charset=latin-1").title
        == "Größe"
    )
    assert read_page('<meta charset="windows-1252"><title>Größe'.encode("cp1252"), url=HOME).title == "Größe"


def test_a_name_is_what_the_site_calls_itself() -> None:
    html = '<title>A post | A blog</title><meta property="og:site_name" content="A blog">'
    assert page(html).title == "A blog"
    assert page("<title> A\n <b>blog</b> </title>").title == "A blog"


def test_the_card_of_a_person() -> None:
    html = """<div class="h-card"><a class="p-name u-url" href="/">Ada Lovelace</a> <span class="p-nickname">Ada</span>
    <a class="u-url" href="https://social.example/@ada">me</a><a class="u-email" href="mailto:ada@x.example">mail</a>
    <time class="dt-bday" datetime="1990-04-17">17 April</time></div>"""
    card = page(html).card
    assert card is not None
    assert card.name == "Ada Lovelace"
    assert card.nicknames == ("Ada",)
    assert card.urls == (HOME, "https://social.example/@ada")
    assert card.birthday == "1990-04-17"


def test_the_card_of_the_pages_owner_comes_before_others() -> None:
    html = f'<a class="h-card" href="https://other.example/">Other</a><a class="h-card" href="{HOME}">Ada</a>'
    card = page(html).card
    assert card is not None
    assert card.name == "Ada"


def test_xml_shown_by_a_browser_is_read() -> None:
    assert (
        page("<pre>&lt;?xml version='1.0'?&gt;&lt;rss&gt;&lt;/rss&gt;</pre>").raw == "<?xml version='1.0'?><rss></rss>"
    )
    assert page("<pre>code</pre>").raw == ""
