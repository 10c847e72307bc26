"""Calendars: what a visit of one brings, and the events they hold now."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, tzinfo

from vault_pln.core.digest.coming_up import is_upcoming
from vault_pln.core.kinds.wishes import fits
from vault_pln.core.sources.calendar import is_calendar
from vault_pln.core.sources.events import of_plain, to_plain
from vault_pln.edge import clock
from vault_pln.edge.store import KeptCalendar, Store
from vault_pln.jobs.calendar_reading import CalendarReader
from vault_pln.jobs.vault import Vault, view_of
from vault_pln.model.events import Event, Moment
from vault_pln.model.kinds import Source
from vault_pln.model.network import Network
from vault_pln.model.news import Feed, Visits


def is_read(store: Store, feed: str, today: date) -> bool:
    """Whether a calendar was read today; days later the same bytes hold other events of a series."""
    kept = store.calendar(feed)
    return kept is not None and kept[0] == today.isoformat()


def as_asked(store: Store, source: Source, visits: Visits) -> Visits:
    """What is remembered of a feed before it is asked: of a calendar whose events are lost the whole is wanted."""
    if not is_calendar(source) or store.calendar(visits.feed) is not None:
        return visits
    return replace(visits, etag="", last_modified="", validators_since=None)


def take_in(vault: Vault, store: Store, reader: CalendarReader, feed: str, body: bytes) -> tuple[Feed, int, str]:
    """Read a calendar and keep its events: how that went, how many events are new, what is wrong with single ones."""
    read = reader.read(body, vault.settings.timezone, vault.today)
    if read.problem:
        return Feed(problem=read.problem), 0, ""
    kept = store.calendar(feed)
    before = {(one.uid, one.recurrence) for one in of_plain(kept[1])} if kept is not None else set()
    store.keep_calendar(feed, (vault.today.isoformat(), to_plain(read.events)))
    new = sum((one.uid, one.recurrence) not in before for one in read.events if not _is_over(one, vault.today))
    return Feed(title=read.title, hint=read.hint), new, "; ".join(read.flaws)


def _is_over(event: Event, today: date) -> bool:
    return event.start.isoformat() < today.isoformat()


def calendars_of(network: Network) -> dict[str, Source]:
    """Every calendar that is visited, by its address or path; the first note that lists it."""
    found: dict[str, Source] = {}
    for path in sorted(network.sources):
        source = network.sources[path]
        if source.feed and source.status not in ("muted", "dropped") and is_calendar(source):
            found.setdefault(source.feed, source)
    return found


def stored_events(vault: Vault) -> tuple[Event, ...]:
    """The events of all calendars as they were last read, each under the note of its source."""
    with Store(vault.places.state) as store:
        kept = store.calendars()
    if not kept:
        return ()
    return events_of(kept, calendars_of(view_of(vault).network), vault.settings.timezone)


def events_of(kept: Mapping[str, KeptCalendar], calendars: Mapping[str, Source], zone: str) -> tuple[Event, ...]:
    """The kept events of these calendars in the zone of this name; one that two calendars hold counts once."""
    found: dict[tuple[str, str], Event] = {}
    here = clock.zone_of(zone)
    for feed, source in calendars.items():
        wanted = (one for one in of_plain(kept[feed][1]) if _is_wanted(one, source)) if feed in kept else ()
        for event in wanted:
            found.setdefault((event.uid, event.recurrence), _local(replace(event, source=source.path), here))
    return tuple(found.values())


def _is_wanted(event: Event, source: Source) -> bool:
    return fits("\n".join((event.summary, event.about, event.place, *event.tags)), source.only, source.mute)


def upcoming_counts(vault: Vault, network: Network, kept: Mapping[str, KeptCalendar]) -> Counter[str]:
    """How many events of each calendar that was read (by the path of its note) come up in the next 14 days."""
    calendars = calendars_of(network)
    events = events_of(kept, calendars, vault.settings.timezone)
    found = Counter({source.path: 0 for feed, source in calendars.items() if feed in kept})
    found.update(one.source for one in events if is_upcoming(one, vault.today))
    return found


def _local(event: Event, zone: tzinfo) -> Event:
    """An event with its times in the zone in which the vault counts its days."""
    return replace(event, start=_in_zone(event.start, zone), end=_in_zone(event.end, zone) if event.end else None)


def _in_zone(moment: Moment, zone: tzinfo) -> Moment:
    return moment.astimezone(zone) if isinstance(moment, datetime) else moment
