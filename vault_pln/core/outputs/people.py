"""The index of people."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from vault_pln.core.digest.due import next_prompt
from vault_pln.core.index.titles import link_to
from vault_pln.core.network.rhythm import last_contact
from vault_pln.core.outputs.parts import cell, links_to, table
from vault_pln.core.outputs.view import View

NAME = "people"


def render(view: View) -> str:
    """One row per person, by name; absolute dates only."""
    say = view.say
    people = sorted(view.network.people.values(), key=lambda p: (p.name.casefold(), p.path))
    if not people:
        return say("none-yet")
    head = [
        say(key) for key in ("person", "relation", "goals", "last-contact", "contacts", "rhythm", "due", "backlinks")
    ]
    return table(head, (_row(view, person.path) for person in people))


def _row(view: View, path: str) -> Sequence[str]:
    network, person = view.network, view.network.people[path]
    rows = network.contacts[path]
    due = view.due.get(path)
    return _cells(
        link_to(view.index, path, cell=True),
        person.relation,
        links_to(view.index, network.goals_of[path], cell=True),
        last_contact(person, rows[-1].day if rows else None),
        len({row.day for row in rows}),
        view.say.rhythm(due.cadence) if due else "",
        next_prompt(person, due) if due else None,
        network.backlinks[path][0],
    )


@lru_cache(maxsize=200_000)
def _cells(
    link: str,
    relation: tuple[str, ...],
    goals: str,
    last: date | None,
    contacts: int,
    rhythm: str,
    due: date | None,
    backlinks: int,
) -> tuple[str, ...]:
    """The cells of a row; kept, since of thousands of people one or two change between two renderings."""
    days = last.isoformat() if last else "", due.isoformat() if due else ""
    return link, cell(", ".join(relation)), goals, days[0], str(contacts), rhythm, days[1], str(backlinks)
