"""The index of sources."""

from collections.abc import Callable

from vault_pln.core.digest.answers import shown_and_kept as count_answers
from vault_pln.core.index.titles import link_to
from vault_pln.core.outputs.parts import cell, links_to, table
from vault_pln.core.outputs.view import View

NAME = "sources"


def render(view: View) -> str:
    """One row per source, by name: what it is for, what it brought and what the user kept."""
    say = view.say
    sources = sorted(view.network.sources.values(), key=lambda s: (s.name.casefold(), s.path))
    if not sources:
        return say("none-yet")
    head = [say(key) for key in ("source", "medium", "status", "goals", "shown", "kept", "last-linked", "backlinks")]
    counts = shown_and_kept(view)
    return table(head, (_row(view, source.path, *counts(source.name)) for source in sources))


def _row(view: View, path: str, shown: int, kept: int) -> list[str]:
    source = view.network.sources[path]
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


def shown_and_kept(view: View) -> Callable[[str], tuple[int, int]]:
    """Of a source's name: how many of its items were written into daily notes, how many were ticked or kept."""
    counts = count_answers(view.answers)

    def of(name: str) -> tuple[int, int]:
        found = [counts.get(digest, (0, 0)) for digest in view.memory.names(name)]
        return sum(shown for shown, _ in found), sum(kept for _, kept in found)

    return of
