"""The circles of a network, and what holds them together. Linear, and without recursion: a chain may be long."""

from collections.abc import Iterator
from typing import NamedTuple

from vault_pln.model.network import Neighbours


class Joints(NamedTuple):
    """What a circle would fall apart without: people, and single ties (both names in order)."""

    people: frozenset[str]
    ties: frozenset[tuple[str, str]]


def circles(ties: Neighbours) -> list[frozenset[str]]:
    """The connected components, largest first, those of a size by their first name."""
    found: list[frozenset[str]] = []
    seen: set[str] = set()
    for start in ties:
        if start not in seen:
            reached, waiting = {start}, [start]
            while waiting:
                new = [other for other in ties[waiting.pop()] if other not in reached]
                reached.update(new)
                waiting += new
            seen |= reached
            found.append(frozenset(reached))
    return sorted(found, key=lambda circle: (-len(circle), min(circle)))


def joints(ties: Neighbours) -> Joints:
    """The articulation points and the bridges (Tarjan 1974, Hopcroft and Tarjan 1973)."""
    people: set[str] = set()
    single: set[tuple[str, str]] = set()
    # by person: when they were reached, and the earliest reached that a way past them leads back to
    reached: dict[str, int] = {}
    lowest: dict[str, int] = {}
    for root in ties:
        if root in reached or not ties[root]:
            continue
        branches = 0
        for one, parent in _left(ties, root, reached, lowest):
            lowest[parent] = min(lowest[parent], lowest[one])
            if lowest[one] > reached[parent]:
                single.add((min(one, parent), max(one, parent)))
            if parent == root:
                branches += 1
            elif lowest[one] >= reached[parent]:
                people.add(parent)
        if branches > 1:
            people.add(root)
    return Joints(frozenset(people), frozenset(single))


def _left(ties: Neighbours, root: str, reached: dict[str, int], lowest: dict[str, int]) -> Iterator[tuple[str, str]]:
    """Walk depth first; yield everybody but the root, with who they were reached from, when they are left."""
    reached[root] = lowest[root] = len(reached)
    walk = [(root, "", iter(ties[root]))]
    while walk:
        one, parent, others = walk[-1]
        for other in others:
            if other not in reached:
                reached[other] = lowest[other] = len(reached)
                walk.append((other, one, iter(ties[other])))
                break
            if other != parent:
                lowest[one] = min(lowest[one], reached[other])
        else:
            walk.pop()
            if walk:
                yield one, parent
