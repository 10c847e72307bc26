"""Bytes of a server → a feed: RSS, Atom and RDF through feedparser, JSON Feed by own reading.

body → text → well-formed and bounded XML → feedparser → plain values

What the server calls it (Content-Type) is never asked, only for the encoding. feedparser gets bytes in memory and
nothing else, since it opens files and addresses, with its two costly passes off: links are resolved and HTML is
stripped here, and only where it is shown.
"""

import re
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any

from vault_pln.core.markdown.plain import plain
from vault_pln.core.sources.calendar import is_calendar_text
from vault_pln.core.sources.dates import clamp_published
from vault_pln.core.sources.entry import LONGEST_TITLE, is_something, make_entry, web_address
from vault_pln.core.sources.identity import comparison_url
from vault_pln.core.sources.jsonfeed import read_jsonfeed
from vault_pln.core.sources.wellformed import root_of, well_formed
from vault_pln.model.news import Entry, Feed

__all__ = ["clamp_published", "read_feed"]

_HEAD = 65_536
_ROOTS = frozenset(("rss", "feed", "rdf:rdf", "channel"))
_ROOT_AFTER_RUBBISH = re.compile(r"<(?:rss|feed|rdf:RDF)[\s>]")
# source.scripting.com, and the older blogChannel of RSS 2.0
_BLOGROLLS = ("source_blogroll", "blogchannel_blogroll")
_DAY = 86_400
_PERIODS = {"hourly": 3600, "daily": _DAY, "weekly": 7 * _DAY, "monthly": 30 * _DAY, "yearly": 365 * _DAY}

_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}?\bencoding\s*=\s*["']([\w.:-]{1,40})["']""")
_CHARSET = re.compile(r"""charset\s*=\s*["']?([\w.:-]{1,40})""", re.IGNORECASE)
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\0\0", "utf-32-le"),
    (b"\0\0\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
# what is called so is in truth written with the larger set
_SUPERSETS = {
    **dict.fromkeys(("ascii", "us-ascii", "iso-8859-1", "iso8859-1", "latin1", "latin-1"), "cp1252"),
    **dict.fromkeys(("gb2312", "gbk", "x-gbk"), "gb18030"),
}
# not ways to write down a text, and some of them slow
_NO_ENCODINGS = frozenset(("idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined", "utf-7", "mbcs"))


def read_feed(body: bytes, *, url: str, content_type: str = "") -> Feed:
    """The feed in the body of an answer from ``url``; never raises, a feed that is none says so in ``problem``.

    A feed without entries is a feed. Titles and summaries are plain text of at most 200 and 300 characters, links
    absolute http(s) addresses, dates UTC. ``clamp_published`` decides which dates can be true.
    """
    text = _decoded(body, content_type).lstrip("\ufeff\0 \t\r\n")
    if not text:
        return Feed(problem="the answer was empty")
    if text[0] in "{[":
        return read_jsonfeed(text, url=url)
    if is_calendar_text(body):
        return Feed(problem="the answer is a calendar; write 'medium: calendar' into the note")
    root, start = root_of(text)
    if "<!entity" in text[: max(_HEAD, start)].lower():
        return Feed(problem="the feed defines XML entities, which is refused")
    if root not in _ROOTS and root != "html" and (found := _ROOT_AFTER_RUBBISH.search(text, 0, _HEAD)):
        start = found.start()
    elif root not in _ROOTS:
        return Feed(problem=_no_feed(root))
    xml = well_formed(text[start:])
    return _read_xml(xml, url) if xml else Feed(problem="the feed is damaged and cannot be read")


def _no_feed(root: str) -> str:
    if root in ("html", "head", "body", "script", "div", "p", "h1"):
        return "the address gives a web page, not a feed"
    return f"the answer is XML but no feed: it begins with <{plain(root, 40)}>" if root else "the answer is no feed"


def _read_xml(xml: str, url: str) -> Feed:
    import feedparser

    parsed = feedparser.parse(
        BytesIO(b"<?xml version='1.0' encoding='utf-8'?>" + xml.encode("utf-8", "replace")),
        response_headers={"content-type": "application/xml; charset=utf-8"},
        resolve_relative_uris=False,
        sanitize_html=False,
    )
    head = parsed["feed"]
    site = web_address(url, _text(head, "link"))
    author = _author(head)
    entries = tuple(filter(is_something, (_entry(one, url, author) for one in parsed["entries"])))
    if not entries and re.search(r"<(?:item|entry)[\s>]", xml):
        return Feed(problem="the feed is damaged, none of its entries can be read")
    moved = web_address(url, _text(head, "itunes_new-feed-url"))
    return Feed(
        title=plain(_text(head, "title"), LONGEST_TITLE),
        site=site,
        language=plain(_text(head, "language"), 35),
        entries=entries,
        hint=_hint(head, xml),
        moved_to=moved if comparison_url(moved) != comparison_url(url) else "",
        blogroll=next(filter(None, (web_address(url, _text(head, key)) for key in _BLOGROLLS)), ""),
    )


def _entry(one: Mapping[str, Any], base: str, author: str) -> Entry:
    guid, link = _text(one, "id"), _text(one, "link")
    if link == guid and not link.startswith(("http://", "https://")):
        # feedparser takes every id for a link that does not deny it
        link = ""
    return make_entry(
        base,
        guid=guid,
        title=_text(one, "title"),
        link=link or next(_links(one, "alternate"), ""),
        texts=(_text(one, "summary"), *(_text(content, "value") for content in one.get("content") or ())),
        dates=(_text(one, "published"), _text(one, "updated"), _text(one, "created")),
        author=_author(one) or author,
        tags=(_text(tag, "label") or _text(tag, "term") for tag in one.get("tags") or ()),
        comments=_text(one, "comments"),
        enclosures=_links(one, "enclosure"),
        chapters=_links(one, "chapters"),
        transcripts=_links(one, "transcript"),
    )


def _text(thing: Mapping[str, Any], key: str) -> str:
    # dict.get: feedparser's own answers "updated" with "published", and warns
    value = dict.get(thing, key) if isinstance(thing, dict) else None
    return value if isinstance(value, str) else ""


def _links(one: Mapping[str, Any], rel: str) -> Iterator[str]:
    return (_text(link, "href") for link in one.get("links") or () if _text(link, "rel") == rel)


def _author(thing: Mapping[str, Any]) -> str:
    """The name, not the mail address that RSS puts beside it."""
    detail = thing.get("author_detail") or {}
    return _text(detail, "name") or ("" if _text(detail, "email") else _text(thing, "author"))


def _hint(head: Mapping[str, Any], xml: str) -> int:
    """The seconds between two visits that the feed asks for: ttl, sy:*, and the hours and days it leaves out.

    Skipped hours and days stretch the interval by the share they take, since a reader who comes hourly and leaves
    out half the hours comes every second hour on average. At most a day.
    """
    ttl = _text(head, "ttl").strip()
    minutes = int(ttl) if ttl.isascii() and ttl.isdigit() and len(ttl) < 7 else 0
    period = _PERIODS.get(_text(head, "sy_updateperiod").strip().lower(), 0)
    frequency = _text(head, "sy_updatefrequency").strip()
    often = int(frequency) if frequency.isascii() and frequency.isdigit() and 0 < len(frequency) < 5 else 1
    hours, days = _skipped(xml, "hour", 24), _skipped(xml, "day", 7)
    stretched = 3600 * 24 / (24 - hours) * 7 / (7 - days) if hours or days else 0
    return min(max(minutes * 60, period // max(often, 1), int(stretched)), _DAY)


def _skipped(xml: str, unit: str, whole: int) -> int:
    """How many different hours or days a feed leaves out; all of them would mean never, so that counts as none."""
    section = re.search(rf"<skip{unit}s\b[^>]*>(.{{0,4000}}?)</skip{unit}s>", xml[:_HEAD], re.IGNORECASE | re.DOTALL)
    named = set(re.findall(rf"<{unit}>\s*(\w+)\s*</{unit}>", section[1].lower(), re.IGNORECASE)) if section else set()
    return len(named) if len(named) < whole else 0


def _decoded(body: bytes, content_type: str) -> str:
    """The text: by its byte order mark, its declaration, the server's word, and at last UTF-8 or Windows-1252."""
    for mark, encoding in _MARKS:
        if body.startswith(mark):
            return body.decode(encoding, "replace")
    declared = _DECLARED.match(body[:1_000])
    served = _CHARSET.search(content_type)
    for name in (declared[1].decode("ascii", "ignore") if declared else "", served[1] if served else "", "utf-8"):
        text = _decoded_as(body, name.lower().replace("_", "-"))
        if text is not None:
            return text
    text = body.decode("utf-8", "replace")
    foreign = len(text) - len(body.decode("ascii", "ignore"))
    # one broken sign among good ones is damage; when nearly all are broken, it is another encoding
    return text if 2 * text.count("\ufffd") < foreign else body.decode("cp1252", "replace")


def _decoded_as(body: bytes, encoding: str) -> str | None:
    if not encoding or encoding in _NO_ENCODINGS:
        return None
    try:
        return body.decode(_SUPERSETS.get(encoding, encoding))
    except (UnicodeDecodeError, LookupError):
        return None
