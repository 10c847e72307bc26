"""How the network grew: who and what came when, through whom, and how many were met, as pictures."""

from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from vault_pln.core.index.titles import name_of
from vault_pln.core.network.turnover import Change, Quarter, changes, quarter_of
from vault_pln.core.outputs.mermaid import bars, timeline
from vault_pln.core.outputs.picture import name_in
from vault_pln.core.outputs.view import View

_QUARTERS = 6
_MOST = 5
"""Names of one quarter in a picture; more are counted."""


@lru_cache(maxsize=1)
def met_by_quarter(view: View) -> tuple[Change, ...]:
    """Every quarter up to today, by who was met in it."""
    return tuple(changes({path: [row.day for row in rows] for path, rows in view.network.contacts.items() if rows}))


def first_days(view: View) -> list[tuple[date, str]]:
    """Since when each person and source is part of the network, as far as the vault knows; by day."""
    network = view.network
    found: dict[str, date] = {}
    for path, person in network.people.items():
        rows = network.contacts[path]
        if rows:
            found[path] = rows[0].day if person.met is None else min(person.met, rows[0].day)
        elif person.met is not None:
            found[path] = person.met
    for path, source in network.sources.items():
        if source.since is not None and not source.person:
            found[path] = source.since
    return sorted((day, path) for path, day in found.items() if day <= network.today)


def through(view: View, path: str) -> list[str]:
    """The notes of those through whom somebody or something came: ``met-via``, ``found-via``."""
    person, source = view.network.people.get(path), view.network.sources.get(path)
    links = person.met_via if person is not None else source.found_via if source is not None else ()
    found = (view.index.resolve(link, path).path for link in links)
    return [one for one in found if one is not None]


def pictures(view: View) -> str:
    """A timeline of who and what came, and bars of how many were met; empty where there is nothing to compare."""
    came: dict[Quarter, list[str]] = {}
    for day, path in first_days(view):
        came.setdefault(quarter_of(day), []).append(path)
    shown = sorted(came)[-_QUARTERS:]
    met = met_by_quarter(view)[-_QUARTERS:]
    found = []
    if len(shown) > 1:
        rows = [(str(quarter), list(_names(view, came[quarter]))) for quarter in shown]
        found.append(timeline(view.say("growth-timeline"), rows))
    if len(met) > 1:
        found.append(bars(view.say("growth-bars"), [(str(row.quarter), row.active) for row in met]))
    return "\n\n".join(found)


def _names(view: View, paths: list[str]) -> Iterator[str]:
    for path in paths[:_MOST]:
        via = [name_of(one) for one in through(view, path)]
        name = name_in(view, path)
        yield view.say("review-through", what=name, who=via[0]) if via else name
    if len(paths) > _MOST:
        yield view.say("and-more", count=len(paths) - _MOST)
