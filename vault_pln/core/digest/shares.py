"""How much of the reading is each goal's: by weight over a week, and no area crowds out another."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import timedelta

from vault_pln.core.digest.ledger import Memory
from vault_pln.core.index.titles import name_of
from vault_pln.core.network.evidence import parent_of
from vault_pln.model.kinds import Goal
from vault_pln.model.network import Network

_WEEK = 7
_LIGHTEST = 0.01
"""A goal that weighs nothing still gets what no other goal wants."""
_CATCHES_UP = 2
"""A goal that had too little gets at most so many times its share of one day."""


def area_of(goal: Goal, network: Network) -> str:
    """The area of a goal, else that of the goals above it; '' where none says."""
    seen: set[str] = set()
    one: Goal | None = goal
    while one is not None and one.path not in seen:
        if one.area:
            return one.area.strip().casefold()
        seen.add(one.path)
        one = parent_of(one, network)
    return ""


def shares(active: Mapping[str, Goal], network: Network) -> dict[str, float]:
    """What part of the reading is each active goal's; together 1.

    An area's budget is as its heaviest goal, however many goals it has, and is divided among them by weight. A goal
    without an area has a budget of its own.
    """
    by_area: dict[str, list[str]] = {}
    for path, goal in active.items():
        by_area.setdefault(area_of(goal, network) or f"/{path}", []).append(path)
    weight = {path: max(goal.weight, _LIGHTEST) for path, goal in active.items()}
    budgets = {area: max(weight[path] for path in paths) for area, paths in by_area.items()}
    total = sum(budgets.values())
    return {
        path: budgets[area] / total * weight[path] / sum(weight[one] for one in paths)
        for area, paths in by_area.items()
        for path in paths
    }


def goal_digests(network: Network, memory: Memory) -> dict[str, str]:
    """The digest of each goal's name, also of a former one → the goal's path."""
    return {digest: path for path, goal in network.goals.items() for digest in memory.names(name_of(goal.path))}


def given_lately(network: Network, memory: Memory) -> Counter[str]:
    """How many items each goal had in the last week, today included."""
    paths, since = goal_digests(network, memory), network.today - timedelta(days=_WEEK - 1)
    last = (rows[-1] for rows in memory.wrote.values())
    return Counter(paths[one.goal] for one in last if one.goal in paths and since <= one.day <= network.today)


class Turns:
    """Whose turn it is: the goal whose share over the week is met least."""

    def __init__(self, share: Mapping[str, float], given: Mapping[str, int], places: int) -> None:
        self._share, self._today = share, Counter[str]()
        self._given = Counter(given)
        self._most = {path: max(1, -int(-_CATCHES_UP * part * places // 1)) for path, part in share.items()}

    def next(self, goals: Iterable[str]) -> str:
        """The goal of these whose turn it is; one that only catches up waits for the others' share of the day."""
        return min(goals, key=lambda g: (self._today[g] >= self._most[g], (self._given[g] + 1) / self._share[g], g))

    def had(self, goal: str) -> bool:
        """Whether a goal had anything in the last week."""
        return self._given[goal] > 0

    def took(self, goal: str) -> None:
        """One more item went to a goal ('' for none)."""
        self._given[goal] += 1
        self._today[goal] += 1
