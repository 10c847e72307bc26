"""What a source brings, and how its visits went."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as a feed gives it, text already plain; times aware UTC or None. Nothing here is trusted.

    ``guid`` is the feed's own id, ``link`` absolute and http(s) or empty, ``discussion`` a second link. ``chapters``
    and ``transcripts`` belong to a recording among the ``enclosures``. ``cites`` are the sites that its text links to.
    """

    guid: str
    title: str
    link: str = ""
    summary: str = ""
    published: datetime | None = None
    author: str = ""
    tags: tuple[str, ...] = ()
    discussion: str = ""
    enclosures: tuple[str, ...] = ()
    chapters: tuple[str, ...] = ()
    transcripts: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed as read: what it says of itself, its entries in the order given, and hints for the next visit.

    ``hint`` is the shortest time until the next visit the feed asks for, in seconds (0: none).
    ``moved_to`` is a new address the feed itself announces; ``problem`` says why nothing could be read. ``blogroll`` is
    the address of a list of what its author follows.
    """

    title: str = ""
    site: str = ""
    language: str = ""
    entries: tuple[Entry, ...] = ()
    hint: int = 0
    moved_to: str = ""
    problem: str = ""
    blogroll: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One piece of news as the store keeps it. ``id`` is the delivery id, ``source`` the path of its note.

    ``seen`` is the local day on which it was first seen; ``published`` falls back to that. ``links`` are what comes
    with it, as ("enclosure", "chapters" or "transcript", address); ``also`` the notes of other sources that brought
    the same story.
    """

    id: str
    source: str
    feed: str
    title: str
    url: str
    summary: str
    published: datetime
    seen: str
    author: str = ""
    tags: tuple[str, ...] = ()
    discussion: str = ""
    links: tuple[tuple[str, str], ...] = ()
    also: tuple[str, ...] = ()


class ListedSite(NamedTuple):
    """A site in a list of what somebody follows: where it begins, and what the list says of it, as plain text."""

    site: str
    title: str
    about: str = ""


class Cited(NamedTuple):
    """The sites that an item links to, by where each begins, and the path of its source's note.

    A site ends in ``#`` of which only the front page is linked.
    """

    source: str
    sites: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Response:
    """What a visit gave. ``status`` is the HTTP status (0: no answer, then ``error`` says why).

    ``headers`` have lower-case names; ``moved_to`` is set when every redirect on the way was permanent. ``took`` are
    the seconds from the moment the (last) request was sent until the answer was there, 0 without an answer.
    """

    url: str
    status: int
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    moved_to: str = ""
    error: str = ""
    took: float = 0.0


@dataclass(frozen=True, slots=True)
class Visits:
    """The memory of a feed: validators byte for byte, when to ask again, how it went. Times are aware UTC.

    ``requests``/``unconditional`` count what was sent; ``errors`` counts failures in a row.
    ``unchanged`` those answered 304, ``received`` the bytes; ``hint`` and ``rhythm`` are the seconds between two
    visits that the feed asks for and that its posts suggest. ``not_before`` is set where the server itself said when
    to come back (Retry-After), ``announced`` where the feed names another address of its own, ``remark`` where single
    entries or events of the last reading were not as they should be. ``is_page``: the address is that of a page, which
    told where its feed is (``moved_to``). ``blogroll`` is the address of a list of what the author follows, as the feed
    names it.
    """

    feed: str
    etag: str = ""
    last_modified: str = ""
    validators_since: datetime | None = None
    body_hash: str = ""
    last_visit: datetime | None = None
    next_visit: datetime | None = None
    not_before: datetime | None = None
    last_new: datetime | None = None
    http: int = 0
    errors: int = 0
    problem: str = ""
    gone: bool = False
    moved_to: str = ""
    last_success: datetime | None = None
    failing_since: datetime | None = None
    requests: int = 0
    unconditional: int = 0
    hint: int = 0
    rhythm: int = 0
    unchanged: int = 0
    received: int = 0
    announced: str = ""
    remark: str = ""
    is_page: bool = False
    blogroll: str = ""
