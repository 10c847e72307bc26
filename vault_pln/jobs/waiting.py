"""The items that wait in the store: what may still be delivered, of whom, each story once."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from vault_pln.core.digest.choice import HORIZON
from vault_pln.core.kinds.wishes import fits
from vault_pln.core.sources.doubles import told_once
from vault_pln.edge.store import Store
from vault_pln.jobs.due import live_sources
from vault_pln.jobs.vault import Vault, view_of
from vault_pln.model.network import Network
from vault_pln.model.news import Item


def stored_items(vault: Vault) -> list[Item]:
    """The items that may still be delivered or followed up, newest first, each story once.

    What a source note mutes, or leaves out with ``only``, is not among them.
    """
    items = known_items(vault, (vault.today - timedelta(days=HORIZON)).isoformat())
    if not items:
        return []
    view = view_of(vault)
    return told_once((item for item in items if _is_wanted(item, view.network)), view.memory.has)


def known_items(vault: Vault, since: str = "") -> list[Item]:
    """All items that the store knows, or those first seen on this day (``YYYY-MM-DD``) or later, newest first."""
    with Store(vault.places.state) as store:
        items = store.items(since)
    if all(item.source in vault.index.notes for item in items):
        return items
    # a source whose note was renamed keeps its items: the feed says whose they are
    paths = {source.feed: source.path for source in live_sources(view_of(vault).network)}
    return [_at_note(item, paths) if item.source not in vault.index.notes else item for item in items]


def _at_note(item: Item, paths: Mapping[str, str]) -> Item:
    return replace(item, source=paths.get(item.feed, item.source))


def _is_wanted(item: Item, network: Network) -> bool:
    source = network.sources.get(item.source)
    if source is None or not (source.only or source.mute):
        return True
    return fits("\n".join((item.title, item.summary, item.author, *item.tags)), source.only, source.mute)
