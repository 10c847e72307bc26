"""One entry, whatever the format: foreign values in, plain and absolute ones out."""

import re
from collections.abc import Iterable
from html import unescape
from urllib.parse import urljoin, urlsplit

from vault_pln.core.markdown.plain import cut, is_blank, plain
from vault_pln.core.sources.dates import parse_date
from vault_pln.core.sources.identity import comparison_url
from vault_pln.core.sources.outlinks import cited_sites
from vault_pln.model.news import Entry

LONGEST_TITLE = 200
LONGEST_SUMMARY = 300
_LONGEST_MADE_TITLE = 100
_LONGEST_NAME = 100
_LONGEST_TAG = 60
_LONGEST_ID = 2_000
_MOST_TAGS = 20
_MOST_ENCLOSURES = 10

_SENTENCE = re.compile(r"(.{20,100}?[.!?…])(?: |$)")
# Reddit says [link], gateways to Hacker News say "Article URL:"
_ARTICLE = re.compile(
    r"""<a\b[^<>]{0,500}?\bhref=["']([^"'<>]{1,2000})["'][^<>]{0,500}>\s*\[link\]"""
    r"""|Article URL: <a href="([^"<>]{1,2000})"""
)
_BARE_COMMENT = re.compile(r"(?:submitted by /u/\S+.*?\[link\] \[comments\]|Article URL: .*|Comments)$")
_DISCUSSIONS = re.compile(r"(?:^|\.)(?:reddit\.com|news\.ycombinator\.com|lobste\.rs)$")


def make_entry(
    base: str,
    *,
    guid: str = "",
    title: str = "",
    link: str = "",
    texts: Iterable[str] = (),
    dates: Iterable[str] = (),
    author: str = "",
    tags: Iterable[str] = (),
    comments: str = "",
    enclosures: Iterable[str] = (),
    chapters: Iterable[str] = (),
    transcripts: Iterable[str] = (),
) -> Entry:
    """An entry from the values of a feed at ``base``; of ``texts`` and ``dates`` the first that says something.

    A post without a title (Mastodon, microblogs) is named by its first sentence. Where the link leads to a
    discussion of an article, the article is the link. An episode without a page is linked to its recording.
    """
    texts = [text for text in texts if text.strip()]
    html = next(iter(texts), "")
    files = _addresses(base, enclosures)
    address, discussion = _article(web_address(base, link), web_address(base, comments), html)
    summary = plain(html, LONGEST_SUMMARY)
    if discussion or _is_discussion(address):
        summary = _BARE_COMMENT.sub("", summary).rstrip()
    return Entry(
        guid=" ".join(guid[:_LONGEST_ID].split()),
        title=_titled(plain(title, LONGEST_TITLE), summary),
        link=address or next(iter(files), ""),
        summary=summary,
        published=next((date for text in dates if (date := parse_date(text))), None),
        author=plain(author, _LONGEST_NAME),
        tags=_tags(tags),
        discussion=discussion,
        enclosures=files,
        chapters=_addresses(base, chapters),
        transcripts=_addresses(base, transcripts),
        cites=cited_sites(texts, base, address),
    )


def _addresses(base: str, given: Iterable[str]) -> tuple[str, ...]:
    found = dict.fromkeys(address for one in given if (address := web_address(base, one)))
    return tuple(found)[:_MOST_ENCLOSURES]


def is_something(entry: Entry) -> bool:
    """Whether an entry can be told from others and shown at all."""
    return bool(entry.guid or entry.link or entry.title)


def web_address(base: str, link: str) -> str:
    """The link as an absolute http(s) address, '' where it is none; relative ones count from ``base``."""
    link = link.strip()
    if not link:
        return ""
    try:
        # some feeds escape once too often
        address = urljoin(base, unescape(link) if "&amp;" in link else link)
        parts = urlsplit(address)
    except ValueError:
        return ""
    return address if parts.scheme in ("http", "https") and parts.netloc else ""


def _article(link: str, comments: str, html: str) -> tuple[str, str]:
    """The address of the article and that of its discussion, as far as there are two."""
    if _is_discussion(link) and (found := _ARTICLE.search(html)):
        article = web_address(link, unescape(found[1] or found[2]))
        if article and comparison_url(article) != comparison_url(link):
            return article, link
    # blogs name their own page's comments; that is no second address
    return link, comments if comments and comparison_url(comments) != comparison_url(link) else ""


def _is_discussion(link: str) -> bool:
    return bool(_DISCUSSIONS.search(urlsplit(link).hostname or ""))


def _titled(title: str, summary: str) -> str:
    if not is_blank(title) or not summary:
        return title
    sentence = _SENTENCE.match(summary)
    return sentence[1] if sentence else cut(summary, _LONGEST_MADE_TITLE)


def _tags(given: Iterable[str]) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for tag in given:
        name = plain(tag, _LONGEST_TAG)
        if name:
            found.setdefault(name.casefold(), name)
    return tuple(list(found.values())[:_MOST_TAGS])
