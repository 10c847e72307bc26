"""JSON Feed 1.0 and 1.1 (jsonfeed.org), read leniently: a value of the wrong type counts as not given."""

import json
from collections.abc import Iterator
from typing import Any

from vault_pln.core.markdown.plain import plain
from vault_pln.core.sources.entry import LONGEST_TITLE, is_something, make_entry, web_address
from vault_pln.model.news import Entry, Feed

_MOST_ENTRIES = 3_000


def read_jsonfeed(text: str, *, url: str) -> Feed:
    """The feed in a JSON text; any other JSON gives a feed with a problem."""
    try:
        # a list of lists of lists … exhausts the stack
        feed = json.loads(text)
    except (ValueError, RecursionError):
        return Feed(problem="the answer is neither a feed nor readable JSON")
    if (
        not isinstance(feed, dict)
        or not isinstance(feed.get("items"), list)
        or "jsonfeed" not in _text(feed, "version")
    ):
        return Feed(problem="the answer is JSON, but not a JSON Feed")
    site = web_address(url, _text(feed, "home_page_url"))
    authors = _authors(feed)
    entries = (_entry(url, item, authors) for item in feed["items"][:_MOST_ENTRIES] if isinstance(item, dict))
    return Feed(
        title=plain(_text(feed, "title"), LONGEST_TITLE),
        site=site,
        language=plain(_text(feed, "language"), 35),
        entries=tuple(filter(is_something, entries)),
    )


def _entry(base: str, item: dict[str, Any], authors: str) -> Entry:
    return make_entry(
        base,
        guid=_text(item, "id"),
        title=_text(item, "title"),
        link=_text(item, "url") or _text(item, "external_url"),
        texts=(_text(item, "summary"), _text(item, "content_html"), _text(item, "content_text")),
        dates=(_text(item, "date_published"), _text(item, "date_modified")),
        author=_authors(item) or authors,
        tags=(_whole(tag) for tag in _list(item, "tags") if isinstance(tag, str)),
        enclosures=(_text(file, "url") for file in _objects(item, "attachments")),
    )


def _authors(thing: dict[str, Any]) -> str:
    """The names of 1.1's ``authors``, else of 1.0's ``author``."""
    one = thing.get("author")
    people = [*_objects(thing, "authors")] or ([one] if isinstance(one, dict) else [])
    return ", ".join(name for person in people if (name := _text(person, "name")))


def _text(thing: dict[str, Any], key: str) -> str:
    """A string; ids are often numbers."""
    value = thing.get(key)
    return _whole(value) if isinstance(value, str) else str(value) if type(value) is int else ""


def _whole(text: str) -> str:
    r"""The text without half signs: JSON may hold ``\ud800``, which is no text that can be kept."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _list(thing: dict[str, Any], key: str) -> list[Any]:
    value = thing.get(key)
    return value if isinstance(value, list) else []


def _objects(thing: dict[str, Any], key: str) -> Iterator[dict[str, Any]]:
    return (one for one in _list(thing, key) if isinstance(one, dict))
