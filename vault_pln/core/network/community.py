"""Communities and forums: who belongs to them, and how often the user takes part."""

from datetime import date
from typing import NamedTuple

from vault_pln.core.index.index import Index
from vault_pln.core.network.traces import day_of
from vault_pln.model.kinds import Source
from vault_pln.model.network import Network
from vault_pln.model.settings import Settings
from vault_pln.model.vault import Conventions

COMMUNITIES = frozenset({"community", "forum"})
"""The mediums in which people meet."""


class Presence(NamedTuple):
    """On how many days the user took part, and on which last."""

    days: int
    last: date | None


def members_of(index: Index, network: Network, source: Source) -> tuple[str, ...]:
    """The people of the network whom a source names as ``members``, in the order named."""
    named = (index.resolve(member, source.path).path for member in source.members)
    return tuple(dict.fromkeys(path for path in named if path is not None and path in network.people))


def presence(index: Index, source: str, settings: Settings, conventions: Conventions, today: date) -> Presence:
    """How often the user took part: the days, up to today, of daily notes and meetings that link the source."""
    found = (day_of(index.notes[link.path], settings, conventions) for link in index.backlinks(source))
    days = {day for day in found if day is not None and day <= today}
    return Presence(len(days), max(days, default=None))
