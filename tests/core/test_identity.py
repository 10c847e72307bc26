"""What makes two entries one item."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault_pln.core.sources.identity import (
    Identified,
    comparison_url,
    delivery_id,
    first_entries,
    identify,
    item_keys,
    new_entries,
)
from vault_pln.model.news import Entry

FEED = "https://weblog.example/feed.xml"
NOW = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)


def post(number: int, *, guid: str | None = None, link: str | None = None, days_ago: float | None = None) -> Entry:
    return Entry(
        guid=f"id-{number}" if guid is None else guid,
        title=f"Post number {number}",
        link=f"https://weblog.example/{number}" if link is None else link,
        published=NOW - timedelta(days=number if days_ago is None else days_ago),
    )


def known(entries: tuple[Identified, ...]) -> set[str]:
    return {key for one in entries for key in one.keys}


def titles(entries: tuple[Identified, ...]) -> list[str]:
    return [one.entry.title for one in entries]


@pytest.mark.parametrize(
    "other",
    [
        "http://example.org/Pin",
        "https://www.example.org/Pin",
        "https://EXAMPLE.org:443/Pin/",
        "http://example.org:80/Pin#comments",
        "https://example.org/Pin?utm_source=x&utm_medium=rss",
        "https://example.org/Pin?fbclid=1&mc_cid=2&_hsenc=3",
        "https://example.org/Pin?",
        "https://example.org/%50in",
        "https://user:secret@example.org/Pin",
        " https://example.org/Pin ",
    ],
)
def test_one_article_has_many_addresses(other: str) -> None:
    assert comparison_url(other) == "example.org/Pin"


@pytest.mark.parametrize(
    "other",
    [
        "https://example.org/pin",
        "https://example.org/Pin?id=1",
        "https://example.org/Pin?p=2",
        "https://example.org/Pin?ref=main",
        "https://example.org/Pin?ref=weblog.example",
        "https://example.org/#!/Pin",
        "https://example.org:8080/Pin",
        "https://blog.example.org/Pin",
    ],
)
def test_another_address_is_another_article(other: str) -> None:
    assert comparison_url(other) != "example.org/Pin"


def test_a_host_is_compared_in_ascii_where_it_can_be() -> None:
    assert comparison_url("https://münchen.example/") == comparison_url("https://xn--mnchen-3ya.example")
    assert comparison_url("https://" + "ü" * 100 + ".example/")


def test_ref_goes_only_when_it_names_the_site_that_gave_the_link() -> None:
    link = "https://other.example/x?ref=weblog.example"
    assert comparison_url(link, "weblog.example") == "other.example/x"
    assert comparison_url(link, "third.example") == "other.example/x?ref=weblog.example"


def test_parameters_keep_their_order_and_their_value() -> None:
    assert comparison_url("https://example.org/?b=2&a=1&utm_x=0&c=") == "example.org?b=2&a=1&c="


@pytest.mark.parametrize(
    "url",
    [
        "https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=10s",
        "https://youtu.be/dQw4w9WgXcQ?si=abc",
        "https://m.youtube.com/shorts/dQw4w9WgXcQ",
        "https://www.youtube.com/live/dQw4w9WgXcQ",
        "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ",
    ],
)
def test_one_video_has_many_addresses(url: str) -> None:
    assert comparison_url(url) == "youtube.com/watch?v=dQw4w9WgXcQ"
    assert "p:yt:video:dQw4w9WgXcQ" in item_keys(FEED, post(1, link=url))


@pytest.mark.parametrize(
    "url", ["", "mailto:a@b.example", "javascript:x", "/path", "https://[", "https://x:y/", "https://"]
)
def test_what_is_no_web_address_has_no_comparison(url: str) -> None:
    assert comparison_url(url) == ""


def test_an_entry_has_several_keys() -> None:
    assert item_keys(FEED, post(1)) == ("g:id-1", "l:weblog.example/1", "t:post number 1|2026-11-22")
    assert item_keys(FEED, Entry("", "", "")) == ()
    assert all(
        len(key) < 300 for key in item_keys(FEED, post(1, guid="x" * 10_000, link="https://x.example/" + "y" * 9_000))
    )


def test_a_delivery_id_is_the_article_and_not_the_feed() -> None:
    assert delivery_id(FEED, post(1)) == delivery_id("https://other.example/", post(1, guid="z"))
    assert delivery_id(FEED, post(1)) != delivery_id(FEED, post(2))
    assert re.fullmatch("[a-z2-7]{16}", delivery_id(FEED, post(1)))
    # the ledger of last year must still be understood
    assert delivery_id(FEED, post(1)) == "itgcw6gf25jw5m3g"


def test_without_a_link_the_feed_and_its_id_decide_then_the_title() -> None:
    one = post(1, link="")
    assert delivery_id(FEED, one) != delivery_id("https://other.example/", one)
    assert delivery_id(FEED, one) == delivery_id("http://www.weblog.example/feed.xml", one)
    assert delivery_id(FEED, post(1, link="", guid="")) != delivery_id(FEED, post(2, link="", guid=""))


@given(st.text(), st.text(), st.text())
def test_any_entry_has_an_id(guid: str, title: str, link: str) -> None:
    entry = Entry(guid, title, link)
    assert re.fullmatch("[a-z2-7]{16}", delivery_id(FEED, entry))
    assert len(identify(FEED, [entry, entry])) <= 1


def test_doubles_in_one_fetch_are_one_item() -> None:
    changed = Entry("id-1", "Another headline", "https://weblog.example/1")
    assert titles(identify(FEED, [post(1), post(1), changed])) == ["Post number 1"]


def test_one_id_for_all_entries_tells_nothing() -> None:
    found = identify(FEED, [post(number, guid="same") for number in (1, 2, 3)])
    assert len({one.id for one in found}) == len(found) == 3
    assert "g:same" not in known(found)
    assert new_entries(identify(FEED, [post(4, guid="same"), post(1, guid="same")]), known(found), newest=3).new


def test_one_link_for_all_entries_tells_nothing() -> None:
    found = identify(FEED, [post(number, link="https://weblog.example/") for number in (1, 2, 3)])
    assert len({one.id for one in found}) == 3
    assert "l:weblog.example" not in known(found)


def test_a_first_visit_takes_the_newest_of_any_age() -> None:
    undated = Entry("u", "Undated", "https://weblog.example/u")
    found = identify(FEED, [undated, *(post(number, days_ago=900 + number) for number in (3, 1, 2, 4))])
    sifted = first_entries(found, 3)
    assert titles(sifted.new) == ["Post number 1", "Post number 2", "Post number 3"]
    assert titles(sifted.seen) == ["Post number 4", "Undated"]


def test_the_order_of_the_feed_decides_among_undated() -> None:
    found = identify(FEED, [Entry(str(number), f"Post {number}") for number in range(5)])
    assert titles(first_entries(found, 2).new) == ["Post 0", "Post 1"]


@pytest.mark.parametrize(
    "changed",
    [
        post(1, guid="new id"),
        post(1, link="https://moved.example/1"),
        post(1, guid="new id", link="http://www.weblog.example/1?utm_source=rss"),
    ],
    ids=["id", "link", "spelling"],
)
def test_an_entry_is_known_by_any_strong_key(changed: Entry) -> None:
    before = identify(FEED, [post(number) for number in range(10)])
    sifted = new_entries(identify(FEED, [post(0), changed, post(11, days_ago=0)]), known(before), newest=3)
    assert titles(sifted.new) == ["Post number 11"]
    assert set(item_keys(FEED, changed)) <= known(sifted.seen)


def test_a_feed_with_new_ids_brings_nothing_twice() -> None:
    before = identify(FEED, [post(number) for number in range(1, 11)])
    moved = [post(number, guid=f"x{number}", link=f"https://moved.example/{number}") for number in range(1, 11)]
    sifted = new_entries(
        identify(FEED, [post(11, days_ago=0), *moved]), known(before), newest=3, since=NOW - timedelta(hours=1)
    )
    assert titles(sifted.new) == ["Post number 11"]
    assert not sifted.problem


def test_a_feed_changed_beyond_recognition_brings_the_newest_and_says_so() -> None:
    before = identify(FEED, [post(number) for number in range(1, 11)])
    foreign = identify(FEED, [post(number) for number in range(20, 30)])
    sifted = new_entries(foreign, known(before), newest=3, since=NOW - timedelta(hours=1))
    assert titles(sifted.new) == ["Post number 20", "Post number 21", "Post number 22"]
    assert len(sifted.seen) == 7
    assert "10 old entries look new at once" in sifted.problem


def test_a_busy_feed_is_not_suspected() -> None:
    before = identify(FEED, [post(number) for number in range(1, 11)])
    found = identify(FEED, [post(number, days_ago=number / 1000) for number in range(20, 30)])
    sifted = new_entries(found, known(before), newest=3, since=NOW - timedelta(hours=1))
    assert len(sifted.new) == 10
    assert not sifted.problem


def test_a_feed_that_was_away_for_a_month_does_not_flood() -> None:
    before = identify(FEED, [post(1, days_ago=90)])
    found = identify(FEED, [post(number, days_ago=number / 10) for number in range(2, 30)])
    sifted = new_entries(found, known(before), newest=3, since=NOW - timedelta(days=80), returning=True)
    assert titles(sifted.new) == ["Post number 2", "Post number 3", "Post number 4"]


def test_the_same_fetch_again_brings_nothing() -> None:
    found = identify(FEED, [post(number) for number in range(10)])
    assert new_entries(found, known(found), newest=3).new == ()
