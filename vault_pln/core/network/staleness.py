"""How long something has been still, against its own rhythm."""

from collections.abc import Iterable
from datetime import date
from itertools import pairwise

QUIET = 4
"""More than so many of its usual gaps without anything new make a source quiet."""
_SHORTEST_GAP = 7


def staleness(days: Iterable[date], today: date) -> float | None:
    """The age of the newest day in usual gaps: ``age / max(median gap, 7)``; None where no day is known.

    ``days`` are those on which something came, in any order; a day counts once, a day to come not at all.
    """
    known = sorted({day for day in days if day <= today})
    if not known:
        return None
    gaps = sorted((later - earlier).days for earlier, later in pairwise(known))
    usual = (gaps[(len(gaps) - 1) // 2] + gaps[len(gaps) // 2]) / 2 if gaps else 0
    return (today - known[-1]).days / max(usual, _SHORTEST_GAP)
