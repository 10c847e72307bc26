"""The index of sources."""

from vault_pln.core.digest.ledger import Memory
from vault_pln.core.index.titles import link_to
from vault_pln.core.outputs.parts import cell, links_to, table
from vault_pln.core.outputs.view import View

NAME = "sources"
_KEPT = frozenset("xX*b")


def render(view: View) -> str:
    """One row per source, by name: what it is for, what it brought and what the user kept."""
    say = view.say
    sources = sorted(view.network.sources.values(), key=lambda s: (s.name.casefold(), s.path))
    if not sources:
        return say("none-yet")
    head = [say(key) for key in ("source", "medium", "status", "goals", "shown", "kept", "last-linked", "backlinks")]
    return table(head, (_row(view, source.path) for source in sources))


def _row(view: View, path: str) -> list[str]:
    source = view.network.sources[path]
    shown, kept = shown_and_kept(view.memory, source.name)
    count, linked = view.network.backlinks[path]
    return [
        link_to(view.index, path, cell=True),
        cell(source.medium),
        cell(source.status),
        links_to(view.index, view.network.goals_of[path], cell=True),
        str(shown),
        str(kept),
        linked.isoformat() if linked else "",
        str(count),
    ]


def shown_and_kept(memory: Memory, name: str) -> tuple[int, int]:
    """How many items of a source were written into daily notes, and how many of them the user ticked or kept."""
    names = memory.names(name)
    shown = [key for key, rows in memory.wrote.items() if rows[-1].of in names and rows[-1].what == "item"]
    kept = [
        key
        for key in shown
        if any(place.line.status in _KEPT for place in memory.placed.get(key, ()) if place.line.status)
    ]
    return len(shown), len(kept)
