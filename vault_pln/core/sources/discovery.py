"""Where the feeds of a page may be: candidates in the order in which they are worth a visit.

What the page links to as its feeds, else what it calls so, else where feeds usually are. Each of them is only a
candidate until it was fetched and read.
"""

import json
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from vault_pln.core.sources.entry import web_address
from vault_pln.core.sources.identity import comparison_url
from vault_pln.core.sources.page import Page, PageLink

PROBES = 6
"""Most candidates visited for one address."""

_TYPES = frozenset(
    f"application/{name}" for name in ("atom+xml", "rss+xml", "rdf+xml", "feed+json", "json", "x-atom+xml")
) | {"text/rss", "text/atom", "text/rss+xml", "text/atom+xml"}  # fmt: skip
_CALENDAR = "text/calendar"
_FEED_ENDINGS = re.compile(
    r"(?:/|=)(?:atom|rss|feed|feeds)/?$|\.(?:rss|atom|ics)$|/(?:atom|rss|feed|index)\.(?:xml|json|rdf)$|/rss2(?:/|$)",
    re.IGNORECASE,
)
_FEED_WORDS = re.compile(
    r"\b(?:rss|atom|json)[ -]?feed\b|\brss\b|\bfeed\b|\batom\b|\bsubscribe via rss\b", re.IGNORECASE
)
_NO_FEEDS = re.compile(
    r"/comments/(?:feed|default|atom|rss)\b|/feed/comments\b|comments?[-_.](?:feed|rss|atom)|[?&]feed=comments|/wp-json\b|oembed"
    r"|\.(?:html?|css|js|png|jpe?g|gif|svg|webmanifest|pdf)$",
    re.IGNORECASE,
)
_COMMENTS = re.compile(r"\bcomments?\b|\bkommentar|\bcommentaires?\b|\bcomentarios\b", re.IGNORECASE)
_PROFILE = re.compile(r"/(?:@[\w.-]+(?:@[\w.-]+)?|users/[\w.-]+|tags/[^/.]+)")

_BY_GENERATOR = {
    "wordpress": ("feed/",),
    "ghost": ("rss/",),
    "hugo": ("index.xml",),
    "jekyll": ("feed.xml",),
    "eleventy": ("feed.xml", "feed/feed.xml"),
    "astro": ("rss.xml",),
    "drupal": ("rss.xml",),
}
_USUAL = ("feed/", "rss.xml", "atom.xml", "index.xml", "feed.xml", "rss/", "feed.atom", "index.rss", "feed.json")


class Candidate(NamedTuple):
    """An address that may be a feed, and what says so, in words for a person."""

    address: str
    because: str
    medium: str = ""


def linked_feeds(page: Page) -> list[Candidate]:
    """The feeds a page declares in its head, in its order, without those of comments, of one post, and of its API.

    Calendars come last: a site that has both is known for what it writes.
    """
    declared = [link for link in page.links if "alternate" in link.rel and link.type in (*_TYPES, _CALENDAR)]
    found = [link for link in declared if _may_be_the_feed(page, link)]
    found.sort(key=lambda link: link.type == _CALENDAR)
    # "No Comment" may be the name of the blog itself
    of_posts = [link for link in found if not _COMMENTS.search(link.text)] or found
    return _distinct(Candidate(one.address, "the page declares it") for one in of_posts)


def mentioned_feeds(page: Page) -> list[Candidate]:
    """The links of a page that are called or addressed like a feed, the surest first."""
    links = [link for link in page.anchors if _may_be_the_feed(page, link) and not _COMMENTS.search(link.text)]
    by_address = (link for link in links if link.is_feed_scheme or _FEED_ENDINGS.search(urlsplit(link.address).path))
    by_type = (link for link in links if link.type in (*_TYPES, _CALENDAR))
    by_name = (link for link in links if _FEED_WORDS.search(f"{link.text} {link.class_}") and _near(page, link))
    return _distinct(Candidate(one.address, "the page links to it") for one in (*by_address, *by_type, *by_name))


def usual_feeds(page: Page, address: str) -> list[Candidate]:
    """Where feeds usually are: by the program that makes the page, beside it, and at the top of the site."""
    parts = urlsplit(address)
    here = address.partition("?")[0].partition("#")[0]
    top = f"{parts.scheme}://{parts.netloc}/"
    folder = here if here.endswith("/") else urljoin(here, "./")
    profile = [here.rstrip("/") + ".rss"] if _PROFILE.fullmatch(parts.path.rstrip("/")) else []
    made = [urljoin(top, name) for name in _made_by(page)]
    beside = [urljoin(folder, name) for name in _USUAL[:3]] if folder != top else []
    usual = [urljoin(top, name) for name in _USUAL]
    return _distinct(Candidate(one, "feeds are often there") for one in (*profile, *made, *beside, *usual))


def feeds_in_lookup(body: bytes) -> list[Candidate]:
    """The feeds that a directory of podcasts names (the JSON of Apple's lookup)."""
    try:
        rows = json.loads(body)["results"]
        found = [row.get("feedUrl") for row in rows if isinstance(row, dict)]
    except (ValueError, KeyError, TypeError, RecursionError):
        return []
    addresses = (web_address("", one) for one in found if isinstance(one, str))
    return [Candidate(one, "the directory names it", "podcast") for one in addresses if one]


def _made_by(page: Page) -> tuple[str, ...]:
    return next((names for program, names in _BY_GENERATOR.items() if page.generator.startswith(program)), ())


def _may_be_the_feed(page: Page, link: PageLink) -> bool:
    if _NO_FEEDS.search(link.address):
        return False
    own = page.canonical or page.base
    return not (page.is_post and comparison_url(link.address).startswith(comparison_url(own) + "/"))


def _near(page: Page, link: PageLink) -> bool:
    """Whether a link stays on the page's site; elsewhere its name alone says too little."""
    return _site(link.address) == _site(page.base)


def _site(address: str) -> str:
    return ".".join((urlsplit(address).hostname or "").split(".")[-2:])


def _distinct(found: Iterable[Candidate]) -> list[Candidate]:
    return list(_once(found))


def _once(found: Iterable[Candidate]) -> Iterator[Candidate]:
    seen: set[str] = set()
    for one in found:
        # a server may tell /feed from /feed/, but both are the same feed if it does not
        key = comparison_url(one.address)
        if key and key not in seen:
            seen.add(key)
            yield one
