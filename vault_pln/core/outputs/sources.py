"""The index of sources."""

from collections.abc import Callable

from vault_pln.core.digest.reception import IN_VAIN, Reception, reception, receptions
from vault_pln.core.index.titles import link_to
from vault_pln.core.outputs.parts import cell, links_to, table
from vault_pln.core.outputs.view import View

NAME = "sources"
_SILENT = 120
"""Days after which a source that was shown before counts as silent."""
_HEAD = ("source", "medium", "status", "goals", "shown", "kept", "last-item", "health", "last-linked", "backlinks")


def render(view: View) -> str:
    """One row per source, by name: what it is for, what it brought and what the user kept."""
    say = view.say
    sources = sorted(view.network.sources.values(), key=lambda s: (s.name.casefold(), s.path))
    if not sources:
        return say("none-yet")
    received = received_of(view)
    return table([say(key) for key in _HEAD], (_row(view, source.path, received(source.name)) for source in sources))


def _row(view: View, path: str, received: Reception) -> list[str]:
    source = view.network.sources[path]
    count, linked = view.network.backlinks[path]
    return [
        link_to(view.index, path, cell=True),
        cell(source.medium),
        cell(source.status),
        links_to(view.index, view.network.goals_of[path], cell=True),
        str(received.shown),
        str(received.kept),
        received.last.isoformat() if received.last else "",
        _health(view, received),
        linked.isoformat() if linked else "",
        str(count),
    ]


def _health(view: View, received: Reception) -> str:
    """As far as the vault knows it: how visits went is known to one machine only."""
    if received.last is not None and (view.network.today - received.last).days >= _SILENT:
        return view.say("silent-since", day=received.last.isoformat())
    return view.say("in-vain", count=IN_VAIN) if received.in_vain else ""


def health_of(view: View) -> dict[str, str]:
    """What is wrong with the sources that the user follows, by name, as far as the vault knows it."""
    received = received_of(view)
    followed = (s for s in view.network.sources.values() if s.status in ("active", "trial"))
    found = (
        (s.path, _health(view, received(s.name))) for s in sorted(followed, key=lambda s: (s.name.casefold(), s.path))
    )
    return {path: words for path, words in found if words}


def received_of(view: View) -> Callable[[str], Reception]:
    """Of a source's name, also a former one: what became of its items."""
    rows = receptions(view.answers)

    def of(name: str) -> Reception:
        return reception(answer for digest in view.memory.names(name) for answer in rows.get(digest, ()))

    return of
