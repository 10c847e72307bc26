"""The daemon: one thread owns the vault; the watcher and the fetcher send it messages.

hint → settled → vault read again → index notes → silence
time → sources visited in a thread → store → today's note, once, when it exists and is quiet

Nothing that goes wrong ends it: trouble is logged when it begins and when it ends, shown by ``status``, and what
could not be done is tried again.
"""

import json
import logging
import os
import queue
import threading
import time
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from vault_pln.core.digest.delivery import lines_path
from vault_pln.core.index.settling import Settling
from vault_pln.core.kinds.daily import daily_path
from vault_pln.edge import clock, lock
from vault_pln.edge.disk.quiet import Quiet
from vault_pln.edge.places import Places
from vault_pln.edge.store import Store
from vault_pln.edge.watch import Lookout
from vault_pln.jobs.daily import daily
from vault_pln.jobs.fetch import due_feeds, listed_feeds, next_due, stored_items, visit_feeds
from vault_pln.jobs.ledger import why_not_writing
from vault_pln.jobs.live import LiveVault
from vault_pln.jobs.reindex import reindex
from vault_pln.jobs.vault import Vault, view_of
from vault_pln.model.errors import SettingsError, StateError, VaultEmptiedError, VaultNotFoundError, VaultPlnError

log = logging.getLogger(__name__)

_RETRY = 2.0
_LONG_UNWRITTEN = 20.0
"""From this wait on, an index note that cannot be written is trouble; before, somebody is just writing in it."""
_PAUSE = 1.0
_BLIND_LISTING = 60.0
"""Seconds between two listings where events are missing."""
_FETCH_RETRY = 300.0
_NO_FEED = timedelta(days=1)
_DAY_RETRY, _LONGEST_DAY_RETRY = 60.0, 3600.0


@dataclass(frozen=True, slots=True)
class Pace:
    """How patient the daemon is, in seconds; tests are less so."""

    quiet: float = 10.0
    settled: float = 1.0
    longest_settling: float = 5.0
    listing: float = 600.0
    tick: float = 30.0


@dataclass(frozen=True, slots=True)
class _Hint:
    path: str


@dataclass(frozen=True, slots=True)
class _Fetched:
    trouble: str


class Daemon:
    """Keeps one vault until it is stopped. ``today`` fixes the day, for trying things out."""

    def __init__(self, places: Places, pace: Pace, today: date | None = None, *, accept_loss: bool = False) -> None:
        self._places, self._pace, self._fixed, self._accept_loss = places, pace, today, accept_loss
        self._messages: queue.SimpleQueue[_Hint | _Fetched | None] = queue.SimpleQueue()
        self._stopping = threading.Event()
        self._settling = Settling(pace.settled, max(pace.longest_settling, pace.settled))
        self._quiet = Quiet(pace.quiet, time.time)
        self._live: LiveVault | None = None
        self._vault: Vault | None = None
        self._unwritten = ""
        self._lookout = Lookout(places.root, lambda path: self._messages.put(_Hint(path)))
        self._troubles: dict[str, str] = {}
        self._next_look = self._next_tick = self._next_day = 0.0
        self._look_retry, self._day_retry = _RETRY, _DAY_RETRY
        self._next_fetch: datetime | float | None = None
        self._fetching: threading.Thread | None = None
        self._delivered: date | None = None
        self._news = True

    def stop(self) -> None:
        """Ask the daemon to finish what it has in hand and return; safe in a signal handler."""
        self._stopping.set()
        self._messages.put(None)

    def run(self, ready: Callable[[], None] = lambda: None) -> None:
        """Keep the vault until stopped.

        Raises VaultBusyError where a second instance runs, and whatever makes the first look impossible.
        """
        busy = f"vault-pln watch is already running for '{self._places.root}'"
        with lock.hold(self._places.state, "watch", wait=0, busy=busy):
            try:
                self._begin()
                ready()
                log.info("ready root=%s", self._places.root)
                while not self._stopping.is_set():
                    self._wait()
                    if not self._attempt("loop", self._act):
                        self._stopping.wait(_PAUSE)
                log.info("stopped")
            finally:
                self._end()

    def _begin(self) -> None:
        """The first look. What the user has to mend is raised: whoever typed the command should see it."""
        try:
            self._look(None)
        except (SettingsError, StateError, VaultEmptiedError, VaultNotFoundError):
            raise
        except Exception:  # noqa: BLE001 -- said, and tried again
            self._look_now()
        else:
            self._plan_look(well=True)

    def _end(self) -> None:
        self._stopping.set()
        self._lookout.stop()
        if self._fetching is not None:
            self._fetching.join(0.3)

    # waiting

    def _wait(self) -> None:
        """Take messages until something is to be done."""
        while not self._stopping.is_set():
            patience = self._patience(clock.monotonic())
            if patience <= 0:
                return
            with suppress(queue.Empty):
                self._take(self._messages.get(timeout=patience))

    def _patience(self, now: float) -> float:
        settled = self._settling.wait(now)
        known = [self._next_look - now, self._next_tick - now]
        return min([*known, settled] if settled is not None else known)

    def _take(self, message: _Hint | _Fetched | None) -> None:
        if isinstance(message, _Hint):
            self._settling.hint(message.path, clock.monotonic())
        elif isinstance(message, _Fetched):
            self._tell("fetch", message.trouble)
            self._next_fetch = clock.monotonic() + _FETCH_RETRY if message.trouble else None
            self._news, self._next_tick = True, 0.0

    def _act(self) -> None:
        now = clock.monotonic()
        if self._stopping.is_set():
            return
        if self._settling.wait(now) == 0:
            self._look_retry = _RETRY
            self._look_now(self._settling.take())
        elif now >= self._next_look:
            self._look_now()
        if now >= self._next_tick and not self._stopping.is_set():
            self._next_tick = now + self._pace.tick
            self._on_time()

    def _attempt(self, part: str, work: Callable[[], object]) -> bool:
        """Do a part of the work; whether it went well."""
        trouble = ""
        try:
            work()
        except VaultPlnError as error:
            trouble = error.message
        except OSError as error:
            trouble = str(error)
        except Exception as error:
            trouble = f"unexpected {type(error).__name__}: {error}"
            if trouble != self._troubles.get(part):
                log.exception("failed part=%s", part)
        self._tell(part, trouble)
        return not trouble

    def _tell(self, part: str, trouble: str) -> None:
        """Say that a part of the work is in trouble, or well again; once."""
        if trouble == self._troubles.get(part, ""):
            return
        if trouble:
            log.warning("waiting part=%s because=%r", part, trouble)
        else:
            log.warning("going on part=%s", part)
        self._troubles[part] = trouble
        self._health()

    # looking

    def _look_now(self, hints: Collection[str] = ("",)) -> None:
        """Look at the vault, at what was hinted at or at everything, and say when to look again."""
        well = self._attempt("look", lambda: self._look(None if "" in hints else hints))
        if not well:
            # what was half taken in is read anew
            self._live = None
        self._plan_look(well=well)

    def _plan_look(self, *, well: bool) -> None:
        """When to look again by itself: seldom, or soon where something could not be read or written."""
        if well and not self._unwritten:
            wait, self._look_retry = self._pace.listing, _RETRY
        else:
            wait, self._look_retry = min(self._look_retry, self._pace.listing), 2 * self._look_retry
        if well:
            self._tell("index", self._unwritten if wait >= _LONG_UNWRITTEN else "")
        self._next_look = clock.monotonic() + min(wait, _BLIND_LISTING if self._lookout.blind else wait)
        self._health()

    def _look(self, hints: Collection[str] | None) -> None:
        """Read the vault again and bring the index notes in line; what is deferred is written at a later look."""
        if not self._lookout.keep(thorough=hints is None):
            raise VaultNotFoundError(f"the vault's folder '{self._places.root}' is gone")
        if self._live is None:
            self._live = LiveVault(self._places, self._fixed)
        vault = self._live.look(hints, accept_loss=self._accept_loss)
        done = reindex(vault, quiet=self._pace.quiet)
        self._vault, self._next_fetch, self._news, self._accept_loss = vault, None, True, False
        left = {edit.path for edit in done.edits} - set(done.written)
        self._unwritten = next((problem.message for problem in done.problems if problem.path in left), "")
        level = logging.INFO if done.written else logging.DEBUG
        log.log(level, "looked read=%d written=%d", done.read, len(done.written))

    # the clock

    def _on_time(self) -> None:
        """What the clock asks for: a new day, visits that are due, then the day's lines."""
        vault = self._vault
        if vault is None or self._lookout.is_elsewhere() or vault.today != self._today(vault):
            self._look_now()
        if self._vault is None or self._troubles.get("look"):
            return
        if self._fetching is None or not self._fetching.is_alive():
            self._attempt("fetch", self._start_fetch)
        if self._fetching is None or not self._fetching.is_alive():
            self._attempt("day", self._deliver)

    def _today(self, vault: Vault) -> date:
        return self._fixed or clock.local_day(vault.settings.timezone)

    def _start_fetch(self) -> None:
        """Visit what is due in a thread; it gets plain values and a connection of its own."""
        vault = self._vault
        assert vault is not None
        if not self._may_fetch() or why_not_writing(vault):
            return
        feeds = listed_feeds(vault, view_of(vault).network)
        with Store(self._places.state) as store:
            known = store.visits()
        if not due_feeds(vault, feeds, known):
            self._next_fetch = next_due(feeds, known) or clock.now() + _NO_FEED
            return

        def work() -> None:
            trouble = ""
            try:
                found = visit_feeds(vault, feeds, stop=self._stopping)
            except VaultPlnError as error:
                trouble = error.message
            except Exception as error:
                log.exception("the visits failed")
                trouble = f"unexpected {type(error).__name__}: {error}"
            else:
                log.info("fetched sources=%d new=%d", len(found), sum(one.new for one in found))
            self._messages.put(_Fetched(trouble))

        self._fetching = threading.Thread(target=work, name="fetch", daemon=True)
        self._fetching.start()

    def _may_fetch(self) -> bool:
        if isinstance(self._next_fetch, datetime):
            return clock.now() >= self._next_fetch
        return self._next_fetch is None or clock.monotonic() >= self._next_fetch

    def _deliver(self) -> None:
        """Write today's lines once, after ``daily-at``, when the note exists or may be made."""
        if self._vault is None or not self._may_deliver(self._vault):
            return
        # as it is now: a command may have written since the last look
        self._look_now()
        if not self._troubles.get("look"):
            self._write_day(self._vault)

    def _may_deliver(self, vault: Vault) -> bool:
        waiting = self._news and clock.monotonic() >= self._next_day
        return waiting and self._delivered != vault.today and self._is_ready(vault)

    def _write_day(self, vault: Vault) -> None:
        if any(entry.verb == "done" and entry.day == vault.today for entry in vault.entries):
            self._delivered = vault.today
            return
        # every try that fails leaves a trace in the ledger, so they must be few
        self._next_day = clock.monotonic() + self._day_retry
        done = daily(vault, stored_items(vault), quiet=self._pace.quiet)
        if done.problems and not done.written:
            self._day_retry = min(2 * self._day_retry, _LONGEST_DAY_RETRY)
            raise VaultPlnError(str(done.problems[0]))
        self._news, self._next_day, self._day_retry = False, 0.0, _DAY_RETRY
        if done.written:
            self._delivered = vault.today
            log.info("delivered follow_ups=%d items=%d", len(done.day.follow_ups), len(done.day.readings))

    def _is_ready(self, vault: Vault) -> bool:
        """Whether it is time and nothing is paused, and the note is there (or may be made) and left alone."""
        note = daily_path(vault.today, vault.conventions.daily)
        if not self._is_time(vault) or not (note in vault.listing.notes or _may_create(vault)):
            return False
        paused = vault.settings.pause_until is not None and vault.today < vault.settings.pause_until
        if paused or why_not_writing(vault):
            return False
        return all(map(self._is_quiet, {note, lines_path(vault.today, vault.settings, vault.conventions)}))

    def _is_time(self, vault: Vault) -> bool:
        if self._fixed is not None:
            return True
        hour, minute = map(int, vault.settings.daily_at.split(":"))
        local = clock.local_now(vault.settings.timezone)
        return (local.hour, local.minute) >= (hour, minute)

    def _is_quiet(self, path: str) -> bool:
        folder, _, name = os.path.join(self._places.root, path).rpartition("/")
        try:
            found = os.lstat(f"{folder}/{name}")
        except FileNotFoundError:
            found = None
        return not self._quiet.disturbance(folder, name, found)

    def _health(self) -> None:
        """Leave what ``status`` reads, outside the vault."""
        vault = self._vault
        facts = {
            "pid": os.getpid(),
            "listed": clock.now().isoformat(timespec="seconds"),
            "notes": len(vault.index.notes) if vault else 0,
            "delivered": self._delivered,
            "events": self._lookout.blind,
            "trouble": "; ".join(trouble for trouble in self._troubles.values() if trouble),
        }
        with suppress(OSError):
            path = os.path.join(self._places.state, "health.json")
            with open(f"{path}.new", "w", encoding="utf-8") as file:
                json.dump(facts, file, default=str)
            os.replace(f"{path}.new", path)


def _may_create(vault: Vault) -> bool:
    create = vault.settings.create_daily
    return create == "create" or (create == "auto" and not vault.conventions.daily.configured)
