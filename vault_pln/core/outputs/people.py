"""The index of people."""

from datetime import date
from functools import lru_cache

from vault_pln.core.digest.due import next_prompt
from vault_pln.core.index.titles import link_to
from vault_pln.core.markdown.phrases import Phrases
from vault_pln.core.network.rhythm import last_contact
from vault_pln.core.outputs.parts import cell, links_to, row, table_of_rows
from vault_pln.core.outputs.view import View
from vault_pln.model.kinds import Person
from vault_pln.model.network import Contact, Due

NAME = "people"


def render(view: View) -> str:
    """One row per person, by name; absolute dates only."""
    say = view.say
    # by path they are ordered already
    people = sorted(view.network.people.values(), key=lambda person: person.name.casefold())
    if not people:
        return say("none-yet")
    head = [
        say(key) for key in ("person", "relation", "goals", "last-contact", "contacts", "rhythm", "due", "backlinks")
    ]
    return table_of_rows(head, (_row_of(view, person) for person in people))


def _row_of(view: View, person: Person) -> str:
    path, network = person.path, view.network
    goals = network.goals_of[path]
    return _row(
        person,
        link_to(view.index, path, cell=True),
        links_to(view.index, goals, cell=True) if goals else "",
        network.contacts[path],
        view.due.get(path),
        network.backlinks[path],
        view.settings.language,
    )


@lru_cache(maxsize=200_000)
def _row(
    person: Person,
    link: str,
    goals: str,
    contacts: tuple[Contact, ...],
    due: Due | None,
    backlinks: tuple[int, date | None],
    language: str,
) -> str:
    """A row; kept, since of thousands of people one or two change between two renderings."""
    last = last_contact(person, contacts[-1].day if contacts else None)
    days = len({contact.day for contact in contacts})
    rhythm, prompt = (Phrases(language).rhythm(due.cadence), next_prompt(person, due).isoformat()) if due else ("", "")
    relation = cell(", ".join(person.relation))
    return row((link, relation, goals, last.isoformat() if last else "", str(days), rhythm, prompt, str(backlinks[0])))
