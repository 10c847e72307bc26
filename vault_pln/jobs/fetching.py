"""Visits in a thread of their own, one round at a time; the owner of the vault hears when a round is over."""

import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from vault_pln.edge import clock
from vault_pln.edge.places import Places
from vault_pln.edge.store import Store
from vault_pln.jobs.due import Listed, due_feeds, listed_feeds, next_due
from vault_pln.jobs.fetch import visit_feeds
from vault_pln.jobs.ledger import why_not_writing
from vault_pln.jobs.vault import Vault, view_of
from vault_pln.model.errors import VaultPlnError

log = logging.getLogger(__name__)

_RETRY = 300.0
_NO_FEED = timedelta(days=1)


class Fetching:
    """Rounds of visits until ``stop``; ``over`` hears what went wrong, '' where nothing did, from another thread."""

    def __init__(self, places: Places, over: Callable[[str], None], stop: threading.Event) -> None:
        self._places, self._over, self._stop = places, over, stop
        self._thread: threading.Thread | None = None
        self._retry = 0.0
        self.due: datetime | None = None
        """When the next visit is due, as far as it is known."""

    def is_busy(self) -> bool:
        """Whether a round is under way, or over and the owner has yet to hear of it."""
        return self._thread is not None

    def look_again(self) -> None:
        """What is due may have changed."""
        self.due = None

    def end(self, trouble: str) -> None:
        """A round is over; the owner passes on what ``over`` heard."""
        self._thread = None
        self.due, self._retry = None, clock.monotonic() + _RETRY if trouble else 0.0

    def join(self, seconds: float) -> None:
        """Wait for the round under way to end."""
        if self._thread is not None:
            self._thread.join(seconds)

    def start(self, vault: Vault) -> None:
        """Begin a round if something is due; the thread gets plain values and a connection of its own."""
        if not self._may_start() or why_not_writing(vault):
            return
        feeds = listed_feeds(vault, view_of(vault).network)
        with Store(self._places.state) as store:
            known = store.visits()
        if not due_feeds(vault, feeds, known):
            self.due = next_due(feeds, known) or clock.now() + _NO_FEED
            return
        thread = threading.Thread(target=self._work, args=(vault, feeds), name="fetch", daemon=True)
        # a thread that the system refuses never says that it is over
        thread.start()
        self._thread = thread

    def _may_start(self) -> bool:
        waiting = self.due is not None and clock.now() < self.due
        return not (self.is_busy() or waiting or clock.monotonic() < self._retry)

    def _work(self, vault: Vault, feeds: list[Listed]) -> None:
        trouble = ""
        try:
            found = visit_feeds(vault, feeds, stop=self._stop)
        except VaultPlnError as error:
            trouble = error.message
        except Exception as error:
            log.debug("failed part=fetch", exc_info=True)
            trouble = f"unexpected {type(error).__name__}"
        else:
            log.info("fetched sources=%d new=%d", len(found), sum(one.new for one in found))
        self._over(trouble)
