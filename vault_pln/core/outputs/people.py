"""The index of people."""

from datetime import date
from typing import NamedTuple

from vault_pln.core.digest.due import next_prompt
from vault_pln.core.index.titles import link_to
from vault_pln.core.markdown.phrases import Phrases
from vault_pln.core.network.rhythm import last_contact
from vault_pln.core.outputs.parts import cell, links_to, row, table_of_rows
from vault_pln.core.outputs.view import View
from vault_pln.model.kinds import Person
from vault_pln.model.network import Contact, Due

NAME = "people"


class _Facts(NamedTuple):
    """What a row is made from; ``alone`` is whether nobody shares the note's name."""

    person: Person
    alone: bool
    goals: str
    contacts: tuple[Contact, ...]
    due: Due | None
    backlinks: tuple[int, date | None]
    language: str


_last_rows: dict[str, tuple[_Facts, str]] = {}
"""Of thousands of people one or two change between two renderings; as a cache this may be emptied at any time."""


def render(view: View) -> str:
    """One row per person, by name; absolute dates only."""
    say = view.say
    # by path they are ordered already
    people = sorted(view.network.people.values(), key=lambda person: person.name.casefold())
    if not people:
        return say("none-yet")
    if len(_last_rows) > 2 * len(people):
        _last_rows.clear()
    head = [
        say(key) for key in ("person", "relation", "goals", "last-contact", "contacts", "rhythm", "due", "backlinks")
    ]
    return table_of_rows(head, (_row_of(view, person) for person in people))


def _row_of(view: View, person: Person) -> str:
    """A row, made anew only where something differs from what the last one of this person was made from."""
    path, network = person.path, view.network
    goals = network.goals_of[path]
    facts = _Facts(
        person,
        view.index.names.is_alone(path),
        links_to(view.index, goals, cell=True) if goals else "",
        network.contacts[path],
        view.due.get(path),
        network.backlinks[path],
        view.settings.language,
    )
    known = _last_rows.get(path)
    if known is not None and known[0] == facts:
        return known[1]
    made = _row(facts, link_to(view.index, path, cell=True))
    _last_rows[path] = facts, made
    return made


def _row(facts: _Facts, link: str) -> str:
    person, contacts, due = facts.person, facts.contacts, facts.due
    last = last_contact(person, contacts[-1].day if contacts else None)
    days = len({contact.day for contact in contacts})
    rhythm, prompt = "", ""
    if due is not None:
        rhythm, prompt = Phrases(facts.language).rhythm(due.cadence), next_prompt(person, due).isoformat()
    relation = cell(", ".join(person.relation))
    met = last.isoformat() if last else ""
    return row((link, relation, facts.goals, met, str(days), rhythm, prompt, str(facts.backlinks[0])))
