"""Whom of those who are due first: how late, and what makes a tie worth more."""

from vault_pln.model.kinds import Person

_ASKS, _BRIDGE = 0.25, 0.25
"""In rounds: as much as being a quarter of a round later."""


def boost(person: Person, constraint: float | None) -> float:
    """What is added to the urgency of somebody: for open asks, and for a tie between circles (low constraint)."""
    bridge = 0.0 if constraint is None else _BRIDGE * (1 - min(constraint, 1.0))
    return bridge + (_ASKS if person.asks else 0.0)
