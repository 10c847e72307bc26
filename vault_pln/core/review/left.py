"""Sources that left the network: dropped or muted by the user, or quiet by themselves."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from vault_pln.core.markdown.own import digest_of
from vault_pln.core.network.staleness import QUIET, staleness
from vault_pln.core.review.material import Material
from vault_pln.model.kinds import Source


class Left(NamedTuple):
    """A source that left: its note, since when, and how, as a phrase."""

    path: str
    day: date
    how: str


def left(given: Material) -> list[Left]:
    """Every source that left, by day. One that the user left counts from the tick, else from its last item."""
    days = _days_by_source(given)
    found = (_left(given, source, days.get(source.path, set())) for source in given.view.network.sources.values())
    return sorted((one for one in found if one is not None), key=lambda one: (one.day, one.path))


def _left(given: Material, source: Source, days: set[date]) -> Left | None:
    if source.person:
        return None
    last = max(days, default=None)
    if source.status in ("dropped", "muted"):
        day = given.dropped.get(digest_of(source.path)) or last or source.since
        return Left(source.path, day, given.say(f"left-{source.status}")) if day is not None else None
    still = staleness(days, given.week.sunday)
    if last is None or still is None or still <= QUIET:
        return None
    return Left(source.path, last, given.say("left-quiet", day=last.isoformat()))


def _days_by_source(given: Material) -> Mapping[str, set[date]]:
    """The days for which items of each source were delivered."""
    found: dict[str, set[date]] = {}
    for one in given.shown:
        if one.answer.given is not None:
            found.setdefault(one.source, set()).add(one.answer.given)
    return found
