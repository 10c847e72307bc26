"""Which items go into a day: what the user always wants, then by goal, then the special places and what is left."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from vault_pln.core.digest.answers import Answers
from vault_pln.core.digest.ledger import Memory, name_digest
from vault_pln.core.digest.reception import Taste
from vault_pln.core.digest.scores import INTERESTS, fits_of, freshness
from vault_pln.core.digest.shares import Turns, given_lately, shares
from vault_pln.core.digest.slots import INSIGHT, counterpoint, insight, is_due, serendipity
from vault_pln.core.digest.stock import Stock, active_goals
from vault_pln.core.network.rhythm import cadence_of
from vault_pln.model.digest import Reading
from vault_pln.model.network import Network
from vault_pln.model.news import Item
from vault_pln.model.settings import Settings

HORIZON = 3
"""Days after which an item that was never delivered is not delivered by itself any more."""
_SPREAD = 0.98
"""By what each further item of a source is worth less on the same day."""
_VARIED = 0.99
"""By what each further item of a perspective is worth less on the same day."""
_ONE_SLOT_IN = 3
"""Of so many places at most one is a special one."""
_LOOKED_AT = 30
_WELL = 1.0
"""The score of an item that fits as one usually does."""


def waiting_items(items: Iterable[Item], network: Network, memory: Memory) -> list[Item]:
    """The items that may still be delivered: from a live source, first seen lately, in no note and no ledger."""
    oldest = network.today - timedelta(days=HORIZON)
    return [
        item
        for item in items
        if oldest <= date.fromisoformat(item.seen) <= network.today
        and not memory.has(item.id)
        and item.source in network.sources
        and network.sources[item.source].status not in ("muted", "dropped")
    ]


def rank(
    items: Iterable[Item], stock: Stock, network: Network, memory: Memory | None = None, answers: Answers | None = None
) -> list[Reading]:
    """All items, best first: by the score of their best goal, then by the user's interests, then newest.

    Of what is for no goal that comes first which has a part of a keyword.
    """
    kept = list(items)
    fits = fits_of(kept, stock, network, memory or Memory(), Taste(answers or {}, network.today), every=False)
    near = {key: round(max((one.score for one in rows.values()), default=0.0), 3) for key, rows in fits.items()}
    readings = [
        _reading(item, {p: fit.score for p, fit in fits[item.id].items() if fit.fits}, network) for item in kept
    ]
    return sorted(
        readings, key=lambda r: (not r.goal, -r.score, -near[r.item.id], -r.item.published.timestamp(), r.item.id)
    )


def _reading(item: Item, scores: Mapping[str, float], network: Network) -> Reading:
    goals = {path: score for path, score in scores.items() if path != INTERESTS}
    goal = min(goals, key=lambda path: (-goals[path], -network.goals[path].weight, path), default="")
    if goal:
        return Reading(item, goal, round(goals[goal], 3), "goal")
    if INTERESTS in scores:
        return Reading(item, "", round(scores[INTERESTS], 3), "interest")
    return Reading(item, "", 0.0, "new")


def choose_items(
    stock: Stock, network: Network, memory: Memory, answers: Answers, settings: Settings
) -> tuple[Reading, ...]:
    """The day's reading, at most as much as the settings allow a day and of one source."""
    given = memory.delivered_on(network.today, "item") + memory.delivered_on(network.today, INSIGHT)
    ranked = rank(waiting_items(stock.items, network, memory), stock, network, memory, answers)
    day = _Today(ranked, network, settings, max(settings.daily_items - given, 0))
    day.count_given(memory.given_on(network.today, "item"))
    day.take_all(r for r in ranked if _always(r.item.source, network, settings))
    turns = Turns(shares(active_goals(network), network), given_lately(network, memory), settings.daily_items)
    for reading in day.chosen:
        turns.took(reading.goal)
    special = _Special(stock, network, memory, answers)
    reserved = min(special.most(day), day.left() // _ONE_SLOT_IN)
    day.take_goals(turns, reserved)
    special.fill(day, reserved)
    day.take_goals(turns, 0)
    day.take_all(day.rest())
    return tuple(day.chosen)


def fits_well(reading: Reading, network: Network) -> bool:
    """Whether an item fits its goal as one usually does, however old it is, or comes from a source that serves it."""
    serves = reading.goal in network.goals_of.get(reading.item.source, ())
    return serves or reading.score >= _WELL * freshness(reading.item, network)


class _Today:
    """The day as far as it is chosen."""

    def __init__(self, ranked: Sequence[Reading], network: Network, settings: Settings, places: int) -> None:
        self.chosen: list[Reading] = []
        self._ranked, self._network, self._settings, self._places = ranked, network, settings, places
        self._count: Counter[str] = Counter()
        self._views: Counter[str] = Counter()
        self._taken: set[str] = set()

    def count_given(self, names: Iterable[str]) -> None:
        """Count what the day has of each source already; ``names`` are the digests of their names, one a line."""
        given = Counter(names)
        if given:
            for path, source in self._network.sources.items():
                self._count[path] += given[name_digest(source.name)]

    def left(self) -> int:
        """How many places are free."""
        return self._places - len(self.chosen)

    def rest(self) -> list[Reading]:
        """What may still be taken, best first."""
        return [r for r in self._ranked if r.item.id not in self._taken and self._may(r)]

    def take(self, reading: Reading) -> bool:
        """Take one, if there is a place for it and its source had not enough; whether it was taken."""
        if self.left() <= 0 or reading.item.id in self._taken or not self._may(reading):
            return False
        self.chosen.append(reading)
        self._taken.add(reading.item.id)
        self._count[reading.item.source] += 1
        self._views.update(self._network.sources[reading.item.source].perspective)
        return True

    def take_all(self, readings: Iterable[Reading]) -> None:
        """Take these in their order, as many as there are places."""
        for reading in readings:
            self.take(reading)

    def take_goals(self, turns: Turns, reserved: int) -> None:
        """One item of each goal in turn until so many places are left, at first only what fits well.

        A goal for which there is nothing of that kind waits, unless it had nothing all week.
        """
        for only_well in (True, False):
            by_goal: dict[str, list[Reading]] = {}
            for reading in self.rest():
                if reading.goal:
                    by_goal.setdefault(reading.goal, []).append(reading)
            while by_goal and self.left() > reserved:
                goal = turns.next(by_goal)
                best = self._best(by_goal[goal])
                if best is None or (only_well and turns.had(goal) and not fits_well(best, self._network)):
                    del by_goal[goal]
                    continue
                by_goal[goal].remove(best)
                self.take(best)
                turns.took(goal)

    def _best(self, readings: Sequence[Reading]) -> Reading | None:
        """The best that may be taken, where a source and a view that were taken already are worth less."""
        free = [one for one in readings if self._may(one)][:_LOOKED_AT]
        return max(free, key=self._worth, default=None)

    def _worth(self, reading: Reading) -> float:
        views = (self._views[view] for view in self._network.sources[reading.item.source].perspective)
        return float(reading.score * _SPREAD ** self._count[reading.item.source] * _VARIED ** max(views, default=0))

    def _may(self, reading: Reading) -> bool:
        own = self._network.sources[reading.item.source].max_items
        return self._count[reading.item.source] < (self._settings.max_per_source if own is None else own)


class _Special:
    """The special places of a day: at most one of each."""

    def __init__(self, stock: Stock, network: Network, memory: Memory, answers: Answers) -> None:
        self._stock, self._network, self._memory, self._answers = stock, network, memory, answers
        self._due = [slot for slot in ("counterpoint", "serendipity", INSIGHT) if self._is_due(slot)]

    def _is_due(self, slot: str) -> bool:
        today, rows = self._network.today, (rows[-1] for rows in self._memory.wrote.values())
        if any(row.slot == slot and row.day == today for row in rows):
            return False
        return is_due(slot, self._answers.values(), self._network.today)

    def most(self, day: _Today) -> int:
        """How many may be filled; where everything that is for a goal has a place anyway, none is kept free."""
        fitting = sum(1 for reading in day.rest() if reading.goal)
        return len(self._due) if fitting > day.left() else self._due.count(INSIGHT)

    def fill(self, day: _Today, most: int) -> None:
        """Fill at most so many places."""
        for slot in self._due:
            if most > 0 and self._fill(slot, day):
                most -= 1

    def _fill(self, slot: str, day: _Today) -> bool:
        network, memory = self._network, self._memory
        if slot == "counterpoint":
            return any(day.take(one) for one in counterpoint(day.chosen, day.rest(), network, memory))
        if slot == "serendipity":
            well = [one for one in day.rest() if fits_well(one, network)]
            found = serendipity(day.chosen, well, self._stock, self._answers, memory, network)
        else:
            found = insight(self._stock, network, memory, self._answers)
        return found is not None and day.take(found)


def _always(source: str, network: Network, settings: Settings) -> bool:
    person = network.people.get(source)
    return network.sources[source].always or (person is not None and cadence_of(person, settings) is not None)
