"""The index of goals."""

from collections.abc import Iterable

from vault_pln.core.index.titles import link_to
from vault_pln.core.outputs.parts import cell, links_to, table
from vault_pln.core.outputs.suggested import suggested
from vault_pln.core.outputs.view import View
from vault_pln.model.suggestion import Suggestion

NAME = "goals"


def render(view: View) -> str:
    """One row per goal, by name: who and what serves it."""
    say = view.say
    goals = sorted(view.network.goals.values(), key=lambda g: (g.name.casefold(), g.path))
    if not goals:
        return say("none-yet")
    head = [
        say(key) for key in ("goal", "status", "target", "keywords", "people", "sources", "last-linked", "backlinks")
    ]
    rows = table(head, (_row(view, goal.path) for goal in goals))
    # late: it brings the stemmer along, which a vault without goals does without
    from vault_pln.core.suggest.gaps import gaps

    found = gaps(view.index, view.network, view.memory)
    lines = [f"- {line}" for goal in goals for line in gap_lines(view, goal.path, found.get(goal.path, ()))]
    return "\n\n".join([rows, f"## {say('gaps')}", "\n".join(lines)]) if lines else rows


def gap_lines(view: View, goal: str, found: Iterable[Suggestion]) -> list[str]:
    """What a goal lacks, each with a next step, as lines that name the goal."""
    link = link_to(view.index, goal)
    return [view.say("gap-of", goal=link, gap=suggested(one, view.index, view.say)) for one in found]


def serving(view: View, goal: str) -> tuple[list[str], list[str]]:
    """The paths of the people and of the sources that name a goal; who publishes is counted as a person."""
    network = view.network
    people = [path for path in network.people if goal in network.goals_of[path]]
    sources = [path for path, s in network.sources.items() if goal in network.goals_of[path] and not s.person]
    return people, sources


def _row(view: View, path: str) -> list[str]:
    goal = view.network.goals[path]
    people, sources = serving(view, path)
    count, linked = view.network.backlinks[path]
    return [
        link_to(view.index, path, cell=True),
        cell(goal.status),
        goal.target.isoformat() if goal.target else "",
        cell(", ".join(goal.keywords)),
        links_to(view.index, people, cell=True),
        links_to(view.index, sources, cell=True),
        linked.isoformat() if linked else "",
        str(count),
    ]
