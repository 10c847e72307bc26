"""The network on one screen."""

from collections import Counter

from vault_pln.core.digest.due import next_prompt
from vault_pln.core.index.titles import link_to
from vault_pln.core.outputs.goals import serving
from vault_pln.core.outputs.parts import pie
from vault_pln.core.outputs.view import View

NAME = "home"
_MOST = 7


def render(view: View) -> str:
    """Counts, goals, who is due next, the latest contacts and a chart."""
    network, say = view.network, view.say
    own_sources = [source for source in network.sources.values() if not source.person]
    counts = say("counts", people=len(network.people), sources=len(own_sources), goals=len(network.goals))
    parts = [counts, _goals(view), _due(view), _latest(view)]
    mediums = Counter(source.medium or "-" for source in own_sources)
    if mediums:
        ordered = sorted(mediums.items(), key=lambda pair: (-pair[1], pair[0]))
        parts += [f"## {say('mediums')}\n\n{pie(say('mediums'), ordered)}"]
    return "\n\n".join(part for part in parts if part)


def _section(view: View, title: str, lines: list[str], total: int) -> str:
    if not lines:
        return ""
    more = [f"- {view.say('and-more', count=total - len(lines))}"] if total > len(lines) else []
    return f"## {view.say(title)}\n\n" + "\n".join([*lines, *more])


def _goals(view: View) -> str:
    active = [goal for goal in view.network.goals.values() if goal.status == "active"]
    lines = []
    for goal in sorted(active, key=lambda g: (-g.weight, g.name.casefold()))[:_MOST]:
        people, sources = serving(view, goal.path)
        target = f" · {view.say('target')} {goal.target}" if goal.target else ""
        counts = f"{view.say('people')} {len(people)} · {view.say('sources')} {len(sources)}"
        lines.append(f"- {link_to(view.index, goal.path)}: {counts}{target}")
    return _section(view, "goals-at-a-glance", lines, len(active))


def _due(view: View) -> str:
    """Who is next, a snooze taken into account."""
    people = view.network.people
    days = {path: next_prompt(people[path], due) for path, due in view.due.items()}
    rows = sorted(days.items(), key=lambda pair: (pair[1], pair[0]))
    lines = [
        f"- {day} {link_to(view.index, path)} · {view.say.rhythm(view.due[path].cadence)}" for path, day in rows[:_MOST]
    ]
    return _section(view, "next-due", lines, len(rows))


def _latest(view: View) -> str:
    last = [(rows[-1].day, path) for path, rows in view.network.contacts.items() if rows]
    lines = [f"- {day} {link_to(view.index, path)}" for day, path in sorted(last, reverse=True)[:_MOST]]
    return _section(view, "latest-contacts", lines, len(last))
