"""Demo: the whole loop on a copy of the sample vault, offline."""

from dataclasses import dataclass
from datetime import date

from vault_pln.edge import assets, disk
from vault_pln.edge.places import Places
from vault_pln.jobs.calendars import stored_events
from vault_pln.jobs.daily import Delivered, daily
from vault_pln.jobs.fetch import Fetched, fetch
from vault_pln.jobs.live import open_vault
from vault_pln.jobs.reindex import reindex
from vault_pln.jobs.stock import stocked
from vault_pln.model.report import Reindexed

DAY = date(2026, 11, 23)
"""The day on which the sample vault's story stands still."""


@dataclass(frozen=True, slots=True)
class Demonstrated:
    """What the loop did, and today's note as it stands then."""

    indexed: Reindexed
    fetched: tuple[Fetched, ...]
    delivered: Delivered
    note: str


def demo(places: Places) -> Demonstrated:
    """Run the loop in a fresh copy of the sample vault at ``places.root``; raises OSError where one cannot be made."""
    assets.copy_sample_vault(places.root)
    indexed = reindex(open_vault(places, DAY))
    vault = open_vault(places, DAY)
    fetched = tuple(fetch(vault, everything=True)[0])
    delivered = daily(vault, stocked(vault), stored_events(vault))
    reindex(open_vault(places, DAY))
    note = disk.read_note(places.root, delivered.note).decode("utf-8")
    return Demonstrated(indexed, fetched, delivered, note)
