"""A vault kept open: after a change only what changed is read, and the answers equal those of opening it anew.

It begins where the last run ended: what that found out of notes that are still the same is not found out again.
"""

import os
import time
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date

from vault_pln import __version__
from vault_pln.core.digest.ledger import name_digest
from vault_pln.core.health.files import advice_for
from vault_pln.core.index.index import Index
from vault_pln.core.index.loss import is_loss
from vault_pln.core.index.own import is_own_note
from vault_pln.core.index.renames import renames
from vault_pln.core.index.titles import name_of
from vault_pln.core.network.survey import Survey
from vault_pln.edge import clock, disk
from vault_pln.edge.cache import Cache, Reading
from vault_pln.edge.places import Places
from vault_pln.jobs.recall import Recalled, keep, keep_naming, recall, rules_of
from vault_pln.jobs.shelf import Shelf
from vault_pln.jobs.vault import Vault, conventions_of, ledgers, settings_of
from vault_pln.model.files import Listing, Stat
from vault_pln.model.ledger import Entry
from vault_pln.model.note import Note
from vault_pln.model.problem import Problem
from vault_pln.model.settings import Settings
from vault_pln.model.vault import Conventions

_WORTH_KEEPING = 64
"""So many notes are looked at again by each run before what follows from all of them is kept anew."""

Lister = Callable[[], tuple[Listing, frozenset[str]]]


def open_vault(
    places: Places,
    today: date | None = None,
    *,
    accept_loss: bool = False,
    listing: Listing | None = None,
    base: Settings | None = None,
) -> Vault:
    """Read the vault as it is now; raises SettingsError where the settings note cannot be read at all.

    ``listing`` is one that was made just now. ``base`` stands in for impossible values of settings.
    """
    return LiveVault(places, today, base).look(accept_loss=accept_loss, listing=listing)


class LiveVault:
    """One vault over time; the thread that made it is the only one that may use it.

    ``lister`` lists it, and names the notes that count as they were known whatever became of them meanwhile.
    """

    def __init__(
        self,
        places: Places,
        today: date | None = None,
        base: Settings | None = None,
        lister: Lister | None = None,
    ) -> None:
        self._places, self._fixed, self._base = places, today, base
        self._lister = lister or (lambda: (disk.list_vault(places.root), frozenset()))
        self._cache = Cache(places.cache, __version__)
        self._shelf = Shelf(places.root, self._cache)
        self._recalled = recall(self._cache) if self._shelf.known else None
        self._index = Index()
        # what the index was made of: the digests of its notes, and the other files
        self._digests: dict[str, str] = {}
        self._files: frozenset[str] = frozenset()
        self._rules = ""
        # whether what follows from all notes is kept, and the notes that had to be looked at again since
        self._kept = self._recalled is not None
        self._since_kept: set[str] = set()
        self._vault: Vault | None = None

    def look(
        self,
        hints: Iterable[str] | None = None,
        *,
        accept_loss: bool = False,
        listing: Listing | None = None,
    ) -> Vault:
        """The vault as it is now. ``hints`` are the only paths that changed, None where that is not known.

        Raises SettingsError where the settings note cannot be read at all. After a mass loss the vault stays as it
        was, and says so.
        """
        narrow = self._narrow(hints) if hints is not None and self._vault is not None else None
        if narrow is not None and self._vault is not None:
            return self._look_at(self._vault, narrow)
        found, held = (listing, frozenset[str]()) if listing is not None else self._lister()
        return self._look_around(found, accept_loss=accept_loss, held=held)

    def _narrow(self, hints: Iterable[str]) -> dict[str, Stat] | None:
        """The notes that were changed, None where more happened than that known notes have a new content."""
        assert self._vault is not None
        listing = self._vault.listing
        found: dict[str, Stat] = {}
        for path in hints:
            stat = disk.stat_note(self._places.root, path) if path else None
            if path in listing.notes and stat is not None:
                found[path] = stat
            elif not path or path in listing.notes or path in listing.others or self._exists(path):
                return None
        return found

    def _exists(self, path: str) -> bool:
        return os.path.lexists(f"{self._places.root}/{path}")

    def _look_at(self, vault: Vault, stats: Mapping[str, Stat]) -> Vault:
        """Only these notes have a new content."""
        fresh = self._shelf.read(stats)
        self._shelf.put(fresh, ())
        listing = replace(vault.listing, notes={**vault.listing.notes, **stats})
        affected = self._update_index(listing, fresh, fresh)
        return self._vault_now(listing, affected, read=len(fresh), lost=False)

    def _look_around(self, listing: Listing, *, accept_loss: bool, held: Collection[str]) -> Vault:
        """Anything may have changed."""
        if self._vault is None and not self._shelf.known:
            return self._look_first(listing)
        shelf = self._shelf
        fresh = shelf.read(listing.notes, held)
        gone = shelf.known.keys() - listing.notes.keys()
        lost = not accept_loss and self._is_lost(fresh, gone)
        if lost and self._vault is not None:
            return replace(self._vault, lost=True)
        if not lost:
            self._remember_moves(fresh, gone)
        shelf.put(fresh, gone, keep=not lost)
        if self._recalled is not None:
            self._begin(self._recalled)
        affected = self._update_index(listing, fresh, shelf.known)
        return self._vault_now(listing, affected, read=len(fresh), lost=lost)

    def _look_first(self, listing: Listing) -> Vault:
        """Nothing is known of any note."""
        from vault_pln.jobs.first_reading import first_reading

        self._recalled, part = first_reading(self._places.root, self._cache, listing, self._base)
        self._shelf.known, self._shelf.unreadable = part.known, part.unreadable
        self._begin(self._recalled)
        return self._vault_now(listing, frozenset(), read=len(part.known), lost=False)

    def _begin(self, recalled: Recalled) -> None:
        """Begin with what was found before."""
        self._index = recalled.index(self._shelf.fetch)
        self._digests, self._files = dict(recalled.digests), frozenset(recalled.files)

    def _remember_moves(self, fresh: Mapping[str, Reading], gone: Collection[str]) -> None:
        """Notes that went and came under another path, now or since they went: their memory shall follow them."""
        known = self._shelf.known
        come = {path: one.known.digest for path, one in fresh.items() if path not in known}
        went = {path: known[path].digest for path in gone}
        if come or went:
            earlier = {path: digest for path, digest in self._cache.gone().items() if path not in fresh}
            moved = renames({**earlier, **went}, come)
            self._cache.note_moves({p: d for p, d in went.items() if p not in moved}, moved, time.time_ns())

    def _is_lost(self, fresh: Mapping[str, Reading], gone: Collection[str]) -> bool:
        """Whether so many notes are gone or emptied at once that a disk or a sync service in trouble is likelier."""
        known = self._shelf.known
        emptied = {path for path, one in fresh.items() if not one.known.size and path in known and known[path].size}
        gone = {*gone, *emptied}
        if not gone:
            return False
        before = {path: known.digest for path, known in self._shelf.known.items()}
        arrived = {one.known.digest for path, one in fresh.items() if path not in before}
        folder = self._vault.settings.folder if self._vault is not None else "PLN"
        own = [path for path in before if is_own_note(path, folder)]
        return is_loss(before, before.keys() - gone, arrived, own)

    def _update_index(self, listing: Listing, fresh: Mapping[str, Reading], looked: Iterable[str]) -> frozenset[str]:
        """Take what changed among the notes looked at into the index; the notes to be looked at again for it."""
        index, digests, known = self._index, self._digests, self._shelf.known
        changed = [path for path in looked if digests.get(path) != known[path].digest]
        removed = digests.keys() - known.keys()
        files = frozenset(listing.others)
        came, went = files - self._files, self._files - files
        names = {path for path in changed if path not in digests} | removed | came | went
        index.change(self._notes(changed, fresh), removed, came, went)
        self._files = files
        digests.update((path, known[path].digest) for path in changed)
        for path in removed:
            del digests[path]
        # a name that comes or goes can change what links mean in notes that did not change
        named = index.naming(names) if names and (self._vault is not None or self._recalled is not None) else set()
        return frozenset({*changed, *removed, *named})

    def _notes(self, paths: Collection[str], fresh: Mapping[str, Reading]) -> Iterable[Note]:
        """The notes at these paths as they are now."""
        here = {path: note for path in paths if path in fresh and (note := fresh[path].note) is not None}
        yield from here.values()
        yield from self._shelf.fetch(path for path in paths if path not in here).values()

    def _vault_now(self, listing: Listing, affected: frozenset[str], *, read: int, lost: bool) -> Vault:
        old = self._vault
        settings, problems = settings_of(self._index.ours(), old.settings if old is not None else self._base)
        same_names = old is not None and old.listing.notes.keys() == listing.notes.keys()
        last = old.conventions.daily if old is not None and same_names else None
        conventions = conventions_of(self._places.root, listing, settings, same_names=last)
        if not same_names or old is None or old.settings.folder != settings.folder:
            self._index.set_own(path for path in self._index.notes if is_own_note(path, settings.folder))
        survey = self._survey(settings, conventions, affected)
        self._recalled = None
        today = self._fixed or clock.local_day(settings.timezone)
        devices, entries = ledgers(self._places, listing, settings)
        unreadable = self._shelf.unreadable
        odd = (
            Problem(path, None, f"not read: it is {what}", advice_for(path, what, listing.notes))
            for path, what in sorted(listing.odd.items())
        )
        self._vault = Vault(
            places=self._places,
            listing=listing,
            index=self._index,
            survey=survey,
            settings=settings,
            conventions=conventions,
            entries=entries,
            pending=self._renamed(today),
            devices=devices,
            problems=(*problems, *(unreadable[path] for path in sorted(unreadable)), *odd),
            today=today,
            read=read,
            lost=lost,
        )
        if not lost:
            self._keep(self._vault, affected)
        return self._vault

    def _survey(self, settings: Settings, conventions: Conventions, affected: frozenset[str]) -> Survey:
        """What all notes say of each other now, from what was known of those that are not affected."""
        before, self._rules = self._rules, rules_of(self._index, settings, conventions)
        if self._vault is not None and self._rules == before:
            self._vault.survey.update(affected)
            return self._vault.survey
        if self._vault is None and self._recalled is not None and self._rules == self._recalled.rules:
            return self._recalled.survey(self._index, settings, conventions, affected)
        self._kept = False
        return Survey(self._index, settings, conventions)

    def _keep(self, vault: Vault, affected: Collection[str]) -> None:
        """Keep what follows from all notes for the next run, unless little changed since that was done last."""
        self._since_kept.update(affected)
        if not self._kept or len(self._since_kept) > _WORTH_KEEPING:
            keep(self._cache, self._rules, self._digests, self._files, vault.survey, self._index)
            self._kept = True
            self._since_kept.clear()
        elif self._index.naming_is_new():
            keep_naming(self._cache, self._index)

    def _renamed(self, today: date) -> tuple[Entry, ...]:
        """What the ledger must learn of notes that moved: a new name, under which the old one's rounds still count."""
        names = [(name_digest(name_of(old)), name_digest(name_of(new))) for old, new in self._cache.moved()]
        now = clock.now()
        return tuple(Entry(now, "renamed", old, today, of=new) for old, new in names if old != new)


def forget_moves(places: Places) -> None:
    """The ledger has learned of all notes that moved."""
    Cache(places.cache, __version__).forget_moves()
