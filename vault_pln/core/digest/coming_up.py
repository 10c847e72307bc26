"""Which events go into a day: what is coming up, and what became of what was announced, each once.

An event is known by its uid and recurrence, a line about it by these and by what the line says: time, place, or that
it does not take place. The ledger keeps both, so that a change is told from a first announcement on every device.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from vault_pln.core.digest.answers import Answers
from vault_pln.core.digest.choice import rank
from vault_pln.core.digest.ledger import Memory
from vault_pln.core.digest.stock import small_stock
from vault_pln.core.markdown.escape import harmless, link_to
from vault_pln.core.markdown.ids import short_id
from vault_pln.core.markdown.own import digest_of
from vault_pln.core.markdown.phrases import Phrases
from vault_pln.model.digest import Upcoming
from vault_pln.model.events import Event, Moment
from vault_pln.model.ledger import Entry
from vault_pln.model.network import Network
from vault_pln.model.news import Item
from vault_pln.model.settings import Settings

AHEAD = timedelta(days=14)
"""How far ahead an event comes up."""

WHAT = "event"
"""What the ledger calls the lines of events."""

_NO = frozenset({"refused", "deleted"})


class _Said(NamedTuple):
    """What was delivered of all events: the lines of each, oldest first, by the digest of the event."""

    rows: Mapping[str, list[Entry]]
    memory: Memory
    answers: Answers


def event_digest(event: Event) -> str:
    """What stands for an event in a ledger, whatever becomes of it."""
    return digest_of(f"{event.uid}\0{event.recurrence}")


def event_id(event: Event, after: str = "") -> str:
    """The id of the line that says of an event what holds now; ``after`` the line before where it was said already."""
    return short_id(WHAT, event.uid, event.recurrence, _state(event), after)


def _state(event: Event) -> str:
    """What the user has to know: a change of anything else is none."""
    if event.is_cancelled:
        return "cancelled"
    times = (_fixed(moment) for moment in (event.start, event.end))
    return "\0".join((*times, " ".join(event.place.casefold().split())))


def _fixed(moment: Moment | None) -> str:
    if isinstance(moment, datetime):
        return moment.astimezone(UTC).isoformat()
    return moment.isoformat() if moment is not None else ""


def day_of(moment: Moment) -> date:
    """The day of a moment in its own zone."""
    return moment.date() if isinstance(moment, datetime) else moment


def is_upcoming(event: Event, today: date) -> bool:
    """Whether an event takes place in the next 14 days."""
    return not event.is_cancelled and today <= day_of(event.start) <= today + AHEAD


def choose_events(
    events: Iterable[Event], network: Network, memory: Memory, answers: Answers, settings: Settings
) -> tuple[Upcoming, ...]:
    """The day's events, at most as many as the settings allow a day: changes first, then the soonest.

    Times of events are in the zone in which their days are counted.
    """
    said = _Said(_rows(memory), memory, answers)
    news = [one for event in events if (one := _news(event, said, network.today)) is not None]
    places = settings.daily_events - memory.delivered_on(network.today, WHAT)
    chosen = list(_bounded(sorted(news, key=_order), network, places))
    goals = best_goals(chosen, network)
    return tuple(one._replace(goal=goals[one.id]) for one in chosen)


def _rows(memory: Memory) -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = {}
    for row in sorted((rows[-1] for rows in memory.wrote.values() if rows[-1].what == WHAT), key=lambda row: row.when):
        found.setdefault(row.of, []).append(row)
    return found


def _news(event: Event, said: _Said, today: date) -> Upcoming | None:
    rows, key = said.rows.get(event_digest(event), []), event_id(event)
    if not rows:
        # the notes are asked too, since the ledger may be lost
        is_new = is_upcoming(event, today) and not said.memory.has(key)
        return Upcoming(key, event, "new") if is_new else None
    if day_of(event.start) < today or _is_unwanted(rows, said.answers):
        return None
    before = rows[-2].id if len(rows) > 1 else ""
    if rows[-1].id in (key, event_id(event, before)):
        return None
    # what held once and holds again is said again, but never twice after the same line
    key = event_id(event, rows[-1].id) if said.memory.has(key) else key
    return None if said.memory.has(key) else Upcoming(key, event, "cancelled" if event.is_cancelled else "changed")


def _is_unwanted(rows: Iterable[Entry], answers: Answers) -> bool:
    """Whether the user refused or deleted a line about the event: then nothing more is said of it."""
    return any((answer := answers.get(row.id)) is not None and answer.said in _NO for row in rows)


def _order(one: Upcoming) -> tuple[bool, str, str, str]:
    return one.what == "new", day_of(one.event.start).isoformat(), _fixed(one.event.start), one.id


def _bounded(news: Iterable[Upcoming], network: Network, places: int) -> Iterator[Upcoming]:
    count: dict[str, int] = {}
    for one in news:
        most = network.sources[one.event.source].max_items if one.event.source in network.sources else 0
        count[one.event.source] = count.get(one.event.source, 0) + 1
        if places > 0 and (most is None or count[one.event.source] <= most):
            places -= 1
            yield one


def best_goals(events: Iterable[Upcoming], network: Network) -> dict[str, str]:
    """For each event (by its line's id) the goal it is for, '' for none."""
    stock = small_stock(map(_as_item, events), network)
    return {one.item.id: one.goal for one in rank(stock.items, stock, network)}


def _as_item(one: Upcoming) -> Item:
    """An event as the news it is, so that it is measured against the goals as everything else."""
    event = one.event
    noon = datetime.combine(day_of(event.start), datetime.min.time(), UTC)
    return Item(
        one.id, event.source, "", event.summary, event.link, event.about, noon, day_of(event.start).isoformat(),
        tags=event.tags,
    )  # fmt: skip


def event_parts(one: Upcoming, say: Phrases) -> list[str]:
    """What a line says of an event: its title, then when and where."""
    event = one.event
    title = link_to(event.summary, event.link, untitled=say("untitled"))
    parts = [title if one.what == "new" else say(f"event-{one.what}", event=title), shown_time(event)]
    return [*parts, harmless(event.place)] if event.place and one.what != "cancelled" else parts


def shown_time(event: Event) -> str:
    """``2026-11-28 10:00–16:00``, or the days from first to last."""
    start, end = event.start, event.end
    if not isinstance(start, datetime):
        last = day_of(end) - timedelta(days=1) if end is not None else start
        return f"{start.isoformat()} – {last.isoformat()}" if last > start else start.isoformat()
    first = f"{start:%Y-%m-%d %H:%M}"
    if not isinstance(end, datetime):
        return first
    return f"{first}–{end:%H:%M}" if end.date() == start.date() else f"{first} – {end:%Y-%m-%d %H:%M}"
