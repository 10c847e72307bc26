"""The evidence behind a line: of an item its terms, kept items and rule; of a follow-up its rhythm and contacts."""

from dataclasses import dataclass
from typing import Any

from vault_pln.core.digest.choice import HORIZON, waiting_items
from vault_pln.core.digest.coming_up import AHEAD
from vault_pln.core.digest.ledger import name_digest
from vault_pln.core.digest.shares import goal_digests
from vault_pln.core.digest.why import Reason, reasons
from vault_pln.core.index.titles import name_of
from vault_pln.core.markdown.phrases import Phrases
from vault_pln.core.outputs.view import View
from vault_pln.edge.store import Store
from vault_pln.jobs.stock import stocked
from vault_pln.jobs.tracing import trace
from vault_pln.jobs.vault import Vault, view_of
from vault_pln.model.errors import UsageError
from vault_pln.model.news import Item

Row = dict[str, Any]

RULES = {
    "goal": "the best for its goal when that goal's turn came",
    "new": "among the newest, for a place that no goal filled",
    "counterpoint": "the view that its goal had least of",
    "serendipity": "fits a goal, from a source that was never shown, and unlike what you know",
    "interest": "one of your interests",
    "insight": "kept before, and its time has come again",
}
"""What each place of a day is filled by."""

SORTS = {
    "follow-up": "their rhythm made them due, and no line about them stood open",
    "occasion": "a day that returns every year, of somebody whom you follow up",
    "event": f"an event in one of your calendars within {AHEAD.days} days; again only when its time or place changes",
    "taking-part": "something of yours answers it: what you know, what you offer, or a note that you wrote",
    "embed": "the lines of a day stand in a note of their own",
}
"""What makes a line that fills no place of the reading."""


@dataclass(frozen=True, slots=True)
class Why:
    """What is known of a line: plain values for JSON, and the same as lines for people."""

    facts: Row
    lines: tuple[str, ...]


def why(vault: Vault, line: str) -> Why:
    """The evidence behind the line with this id, or behind the review of a week (``2026-W48``).

    Raises UsageError for one that nothing is known of.
    """
    traced = trace(vault, line)
    if traced is not None:
        return Why(traced.facts, traced.lines)
    key = line.strip().removeprefix("^").removeprefix("pln-")
    view = view_of(vault)
    with Store(vault.places.state) as store:
        items = store.some([key])
    if items:
        return _item(vault, view, items[0])
    if view.memory.has(key):
        return _other(view, key)
    raise UsageError(
        f"there is no line '^pln-{key}'", "Give the id at the end of a line, or one of 'vault-pln items --json'."
    )


def _item(vault: Vault, view: View, item: Item) -> Why:
    stock = stocked(vault, also=(item.id,))
    found = reasons(item, stock, view.network, view.memory, view.answers)
    names = {one.id: one.title for one in stock.answered.values()}
    facts = {
        "id": item.id,
        "title": item.title,
        "url": item.url,
        "source": item.source,
        "sort": _sort(view, item.id),
        **_delivered(view, item.id),
        "waiting": bool(waiting_items([item], view.network, view.memory)),
        "goals": [_reason(one, names) for one in found],
    }
    return Why(facts, tuple(_lines(facts)))


def _reason(one: Reason, names: dict[str, str]) -> Row:
    fit = one.fit
    return {
        "goal": one.goal or None,
        "score": round(fit.score, 3),
        "fits": fit.fits,
        "keyword": fit.keyword,
        "source_serves": fit.serves,
        "text": round(fit.terms, 3),
        "freshness": round(fit.freshness, 3),
        "format": fit.form or None,
        "liking": round(fit.liking, 3),
        "terms": [{"term": t.term, "share": t.share, "asked": t.asked} for t in one.terms],
        "kept": [{"id": k.id, "title": names.get(k.id, ""), "alike": k.alike} for k in one.kept],
    }


def _sort(view: View, key: str) -> str:
    """What the ledger calls a line; an item that waits is one, too."""
    rows = view.memory.wrote.get(key)
    return rows[-1].what if rows else "item"


def _delivered(view: View, key: str) -> Row:
    """When a line was delivered, for which goal, by which rule, and what the user said."""
    rows, answer = view.memory.wrote.get(key), view.answers.get(key)
    if not rows:
        return {"delivered": None, "slot": None, "rule": None, "answer": answer.said if answer else None}
    slot = rows[-1].slot if rows[-1].slot != "-" else None
    rule = RULES.get(slot or "") or SORTS.get(rows[-1].what)
    return {"delivered": rows[-1].day, "slot": slot, "rule": rule, "answer": answer and answer.said}


def _lines(facts: Row) -> list[str]:
    found = [f"{facts['title'] or 'untitled'} ({facts['source']})"]
    if facts["delivered"]:
        rule = f": {facts['rule']}" if facts["rule"] else ""
        what = facts["slot"] or facts["sort"]
        found.append(f"written on {facts['delivered']}, {what}{rule}; answer: {facts['answer']}")
    elif facts["waiting"]:
        found.append(f"waits; what is first seen more than {HORIZON} days ago is not written any more")
    if not facts["goals"] and facts["sort"] == "item":
        found.append("it matches no active goal: it fills a place that is free, the newest first")
    for row in facts["goals"]:
        found += _goal_lines(row)
    return found


def _goal_lines(row: Row) -> list[str]:
    name = f"for {name_of(row['goal'])}" if row["goal"] else "for your interests"
    how = [
        "has a keyword" if row["keyword"] else "",
        "its source names the goal" if row["source_serves"] else "",
        "" if row["fits"] else "not enough to be for it",
        f"{row['format']}, you prefer" if row["format"] else "",
        f"your answers to its source: x{row['liking']:g}" if row["liking"] != 1 else "",
        f"age: x{row['freshness']:g}",
    ]
    found = [f"{name}: {row['score']:g} ({'; '.join(part for part in how if part)})"]
    terms = ", ".join(f"{t['term']} {t['share']:.0%}" + ("*" if t["asked"] else "") for t in row["terms"])
    if terms:
        found.append(f"  terms (* in the goal): {terms}")
    kept = (f"'{one['title'] or one['id']}' {one['alike']:.2f}" for one in row["kept"])
    if row["kept"]:
        found.append(f"  like what you kept: {', '.join(kept)}")
    return found


def _other(view: View, key: str) -> Why:
    """A line that is no item, or one whose item the memory lost."""
    rows, answer = view.memory.wrote.get(key, ()), view.answers.get(key)
    sort = rows[-1].what if rows else "line"
    places = [{"path": p.path, "line": p.line.line, "text": p.line.text} for p in view.memory.placed.get(key, ())]
    facts: Row = {"id": key, "sort": sort, **_delivered(view, key), "places": places}
    rule = f": {facts['rule']}" if facts["rule"] else ""
    day = facts["delivered"] or "a day that no ledger knows"
    lines = [f"{sort} written on {day}{rule}; answer: {answer.said if answer else 'none'}"]
    if sort == "item":
        facts |= _known_of(view, key)
        lines += [f"{what}: {facts[what]}" for what in ("source", "goal") if facts[what]]
        lines.append("its text is forgotten, and with it the words that brought it")
    person = next((p for p in view.network.people.values() if rows and name_digest(p.name) == rows[-1].of), None)
    if person is not None:
        contacts = [{"date": c.day, "path": c.path, "line": c.line} for c in view.network.contacts[person.path]]
        due = view.due.get(person.path)
        facts |= {"person": person.path, "due": due and due.day, "cadence_days": due and due.cadence,
                  "contacts": contacts}  # fmt: skip
        rhythm = f": {Phrases('en').rhythm(due.cadence)}, due {due.day}" if due else ""
        lines.append(f"for {person.name}{rhythm}")
        lines += [f"  contact {c['date']}: {c['path']}:{c['line']}" for c in contacts[-3:]]
    return Why(facts, (*lines, *(f"stands in {p['path']}:{p['line']}" for p in places)))


def _known_of(view: View, key: str) -> Row:
    """The notes of the source and the goal of an item that only the ledger knows, as far as they are there."""
    row, network, memory = view.memory.wrote[key][-1], view.network, view.memory
    source = next((path for path, one in network.sources.items() if row.of in memory.names(one.name)), None)
    goals = goal_digests(network, memory)
    return {"source": source, "goal": goals.get(row.goal)}
