"""Bytes of a server → a feed, in a process of its own: a feed that hangs its reader costs one visit.

As a module (``python -m``) it is the other end.
"""

import marshal
from datetime import datetime
from typing import Any

from vault_pln.edge.sandbox import Sandbox, serve
from vault_pln.model.news import Entry, Feed, Response

_MODULE = "vault_pln.jobs.reading"


class Reader(Sandbox):
    """Reads feeds one after the other; without a feed there is no process. For one thread."""

    def __init__(self) -> None:
        super().__init__(_MODULE)

    def read(self, response: Response) -> Feed:
        """The feed of an answer; one that cannot be read says so in its ``problem``."""
        question = (response.body, response.url, response.headers.get("content-type", ""))
        found = self.ask(marshal.dumps(question))
        return Feed(problem=f"the feed cannot be read: {found.problem}") if found.problem else _of_plain(found.data)


def _work(data: bytes) -> bytes:
    from vault_pln.core.sources.feed import read_feed

    body, url, content_type = marshal.loads(data)  # noqa: S302 -- our own other process wrote it
    try:
        feed = read_feed(body, url=url, content_type=content_type)
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
        feed = Feed(problem=f"the feed cannot be read: {type(error).__name__}: {error}")
    return _to_plain(feed)


_FEED = tuple(name for name in Feed.__slots__ if name != "entries")
_ENTRY = tuple(name for name in Entry.__slots__ if name != "published")


def _to_plain(feed: Feed) -> bytes:
    entries = [([getattr(one, name) for name in _ENTRY], _text(one.published)) for one in feed.entries]
    return marshal.dumps(([getattr(feed, name) for name in _FEED], entries))


def _text(moment: datetime | None) -> str:
    return moment.isoformat() if moment is not None else ""


def _of_plain(data: bytes) -> Feed:
    head, rows = marshal.loads(data)  # noqa: S302 -- our own other process wrote it
    entries = tuple(_entry(values, moment) for values, moment in rows)
    return Feed(**dict(zip(_FEED, head, strict=True)), entries=entries)


def _entry(values: list[Any], moment: str) -> Entry:
    published = datetime.fromisoformat(moment) if moment else None
    return Entry(**dict(zip(_ENTRY, values, strict=True)), published=published)


if __name__ == "__main__":
    _work(marshal.dumps((b"<rss/>", "", "")))  # loads what is loaded late, before memory is counted
    serve(_work)
