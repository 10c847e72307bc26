"""Who might know whom: people with acquaintances in common.

Adamic and Adar, Friends and Neighbors on the Web (2003).
"""

import math
from collections.abc import Iterator

from vault_pln.model.network import Neighbours


def adamic_adar(ties: Neighbours, one: str, other: str) -> float:
    """``Σ 1 / ln(degree(z))`` over the acquaintances ``z`` that both have: the fewer others one knows, the more."""
    few, many = sorted((ties[one], ties[other]), key=len)
    return math.fsum(1 / math.log(len(ties[z])) for z in few if z in many)


def kin(ties: Neighbours, one: str) -> Iterator[tuple[str, float]]:
    """Everybody whom ``one`` does not know but shares an acquaintance with, and how much speaks for it.

    Costs what the acquaintances' acquaintances are, not the whole network.
    """
    near = ties[one]
    found: dict[str, list[float]] = {}
    for z in near:
        for other in ties[z]:
            if other != one and other not in near:
                found.setdefault(other, []).append(1 / math.log(len(ties[z])))
    for other, parts in found.items():
        yield other, math.fsum(parts)
