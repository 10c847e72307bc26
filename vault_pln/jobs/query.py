"""The reading commands: the vault as it is now, as values ready for a table or JSON."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from vault_pln.core.digest.choice import rank
from vault_pln.core.digest.due import next_prompt
from vault_pln.core.digest.reception import IN_VAIN, Reception, Taste
from vault_pln.core.digest.scores import goal_scores
from vault_pln.core.digest.stock import Stock
from vault_pln.core.health.goals import goal_advice
from vault_pln.core.index.canvas import canvas_links
from vault_pln.core.index.graph import graph
from vault_pln.core.index.index import Index
from vault_pln.core.index.titles import name_of
from vault_pln.core.kinds.kind import recognise
from vault_pln.core.network.community import COMMUNITIES, members_of, presence
from vault_pln.core.network.constraint import constraint, evenly
from vault_pln.core.network.coverage import coverage, last_evidence, roles
from vault_pln.core.network.evidence import evidence_of, parent_of, sub_goals
from vault_pln.core.network.reciprocity import balance, exchanged
from vault_pln.core.network.rhythm import cadence_of, is_drifting, last_contact, own_rhythm
from vault_pln.core.network.staleness import QUIET, staleness
from vault_pln.core.network.strength import strength
from vault_pln.core.network.traces import day_of, people_keys
from vault_pln.core.outputs.sources import received_of
from vault_pln.core.outputs.view import View
from vault_pln.core.sources.address import shown
from vault_pln.core.sources.health import health
from vault_pln.core.suggest.gaps import gaps
from vault_pln.edge import clock, disk
from vault_pln.edge.store import Store
from vault_pln.jobs.brief import brief
from vault_pln.jobs.calendars import upcoming_counts
from vault_pln.jobs.stock import stocked
from vault_pln.jobs.vault import Vault, view_of
from vault_pln.model.errors import UsageError
from vault_pln.model.kinds import Source
from vault_pln.model.news import Item, Visits
from vault_pln.model.note import Link
from vault_pln.model.problem import Problem
from vault_pln.model.suggestion import Suggestion

Row = dict[str, Any]
_MONTH = 30


@dataclass(frozen=True, slots=True)
class Shown:
    """What is known of a note, why it is of its kind, and what is wrong with it."""

    facts: Row
    because: str
    problems: tuple[Problem, ...]


def find_note(vault: Vault, name: str) -> str:
    """The note a person means: a path, or a name as in a link; raises UsageError where there is none."""
    if name in vault.index.notes:
        return name
    link = name.removeprefix("[[").removesuffix("]]")
    path = (_with_hash(vault, link) if "#" in link else None) or vault.index.resolve(link, "").path
    if path is None or path not in vault.index.notes:
        raise UsageError(f"there is no note '{name}' in this vault", "Give its path, or its name without '.md'.")
    return path


def _with_hash(vault: Vault, name: str) -> str | None:
    """The one note whose name has this ``#`` in it: no link can mean it, as it would mean a heading."""
    wanted = name.removesuffix(".md")
    found = [path for path in vault.index.notes if name_of(path) == wanted]
    return found[0] if len(found) == 1 else None


def show(vault: Vault, name: str) -> Shown:
    """All that is known of one note."""
    path = find_note(vault, name)
    note = vault.index.notes[path]
    kind = recognise(note, vault.settings, vault.conventions)
    view = view_of(vault)
    facts = {
        "path": path,
        "kind": kind.kind if kind else None,
        "properties": dict(note.properties),
        "tags": [tag.name for tag in note.tags],
        "aliases": list(_aliases(note.properties)),
        "tasks": [{"line": t.line, "status": t.status, "text": t.text} for t in note.tasks],
        "headings": [{"line": h.line, "level": h.level, "text": h.text} for h in note.headings],
        "links": links(vault, path),
        "backlinks": backlinks(vault, path),
        "brief": brief(vault, view, path),
    }
    if path in view.network.goals:
        facts |= _of_goal(vault, view, path)
    problems = tuple(p for p in view.network.problems if p.path == path)
    return Shown(facts, kind.because if kind else "", problems)


def _of_goal(vault: Vault, view: View, path: str) -> Row:
    """What shows progress with a goal, what it is part of, and what would make it clearer."""
    goal, network = view.network.goals[path], view.network
    shown = evidence_of(path, network, vault.index, vault.settings, vault.conventions)
    parent, lacks = parent_of(goal, network), gaps(view.index, network, view.memory)
    try:
        text = disk.read_note(vault.places.root, path).decode("utf-8", "replace")
    except OSError:
        text = ""
    return {
        "parent": parent.path if parent else None,
        "sub_goals": list(sub_goals(path, network)),
        "evidence": [
            {"date": e.day.isoformat(), "path": e.path, "line": e.line, "text": e.text, "how": e.how} for e in shown
        ],
        "gaps": [view.say(gap.phrase, **gap.values) for gap in lacks.get(path, ())],
        "advice": list(goal_advice(goal, text, shown[0].day if shown else None, network)),
    }


def _aliases(properties: Any) -> Iterable[str]:
    value = properties.get("aliases", properties.get("alias"))
    return [str(one) for one in value if one is not None] if isinstance(value, list) else [str(value)] if value else []


def links(vault: Vault, name: str) -> list[Row]:
    """The links of a note in the order of its text, properties first."""
    path = find_note(vault, name)
    return [_link(vault.index, link, path) for link in sorted(vault.index.notes[path].links, key=lambda n: n.line)]


def _link(index: Index, link: Link, source: str) -> Row:
    _, hash_, part = link.target.partition("#")
    block = part.startswith("^")
    return {
        "link": link.target,
        "kind": link.kind,
        "line": link.line,
        "resolved": index.resolve(link.target, source).path,
        "heading": part if hash_ and not block else None,
        "block": part[1:] if block else None,
        "display": link.display,
    }


def backlinks(vault: Vault, name: str) -> list[Row]:
    """The links that mean a note, with line and date."""
    path = find_note(vault, name)
    return [
        {"path": b.path, "line": b.line, "text": b.text,
         "date": _iso(day_of(vault.index.notes[b.path], vault.settings, vault.conventions))}
        for b in vault.index.backlinks(path)
    ]  # fmt: skip


def graph_of(vault: Vault) -> Row:
    """All links as resolved; a canvas that cannot be read has none."""
    canvases = {path: _canvas(vault, path) for path in vault.listing.others if path.lower().endswith(".canvas")}
    ours = f"{vault.settings.folder}/PLN "
    return graph(vault.index, {path: found for path, found in canvases.items() if not path.startswith(ours)})


def _canvas(vault: Vault, path: str) -> list[Link]:
    try:
        return canvas_links(disk.read_note(vault.places.root, path))
    except OSError:
        return []


def people(vault: Vault) -> list[Row]:
    """One row per person, by name; plain values, so that they can be kept."""
    view = view_of(vault)
    around = evenly(view.ties)
    rows = sorted(view.network.people.values(), key=lambda p: (p.name.casefold(), p.path))
    problems = _problems_by_path(view)
    return [_person(view, one.path, constraint(around, one.path), problems) for one in rows]


def _person(view: View, path: str, bound: float | None, problems: dict[str, list[Problem]]) -> Row:
    person, rows = view.network.people[path], view.network.contacts[path]
    due = view.due.get(path)
    cadence = cadence_of(person, view.settings)
    last = last_contact(person, rows[-1].day if rows else None)
    # who has a cadence is followed up; what is usual with the others is only shown
    rhythm = own_rhythm(row.day for row in rows) if cadence is None and len(rows) > 3 else None
    gave, got = exchanged(rows, people_keys(view.settings))
    return {
        "path": path,
        "name": person.name,
        "relation": list(person.relation),
        "goals": list(view.network.goals_of[path]),
        "last_contact": _iso(last),
        "contacts": len({row.day for row in rows}),
        "cadence_days": cadence,
        "due": _iso(next_prompt(person, due) if due else None),
        "gave": gave,
        "got": got,
        "balance": round(balance(gave, got), 4),
        "rhythm_days": rhythm,
        "drifting": rhythm is not None and last is not None and is_drifting(rhythm, (view.network.today - last).days),
        "strength": round(strength(rows, view.network.today, cadence), 4),
        "constraint": None if bound is None else round(bound, 6),
        "problems": [problem._asdict() for problem in problems.get(path, [])],
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None


def _problems_by_path(view: View) -> dict[str, list[Problem]]:
    found: dict[str, list[Problem]] = {}
    for problem in view.network.problems:
        found.setdefault(problem.path, []).append(problem)
    return found


def sources(vault: Vault) -> list[Row]:
    """One row per source, by name, with what this machine knows of its visits."""
    view = view_of(vault)
    with Store(vault.places.state) as store:
        visits, items, calendars = store.visits(), store.items(), store.calendars()
    newest: dict[str, Item] = {}
    days: dict[str, list[date]] = {}
    for item in items:
        newest.setdefault(item.source, item)
        if item.published is not None:
            days.setdefault(item.source, []).append(item.published.date())
    problems = _problems_by_path(view)
    rows = sorted(view.network.sources.values(), key=lambda s: (s.name.casefold(), s.path))
    received, coming = received_of(view), upcoming_counts(vault, view.network, calendars)
    return [
        _source(view, s.path, visits.get(s.feed), newest.get(s.path), problems, received(s.name), coming.get(s.path))
        | _circle(vault, view, s)
        | _stillness(vault, days.get(s.path, ()))
        for s in rows
    ]


def _source(
    view: View,
    path: str,
    visits: Visits | None,
    newest: Item | None,
    problems: dict[str, list[Problem]],
    received: Reception,
    events: int | None,
) -> Row:
    source = view.network.sources[path]
    return {
        "path": path,
        "name": source.name,
        "medium": source.medium,
        "feed": shown(source.feed) or None,
        "status": source.status,
        "health": _health(source, visits, newest, received, events),
        "last_visit": visits.last_visit if visits else None,
        "next_visit": visits.next_visit if visits else None,
        "last_item": newest.published if newest else None,
        "shown": received.shown,
        "kept": received.kept,
        "visits": _visits(visits),
        "problems": [*problems.get(path, []), *remarks(path, visits)],
    }


_REMARK = "What could be read was taken; tell whoever keeps the feed."


def remarks(path: str, visits: Visits | None) -> list[Problem]:
    """What of the last reading of a feed was not as it should be; the rest of it was taken."""
    return [Problem(path, None, visits.remark, _REMARK)] if visits is not None and visits.remark else []


def _circle(vault: Vault, view: View, source: Source) -> Row:
    """Who belongs to a source, and how often the user took part where people meet."""
    found: Row = {"members": list(members_of(view.index, view.network, source)), "present": None}
    if source.medium in COMMUNITIES:
        present = presence(view.index, source.path, vault.settings, vault.conventions, vault.today)
        found["present"] = present._asdict()
    return found


def _stillness(vault: Vault, days: Iterable[date]) -> Row:
    """The age of a source's newest item in its usual gaps, and whether that makes it quiet."""
    found = staleness(days, vault.today)
    return {"staleness": None if found is None else round(found, 2), "quiet": found is not None and found > QUIET}


def _visits(visits: Visits | None) -> Row | None:
    """What the visits of a feed cost its server, and how the last one went."""
    if visits is None:
        return None
    names = ("http", "requests", "unconditional", "unchanged", "received", "errors")
    return {name: getattr(visits, name) for name in names}


def _health(source: Source, visits: Visits | None, newest: Item | None, received: Reception, events: int | None) -> str:
    if not source.feed:
        return "no feed"
    if events is not None and visits is not None and not visits.problem:
        return f"{events} {'event' if events == 1 else 'events'} in the next 14 days"
    in_vain = IN_VAIN if received.in_vain else 0
    return health(visits, newest.published if newest else None, clock.now(), in_vain=in_vain)


def goals(vault: Vault) -> list[Row]:
    """One row per goal, by name."""
    view = view_of(vault)
    stock = stocked(vault, _MONTH, every=True)
    fitting = goal_scores(stock.items, stock, view.network, view.memory, Taste(view.answers, vault.today))
    problems = _problems_by_path(view)
    rows = sorted(view.network.goals.values(), key=lambda g: (g.name.casefold(), g.path))
    lacks = gaps(view.index, view.network, view.memory)
    return [
        _goal(vault, view, g.path, [i for i in stock.items if g.path in fitting[i.id]], problems, lacks.get(g.path, ()))
        for g in rows
    ]


def _goal(
    vault: Vault,
    view: View,
    path: str,
    items: list[Item],
    problems: dict[str, list[Problem]],
    found: Iterable[Suggestion],
) -> Row:
    network, goal = view.network, view.network.goals[path]
    evidence = last_evidence(vault.index, path, vault.settings, vault.conventions, vault.today)
    by_source: dict[str, int] = {}
    for item in items:
        by_source[item.source] = by_source.get(item.source, 0) + 1
    texts = " ".join(f"{item.title} {item.summary}" for item in items).casefold()
    fed = [word.casefold() for word in goal.keywords if word.casefold() in texts]
    return {
        "path": path,
        "name": goal.name,
        "status": goal.status,
        "people": [p for p in network.people if path in network.goals_of[p]],
        "sources": [p for p, s in network.sources.items() if path in network.goals_of[p] and not s.person],
        "items_30d": len(items),
        "roles": roles(goal, network),
        "coverage": coverage(goal, network, fed, by_source, evidence),
        "gaps": [view.say(gap.phrase, **gap.values) for gap in found],
        "last_evidence": evidence,
        "problems": problems.get(path, []),
    }


def items(vault: Vault, stock: Stock, goal: str | None, limit: int) -> list[Row]:
    """Unread items, best first: for one goal, or by their best goal."""
    view = view_of(vault)
    wanted = find_note(vault, goal) if goal else None
    waiting = [i for i in stock.items if not view.memory.has(i.id) and i.source in view.network.sources]
    scores = goal_scores(waiting, stock, view.network, view.memory, Taste(view.answers, vault.today))
    rows = [
        {"id": r.item.id, "title": r.item.title, "url": r.item.url, "source": r.item.source,
         "goals": scores[r.item.id], "score": scores[r.item.id].get(wanted, 0.0) if wanted else r.score,
         "published": r.item.published, "seen": date.fromisoformat(r.item.seen)}
        for r in rank(waiting, stock, view.network, view.memory, view.answers)
        if wanted is None or wanted in scores[r.item.id]
    ]  # fmt: skip
    return sorted(rows, key=lambda row: -float(str(row["score"])))[:limit]
