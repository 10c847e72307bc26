"""Export: the network for other programs. Nothing is written in the vault; what is secret in an address stays here."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from vault_pln.core.digest.due import next_prompt
from vault_pln.core.digest.ledger import follow_up_id, name_digest
from vault_pln.core.exchange.feed_list import ListedFeed, write_opml
from vault_pln.core.exchange.follow_up_tasks import DuePerson, write_tasks
from vault_pln.core.exchange.graphml import write_graphml
from vault_pln.core.exchange.network_values import network_values
from vault_pln.core.exchange.people_values import clean, listed
from vault_pln.core.exchange.redaction import redacted
from vault_pln.core.exchange.table import write_table
from vault_pln.core.exchange.vcard import write_cards
from vault_pln.core.index.titles import name_of
from vault_pln.core.kinds.readers import source_of_person
from vault_pln.core.kinds.values import Properties
from vault_pln.core.outputs.view import View
from vault_pln.core.sources.address import web_form
from vault_pln.jobs.vault import Vault, view_of
from vault_pln.model.exchange import Card
from vault_pln.model.kinds import Source
from vault_pln.model.note import Note
from vault_pln.model.problem import Problem

ExportForm = Literal["opml", "vcard", "csv", "json", "graphml", "ics"]


@dataclass(frozen=True, slots=True)
class Exported:
    """A file for another program, how many things are in it, and what could not be put into it."""

    text: str
    count: int
    problems: tuple[Problem, ...] = ()


def export(vault: Vault, form: ExportForm) -> Exported:
    """The file of this form."""
    view = view_of(vault)
    if form == "opml":
        return _feeds(vault, view)
    if form == "ics":
        return _follow_ups(view)
    cards = _cards(vault, view)
    if form == "vcard":
        return Exported(write_cards(cards.values()), len(cards))
    if form == "csv":
        return Exported(write_table(cards.values()), len(cards))
    return _network(view, cards, form)


def _feeds(vault: Vault, view: View) -> Exported:
    network = view.network
    people = (one for person in network.people.values() for one in source_of_person(person))
    sources = (source for source in network.sources.values() if not source.person)
    wanted = [one for one in (*sources, *people) if one.status != "dropped" and "://" in one.feed]
    names = vault.settings.property_names
    via = {path: Properties(note, names).texts("found-via") for path, note in _notes(vault, wanted).items()}
    found = {
        one: _listed_feed(view, one, via[one.path]) for one in wanted if one.status != "dropped" and "://" in one.feed
    }
    problems = [Problem(one.path, None, "its feed's address is a secret as a whole and is left out",
                        "Copy it by hand where it is wanted.")
                for one, feed in found.items() if not feed.feed]  # fmt: skip
    feeds = [feed for feed in found.values() if feed.feed]
    title = vault.places.root.rpartition("/")[2] or "vault-pln"
    return Exported(write_opml(feeds, title), len(feeds), tuple(problems))


def _notes(vault: Vault, sources: Iterable[Source]) -> Mapping[str, Note]:
    return vault.index.notes.some({source.path for source in sources})


def _listed_feed(view: View, source: Source, found_via: tuple[str, ...]) -> ListedFeed:
    goals = tuple(name_of(path) for path in view.network.goals_of[source.path])
    feed = redacted(web_form(source.feed))
    own = {
        "status": (source.status,), "medium": (source.medium,), "goals": goals, "topics": source.topics,
        "since": (source.since.isoformat() if source.since else "",), "domain": (source.domain,),
        "perspective": source.perspective, "only": source.only, "mute": source.mute,
        "max-items": (str(source.max_items) if source.max_items is not None else "",),
        "always": ("true" if source.always else "",), "found-via": found_via,
        "redacted": ("true" if feed != web_form(source.feed) else "",),
    }  # fmt: skip
    kept = {key: tuple(text for text in values if text) for key, values in own.items()}
    return ListedFeed(source.name, feed, redacted(source.url), goals[0] if goals else "", source.language,
                      {key: values for key, values in kept.items() if values})  # fmt: skip


def _cards(vault: Vault, view: View) -> dict[str, Card]:
    """What the note of each person says that an address book can hold, by name."""
    people = view.network.people
    notes = vault.index.notes.some(set(people))
    wanted = sorted(people.values(), key=lambda person: (person.name.casefold(), person.path))
    found = {}
    for person in wanted:
        said = listed(notes[person.path], vault.settings.property_names)
        values = {
            key: kept for key, given in said.items() if key not in ("uid", "name") and (kept := clean(key, given))
        }
        found[person.path] = Card(person.name, 1, next(iter(said.get("uid", ())), ""), values)
    return found


def _follow_ups(view: View) -> Exported:
    """Everybody who is due, on the day they are brought up."""
    due = list(_due(view))
    return Exported(write_tasks(due, view.say("reach-out")), len(due))


def _due(view: View) -> Iterator[DuePerson]:
    for path, due in sorted(view.due.items()):
        person = view.network.people[path]
        since = view.say("last-contact-on", day=due.since) if due.since else view.say("no-contact-yet")
        reason = f"{view.say.rhythm(due.cadence)}, {since}"
        line = follow_up_id(name_digest(person.name), due.day)
        summary = view.say("write-to", person=person.name, reason=reason)
        yield DuePerson(f"pln-{line}", next_prompt(person, due), summary, reason, person.relation)


def _network(view: View, cards: Mapping[str, Card], form: ExportForm) -> Exported:
    due = {path: next_prompt(view.network.people[path], one) for path, one in view.due.items()}
    values = network_values(view.network, view.ties, cards, due, view.settings)
    number = sum(len(values[kind]) for kind in ("people", "sources", "goals"))
    if form == "graphml":
        return Exported(write_graphml(values), number)
    return Exported(json.dumps(values, ensure_ascii=False, indent=2) + "\n", number)
