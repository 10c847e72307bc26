"""The daemon: one thread owns the vault; the watcher and the fetcher send it messages.

hint → settled → vault read again → index notes → silence
time → sources visited in a thread → store → today's note, once, when it exists and is quiet

Nothing that goes wrong ends it: trouble is logged when it begins and when it ends, shown by ``status``, and what
could not be done is tried again. In the log stands no text of a note and no name of one; ``status`` tells those.
"""

import logging
import os
import queue
import threading
import time
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from datetime import date
from typing import Any

from vault_pln.core.health.restraint import Restraint
from vault_pln.core.index.doubt import Doubt
from vault_pln.core.index.settling import Settling
from vault_pln.edge import clock, disk, lock
from vault_pln.edge.disk.quiet import Quiet
from vault_pln.edge.notify import notify, watchdog_seconds
from vault_pln.edge.places import Places, is_vault
from vault_pln.edge.watch import Lookout
from vault_pln.jobs.answering import make_notes
from vault_pln.jobs.belief import Belief
from vault_pln.jobs.calendars import stored_events
from vault_pln.jobs.daily import daily
from vault_pln.jobs.day import confirm, is_delivered, why_waiting
from vault_pln.jobs.fetching import Fetching
from vault_pln.jobs.health_file import HealthFile
from vault_pln.jobs.inbox import keep_inbox
from vault_pln.jobs.live import LiveVault
from vault_pln.jobs.messages import Fetched, Hint, Message, Request
from vault_pln.jobs.pace import Pace
from vault_pln.jobs.reindex import reindex
from vault_pln.jobs.stock import Stocks
from vault_pln.jobs.troubles import Troubles
from vault_pln.jobs.vault import Vault, same
from vault_pln.jobs.weekly import Weekly
from vault_pln.jobs.write import tidy
from vault_pln.model.errors import SettingsError, StateError, VaultEmptiedError, VaultNotFoundError, VaultPlnError
from vault_pln.model.files import Listing, Stat

log = logging.getLogger(__name__)
_MOUNT = "Mount its disk, or name another folder with --vault; what watches goes on when it is back."

_RETRY = 2.0
_LONG_UNWRITTEN = 20.0
"""From this wait on, an index note that cannot be written is trouble; before, somebody is just writing in it."""
_PAUSE = 1.0
_BLIND_LISTING = 60.0
"""Seconds between two listings where events are missing."""
_DAY_RETRY, _LONGEST_DAY_RETRY = 60.0, 3600.0


class Daemon:
    """Keeps one vault until it is stopped. ``today`` fixes the day, for trying things out."""

    def __init__(self, places: Places, pace: Pace, today: date | None = None, *, accept_loss: bool = False) -> None:
        self._places, self._pace, self._fixed, self._accept_loss = places, pace, today, accept_loss
        self._messages: queue.SimpleQueue[Message] = queue.SimpleQueue()
        self._stopping = threading.Event()
        self._settling = Settling(pace.settled, max(pace.longest_settling, pace.settled))
        self._quiet = Quiet(pace.quiet, time.time)
        self._belief = Belief(places.root, Doubt(pace.absent, max(pace.longest_settling, pace.settled)))
        self._restraint = Restraint()
        self._lookout = Lookout(places.root, lambda path: self._messages.put(Hint(path)), disk.is_temporary)
        self._fetching = Fetching(places, lambda trouble: self._messages.put(Fetched(trouble)), self._stopping)
        self._health_file = HealthFile(places.state)
        self._weekly = Weekly(pace.quiet)
        self._live: LiveVault | None = None
        self._vault: Vault | None = None
        self._was_vault = self._is_ready = self._in_use = False
        self._stop = ""
        self._deferred: dict[str, str] = {}
        self._troubles = Troubles(log, self._health)
        self._began, self._looked = clock.now(), clock.now()
        self._reading = clock.read()
        self._next_look = self._next_tick = self._next_day = 0.0
        self._look_retry, self._day_retry = _RETRY, _DAY_RETRY
        self._overtaken = 0
        self._delivered: date | None = None
        self._confirmed: date | None = None
        self._mended: date | None = None
        self._left_behind: list[str] = []
        self._waits_with_day = ""
        self._news = True

    def ask(self, what: Request) -> None:
        """Ask the daemon to stop, to read settings and configuration again, or to look at all; for signal handlers.

        It finishes what it has in hand first.
        """
        if what == "stop":
            self._stopping.set()
        self._messages.put(what)

    def run(self, ready: Callable[[], None] = lambda: None) -> None:
        """Keep the vault until stopped.

        Raises VaultBusyError where a second instance runs, and whatever makes the first look impossible.
        """
        busy = f"vault-pln watch is already running for '{self._places.root}'"
        with lock.hold(self._places.state, "watch", wait=0, busy=busy):
            try:
                self._begin()
                ready()
                while not self._stopping.is_set():
                    self._wait()
                    if not self._troubles.attempt("loop", self._act):
                        self._stopping.wait(_PAUSE)
                log.info("stopped")
            finally:
                self._end()

    def _begin(self) -> None:
        """The first look. What the user has to mend is raised: whoever typed the command should see it."""
        try:
            self._mend()
            self._look(None)
        except (SettingsError, StateError, VaultEmptiedError, VaultNotFoundError):
            raise
        except Exception:  # noqa: BLE001 -- said, and tried again
            self._look_now()
        else:
            self._after_look(well=True)

    def _end(self) -> None:
        self._stopping.set()
        notify("STOPPING=1")
        self._lookout.stop()
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

    def _take(self, message: Message) -> None:
        if isinstance(message, Hint):
            self._settling.hint(message.path, clock.monotonic())
        elif isinstance(message, Fetched):
            self._troubles.tell("fetch", message.trouble)
            self._fetching.end(message.trouble)
            self._news, self._next_tick = True, 0.0
        elif message != "stop":
            log.info("asked for=%s", message)
            if message == "reload":
                self._live = None
            self._begin_anew()

    def _begin_anew(self) -> None:
        """Look at everything now, and try again what was waited with."""
        self._restraint.forget()
        self._fetching.look_again()
        self._look_retry, self._day_retry = _RETRY, _DAY_RETRY
        self._next_look = self._next_tick = self._next_day = 0.0

    def _act(self) -> None:
        now = clock.monotonic()
        if self._stopping.is_set():
            return
        if now >= self._next_tick:
            self._read_clocks()
        due = now >= self._next_look
        if self._settling.wait(now) == 0:
            self._look_retry = _RETRY
            hints = self._settling.take()
            self._look_now(("",) if due else hints)
        elif due:
            self._look_now()
        if now >= self._next_tick and not self._stopping.is_set():
            self._next_tick = now + self._tick()
            self._on_time()

    def _tick(self) -> float:
        watchdog = watchdog_seconds()
        return min(self._pace.tick, watchdog / 2) if watchdog is not None else self._pace.tick

    # looking

    def _look_now(self, hints: Collection[str] = ("",)) -> None:
        """Look at the vault, at what was hinted at or at everything, and say when to look again."""
        self._after_look(well=self._troubles.attempt("look", lambda: self._look(None if "" in hints else hints)))

    def _after_look(self, *, well: bool) -> None:
        """When to look again by itself: seldom, or soon where something could not be read or written."""
        if well and not self._is_ready:
            self._is_ready = True
            notify("READY=1", f"STATUS=watching {self._places.root}")
            log.info("ready root=%r", self._places.root)
        if well and not self._in_use:
            wait, self._look_retry = self._pace.listing, _RETRY
        else:
            wait, self._look_retry = min(self._look_retry, self._pace.listing), 2 * self._look_retry
        if well:
            self._tell_deferred(long=wait >= _LONG_UNWRITTEN)
        now = clock.monotonic()
        seldom = _BLIND_LISTING if self._lookout.blind or self._stop else None
        others = (self._belief.wait(), self._restraint.wait(now), seldom)
        self._next_look = now + min([wait, *(other for other in others if other is not None)])
        self._health()

    def _tell_deferred(self, *, long: bool) -> None:
        """A note that is not written is trouble at once where the disk is to blame, else after a while."""
        if self._deferred and (long or not self._in_use):
            path, why = next(iter(self._deferred.items()))
            self._troubles.tell("index", self._stop or "a note cannot be written", f"{path}: {why}")
        else:
            self._troubles.tell("index", "")

    def _look(self, hints: Collection[str] | None) -> None:
        """Read the vault again and bring the index notes in line; what is deferred is written at a later look."""
        begun = self._lookout.begun
        if not self._lookout.keep(thorough=hints is None):
            raise VaultNotFoundError(f"the vault's folder '{self._places.root}' is gone", _MOUNT)
        if self._was_vault and not is_vault(self._places.root):
            raise VaultNotFoundError(f"'{self._places.root}' is no vault any more", _MOUNT)
        # what is half taken in, and a loss that is not believed, are read anew
        live, self._live = self._live or self._open(), None
        # a watch that is begun anew has missed something
        missed = self._lookout.begun != begun
        if missed or any(self._belief.is_doubtful(self._known(), path) for path in hints or ()):
            hints = None
        vault = live.look(hints, accept_loss=self._accept_loss)
        self._live = None if vault.lost else live
        self._take_in(vault)

    def _open(self) -> LiveVault:
        base = self._vault.settings if self._vault is not None else None
        return LiveVault(self._places, self._fixed, base, self._list)

    def _known(self) -> Mapping[str, Stat]:
        return self._vault.listing.notes if self._vault is not None else {}

    def _list(self) -> tuple[Listing, frozenset[str]]:
        self._looked = clock.now()
        return self._belief.listing(self._known())

    def _take_in(self, vault: Vault) -> None:
        now, self._stop = clock.monotonic(), self._why_not_writing()
        if self._vault is not None and not self._deferred and same(self._vault, vault):
            log.debug("looked read=0 written=0")
            return
        done = reindex(vault, write=not self._stop, quiet=self._pace.quiet, spare=self._restraint.spared(now))
        self._vault, self._accept_loss, self._news, self._confirmed = vault, False, True, None
        self._was_vault = self._was_vault or is_vault(self._places.root)
        self._fetching.look_again()
        if not self._stop:
            self._troubles.attempt("notes", lambda: make_notes(vault))
        for path in done.written:
            self._restraint.went_well(path)
        for one in done.unwritten:
            self._restraint.failed(one.edit.path, one.cause, now)
        waits = self._stop or "waits after an error of the disk"
        failed = {one.edit.path: one.message for one in done.unwritten}
        self._deferred = {e.path: failed.get(e.path, waits) for e in done.edits if e.path not in done.written}
        self._overtaken += sum(one.cause == "overtaken" for one in done.unwritten)
        self._in_use = any(one.cause in ("", "overtaken") for one in done.unwritten)
        level = logging.INFO if done.written else logging.DEBUG
        log.log(level, "looked read=%d written=%d", done.read, len(done.written))

    def _why_not_writing(self) -> str:
        """Why nothing may be written now whatever it is, '' where it may."""
        if self._lookout.is_elsewhere():
            return "the vault's folder was replaced just now"
        if not os.access(self._places.root, os.W_OK):
            return "the vault is read-only"
        return self._restraint.why(clock.monotonic())

    # the clock

    def _read_clocks(self) -> None:
        """After a sleep, or when somebody set the clock, nothing that was planned holds."""
        before, self._reading = self._reading, clock.read()
        what = clock.what_happened(before, self._reading)
        if what:
            log.info("time what=%s", what)
            self._begin_anew()

    def _on_time(self) -> None:
        """What the clock asks for: a new day, visits that are due, what a week asks for, then the day's lines."""
        vault = self._vault
        if vault is None or not self._lookout.is_well() or vault.today != self._today(vault):
            self._look_now()
        if self._lookout.is_at_work():
            notify("WATCHDOG=1")
        if self._vault is None or self._troubles["look"]:
            return
        if self._mended != self._vault.today:
            self._troubles.attempt("mend", self._mend)
        if not self._fetching.is_busy():
            self._troubles.attempt("fetch", self._fetch)
        self._troubles.attempt("week", self._keep_week)
        if not self._fetching.is_busy():
            self._troubles.attempt("day", self._deliver)

    def _today(self, vault: Vault) -> date:
        return self._fixed or clock.local_day(vault.settings.timezone)

    def _mend(self) -> None:
        """Once at the start and once a day."""
        self._left_behind = tidy(self._places)
        self._mended = self._vault.today if self._vault is not None else None

    def _fetch(self) -> None:
        if self._vault is not None:
            self._fetching.start(self._vault)

    def _deliver(self) -> None:
        """Write today's lines once, after ``daily-at``, when the note exists or may be made; see that they stay."""
        if self._vault is not None and self._delivered == self._vault.today != self._confirmed:
            self._confirm(self._vault)
        if self._vault is None or not self._may_deliver(self._vault):
            return
        # as it is now: a command may have written since the last look
        self._look_now()
        if not self._troubles["look"] and not self._belief.held:
            self._write_day(self._vault)

    def _confirm(self, vault: Vault) -> None:
        fate = "open" if self._belief.held or self._why_not_writing() else confirm(vault)
        self._confirmed = vault.today if fate == "sure" else None
        self._delivered, self._news = (None, True) if fate == "lost" else (self._delivered, self._news)

    def _may_deliver(self, vault: Vault) -> bool:
        if not self._news or clock.monotonic() < self._next_day or self._delivered == vault.today:
            return False
        why = self._why_not_writing() or ("notes are missing just now" if self._belief.held else "")
        why = why or why_waiting(vault, self._quiet, at_any_time=self._fixed is not None)
        if why != self._waits_with_day:
            self._waits_with_day = why
            self._health()
        return not why

    def _write_day(self, vault: Vault) -> None:
        if is_delivered(vault):
            self._delivered = vault.today
            return
        # every try that fails leaves a trace in the ledger, so they must be few
        self._next_day = clock.monotonic() + self._day_retry
        stocks = Stocks(vault)
        done = daily(vault, stocks.within(), stored_events(vault), quiet=self._pace.quiet)
        if done.problems and not done.written:
            self._day_retry = min(2 * self._day_retry, _LONGEST_DAY_RETRY)
            raise VaultPlnError(str(done.problems[0]))
        self._news, self._next_day, self._day_retry = False, 0.0, _DAY_RETRY
        keep_inbox(vault, done.day, stocks, quiet=self._pace.quiet)
        if done.written:
            self._delivered = vault.today
            log.info("delivered follow_ups=%d items=%d", len(done.day.follow_ups), len(done.day.readings))

    def _keep_week(self) -> None:
        if self._vault is not None and not (self._stopping.is_set() or self._why_not_writing() or self._belief.held):
            self._weekly.keep(self._vault)

    def _health(self) -> None:
        """Leave what ``status`` reads, outside the vault."""
        vault, lookout, last = self._vault, self._lookout, self._troubles.last
        facts: dict[str, Any] = {
            "pid": os.getpid(),
            "notes": len(vault.index.notes) if vault else 0,
            "trouble": str(self._troubles),
            "last_error": last and {"at": last[0].isoformat(timespec="seconds"), "what": last[1]},
            "mended": self._left_behind,
            "events": lookout.blind,
            "watched": lookout.watched,
            "folders": lookout.folders,
            "watches_begun": lookout.begun,
            "overflows": lookout.overflows,
            "queue": len(self._settling),
            "writing": self._stop,
            "deferred": self._deferred,
            "overtaken": self._overtaken,
            "doubtful": sorted(self._belief.held),
            "delivered": self._delivered,
            "day_waits": self._waits_with_day,
        }
        moments = {"began": self._began, "listed": self._looked, "next_visit": self._fetching.due}
        self._health_file.leave(facts, moments, clock.monotonic())
