"""What today is for, and what the ledger must learn at this look: all of a day but the text of its lines."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from vault_pln.core.digest.answers import records
from vault_pln.core.digest.choice import choose_items
from vault_pln.core.digest.closing import lines_to_close
from vault_pln.core.digest.coming_up import choose_events
from vault_pln.core.digest.confirming import verdicts
from vault_pln.core.digest.follow_ups import choose_follow_ups
from vault_pln.core.digest.ledger import name_digest, said_after
from vault_pln.core.index.index import Index
from vault_pln.core.network.rhythm import cadence_of
from vault_pln.core.network.survey import Survey
from vault_pln.core.outputs.view import View, memory_of, view_at
from vault_pln.model.digest import Day
from vault_pln.model.events import Event
from vault_pln.model.ledger import Entry
from vault_pln.model.news import Item
from vault_pln.model.settings import Settings
from vault_pln.model.vault import Conventions


@dataclass(frozen=True, slots=True)
class Scene:
    """A vault at one moment. ``entries`` are what all ledgers say, ``own`` what this device's ledger says."""

    index: Index
    survey: Survey
    settings: Settings
    conventions: Conventions
    entries: tuple[Entry, ...]
    own: Collection[Entry]
    today: date
    now: datetime


@dataclass(frozen=True, slots=True)
class Prepared:
    """Today as chosen: ``learned`` is for the ledger before anything else, ``closing`` are lines by note."""

    view: View
    day: Day
    learned: tuple[Entry, ...]
    closing: Mapping[str, list[int]]


def prepare(scene: Scene, items: Iterable[Item], events: Iterable[Event] = ()) -> Prepared:
    """Look at what became of earlier lines, and choose today's."""
    settings, conventions, now = scene.settings, scene.conventions, scene.now
    memory = memory_of(scene.index, settings, conventions, scene.entries)
    decided = said_after(scene.entries, verdicts(memory, scene.own, settings.daily_heading, now, scene.today))
    known = (*scene.entries, *decided)
    view = view_at(scene.index, scene.survey, settings, conventions, known, scene.today)
    learned = (*decided, *records(view.answers, view.memory, now, scene.today), *_newly_known(view, now))
    return Prepared(
        view, choose_day(view, items, events), learned, lines_to_close(view.answers, view.memory, view.network)
    )


def choose_day(view: View, items: Iterable[Item], events: Iterable[Event] = ()) -> Day:
    """Who and what today is for."""
    kept = list(items)
    newest: dict[str, Item] = {}
    for item in kept:
        if item.source in view.network.people:
            newest.setdefault(item.source, item)
    people = choose_follow_ups(view.network, view.due, view.memory, view.answers, view.settings, view.say, newest)
    readings = choose_items(kept, view.network, view.memory, view.settings)
    coming = choose_events(events, view.network, view.memory, view.answers, view.settings)
    return Day(view.network.today, people, readings, coming)


def _newly_known(view: View, now: datetime) -> list[Entry]:
    """An entry for each person who is followed and was never met: their first round counts from today."""
    network = view.network
    new = [
        name_digest(person.name)
        for path, person in network.people.items()
        if cadence_of(person, view.settings) and path not in view.due
    ]
    return [Entry(now, "known", digest, network.today) for digest in new if digest not in view.memory.known]
