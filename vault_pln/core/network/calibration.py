"""Whether what is shown serves the goals as they are weighted (Steck, Calibrated Recommendations, 2018)."""

import math
from collections.abc import Mapping

_BLEND = 0.01
"""So much of the wanted share is mixed into the actual one, that a goal which gets nothing costs much, not all."""


def calibration(wanted: Mapping[str, float], actual: Mapping[str, float]) -> float:
    """``Σ p ln(p / q̃)`` with ``q̃ = (1 - α) q + α p``, α = 0.01: 0 where every goal gets its share, else more.

    ``wanted`` are the goals' weights and ``actual`` what each got; only the proportions count. What went to no goal
    that is wanted counts as missing. 0 where nothing is wanted; where nothing was given, all is missing.
    """
    need, given = math.fsum(wanted.values()), math.fsum(actual.values())
    if not need:
        return 0.0
    shares = ((weight / need, actual.get(goal, 0) / given if given else 0.0) for goal, weight in wanted.items())
    return math.fsum(p * math.log(p / ((1 - _BLEND) * q + _BLEND * p)) for p, q in shares if p)
