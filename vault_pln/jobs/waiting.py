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
    since = vault.today - timedelta(days=HORIZON)
    with Store(vault.places.state) as store:
        items = store.items(since.isoformat())
    if not items:
        return []
    view = view_of(vault)
    if any(item.source not in vault.index.notes for item in items):
        # a source whose note was renamed keeps its items: the feed says whose they are
        paths = {source.feed: source.path for source in live_sources(view.network)}
        items = [_at_note(i, paths) if i.source not in vault.index.notes else i for i in items]
    return told_once((item for item in items if _is_wanted(item, view.network)), view.memory.has)


def _at_note(item: Item, paths: Mapping[str, str]) -> Item:
    return replace(item, source=paths.get(item.feed, item.source))


def _is_wanted(item: Item, network: Network) -> bool:
    source = network.sources.get(item.source)
    if source is None or not (source.only or source.mute):
        return True
    return fits("\n".join((item.title, item.summary, item.author, *item.tags)), source.only, source.mute)
