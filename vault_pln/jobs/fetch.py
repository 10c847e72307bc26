"""Fetch: the sources that are due, visited; what is new goes into the store, never into the vault.

due sources → web (conditional, capped) → sources → store
"""

import logging
import os
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from vault_pln.core.sources import schedule
from vault_pln.core.sources.address import shown
from vault_pln.core.sources.arrivals import Arrivals, arrivals
from vault_pln.core.sources.calendar import is_calendar
from vault_pln.edge import clock, disk, first_answers, lock
from vault_pln.edge.store import Store
from vault_pln.jobs.blogrolls import ListReader, take_in_list
from vault_pln.jobs.calendar_reading import CalendarReader
from vault_pln.jobs.calendars import as_asked, is_read, take_in
from vault_pln.jobs.due import Due, Listed, due_feeds, held_back, listed_feeds, usual
from vault_pln.jobs.ledger import TAKE_OVER, settings_path, why_not_writing
from vault_pln.jobs.newsletters import Asked, visit_newsletters
from vault_pln.jobs.reading import Reader
from vault_pln.jobs.site_feeds import feed_of_page
from vault_pln.jobs.vault import Vault, refuse_loss, view_of
from vault_pln.jobs.visiting import USER_AGENT, Ask, answers, host_of
from vault_pln.model.news import Feed, Response, Visits
from vault_pln.model.problem import Problem

log = logging.getLogger(__name__)

_PATIENCE = 5.0
_LARGEST = 10_000_000
_REMEMBERED = timedelta(days=400)
_CALM, _LONGEST_CALM = 0.5, 300.0
"""Seconds between two requests of the daemon, and the most that makes for a round of many."""
_FEW = 16
"""So many requests are no burst."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """How one visit went. ``http`` is None for a feed file; ``outcome`` a word for people."""

    source: str
    feed: str
    outcome: str
    http: int | None
    new: int
    next_visit: datetime | None
    problem: str

    def as_json(self) -> dict[str, Any]:
        """The shape of ``fetch --json``."""
        return {"source": self.source, "feed": shown(self.feed), "status": self.outcome, "http": self.http,
                "new": self.new, "next_visit": self.next_visit, "problem": self.problem or None}  # fmt: skip


Readers = tuple[Reader, CalendarReader, ListReader]

Told = Callable[[int, int], object]
"""Hears how many of how many visits are over."""


def _nobody(_done: int, _of: int) -> None:
    """Nobody wants to hear it."""


def fetch(
    vault: Vault, *, everything: bool = False, visit: bool = True, told: Told = _nobody, take_over: bool = False
) -> tuple[list[Fetched], list[Problem]]:
    """Visit what is due (or, without ``visit``, only say what is), and say what is not visited and why.

    Raises VaultEmptiedError on a mass loss.
    """
    refuse_loss(vault)
    stop = why_not_writing(vault, take_over=take_over)
    if stop:
        return [], [Problem(settings_path(vault), None, f"no source is visited: {stop}", TAKE_OVER)]
    network = view_of(vault).network
    feeds = listed_feeds(vault, network)
    problems = [problem for problem in network.problems if problem.path in network.sources]
    known: dict[str, Visits] = {}
    if everything or not visit:
        with Store(vault.places.state) as store:
            known = store.visits()
    held = held_back(feeds, known) if everything else []
    if visit:
        return visit_feeds(vault, feeds, everything=everything, told=told), [*problems, *held]
    due = due_feeds(vault, feeds, known, everything=everything)
    rows = [Fetched(d.listed.source.path, d.listed.feed, "due", None, 0, d.visits.next_visit, "") for d in due]
    return rows, [*problems, *held]


def visit_feeds(
    vault: Vault,
    feeds: Iterable[Listed],
    *,
    everything: bool = False,
    stop: threading.Event | None = None,
    told: Told = _nobody,
) -> list[Fetched]:
    """Visit those of these feeds that are due and keep what they bring, one by one, until ``stop`` is set.

    With ``stop`` nobody waits for the end: what fell due together, as in a night of sleep, is spread over minutes.
    Safe in a thread: it asks nothing of the index. Raises VaultBusyError while another process visits.
    """
    over = stop or threading.Event()
    busy = f"another vault-pln is visiting the sources of '{vault.places.root}'"
    done: list[Fetched] = []
    listed = list(feeds)
    with (
        lock.hold(vault.places.state, "fetch", wait=_PATIENCE, busy=busy),
        Store(vault.places.state) as store,
        Reader() as reader,
        CalendarReader() as calendars,
        ListReader() as lists,
    ):
        asked = due_feeds(vault, listed, _mended_memory(vault, store, listed), everything=everything)
        mails = [one for one in asked if one.listed.is_mail]
        rest = [one for one in asked if not one.listed.is_mail]
        letters = [Asked(one.listed.source, one.listed.feed, one.visits, one.every) for one in mails]
        if asked:
            told(0, len(asked))
        for visited in visit_newsletters(vault, store, letters, over):
            done.append(Fetched(*visited))
            told(len(done), len(asked))
        due = [one._replace(visits=as_asked(store, one.listed.source, one.visits)) for one in rest]
        gap = min(_CALM, _LONGEST_CALM / len(due)) if stop is not None and len(due) > _FEW else 0.0
        for one, answer in _responses(vault, due, over, gap):
            response, is_page = feed_of_page(vault, reader, one, answer)
            asked_page = one._replace(visits=replace(one.visits, is_page=True)) if is_page else one
            done.append(_keep(vault, store, (reader, calendars, lists), asked_page, response))
            told(len(done), len(asked))
        if done:
            store.prune((vault.today - _REMEMBERED).isoformat())
    return sorted(done, key=lambda one: (one.source, one.feed))


def _mended_memory(vault: Vault, store: Store, feeds: list[Listed]) -> dict[str, Visits]:
    """What is remembered, in line with a corrected clock, and with feeds whose new address the note has now."""
    now, known = clock.now(), store.visits()
    moved = {to: visits for visits in known.values() for to in (visits.moved_to, visits.announced) if to}
    for one in feeds:
        before = known.get(one.feed)
        if before is not None:
            visits = schedule.replanned(before, now, one.source.every or usual(vault))
            if visits is not before:
                store.keep(visits, (), (), vault.today.isoformat())
                known[one.feed] = visits
        elif one.place in moved:
            visits = schedule.at_new_address(moved[one.place], one.feed)
            store.inherit(moved[one.place].feed, visits)
            known[one.feed] = visits
    return known


def _responses(vault: Vault, due: list[Due], stop: threading.Event, gap: float) -> Iterator[tuple[Due, Response]]:
    asks = []
    for number, one in enumerate(due):
        known = _known_answer(vault, one)
        if known is not None:
            yield one, known
        else:
            asks.append(_ask(vault, number, one))
    if not asks:
        return
    from vault_pln.edge.web import Web

    with Web(USER_AGENT, vault.settings.allow_private_hosts) as web:
        for ask, response in answers(web, asks, stop, gap):
            yield due[ask.number], response


def _known_answer(vault: Vault, due: Due) -> Response | None:
    """What can be had without a request: a feed file, and what a feed answered a moment ago when it was added."""
    if due.listed.is_file:
        return _read_file(vault, due.listed.place)
    return first_answers.take(vault.places.state, due.listed.feed) if due.visits.last_visit is None else None


def _ask(vault: Vault, number: int, due: Due) -> Ask:
    """The request for a feed, at its new address if it moved."""
    host = host_of(due.listed.place)
    own = {host, host.rpartition(":")[0]} & {name.lower() for name in vault.settings.allow_private_hosts}
    headers = schedule.conditional_headers(due.visits, clock.now())
    return Ask(number, due.visits.moved_to or due.listed.place, headers, bool(own))


def _read_file(vault: Vault, path: str) -> Response:
    """A feed file of the vault: only a regular file that the listing has, so never one outside."""
    stat = vault.listing.others.get(path) or vault.listing.notes.get(path)
    if stat is None:
        return Response(path, 0, error=_why_no_file(vault.places.root, path))
    if stat.size > _LARGEST:
        return Response(path, 0, error=f"the file is larger than {_LARGEST // 1_000_000} MB")
    try:
        return Response(path, 200, body=disk.read_note(vault.places.root, path))
    except OSError as error:
        return Response(path, 0, error=f"the file cannot be read: {error.strerror or error}")


def _why_no_file(root: str, path: str) -> str:
    parts = path.split("/")
    links = ("/".join(parts[:end]) for end in range(1, len(parts) + 1))
    link = next((one for one in links if os.path.islink(os.path.join(root, one))), "")
    if link:
        return f"'{link}' is a link, and links are not followed; put the file itself into the vault"
    return f"there is no file '{path}' in the vault"


def _keep(vault: Vault, store: Store, readers: Readers, due: Due, response: Response) -> Fetched:
    now, listed = clock.now(), due.listed
    try:
        feed, found, events = _read(vault, store, readers, due, response, now)
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
        # one feed that the reader stumbles over must not keep the others from being read
        log.warning("not read feed=%r", shown(listed.feed), exc_info=True)
        feed, found, events = Feed(problem=f"the feed cannot be read: {type(error).__name__}: {error}"), Arrivals(), 0
    wished = listed.source.every is not None or listed.is_file or listed.is_blogroll
    visits = schedule.after_visit(due.visits, response, feed, now, due.every, wished=wished)
    if feed is not None and not feed.problem:
        last_new = now if found.items or events else visits.last_new
        visits = replace(visits, last_success=now, last_new=last_new, remark=found.problem)
    new = store.keep(visits, found.items, found.keys, vault.today.isoformat(), found.cited) + events
    outcome = "failed" if visits.problem else "unchanged" if feed is None else "fetched"
    problem = visits.problem or found.problem or _moved(visits)
    http = None if listed.is_file else response.status
    return Fetched(listed.source.path, listed.feed, outcome, http, new, visits.next_visit, problem)


def _read(
    vault: Vault, store: Store, readers: Readers, due: Due, response: Response, now: datetime
) -> tuple[Feed | None, Arrivals, int]:
    """The feed of an answer, what is new in it, and how many events of a calendar are.

    None for no answer, no change, or a body known already.
    """
    if response.status not in (200, 203, 226):
        return None, Arrivals(), 0
    reader, calendars, lists = readers
    same = schedule.body_hash(response) == due.visits.body_hash
    if due.listed.is_blogroll:
        return None if same else take_in_list(store, lists, due.listed.feed, response.body), Arrivals(), 0
    if is_calendar(due.listed.source):
        if same and is_read(store, due.listed.feed, vault.today):
            return None, Arrivals(), 0
        feed, events, flaws = take_in(vault, store, calendars, due.listed.feed, response.body)
        return feed, Arrivals(problem=flaws), events
    if same:
        return None, Arrivals(), 0
    feed = reader.read(response)
    return feed, _arrivals(vault, store, due, feed, now), 0


def _arrivals(vault: Vault, store: Store, due: Due, feed: Feed, now: datetime) -> Arrivals:
    if feed.problem:
        return Arrivals()
    return arrivals(
        due.listed.source,
        due.listed.feed,
        feed,
        store.known(due.listed.feed),
        vault.settings.first_items,
        since=due.visits.last_success,
        answered=due.visits.failing_since or due.visits.last_visit,
        now=now,
        today=vault.today,
    )


def _moved(visits: Visits) -> str:
    if visits.moved_to:
        said = "its feed is" if visits.is_page else "it has moved to"
        return f"{said} {visits.moved_to}; 'vault-pln doctor --fix' changes the note"
    if visits.announced:
        return f"it says that it moves to {visits.announced}; 'vault-pln doctor --fix' changes the note"
    return ""
