"""Who knows whom: the graph among people, and how far each depends on one circle."""

import math
from collections.abc import Iterable, Mapping

from vault_pln.core.index.index import Index
from vault_pln.core.kinds.daily import daily_day
from vault_pln.core.network.traces import people_keys
from vault_pln.model.network import Network
from vault_pln.model.settings import Settings
from vault_pln.model.vault import Conventions

Ties = Mapping[str, frozenset[str]]


def ties(index: Index, network: Network, settings: Settings, conventions: Conventions) -> dict[str, frozenset[str]]:
    """The neighbours of each person: declared (``knows``, ``met-via``), or met in the same meeting or event.

    Daily notes tie nobody: two people named on one day need not know each other. The user is no node.
    """
    found: dict[str, set[str]] = {path: set() for path in network.people}
    for path, person in network.people.items():
        for target in (*person.knows, *person.met_via):
            _tie(found, path, index.resolve(target, path).path)
    for group in _groups(network, settings, conventions):
        for one in group:
            for other in group:
                _tie(found, one, other)
    return {path: frozenset(others) for path, others in found.items()}


def _tie(found: dict[str, set[str]], one: str, other: str | None) -> None:
    if other is not None and other in found and other != one:
        found[one].add(other)
        found[other].add(one)


def _groups(network: Network, settings: Settings, conventions: Conventions) -> Iterable[frozenset[str]]:
    """The people of each meeting, event or call."""
    keys = people_keys(settings)
    meetings: dict[str, set[str]] = {}
    for path, rows in network.contacts.items():
        for row in rows:
            if row.direction == "both" and row.text in keys:
                meetings.setdefault(row.path, set()).add(path)
    return [frozenset(group) for path, group in meetings.items() if daily_day(path, conventions.daily) is None]


def constraint(ties: Ties, node: str) -> float | None:
    """Burt's constraint on the unweighted graph, None for the isolated.

    ``c_i = Σ_j (p_ij + Σ_q p_iq p_qj)²`` over the neighbours ``j``, with ``p_ij = 1 / degree(i)``:
    Burt, Structural Holes (1992), chapter 2.
    """
    around = ties[node]
    if not around:
        return None
    own = 1 / len(around)
    return math.fsum(
        (own + sum(own / len(ties[q]) for q in around if q != other and other in ties[q])) ** 2 for other in around
    )
