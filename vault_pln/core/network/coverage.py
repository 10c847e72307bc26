"""How well a goal is covered: four shares, and what is missing by name."""

from collections.abc import Iterable, Mapping
from datetime import date

from vault_pln.core.index.index import Index
from vault_pln.core.network.community import COMMUNITIES
from vault_pln.core.network.diversity import hill
from vault_pln.core.network.traces import day_of
from vault_pln.model.kinds import Goal
from vault_pln.model.network import Network
from vault_pln.model.settings import Settings
from vault_pln.model.vault import Conventions

ROLES: Mapping[str, frozenset[str]] = {
    "peer": frozenset({"peer", "collaborator"}),
    "mentor or expert": frozenset({"mentor", "expert"}),
    "mentee": frozenset({"mentee"}),
}
_RELATIONS = ("mentor", "expert", "peer", "collaborator", "mentee")
_WINDOW = 30
_ENOUGH_SOURCES = 5


def last_evidence(index: Index, goal: str, settings: Settings, conventions: Conventions, today: date) -> date | None:
    """The newest dated note, up to today, that links the goal."""
    days = (day_of(index.notes[link.path], settings, conventions) for link in index.backlinks(goal))
    return max((day for day in days if day is not None and day <= today), default=None)


def coverage(
    goal: Goal, network: Network, fed: Iterable[str], items: Mapping[str, int], evidence: date | None
) -> dict[str, float]:
    """Four shares from 0 to 1: keywords, roles, sources, evidence.

    Keywords count with an item in 30 days (``fed``) or as somebody's expertise; sources by their effective number
    over five (``items`` counts them by source); evidence by its age.
    """
    known = {word.casefold() for p in network.people.values() for word in p.expertise} | set(fed)
    keywords = [word.casefold() for word in goal.keywords]
    roles = len(ROLES) + 1 - len(missing_roles(goal, network))
    age = (network.today - evidence).days if evidence else None
    return {
        "keywords": _share(sum(word in known for word in keywords), len(keywords)),
        "roles": _share(roles, len(ROLES) + 1),
        "sources": round(min(1.0, hill(items.values()) / _ENOUGH_SOURCES), 3),
        "evidence": 0.0 if age is None else round(min(1.0, _WINDOW / max(age, 1)), 3),
    }


def missing_roles(goal: Goal, network: Network) -> list[str]:
    """The roles that nobody fills for this goal; a mentor or an expert will do, and a peer or a collaborator."""
    filled = {role for role, paths in roles(goal, network).items() if paths}
    return [role for role, words in {**ROLES, "community": frozenset({"community"})}.items() if not words & filled]


def roles(goal: Goal, network: Network) -> dict[str, list[str]]:
    """Who fills each role for this goal: people by their relation, and the communities among its sources."""
    found: dict[str, list[str]] = {role: [] for role in (*_RELATIONS, "community")}
    for path, person in network.people.items():
        for role in _RELATIONS:
            if role in person.relation and goal.path in network.goals_of[path]:
                found[role].append(path)
    for path, source in network.sources.items():
        if source.medium in COMMUNITIES and goal.path in network.goals_of[path]:
            found["community"].append(path)
    return found


def _share(part: int, whole: int) -> float:
    return round(part / whole, 3) if whole else 0.0
