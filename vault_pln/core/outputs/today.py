"""What today is for, and what the ledger must learn at this look: all of a day but the text of its lines."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from vault_pln.core.digest.answers import daily_headings, records
from vault_pln.core.digest.choice import choose_items, waiting_items
from vault_pln.core.digest.closing import lines_to_close
from vault_pln.core.digest.coming_up import choose_events
from vault_pln.core.digest.confirming import verdicts
from vault_pln.core.digest.due import is_quiet
from vault_pln.core.digest.follow_ups import choose_follow_ups
from vault_pln.core.digest.ledger import name_digest, said_after
from vault_pln.core.digest.lines import TAKING_PART
from vault_pln.core.digest.occasions import choose_occasions
from vault_pln.core.digest.openers import Openers
from vault_pln.core.digest.priority import boost
from vault_pln.core.digest.stock import Stock
from vault_pln.core.index.index import Index
from vault_pln.core.network.constraint import constraint, evenly
from vault_pln.core.network.rhythm import cadence_of
from vault_pln.core.network.survey import Survey
from vault_pln.core.outputs.grounds import ground_of
from vault_pln.core.outputs.view import View, memory_of, view_at
from vault_pln.core.suggest.taking_part import openings
from vault_pln.model.digest import Day, FollowUp, Occasion, TakingPart
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


def prepare(scene: Scene, stock: Stock, events: Iterable[Event] = ()) -> Prepared:
    """Look at what became of earlier lines, and choose today's."""
    settings, conventions, now = scene.settings, scene.conventions, scene.now
    memory = memory_of(scene.index, settings, conventions, scene.entries)
    decided = said_after(scene.entries, verdicts(memory, scene.own, daily_headings(settings), now, scene.today))
    known = (*scene.entries, *decided)
    view = view_at(scene.index, scene.survey, settings, conventions, known, scene.today)
    learned = (*decided, *records(view.answers, view.memory, now, scene.today), *_newly_known(view, now))
    return Prepared(
        view, choose_day(view, stock, events), learned, lines_to_close(view.answers, view.memory, view.network)
    )


def choose_day(view: View, stock: Stock, events: Iterable[Event] = ()) -> Day:
    """Who and what today is for."""
    newest: dict[str, Item] = {}
    for item in stock.items:
        if item.source in view.network.people:
            newest.setdefault(item.source, item)
    occasions, people = _people_of_today(view, newest)
    parts = _taking_part(view, stock.items)
    taken = {one.item.id for one in parts}
    rest = replace(stock, items=[item for item in stock.items if item.id not in taken])
    readings = choose_items(rest, view.network, view.memory, view.answers, view.settings)
    coming = choose_events(events, view.network, view.memory, view.answers, view.settings)
    return Day(view.network.today, people, readings, coming, occasions, parts)


def _taking_part(view: View, items: Iterable[Item]) -> tuple[TakingPart, ...]:
    """What the user may say something to, as much of it as there are places."""
    network, memory = view.network, view.memory
    places = view.settings.daily_taking_part - memory.delivered_on(network.today, TAKING_PART)
    if places <= 0 or is_quiet(network.today, view.settings):
        return ()
    return tuple(openings(ground_of(view, waiting_items(items, network, memory)))[:places])


def _people_of_today(view: View, newest: Mapping[str, Item]) -> tuple[tuple[Occasion, ...], tuple[FollowUp, ...]]:
    """Whose day it is, and whom to write to with what is left of the day's places."""
    network, memory, settings = view.network, view.memory, view.settings
    occasions = choose_occasions(network, memory, settings)
    weights = evenly(view.ties)

    def boost_of(path: str) -> float:
        return boost(network.people[path], constraint(weights, path))

    opener = Openers(view.index, network, newest, view.say).of
    chosen = choose_follow_ups(
        network, view.due, memory, view.answers, settings, view.say, boost_of, opener, taken=len(occasions)
    )
    return occasions, chosen


def _newly_known(view: View, now: datetime) -> list[Entry]:
    """An entry for each person who is followed and was never met: their first round counts from today."""
    network = view.network
    new = [
        name_digest(person.name)
        for path, person in network.people.items()
        if cadence_of(person, view.settings) and path not in view.due
    ]
    return [Entry(now, "known", digest, network.today) for digest in new if digest not in view.memory.known]
