"""The network on one screen."""

from collections import Counter

from vault_pln.core.digest.due import next_prompt
from vault_pln.core.index.titles import link_to, name_of
from vault_pln.core.network.coverage import missing_roles
from vault_pln.core.outputs import canvas, growth, mermaid
from vault_pln.core.outputs.condition import bridges, give_and_take, quarters, variety
from vault_pln.core.outputs.goals import serving
from vault_pln.core.outputs.picture import draw, name_in
from vault_pln.core.outputs.sources import health_of
from vault_pln.core.outputs.view import View

NAME = "home"
_MOST = 7
_DRAWN = 30
"""So many people and sources at most: more of them are no picture on one screen."""


def render(view: View) -> str:
    """Counts, goals, who is due next, the latest contacts, how the network is, and charts."""
    network, say = view.network, view.say
    own_sources = [source for source in network.sources.values() if not source.person]
    counts = say("counts", people=len(network.people), sources=len(own_sources), goals=len(network.goals))
    parts = [counts, _goals(view), _due(view), _latest(view), _ailing(view), _condition(view), _picture(view)]
    mediums = Counter(source.medium or "-" for source in own_sources)
    if mediums:
        ordered = sorted(mediums.items(), key=lambda pair: (-pair[1], pair[0]))
        parts += [f"## {say('mediums')}\n\n{mermaid.pie(say('mediums'), ordered)}"]
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
        roles = ", ".join(view.say(f"role-{role}") for role in missing_roles(goal, view.network))
        missing = f" · {view.say('missing', roles=roles)}" if roles else ""
        lines.append(f"- {link_to(view.index, goal.path)}: {counts}{target}{missing}")
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


def _ailing(view: View) -> str:
    """The sources of which the vault itself knows that something is wrong."""
    found = health_of(view)
    lines = [f"- {link_to(view.index, path)}: {words}" for path, words in list(found.items())[:_MOST]]
    return _section(view, "need-a-look", lines, len(found))


def _condition(view: View) -> str:
    lines = [f"- {line}" for line in (*variety(view), *give_and_take(view), *bridges(view))]
    parts = ["\n".join(lines), quarters(view), growth.pictures(view)]
    told = "\n\n".join(part for part in parts if part)
    return f"## {view.say('condition')}\n\n{told}" if told else ""


def _picture(view: View) -> str:
    """Who helps with which goal and who knows whom; the map has the rest."""
    picture = draw(view, _DRAWN)
    shown = [
        path
        for group in picture.groups
        for path in (group.goal, *group.members)
        if path in view.network.people or path in view.network.goals
    ]
    names = {path: name_in(view, path) for path in shown}
    clickable = frozenset(path for path in shown if view.index.names.is_alone(path) and mermaid.is_plain(name_of(path)))
    chart = mermaid.network(picture, names, clickable)
    if not chart:
        return ""
    more = len(view.network.people) - sum(len(members) for _, members in mermaid.drawn(picture, names))
    link = f"[[{view.settings.folder}/{canvas.NAME}|PLN Network]]"
    rest = view.say("on-the-map", people=more, map=link) if more else view.say("map-link", map=link)
    return "\n\n".join([f"## {view.say('who-knows-whom')}", chart, rest])
