"""The notes of a learning network as values; every link is still as written.

Named tuples, since a vault has thousands of them, made anew at each start.
"""

from datetime import date
from typing import Literal, NamedTuple

Kind = Literal["person", "source", "goal", "me"]

MEDIUMS = (
    "blog", "newsletter", "podcast", "video", "social", "forum", "community",
    "course", "book", "journal", "repository", "calendar",
)  # fmt: skip


class Person(NamedTuple):
    """Somebody the user learns with. ``cadence`` is in days: 0 means never, None that the note does not say.

    ``goals`` are the user's goals they help with, ``pursues`` their own; links without their brackets.
    With ``ignore_journal`` no mere line about them is contact, with ``brief`` their block shows one.
    """

    path: str
    name: str
    aliases: tuple[str, ...] = ()
    relation: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    goals: tuple[str, ...] = ()
    pursues: tuple[str, ...] = ()
    expertise: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()
    knows: tuple[str, ...] = ()
    met_via: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()
    profiles: tuple[str, ...] = ()
    cadence: int | None = None
    last_contact: date | None = None
    snooze_until: date | None = None
    met: date | None = None
    birthday: str = ""
    ignore_journal: bool = False
    brief: bool = False
    blogroll: tuple[str, ...] = ()


class Source(NamedTuple):
    """Something that publishes, or that is worked through. ``feed`` is an address or a path in the vault.

    So is a ``blogroll``, the list (OPML) of what it follows itself.
    """

    path: str
    name: str
    medium: str = ""
    url: str = ""
    feed: str = ""
    author: tuple[str, ...] = ()
    goals: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    domain: str = ""
    perspective: tuple[str, ...] = ()
    language: str = ""
    status: Literal["trial", "active", "muted", "dropped"] = "active"
    since: date | None = None
    max_items: int | None = None
    every: int | None = None
    only: tuple[str, ...] = ()
    mute: tuple[str, ...] = ()
    always: bool = False
    members: tuple[str, ...] = ()
    person: bool = False
    found_via: tuple[str, ...] = ()
    blogroll: tuple[str, ...] = ()


class Goal(NamedTuple):
    """What the user wants to learn. Only an ``active`` goal brings reading; ``weight`` is its share."""

    path: str
    name: str
    status: str = "active"
    keywords: tuple[str, ...] = ()
    target: date | None = None
    area: str = ""
    weight: float = 1.0
    parent: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()


class Me(NamedTuple):
    """The user: interests, formats they learn by, what they know and can give."""

    path: str
    interests: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    expertise: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()
