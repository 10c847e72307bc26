"""Burt's constraint: how far somebody's ties depend on one circle (Structural Holes, 1992, chapter 2)."""

import math

from vault_pln.model.network import Neighbours, Weights


def mutual(directed: Weights) -> dict[str, dict[str, float]]:
    """The graph as constraint sees it: of each tie what goes there and back, ``a_ij + a_ji``."""
    found: dict[str, dict[str, float]] = {node: {} for node in directed}
    for node, others in directed.items():
        for other, weight in others.items():
            if other != node:
                found[node][other] = found[node].get(other, 0) + weight
                back = found.setdefault(other, {})
                back[node] = back.get(node, 0) + weight
    return found


def evenly(ties: Neighbours) -> dict[str, dict[str, float]]:
    """The graph with every tie as strong as any other."""
    return {node: dict.fromkeys(others, 1.0) for node, others in ties.items()}


def constraint(weights: Weights, node: str) -> float | None:
    """``c_i = Σ_j (p_ij + Σ_q p_iq p_qj)²`` over the neighbours ``j`` and ``q``, None for the isolated.

    ``p_ij`` is the share of ``i``'s ties that goes to ``j``. The graph has to be the same in both directions; a
    directed one is made so by ``mutual``. Low is a broker between circles, 1 somebody with a single tie.
    """
    around = weights[node]
    own = math.fsum(around.values())
    if not own:
        return None
    indirect: dict[str, float] = {}
    for q, weight in around.items():
        share = weight / own / math.fsum(weights[q].values())
        for other, further in weights[q].items():
            if other in around:
                indirect[other] = indirect.get(other, 0) + share * further
    return math.fsum((weight / own + indirect.get(other, 0)) ** 2 for other, weight in around.items())
