"""Which items go into a day: who and what the user always wants first, then by goal, then what is left."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta

from vault_pln.core.digest.ledger import Memory
from vault_pln.core.digest.scores import goal_scores
from vault_pln.core.network.rhythm import cadence_of
from vault_pln.model.digest import Reading
from vault_pln.model.network import Network
from vault_pln.model.news import Item
from vault_pln.model.settings import Settings

HORIZON = 3
"""Days after which an item that was never delivered is not delivered by itself any more."""


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


def rank(items: Iterable[Item], network: Network) -> list[Reading]:
    """All items, best first: by the score of their best goal, then newest."""
    kept = list(items)
    scores = goal_scores(kept, network)
    readings = [_reading(item, scores[item.id], network) for item in kept]
    return sorted(readings, key=lambda r: (-r.score, -r.item.published.timestamp(), r.item.id))


def _reading(item: Item, scores: Mapping[str, float], network: Network) -> Reading:
    weighted = {path: score * network.goals[path].weight for path, score in scores.items()}
    goal = min(weighted, key=lambda path: (-weighted[path], path), default="")
    return Reading(item, goal, round(weighted.get(goal, 0.0), 3), "goal" if goal else "new")


def choose_items(items: Iterable[Item], network: Network, memory: Memory, settings: Settings) -> tuple[Reading, ...]:
    """The day's reading, at most as much as the settings allow a day and of one source."""
    places = settings.daily_items - memory.delivered_on(network.today, "item")
    ranked = rank(waiting_items(items, network, memory), network)
    chosen: list[Reading] = []
    count: Counter[str] = Counter()
    for reading in _in_turn(ranked, network, settings):
        if len(chosen) >= places:
            break
        if count[reading.item.source] < _most(reading.item.source, network, settings):
            count[reading.item.source] += 1
            chosen.append(reading)
    return tuple(chosen)


def _most(source: str, network: Network, settings: Settings) -> int:
    own = network.sources[source].max_items
    return settings.max_per_source if own is None else own


def _in_turn(ranked: list[Reading], network: Network, settings: Settings) -> Iterator[Reading]:
    """People with a cadence and sources marked ``always``, then a round of the goals each time, then the rest."""
    first = [r for r in ranked if _always(r.item.source, network, settings)]
    yield from first
    taken = {r.item.id for r in first}
    yield from _round_of_goals([r for r in ranked if r.goal and r.item.id not in taken], network)
    yield from sorted(
        (r for r in ranked if not r.goal and r.item.id not in taken),
        key=lambda r: (-r.item.published.timestamp(), r.item.id),
    )


def _always(source: str, network: Network, settings: Settings) -> bool:
    person = network.people.get(source)
    return network.sources[source].always or (person is not None and cadence_of(person, settings) is not None)


def _round_of_goals(ranked: list[Reading], network: Network) -> Iterator[Reading]:
    """One item of each goal in turn, the heavier goals oftener, so that no goal starves."""
    by_goal: dict[str, list[Reading]] = {}
    for reading in ranked:
        by_goal.setdefault(reading.goal, []).append(reading)
    given: Counter[str] = Counter()
    while by_goal:
        goal = min(by_goal, key=lambda g: ((given[g] + 1) / max(network.goals[g].weight, 0.01), g))
        given[goal] += 1
        yield by_goal[goal].pop(0)
        if not by_goal[goal]:
            del by_goal[goal]
