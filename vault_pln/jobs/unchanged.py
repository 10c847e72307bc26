"""Answers that still hold: a vault in which nothing changed is not read again."""

import marshal
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from typing import Any

from vault_pln import __version__
from vault_pln.edge import clock, disk
from vault_pln.edge.cache import Cache
from vault_pln.edge.places import Places
from vault_pln.model.files import Listing
from vault_pln.model.problem import Problem
from vault_pln.model.report import Reindexed

_RACY = 2_000_000_000
"""Nanoseconds: what changed this shortly before a look may change again without showing it."""


@dataclass(frozen=True, slots=True)
class Moment:
    """The vault as the disk lists it now, for a command that may not have to read it.

    ``newest`` is when a note changed last, ``steady`` whether that is long enough ago; nanoseconds.
    """

    places: Places
    today: date | None
    listing: Listing
    config: Mapping[str, bytes]
    newest: int
    steady: bool

    def recall(self, what: str) -> Any:
        """The answer kept for exactly this state and day, None where there is none."""
        kept = Cache(self.places.cache, __version__).recall(what)
        # the time alone tells of most changes, without a look at every note
        if kept is None or kept[0] != self.newest or kept[2] != self._day(kept[3]) or kept[1] != self._files():
            return None
        return kept[4]

    def keep(self, what: str, answer: Any, zone: str) -> None:
        """Keep an answer of plain values that follows from the files and the day; ``zone`` decides when it ends."""
        if self.steady:
            kept = self.newest, self._files(), self._day(zone), zone, answer
            Cache(self.places.cache, __version__).keep(what, kept)

    def _files(self) -> bytes:
        """What tells one state of all files from another."""
        return _mark(self.listing, self.config)

    def _day(self, zone: str) -> str:
        return (self.today or clock.local_day(zone)).isoformat()


def look(places: Places, today: date | None) -> Moment:
    """List the vault, and read nothing of it but other programs' settings."""
    seen = time.time_ns()
    listing = disk.list_vault(places.root)
    newest = max((max(stat.mtime, stat.ctime) for stat in listing.notes.values()), default=0)
    return Moment(places, today, listing, disk.read_config(places.root), newest, seen - newest > _RACY)


def reindex_at(moment: Moment, *, write: bool, accept_loss: bool, take_over: bool = False) -> Reindexed:
    """Reindex, or say again what a reindex of this very state found when it had nothing to write."""
    start = time.perf_counter()
    kept = moment.recall("reindex")
    if kept is not None:
        counts, problems = kept
        spent = round(time.perf_counter() - start, 3)
        notes, people, sources, goals, links, missing = counts
        found = tuple(Problem(*row) for row in problems)
        return Reindexed(notes, people, sources, goals, links, missing, 0, (), (), found, spent)
    from vault_pln.jobs.live import open_vault
    from vault_pln.jobs.reindex import reindex

    vault = open_vault(moment.places, moment.today, accept_loss=accept_loss, listing=moment.listing)
    done = reindex(vault, write=write, take_over=take_over)
    if not done.edits and not done.held:
        counts = (done.notes, done.people, done.sources, done.goals, done.links, done.unresolved)
        moment.keep("reindex", (counts, tuple(map(tuple, done.problems))), vault.settings.timezone)
    return done


def people_at(moment: Moment) -> list[dict[str, Any]]:
    """The rows of ``people``, days as text."""
    kept: list[dict[str, Any]] | None = moment.recall("people")
    if kept is not None:
        return kept
    from vault_pln.jobs.live import open_vault
    from vault_pln.jobs.query import people

    vault = open_vault(moment.places, moment.today, listing=moment.listing)
    rows = people(vault)
    moment.keep("people", rows, vault.settings.timezone)
    return rows


def _mark(listing: Listing, config: Mapping[str, bytes]) -> bytes:
    """What tells one state of all files from another."""
    plain = [(path, *stat) for group in (listing.notes, listing.others) for path, stat in group.items()]
    return blake2b(marshal.dumps((plain, sorted(listing.odd.items()), sorted(config.items())), 2)).digest()
