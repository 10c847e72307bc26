"""Newsletters: new mails of the mailboxes the user names become items of the source that names their sender.

mailboxes → who sent what (remembered by the mail's own name) → mails of senders that a source names → entries
"""

import os
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import NamedTuple

from vault_pln.core.kinds.senders import mail_feed
from vault_pln.core.sources import schedule
from vault_pln.core.sources.arrivals import Arrivals, arrivals
from vault_pln.core.sources.mail import LARGEST, LARGEST_HEAD, Sender, is_from, read_sender
from vault_pln.core.sources.offer import Offer
from vault_pln.edge import clock, mailbox
from vault_pln.edge.mailbox import Lying
from vault_pln.edge.store import Store
from vault_pln.jobs.mail_reading import MailReader
from vault_pln.jobs.vault import Vault
from vault_pln.model.kinds import Source
from vault_pln.model.news import Entry, Feed, Response, Visits

_MOST = 200
"""So many mails of one source are read at one visit; the others wait for the next."""
_SPARE = 20
"""So many more than are taken are read at the first: the order of mails is not quite that of their dates."""
_SHOWN = 3
_ON_ITS_WAY = timedelta(days=2)


class Asked(NamedTuple):
    """A source whose feed is a sender, what is remembered of it, and the seconds until it is due again."""

    source: Source
    feed: str
    visits: Visits
    every: int


class Visited(NamedTuple):
    """How it went, as ``Fetched`` has it."""

    source: str
    feed: str
    outcome: str
    http: None
    new: int
    next_visit: datetime | None
    problem: str


class Letter(NamedTuple):
    """A mail where it lies, and who sent it."""

    lying: Lying
    sender: Sender


@dataclass(frozen=True, slots=True)
class Collected:
    """What the mailboxes hold for one source: new entries as a feed, and keys of mails by which they are known."""

    feed: Feed
    keys: tuple[str, ...] = ()
    flaws: str = ""


class Mailboxes:
    """The mailboxes of a vault's settings as they are now; ``problem`` says what of them cannot be read."""

    def __init__(self, vault: Vault, store: Store | None = None, stop: threading.Event | None = None) -> None:
        self.letters: list[Letter] = []
        troubles = []
        for given in vault.settings.mailboxes:
            path = os.path.join(vault.places.root, os.path.expanduser(given))
            try:
                self.letters += _letters(path, store, vault.today.isoformat(), stop or threading.Event())
            except OSError as error:
                troubles.append(f"the mailbox '{given}' cannot be read: {error.strerror or error}")
        if not vault.settings.mailboxes:
            troubles.append("no mailbox is named in the settings; write 'mailboxes: [~/Mail/Newsletters]' there")
        self.problem = "; ".join(troubles)

    def of(self, feed: str) -> list[Letter]:
        """The mails of a sender, the newest first."""
        wanted = mail_feed(feed)
        found = (one for one in self.letters if is_from(one.sender, wanted))
        return sorted(found, key=lambda one: one.lying.order, reverse=True)


def visit_newsletters(vault: Vault, store: Store, asked: Sequence[Asked], stop: threading.Event) -> Iterator[Visited]:
    """What the mailboxes bring these sources; they are looked at once for all of them. Fewer when stopped."""
    if not asked:
        return
    boxes = Mailboxes(vault, store, stop)
    with MailReader() as reader:
        for one in asked:
            known = store.known(one.feed)
            first = vault.settings.first_items if one.visits.last_success is None else None
            found = collect(boxes, reader, one.feed, known, first, stop)
            if found is None:
                return
            yield _keep(vault, store, one, found, known)


def _keep(vault: Vault, store: Store, one: Asked, found: Collected, known: frozenset[str]) -> Visited:
    now, new = clock.now(), Arrivals()
    visits = schedule.after_visit(one.visits, Response(one.feed, 200), found.feed, now, one.every, wished=True)
    if not found.feed.problem:
        new = _arrived(vault, one, found.feed, known, now)
        visits = replace(visits, last_success=now, last_new=now if new.items else visits.last_new)
    count = store.keep(visits, new.items, (*found.keys, *new.keys), vault.today.isoformat())
    outcome = "failed" if visits.problem else "fetched" if found.feed.entries else "unchanged"
    return Visited(one.source.path, one.feed, outcome, None, count, visits.next_visit, visits.problem or found.flaws)


def _arrived(vault: Vault, one: Asked, feed: Feed, known: frozenset[str], now: datetime) -> Arrivals:
    return arrivals(
        one.source,
        one.feed,
        feed,
        known,
        vault.settings.first_items,
        # a mail may be on its way for long: by its date alone it is not old
        since=one.visits.last_success and one.visits.last_success - _ON_ITS_WAY,
        answered=one.visits.failing_since or one.visits.last_visit,
        now=now,
        today=vault.today,
    )


def collect(
    boxes: Mailboxes, reader: MailReader, feed: str, known: frozenset[str], first: int | None, stop: threading.Event
) -> Collected | None:
    """What is new of one sender; ``known`` are the keys of its source. At a first visit ``first`` items are wanted.

    None when stopped: half of it is not kept.
    """
    letters = boxes.of(feed)
    if boxes.problem and not letters:
        return Collected(Feed(problem=boxes.problem))
    new = [one for one in letters if _key(one.lying) not in known]
    # the oldest of many wait for their turn; at the first visit they never come
    now = new[: _MOST if first is None else min(first + _SPARE, _MOST)]
    later = set(new[_MOST:]) if first is None else set()
    read = [(one, _read(reader, one.lying)) for one in now if not stop.is_set()]
    if stop.is_set():
        return None
    entries = tuple(found for _, found in read if isinstance(found, Entry))
    failed = [f"the mail '{one.lying.name[:60]}': {found}" for one, found in read if isinstance(found, str)]
    more = f", and {len(failed) - _SHOWN} more" if len(failed) > _SHOWN else ""
    keys = tuple(_key(one.lying) for one in letters if one not in later)
    name = next((one.sender.list_name or one.sender.name for one in letters), "")
    flaws = "; ".join(failed[:_SHOWN]) + more
    return Collected(Feed(title=name, entries=entries), keys, "; ".join(filter(None, (flaws, boxes.problem))))


def newest_mail(vault: Vault, feed: str) -> tuple[Offer | None, str]:
    """A sender as a feed that can be offered: what its newest mail is; without one, why there is none."""
    boxes = Mailboxes(vault)
    letters = boxes.of(feed)
    if not letters:
        return None, boxes.problem or "no mail of this sender is in the mailboxes"
    with MailReader() as reader:
        newest = _read(reader, letters[0].lying)
    sender = letters[0].sender
    name = sender.list_name or sender.name or feed.partition(":")[2]
    title, published = (newest.title, newest.published) if isinstance(newest, Entry) else ("", None)
    return Offer(feed, name, "mail", len(letters), title, published, "", "", "newsletter", "its mails are there"), ""


def _read(reader: MailReader, lying: Lying) -> Entry | str:
    if lying.size > LARGEST:
        return f"it is larger than {LARGEST // 1_000_000} MB"
    try:
        return reader.read(mailbox.read(lying, LARGEST))
    except OSError as error:
        return f"it cannot be read: {error.strerror or error}"


def _key(lying: Lying) -> str:
    return "m:" + blake2b(lying.name.encode("utf-8", "surrogateescape"), digest_size=12).hexdigest()


def _letters(path: str, store: Store | None, today: str, stop: threading.Event) -> list[Letter]:
    """The mails of one mailbox; the heads of those that were looked at before are not read again."""
    place = f"mailbox:{path}"
    known = dict(_remembered(store.known(place))) if store is not None else {}
    found, fresh = [], []
    for lying in mailbox.lying_in(path):
        if stop.is_set():
            break
        sender = known.get(_key(lying))
        if sender is None:
            sender = _sender_of(lying)
            fresh.append((_key(lying), sender))
        found.append(Letter(lying, sender))
    if fresh and store is not None:
        store.keep(Visits(place), (), ("\t".join((key, *sender)) for key, sender in fresh), today)
    return found


def _remembered(rows: Iterable[str]) -> Iterator[tuple[str, Sender]]:
    for row in rows:
        key, *sender = row.split("\t")
        if len(sender) == len(Sender._fields):
            yield key, Sender(*sender)


def _sender_of(lying: Lying) -> Sender:
    try:
        return read_sender(mailbox.read(lying, LARGEST_HEAD))
    except OSError:
        return Sender()
