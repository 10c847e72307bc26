"""What the pictures of the network show: the strongest, by goal, and what ties them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from heapq import nlargest
from typing import Literal, NamedTuple

from vault_pln.core.network.circles import circles
from vault_pln.core.network.community import members_of
from vault_pln.core.network.strength import strength
from vault_pln.core.outputs.view import View
from vault_pln.model.kinds import Goal, Source
from vault_pln.model.network import Tie

MOST = 150
"""So many people and sources are shown, and so many ties among people."""
_MOST_GOALS = 24
_SOURCES_AT_LEAST = 50

Sort = Literal["tie", "member", "author", "goal"]


class Line(NamedTuple):
    """What ties two notes: people, a member or an author to their source, or somebody to one more goal.

    ``together`` is in how many notes two people are.
    """

    one: str
    other: str
    sort: Sort
    together: int = 0


class Group(NamedTuple):
    """The notes that serve a goal before all; the goal is empty for those that serve none."""

    goal: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """Everybody shown stands in one group. ``more_people``, ``more_sources`` and ``more_ties`` are left out."""

    groups: tuple[Group, ...]
    lines: tuple[Line, ...]
    more_people: int
    more_sources: int
    more_ties: int


def draw(view: View, most: int = MOST) -> Picture:
    """The strongest people and sources, and what ties them.

    What is shown follows from facts alone: no day that passes changes it.
    """
    network = view.network
    goals = _goals_shown(view)
    sources = _strongest_sources(view)
    room = max(min(_SOURCES_AT_LEAST, most // 3), most - len(network.people))
    shown_sources = sources[:room]
    shown_people = strongest_people(view)[: most - len(shown_sources)]
    ties = _ties(view, frozenset(shown_people))
    lines = [*ties[:most], *_source_lines(view, shown_sources, frozenset(shown_people)),
             *_goal_lines(view, [*shown_people, *shown_sources], goals)]  # fmt: skip
    return Picture(
        groups=tuple(_groups(view, goals, shown_people, shown_sources)),
        lines=tuple(lines),
        more_people=len(network.people) - len(shown_people),
        more_sources=len(sources) - len(shown_sources),
        more_ties=_tie_count(view.ties) - min(len(ties), most),
    )


@lru_cache(maxsize=1)
def strongest_people(view: View) -> tuple[str, ...]:
    """The ``MOST`` by the strength of their tie to the user, then by how many they know, then by name.

    With the same half-life for all, and seen from the newest contact, the order does not change as time passes.
    """
    network = view.network
    newest = max((rows[-1].day for rows in network.contacts.values() if rows), default=date.min)

    def standing(path: str) -> tuple[float, int, int]:
        rows = network.contacts[path]
        # of thousands of people most were never met
        near = strength(rows, newest) if rows else 0.0
        return near, len(view.ties[path]), network.backlinks[path][0]

    # of equals the first one comes first, and they are in order by path
    return tuple(nlargest(MOST, network.people, key=standing))


def _strongest_sources(view: View) -> list[str]:
    network = view.network
    kept = (path for path, source in network.sources.items() if not source.person and source.status != "dropped")
    return sorted(kept, key=lambda path: (not network.goals_of[path], -network.backlinks[path][0], path))


def _goals_shown(view: View) -> list[str]:
    """The goals that get a group: active ones first."""
    served = {goal for goals in view.network.goals_of.values() for goal in goals}

    def standing(goal: Goal) -> tuple[bool, float, str, str]:
        return goal.status != "active", -goal.weight, goal.name.casefold(), goal.path

    wanted = (goal for goal in view.network.goals.values() if goal.status == "active" or goal.path in served)
    return [goal.path for goal in sorted(wanted, key=standing)][:_MOST_GOALS]


def _groups(view: View, goals: list[str], people: Iterable[str], sources: Iterable[str]) -> Iterable[Group]:
    """The groups with those in them: who knows each other side by side, then the others, communities, and sources."""
    circle_of = _circles_of(view, people)
    found: dict[str, list[str]] = defaultdict(list)
    alone = len(circle_of)
    for path in sorted(people, key=lambda path: (circle_of.get(path, alone), name_in(view, path).casefold(), path)):
        found[_home(view, path, goals)].append(path)
    network = view.network
    for path in sorted(
        sources, key=lambda path: (not network.sources[path].members, name_in(view, path).casefold(), path)
    ):
        found[_home(view, path, goals)].append(path)
    for goal in (*goals, ""):
        if goal or found[goal]:
            yield Group(goal, tuple(found[goal]))


def _circles_of(view: View, people: Iterable[str]) -> dict[str, int]:
    """The number of the circle of everybody who knows anybody shown."""
    shown = frozenset(people)
    around = {path: [other for other in view.ties[path] if other in shown] for path in shown}
    found = sorted((circle for circle in circles(around) if len(circle) > 1), key=min)
    return {path: number for number, circle in enumerate(found) for path in circle}


def _home(view: View, path: str, goals: list[str]) -> str:
    """The first of the goals shown that a note serves."""
    served = view.network.goals_of[path]
    return next((goal for goal in goals if goal in served), "")


def _ties(view: View, shown: frozenset[str]) -> list[Line]:
    """The ties among those shown, strongest first."""
    found = [(one, other, tie) for one in shown for other, tie in view.ties[one].items() if one < other in shown]
    found.sort(key=lambda row: (-row[2].weight, row[0], row[1]))
    return [Line(one, other, "tie", tie.evidence) for one, other, tie in found]


def _tie_count(ties: Mapping[str, Mapping[str, Tie]]) -> int:
    return sum(map(len, ties.values())) // 2


def _source_lines(view: View, sources: Iterable[str], people: frozenset[str]) -> Iterable[Line]:
    for path in sources:
        source = view.network.sources[path]
        yield from (Line(one, path, "author") for one in _authors(view, source) if one in people)
        members = members_of(view.index, view.network, source)
        yield from (Line(one, path, "member") for one in members if one in people)


def _authors(view: View, source: Source) -> list[str]:
    found = (view.index.resolve(author, source.path).path for author in source.author)
    return [path for path in dict.fromkeys(found) if path is not None]


def _goal_lines(view: View, shown: Iterable[str], goals: list[str]) -> Iterable[Line]:
    """To every goal shown that somebody serves beside the one whose group they stand in."""
    for path in shown:
        home = _home(view, path, goals)
        yield from (Line(path, goal, "goal") for goal in view.network.goals_of[path] if goal in goals and goal != home)


def name_in(view: View, path: str) -> str:
    """The name of a person, source or goal."""
    network = view.network
    found = network.people.get(path) or network.sources.get(path) or network.goals[path]
    return found.name
