"""Feeds of every format: each saved body has a twin with what must be read from it."""

import json
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared_data import unpack
from vault_pln.core.sources.dates import parse_date
from vault_pln.core.sources.feed import clamp_published, read_feed
from vault_pln.core.sources.wellformed import well_formed
from vault_pln.model.news import Feed

DATA = Path(__file__).parent.parent / "data/feeds"
BASE = "https://feed.example/dir/feed.xml"


def as_json(value: Any) -> Any:
    """What a feed says, without what it does not say."""
    if isinstance(value, Feed):
        return as_json(asdict(value))
    if isinstance(value, dict):
        return {key: as_json(one) for key, one in value.items() if one}
    if isinstance(value, tuple):
        return [as_json(one) for one in value]
    return value.isoformat() if isinstance(value, datetime) else value


SAVED = [path for path in sorted(DATA.iterdir()) if path.suffix != ".json"]


@pytest.mark.parametrize("body", SAVED, ids=lambda path: path.stem)
def test_a_saved_feed_reads_as_its_twin_says(body: Path) -> None:
    assert as_json(read_feed(body.read_bytes(), url=BASE)) == json.loads(body.with_suffix(".json").read_text("utf-8"))


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (b"", "the answer was empty"),
        (b" \n\t\0", "the answer was empty"),
        (b"<!DOCTYPE html><html><head><title>Log in</title></head></html>", "a web page, not a feed"),
        (b"<!-- hello --><HTML><body>hello", "a web page, not a feed"),
        (b"<html><p>&lt;rss> or <rss version='2.0'> is a root</html>", "a web page, not a feed"),
        (b"Not Found", "the answer is no feed"),
        (b"<?xml version='1.0'?><urlset><url/></urlset>", "begins with <urlset>"),
        (b"<opml version='2.0'/>", "begins with <opml>"),
        (b"{", "neither a feed nor readable JSON"),
        (b'{"items": []}', "not a JSON Feed"),
        (b"[1, 2]", "not a JSON Feed"),
        (b'{"a":' * 100_000, "neither a feed nor readable JSON"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "the answer is no feed"),
        (b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><rss><channel/></rss>', "XML entities"),
        (b'<!DOCTYPE x [<!entity a SYSTEM "file:///etc/hostname">]><rss>&a;</rss>', "XML entities"),
        (b'<rss version="2.0"<channel', "damaged"),
    ],
)
def test_what_is_no_feed_says_so(body: bytes, problem: str) -> None:
    feed = read_feed(body, url=BASE, content_type="application/rss+xml")
    assert problem in feed.problem
    assert feed.entries == ()


@pytest.mark.parametrize(
    "body",
    [
        b"<rss version='2.0'><channel><title>x</title></channel></rss>",
        b"<feed xmlns='http://www.w3.org/2005/Atom'/>",
        b'{"version": "https://jsonfeed.org/version/1", "items": []}',
    ],
)
def test_a_feed_without_entries_is_a_feed(body: bytes) -> None:
    feed = read_feed(body, url=BASE, content_type="text/html")
    assert (feed.entries, feed.problem) == ((), "")


def feed_of(*items: str) -> str:
    return f"<rss version='2.0'><channel><title>Feed</title>{''.join(items)}</channel></rss>"


def item_of(title: str, more: str = "") -> str:
    return f"<item><title>{title}</title><link>https://example.org/1</link>{more}</item>"


@pytest.mark.parametrize(
    ("declared", "encoding", "content_type"),
    [
        ("utf-8", "utf-8", ""),
        ("utf8", "utf-8", ""),
        ("UTF-8", "utf-8-sig", ""),
        ("utf-16", "utf-16", ""),
        ("utf-16", "utf-16-be", ""),
        ("iso-8859-1", "cp1252", ""),
        ("us-ascii", "utf-8", ""),
        ("gb2312", "gb18030", ""),
        ("shift_jis", "shift_jis", ""),
        ("koi8-r", "koi8-r", ""),
        ("punycode", "utf-8", ""),
        ("nonsense", "utf-8", ""),
        ("", "utf-8", ""),
        ("", "cp1252", "text/xml; charset=ISO-8859-1"),
        ("", "cp1252", ""),
        ("utf-8", "utf-8", "text/xml; charset=iso-8859-1"),
    ],
)
def test_every_usual_encoding_is_read(declared: str, encoding: str, content_type: str) -> None:
    title = {"shift_jis": "日本", "koi8-r": "Привет", "gb18030": "中文"}.get(encoding, "Café “x”")
    declaration = f"<?xml version='1.0' encoding='{declared}'?>" if declared else ""
    body = f"{declaration}{feed_of(item_of(title))}".encode(encoding)
    assert [entry.title for entry in read_feed(body, url=BASE, content_type=content_type).entries] == [title]


def test_one_broken_sign_does_not_change_the_encoding() -> None:
    body = (
        feed_of(item_of("Grüße aus Köln und schöne Tage in München wünschen wir " * 3, "")).encode() + b"<!-- \xff -->"
    )
    assert "Grüße" in read_feed(body, url=BASE).entries[0].title


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2024-01-02T03:04:05Z", "2024-01-02T03:04:05"),
        ("2024-01-02T03:04:05.678+01:00", "2024-01-02T02:04:05"),
        ("2024-01-02 03:04:05 +0530", "2024-01-01T21:34:05"),
        ("2024-01-02", "2024-01-02T00:00:00"),
        ("2024-01", "2024-01-01T00:00:00"),
        ("2024/01/01", "2024-01-01T00:00:00"),
        ("20240101T101112Z", "2024-01-01T10:11:12"),
        ("1704103200", "2024-01-01T10:00:00"),
        ("1704103200123", "2024-01-01T10:00:00"),
        ("20240101", "2024-01-01T00:00:00"),
        ("2 Foo 2024, Jan 3 2024", "2024-01-03T00:00:00"),
        ("Foo 2 2024", None),
        ("Tue, 02 Jan 2024 03:04:05 GMT", "2024-01-02T03:04:05"),
        ("Tue, 02 Jan 2024 03:04:05", "2024-01-02T03:04:05"),
        ("Tue, 02 Jan 2024 03:04:05 CEST", "2024-01-02T01:04:05"),
        ("Tue, 02 Jan 2024 03:04:05 IST", "2024-01-01T21:34:05"),
        ("Tue, 02 Jan 2024 03:04:05 -0500 (EST)", "2024-01-02T08:04:05"),
        ("Tue, 02 Jan 2024 03:04:05 GMT+0200", "2024-01-02T01:04:05"),
        ("Tue, 02 Jan 2024 03:04:05 XYZ", "2024-01-02T03:04:05"),
        ("2 Jan 24 03:04 PDT", "2024-01-02T10:04:00"),
        ("2 January 99", "1999-01-02T00:00:00"),
        ("Mon Jan  1 12:00:00 UTC 2024", "2024-01-01T12:00:00"),
        ("Mon Jan  1 12:00:00 2024", "2024-01-01T12:00:00"),
        ("January 2nd, 2024 5:06 PM EST", "2024-01-02T22:06:00"),
        ("12:05 am, Jan 2, 2024", "2024-01-02T00:05:00"),
        ("02.01.2024 10:00", "2024-01-02T10:00:00"),
        ("31/01/2024", "2024-01-31T00:00:00"),
        ("01/31/2024", "2024-01-31T00:00:00"),
        ("Sa, 3 Mär 2024 10:00:00 +0100", "2024-03-03T09:00:00"),
        ("12 juillet 2024", "2024-07-12T00:00:00"),
        ("2024-01-01T24:00:00Z", "2024-01-02T00:00:00"),
        ("2016-12-31T23:59:60Z", "2016-12-31T23:59:59"),
        ("0024-01-01T00:00:00Z", "0024-01-01T00:00:00"),
        ("01/02/2024", None),
        ("2024-13-01", None),
        ("2024-02-30", None),
        ("Tue, 02 Jan 2024 29:04:05 GMT", None),
        ("yesterday", None),
        ("1704", None),
        ("", None),
        ("9" * 50, None),
        ("0000-00-00 00:00:00", None),
    ],
)
def test_dates_are_read_as_they_are_meant(text: str, moment: str | None) -> None:
    assert parse_date(text) == (datetime.fromisoformat(moment).replace(tzinfo=UTC) if moment else None)


@given(st.text())
def test_no_date_raises(text: str) -> None:
    parsed = parse_date(text)
    assert parsed is None or parsed.tzinfo is UTC


def test_a_date_that_cannot_be_true_is_none() -> None:
    now = datetime(2026, 11, 23, 12, tzinfo=UTC)
    for fine in (now, now - timedelta(days=9_000), now + timedelta(hours=23)):
        assert clamp_published(fine, now) == fine
    for wrong in (datetime(1989, 12, 31, tzinfo=UTC), now + timedelta(hours=25), None):
        assert clamp_published(wrong, now) is None


@pytest.mark.parametrize(
    ("channel", "hint"),
    [
        ("<ttl>60</ttl>", 3_600),
        ("<ttl>99999</ttl>", 86_400),
        ("<ttl>soon</ttl>", 0),
        ("<ttl>-5</ttl>", 0),
        ("<sy:updatePeriod>daily</sy:updatePeriod>", 86_400),
        ("<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>", 21_600),
        ("<sy:updatePeriod>weekly</sy:updatePeriod><sy:updateFrequency>0</sy:updateFrequency>", 86_400),
        ("<ttl>5</ttl><sy:updatePeriod>hourly</sy:updatePeriod>", 3_600),
        ("<skipDays><day>Saturday</day><day>Sunday</day><day>sunday</day></skipDays>", 5_040),
        ("<skipHours>" + "".join(f"<hour>{hour}</hour>" for hour in range(12)) + "</skipHours>", 7_200),
        ("<skipHours>" + "".join(f"<hour>{hour}</hour>" for hour in range(24)) + "</skipHours>", 0),
        ("", 0),
    ],
)
def test_hints_say_how_often_to_come(channel: str, hint: int) -> None:
    assert read_feed(feed_of(channel).encode(), url=BASE).hint == hint


@pytest.mark.parametrize(
    ("text", "xml"),
    [
        ("<rss><channel><a>1</a></channel></rss>", "<rss><channel><a>1</a></channel></rss>"),
        ("<rss><channel><a b=1 c>x & y</a>", '<rss><channel><a b="1"><![CDATA[x & y]]></a></channel></rss>'),
        ("<rss xmlns:a=''><channel><a:b/></channel></rss>", '<rss xmlns:a="urn:undeclared:a"><channel><a:b></a:b>'),
        (
            "<rss><channel><dc:a:b/></channel></rss>",
            '<rss xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><dc:a_b>',
        ),
        ("<rss><channel><a>]]&gt;&lt;</a></channel></rss>", "<a><![CDATA[]]]]><![CDATA[><]]></a>"),
        ("<rss><channel><a>1</b></a></channel></rss>", "<a>1</a>"),
        ("<rss><channel><a>&nbsp;&unknown;&#0;&#xfffe;</a></rss>", "<a><![CDATA[\xa0&unknown;\ufffd]]></a>"),
        ("<x><y>1</y></x>", ""),
        ("no tag", ""),
    ],
)
def test_broken_xml_is_mended(text: str, xml: str) -> None:
    mended = well_formed(text)
    assert xml in mended if xml else not mended
    if mended:
        ET.fromstring(mended)


@pytest.mark.parametrize("link", ["http://[", "http://[x]/", "mailto:a@b.example", ""])
def test_a_link_that_is_none_is_left_out(link: str) -> None:
    body = f"<rss><channel><item><title>x</title><link>{link}</link></item></channel></rss>"
    assert [entry.link for entry in read_feed(body.encode(), url=BASE).entries] == [""]


_SIZE = 1_000_000


@pytest.mark.parametrize(
    "body",
    [
        feed_of(item_of("x", f"<author>{'a' * _SIZE}</author>")),
        feed_of(item_of("x", f"<author>{'a@' * _SIZE}</author>")),
        feed_of(f"<managingEditor>{'a' * _SIZE}</managingEditor>", item_of("x")),
        feed_of(item_of("x", "".join(f"<category>{number}</category>" for number in range(50_000)))),
        feed_of(item_of("x"), "<!--" * (_SIZE // 4)),
        feed_of(item_of("x", f"<description>{'<div>' * (_SIZE // 5)}</description>")),
        feed_of(item_of("x", f"<description>{'&lt;!--' * (_SIZE // 7)}</description>")),
        feed_of(item_of("x", f"<description>{'&#32;' * (_SIZE // 5)}</description>")),
        feed_of(item_of("x", "".join(f"<a{number}:b/>" for number in range(50_000)))),
        feed_of(item_of("x", "<x " + "a='" * (_SIZE // 3))),
        feed_of(item_of("x") * 20_000),
        feed_of(item_of("x" * _SIZE)),
        feed_of(item_of("x"), "<![CDATA[" * (_SIZE // 9)),
        feed_of(item_of("x"), "<?" * (_SIZE // 2)),
    ],
    ids=lambda body: body[60:110],
)
def test_no_feed_keeps_the_reader_busy(body: str) -> None:
    # each took minutes with a quadratic step anywhere
    feed = read_feed(body.encode(), url=BASE)
    assert len(feed.entries) <= 3_000
    assert all(len(entry.title) <= 200 and len(entry.summary) <= 300 for entry in feed.entries)


@pytest.mark.parametrize("opening", ["<!--", "<!", "<", "<?", "<!DOCTYPE [", "<rss "])
def test_no_prologue_keeps_the_reader_busy(opening: str) -> None:
    assert read_feed((opening * (_SIZE // len(opening))).encode(), url=BASE).problem


_BODIES = [path.read_bytes() for path in SAVED]
_DAMAGE = [b"", b"<", b">", b"&", b'"', b"\0", b"\xff", b"]]>", b"</item>", b"<!--", b"<x:y>", b"</a>"]


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_damage_never_raises(data: st.DataObject) -> None:
    body = bytearray(data.draw(st.sampled_from(_BODIES)))
    for _ in range(data.draw(st.integers(0, 4))):
        at = data.draw(st.integers(0, len(body)))
        damage = data.draw(
            st.sampled_from([b"", b"<", b">", b"&", b'"', b"\0", b"\xff", b"]]>", b"</item>", b"<!--", b"<x:y>"])
        )
        body[at : at + data.draw(st.integers(0, 40))] = damage
    check(read_feed(bytes(body), url=BASE))


@settings(deadline=None)
@given(st.binary(max_size=300), st.sampled_from([b"", b"<rss>", b"<feed>", b"{", b"<rss><channel><item><title>"]))
def test_no_bytes_raise(body: bytes, start: bytes) -> None:
    check(read_feed(start + body, url=BASE))


def check(feed: Feed) -> None:
    for entry in feed.entries:
        assert entry.guid or entry.link or entry.title
        addresses = (entry.link, entry.discussion, *entry.enclosures)
        assert all(address.startswith(("http://", "https://")) for address in addresses if address)
        assert entry.published is None or entry.published.tzinfo is UTC


@pytest.mark.parametrize("cut", [0.3, 0.6, 0.9])
def test_a_feed_that_breaks_off_brings_only_whole_entries(cut: float) -> None:
    body = feed_of(*(item_of(f"A title of entry {number}", f"<guid>{number}</guid>") for number in range(100))).encode()
    whole = {entry.title for entry in read_feed(body, url=BASE).entries}
    found = [entry.title for entry in read_feed(body[: int(len(body) * cut)], url=BASE).entries]
    assert len(found) >= 100 * cut - 3
    assert set(found) <= whole


def test_every_real_feed_is_read(tmp_path: Path) -> None:
    entries = 0
    for file in unpack("feeds/real-feeds.tar.gz", tmp_path).iterdir():
        feed = read_feed(file.read_bytes(), url=BASE)
        assert feed.entries, file.name
        assert not feed.problem
        check(feed)
        entries += len(feed.entries)
        assert all(entry.title or not entry.summary for entry in feed.entries)
    assert entries > 2_700
