"""The whole network as plain values: what its JSON says, and what graphs are made of."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from vault_pln.core.exchange.network_file import FORMAT, VERSION
from vault_pln.core.exchange.redaction import redacted
from vault_pln.core.network.rhythm import cadence_of, last_contact
from vault_pln.core.network.strength import strength
from vault_pln.core.network.tie_graph import Ties
from vault_pln.model.exchange import Card
from vault_pln.model.kinds import Goal, Source
from vault_pln.model.network import Network
from vault_pln.model.settings import Settings

Row = dict[str, Any]
_OF_CARDS = ("org", "title", "role", "url", "location")


def network_values(
    network: Network, ties: Ties, cards: Mapping[str, Card], due: Mapping[str, date], settings: Settings
) -> Row:
    """The network on a day; ``cards`` is what the notes of people hold of an address book, by path."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "date": network.today.isoformat(),
        "people": [_person(network, path, cards[path], due.get(path), settings) for path in network.people],
        "sources": [_source(one, network.goals_of[path]) for path, one in network.sources.items() if not one.person],
        "goals": [_goal(goal) for goal in network.goals.values()],
        "ties": [_tie(ties, one, other) for one in sorted(ties) for other in sorted(ties[one]) if one < other],
    }


def _person(network: Network, path: str, card: Card, due: date | None, settings: Settings) -> Row:
    person, rows = network.people[path], network.contacts[path]
    cadence = cadence_of(person, settings)
    lists = ("aliases", "relation", "tags", "pursues", "expertise", "asks", "offers", "knows", "met_via", "profiles")
    return {
        "path": path,
        "name": person.name,
        **{name: list(getattr(person, name)) for name in lists},
        "goals": list(network.goals_of[path]),
        "feeds": [shown for feed in person.feeds if (shown := redacted(feed))],
        "interests": list(card.values.get("interests", ())),
        "redacted": any(redacted(feed) != feed for feed in person.feeds),
        "email": list(card.values.get("email", ())),
        "phone": list(card.values.get("phone", ())),
        **{name: next(iter(card.values.get(name, ())), "") for name in _OF_CARDS},
        "uid": card.uid,
        "birthday": person.birthday,
        "met": _iso(person.met),
        "last_contact": _iso(last_contact(person, rows[-1].day if rows else None)),
        "due": _iso(due),
        "snooze_until": _iso(person.snooze_until),
        "cadence": person.cadence,
        "cadence_days": cadence,
        "contacts": len({row.day for row in rows}),
        "gave": sum(row.direction in ("gave", "both") for row in rows),
        "got": sum(row.direction in ("got", "both") for row in rows),
        "strength": round(strength(rows, network.today, cadence), 4),
    }


def _source(source: Source, goals: tuple[str, ...]) -> Row:
    lists = ("author", "topics", "perspective", "only", "mute", "members", "found_via")
    texts = ("medium", "domain", "language", "status", "max_items", "every", "always")
    url, feed = redacted(source.url), redacted(source.feed)
    return {
        "path": source.path,
        "name": source.name,
        **{name: list(getattr(source, name)) for name in lists},
        **{name: getattr(source, name) for name in texts},
        "goals": list(goals),
        "url": url,
        "feed": feed,
        "redacted": (url, feed) != (source.url, source.feed),
        "since": _iso(source.since),
    }


def _goal(goal: Goal) -> Row:
    return {
        "path": goal.path,
        "name": goal.name,
        "status": goal.status,
        "keywords": list(goal.keywords),
        "topics": list(goal.topics),
        "target": _iso(goal.target),
        "area": goal.area,
        "weight": goal.weight,
        "parent": list(goal.parent),
        "asks": list(goal.asks),
    }


def _tie(ties: Ties, one: str, other: str) -> Row:
    tie = ties[one][other]
    weight = float(tie.declared + tie.meetings + tie.projects)
    return {"from": one, "to": other, "declared": tie.declared, "meetings": tie.meetings, "projects": tie.projects,
            "weight": weight}  # fmt: skip


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None
