"""Which notes list a feed or a site already, however its address is written there."""

from collections.abc import Mapping
from typing import NamedTuple

from vault_pln.core.kinds.readers import source_of_person
from vault_pln.core.kinds.senders import mail_feed
from vault_pln.core.sources.address import property_form
from vault_pln.core.sources.identity import comparison_url
from vault_pln.model.network import Network
from vault_pln.model.problem import Problem


class ListedSources(NamedTuple):
    """Paths of notes by what they list: ``feeds``, the ``sites`` of those without a feed, and of ``all_sites``."""

    feeds: Mapping[str, str]
    sites: Mapping[str, str]
    all_sites: Mapping[str, str]


def known_sources(network: Network) -> ListedSources:
    """The feeds and sites of all sources and of people who publish, by comparison key."""
    people = (source for person in network.people.values() for source in source_of_person(person))
    sources = [*network.sources.values(), *people]
    return ListedSources(
        {compared(source.feed): source.path for source in reversed(sources) if source.feed},
        {compared(source.url): source.path for source in reversed(sources) if source.url and not source.feed},
        {compared(source.url): source.path for source in reversed(sources) if source.url},
    )


def compared(address: str) -> str:
    """What two addresses of the same thing have in common; for what is no address of the web, a key of its own."""
    return mail_feed(address) or comparison_url(property_form(address)) or address.strip().lower() or "-"


def without_feed(path: str, feed: str) -> Problem:
    """What is said of a note about a site whose feed it does not name."""
    advice = f"Write 'feed: {property_form(feed)}' into the note."
    return Problem(path, None, "the note is about this site and names no feed", advice)
