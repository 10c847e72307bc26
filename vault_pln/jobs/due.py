"""The feeds of a vault as its notes list them, and which of them are to be visited now."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from vault_pln.core.kinds.readers import source_of_person
from vault_pln.core.kinds.senders import mail_feed
from vault_pln.core.kinds.values import seconds
from vault_pln.core.sources import schedule
from vault_pln.core.sources.address import shown, web_form
from vault_pln.edge import clock
from vault_pln.edge.store import Store
from vault_pln.jobs.vault import Vault, view_of
from vault_pln.model.kinds import Source
from vault_pln.model.network import Network
from vault_pln.model.news import Visits
from vault_pln.model.problem import Problem

_LIST_EVERY = 7 * 86_400
"""Seconds between two visits of a blogroll."""


class Listed(NamedTuple):
    """A feed as a note lists it: the source it belongs to, and where it is (an address, or a path in the vault).

    A blogroll is none, but visited like one.
    """

    source: Source
    feed: str
    place: str
    is_blogroll: bool = False

    @property
    def is_file(self) -> bool:
        """Whether the feed is a file of the vault."""
        return "://" not in self.place

    @property
    def is_mail(self) -> bool:
        """Whether the feed is a sender of newsletters."""
        return bool(mail_feed(self.feed))


class Due(NamedTuple):
    """A feed to visit: what is remembered of it, and the seconds until it is due again."""

    listed: Listed
    visits: Visits
    every: int


def listed_feeds(vault: Vault, network: Network) -> list[Listed]:
    """Every feed of the vault once, under the first note that lists it.

    Asks the index, so only the thread that owns the vault may call it.
    """
    found: dict[str, Listed] = {}
    for source in live_sources(network):
        found.setdefault(source.feed, Listed(source, source.feed, _place(vault, source, source.feed)))
    for source, address in blogrolls_of(network):
        found.setdefault(address, Listed(source, address, _place(vault, source, address), is_blogroll=True))
    return list(found.values())


def blogrolls_of(network: Network) -> Iterator[tuple[Source, str]]:
    """The lists that notes of live sources and of people name, each with the note that names it."""
    for path in sorted({*network.sources, *network.people}):
        person, source = network.people.get(path), network.sources.get(path)
        if person is not None:
            source = Source(path, person.name, blogroll=person.blogroll, person=True)
        if source is not None and source.status not in ("muted", "dropped"):
            yield from ((source, address) for address in source.blogroll)


def live_sources(network: Network) -> Iterator[Source]:
    """Every feed of every live source and person, by path; a calendar is one of them."""
    for path in sorted({*network.sources, *network.people}):
        person = network.people.get(path)
        for source in source_of_person(person) if person is not None else [network.sources[path]]:
            if source.feed and source.status not in ("muted", "dropped"):
                yield source


def _place(vault: Vault, source: Source, feed: str) -> str:
    address = web_form(feed)
    if "://" in address:
        return address
    path = address.replace("\\", "/").removeprefix("./")
    files = vault.listing.others
    return path if path in files else vault.index.resolve(path, source.path).path or path


def due_feeds(
    vault: Vault, feeds: Iterable[Listed], known: Mapping[str, Visits], *, everything: bool = False
) -> list[Due]:
    """The feeds to visit now. ``everything`` ignores when they are due, but never what a server asked for."""
    now = clock.now()
    often = usual(vault)
    found = (Due(one, known.get(one.feed) or Visits(one.feed), _every(one, often)) for one in feeds)
    return [due for due in found if schedule.may_visit(due.visits, now, forced=everything)]


def _every(one: Listed, often: int) -> int:
    return _LIST_EVERY if one.is_blogroll else one.source.every or often


def next_due(feeds: Iterable[Listed], known: Mapping[str, Visits]) -> datetime | None:
    """When the next of these feeds falls due, None for now or never."""
    moments = (known[one.feed].next_visit for one in feeds if one.feed in known and not known[one.feed].gone)
    return min((moment for moment in moments if moment is not None), default=None)


def has_feeds(vault: Vault) -> bool:
    """Whether any note lists a feed that is visited."""
    return next(live_sources(view_of(vault).network), None) is not None


def next_visit(vault: Vault) -> datetime | None:
    """When the next feed of the vault falls due, None for now or never."""
    with Store(vault.places.state) as store:
        return next_due(listed_feeds(vault, view_of(vault).network), store.visits())


def usual(vault: Vault) -> int:
    """Seconds between two visits of a feed whose note does not say how often."""
    return seconds(vault.settings.poll_every) or 3600


def held_back(feeds: Iterable[Listed], known: Mapping[str, Visits]) -> list[Problem]:
    """Feeds that may not even be asked by force: gone, or because the server named a time."""
    now = clock.now()
    kept = ((one, known[one.feed]) for one in feeds if one.feed in known)
    return [_held(one, visits) for one, visits in kept if not schedule.may_visit(visits, now, forced=True)]


def _held(listed: Listed, visits: Visits) -> Problem:
    message = f"{shown(listed.feed)} is not visited: {visits.problem or 'its server asked to wait'}"
    return Problem(listed.source.path, None, message, _when(visits))


def _when(visits: Visits) -> str:
    if visits.gone or visits.not_before is None:
        return "Change or drop the feed in the note."
    return f"Its server asks to be left alone until {visits.not_before:%Y-%m-%d %H:%M} UTC."
