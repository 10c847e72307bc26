"""Bridges at risk: people through whom alone the user reaches others or a goal, and who were long not heard of."""

import math
from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from vault_pln.core.index.titles import name_of
from vault_pln.core.network.circles import joints
from vault_pln.core.network.constraint import constraint, evenly
from vault_pln.core.network.rhythm import cadence_of
from vault_pln.core.suggest.dormant import DORMANT
from vault_pln.core.suggest.ground import Ground, line_of
from vault_pln.model.kinds import Person
from vault_pln.model.suggestion import Evidence, Suggestion

_USUAL = 60
"""Days between contacts where nothing else is said."""

_RISK = 1.5
"""A bridge is at risk when it was silent for so many rounds."""

_LATEST = 4.0
_USER = ""
"""The user among the people, as no path is."""


class _Bridge(NamedTuple):
    """What would be lost with somebody: a phrase with what fills it, which of that are notes, and how much it is."""

    phrase: str
    values: Mapping[str, str | int]
    notes: Mapping[str, str]
    worth: float
    why: tuple[Evidence, ...]


def bridges_at_risk(ground: Ground) -> list[Suggestion]:
    """The bridges that were silent for longer than their rhythm, but not for a year: what matters most first."""
    late = dict(_late(ground))
    if not late:
        return []
    around = _with_user(ground)
    broken = joints(around).people & late.keys()
    weights = evenly(ground.ties)
    found = []
    for path, rounds in late.items():
        bridge = _bridge(ground, path, around if path in broken else None)
        if bridge is not None:
            found.append(_suggestion(ground, path, rounds, bridge, constraint(weights, path)))
    return sorted(found, key=lambda one: (-one.score, one.notes["person"]))


def _late(ground: Ground) -> Iterator[tuple[str, float]]:
    """Who was silent for how many rounds, of those at risk."""
    for path, person in ground.network.people.items():
        last = ground.last_contact(person)
        if last is not None and not ground.is_left_alone(person):
            silence = (ground.network.today - last).days
            rounds = silence / (cadence_of(person, ground.settings) or _USUAL)
            if rounds >= _RISK and silence < DORMANT:
                yield path, rounds


def _with_user(ground: Ground) -> dict[str, Collection[str]]:
    """Who knows whom, the user among them: tied to everybody they were in contact with."""
    direct = {path for path, person in ground.network.people.items() if ground.last_contact(person) is not None}
    found: dict[str, Collection[str]] = {path: set(others) for path, others in ground.ties.items()}
    for path in direct:
        found[path] = {*found.get(path, ()), _USER}
    return {**found, _USER: direct}


def _bridge(ground: Ground, path: str, around: Mapping[str, Collection[str]] | None) -> _Bridge | None:
    """The most that would be lost with somebody, None for nothing. ``around`` is given where people would be."""
    if around is not None:
        lost = _behind(around, path)
        nearest = min(lost & set(around[path]))
        values: dict[str, str | int] = {"other": ground.network.people[nearest].name, "count": len(lost) - 1}
        key = "bridge-people" if len(lost) > 1 else "bridge-person"
        why = (tie_between(ground, path, nearest),)
        return _Bridge(key, values, {"other": nearest}, 1 + math.log(len(lost)), why)
    only = [goal for goal in ground.network.goals_of[path] if _is_only_helper(ground, path, goal)]
    if not only:
        return None
    name = ground.network.goals[only[0]].name
    why = (ground.property(path, "goals", name),)
    return _Bridge("bridge-goal", {"goal": name}, {"goal": only[0]}, 1.0, why)


def tie_between(ground: Ground, one: str, other: str) -> Evidence:
    """What says that two people are tied: the note of one of them, or one that names both."""
    for path, wanted in ((one, other), (other, one)):
        person = ground.network.people[path]
        for key, links in (("knows", person.knows), ("met-via", person.met_via)):
            for link in links:
                if ground.meant(link, path) == wanted:
                    return ground.property(path, key, link)
    both = (path for path, group in ground.network.groups.items() if one in group and other in group)
    path = min(both, default=one)
    return Evidence(path, None, name_of(path))


def _behind(around: Mapping[str, Collection[str]], path: str) -> set[str]:
    """Whom the user reaches only through somebody."""
    reached, waiting = {_USER, path}, [_USER]
    while waiting:
        new = [other for other in around[waiting.pop()] if other not in reached]
        reached.update(new)
        waiting += new
    behind, waiting = set[str](), [path]
    while waiting:
        new = [other for other in around[waiting.pop()] if other not in reached]
        reached.update(new)
        behind.update(new)
        waiting += new
    return behind


def _is_only_helper(ground: Ground, path: str, goal: str) -> bool:
    network = ground.network
    if network.goals[goal].status != "active":
        return False
    return not any(
        goal in goals for other, goals in network.goals_of.items() if other != path and other in network.people
    )


def _suggestion(ground: Ground, path: str, rounds: float, bridge: _Bridge, bound: float | None) -> Suggestion:
    person: Person = ground.network.people[path]
    last = ground.last_contact(person)
    assert last is not None, "who was never in contact is no bridge"
    rows = ground.rows(path)
    seen = line_of(rows[-1]) if rows and rows[-1].day == last else ground.property(path, "last-contact", str(last))
    free = 0.0 if bound is None else 1 - min(bound, 1.0)
    return Suggestion(
        "bridge",
        bridge.phrase,
        {"person": person.name, "day": last.isoformat(), **bridge.values},
        {"person": path, **bridge.notes},
        round((bridge.worth + free) * min(rounds, _LATEST), 4),
        (*bridge.why, seen),
        {"rounds": round(rounds, 2)} | ({} if bound is None else {"constraint": round(bound, 4)}),
    )
