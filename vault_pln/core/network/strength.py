"""How strong a tie is: every contact counts, the longer ago the less."""

import math
from collections.abc import Iterable
from datetime import date

from vault_pln.model.network import Contact

_HALF_LIFE = 60


def strength(rows: Iterable[Contact], today: date, half_life: int | None = None) -> float:
    """``Σ w_k exp(-α (t - t_k))`` with ``α = ln 2 / half-life``, over the days of contact: tie-decay networks.

    ``half_life`` is in days, the person's own cadence where there is one. A day counts once, as its weightiest contact.
    """
    alpha = math.log(2) / (half_life or _HALF_LIFE)
    days: dict[date, float] = {}
    for row in rows:
        if row.day <= today:
            days[row.day] = max(row.weight, days.get(row.day, 0.0))
    return sum(weight * math.exp(-alpha * (today - day).days) for day, weight in days.items())
