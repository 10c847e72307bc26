"""OPML 2.0: the sources as a list that every feed reader takes, with our own settings in a namespace of their own."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from vault_pln.core.sources.opml import NAMESPACE


class ListedFeed(NamedTuple):
    """A feed as a list has it: addresses without secrets, ``folder`` the first of its goals.

    ``own`` are our settings by name, each one text or several.
    """

    name: str
    feed: str
    site: str = ""
    folder: str = ""
    language: str = ""
    own: Mapping[str, tuple[str, ...]] = {}


def write_opml(feeds: Iterable[ListedFeed], title: str) -> str:
    """The list, by folder and name: the same sources give the same bytes, whatever the clock says."""
    by_folder: dict[str, list[ListedFeed]] = {}
    for feed in sorted(feeds, key=lambda one: (one.folder.casefold(), one.name.casefold(), one.feed, repr(one))):
        by_folder.setdefault(feed.folder, []).append(feed)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<opml version="2.0" xmlns:pln="{NAMESPACE}">',
        f"  <head><title>{escape(legal(title))}</title></head>",
        "  <body>",
    ]
    for folder, rows in by_folder.items():
        if folder:
            lines.append(f"    <outline{_attributes({'text': folder, 'title': folder})}>")
        lines += [f"    {'  ' if folder else ''}<outline{_attributes(dict(_outline(row)))}/>" for row in rows]
        if folder:
            lines.append("    </outline>")
    return "\n".join([*lines, "  </body>", "</opml>", ""])


def _outline(feed: ListedFeed) -> Iterator[tuple[str, str]]:
    yield "text", feed.name
    yield "title", feed.name
    yield "type", "rss"
    yield "xmlUrl", feed.feed
    yield "htmlUrl", feed.site
    yield "language", feed.language
    tags = (*feed.own.get("topics", ()), *(f"/goals/{goal}" for goal in feed.own.get("goals", ())))
    yield "category", ",".join(" ".join(tag.replace(",", " ").split()) for tag in tags)
    for key, values in feed.own.items():
        yield f"pln:{key}", "\n".join(values)


def _attributes(given: Mapping[str, str]) -> str:
    line_ends = {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}
    return "".join(f" {key}={quoteattr(legal(value), line_ends)}" for key, value in given.items() if value)


def legal(text: str) -> str:
    """The text without what XML cannot hold."""
    return "".join(sign for sign in text if sign in "\t\n\r" or (sign >= " " and not "\ud800" <= sign <= "\udfff"
                                                                 and sign not in "\ufffe\uffff"))  # fmt: skip
