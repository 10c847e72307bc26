"""What is good to know before writing to somebody: the last contacts, topics and asks, and what came since."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from vault_pln.core.digest.shared import SharedNote, notes_since, topics_of
from vault_pln.core.index.index import Index
from vault_pln.core.network.rhythm import is_drifting, last_contact, own_rhythm
from vault_pln.model.network import Contact, Network
from vault_pln.model.news import Item

_MOST = 5


class Brief(NamedTuple):
    """Of one person; everything newest first and at most five of a sort.

    ``topics`` are paths of notes, ``yours`` the asks of goals of the user's that they help with, by the goal's path;
    ``posts`` and ``notes`` came after the last contact. ``rhythm`` is their own, in days.
    """

    last: date | None
    contacts: tuple[Contact, ...]
    topics: tuple[str, ...]
    theirs: tuple[str, ...]
    yours: tuple[tuple[str, str], ...]
    posts: tuple[Item, ...]
    notes: tuple[SharedNote, ...]
    rhythm: float | None
    drifting: bool


def brief_of(index: Index, network: Network, path: str, posts: Iterable[Item] = ()) -> Brief:
    """The brief of a person; ``posts`` are all that is known of theirs."""
    person, rows = network.people[path], network.contacts[path]
    last = last_contact(person, rows[-1].day if rows else None)
    newest = sorted((post for post in posts if _is_since(post, last)), key=lambda post: post.published, reverse=True)
    rhythm = own_rhythm(row.day for row in rows)
    return Brief(
        last,
        rows[: -_MOST - 1 : -1],
        topics_of(index, network, rows[: -_MOST - 1 : -1])[:_MOST],
        person.asks,
        tuple((goal, ask) for goal in network.goals_of[path] for ask in network.goals[goal].asks),
        tuple(newest[:_MOST]),
        notes_since(index, network, path, last)[:_MOST] if last is not None else (),
        rhythm,
        rhythm is not None and last is not None and is_drifting(rhythm, (network.today - last).days),
    )


def _is_since(post: Item, last: date | None) -> bool:
    return last is None or post.published.date() > last
