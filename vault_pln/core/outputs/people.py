"""The index of people."""

from collections.abc import Iterator, Mapping

from vault_pln.core.digest.due import next_prompt
from vault_pln.core.index.titles import link_to
from vault_pln.core.network.rhythm import last_contact
from vault_pln.core.outputs.parts import cell, links_to, row, table_of_rows
from vault_pln.core.outputs.view import View
from vault_pln.model.kinds import Person

NAME = "people"


def render(view: View) -> str:
    """One row per person, by name; absolute dates only."""
    say = view.say
    if not view.network.people:
        return say("none-yet")
    head = [
        say(key) for key in ("person", "relation", "goals", "last-contact", "contacts", "rhythm", "due", "backlinks")
    ]
    return table_of_rows(head, _last.rows(view))


class Rows:
    """The rows as told last, and of which view: of thousands of people a change concerns one or two.

    Like any cache it may be emptied at any time; what it answers follows from the view alone.
    """

    def __init__(self) -> None:
        self._view: View | None = None
        self._sharing: frozenset[str] = frozenset()
        self._rows: dict[str, str] = {}
        self._order: list[str] = []

    def rows(self, view: View) -> list[str]:
        """The rows of everybody, by name."""
        people, last = view.network.people, self._view
        # where this is left off, nothing of it is taken for granted
        self._view = None
        if last is None or people is not last.network.people:
            # by path they are ordered already
            self._order = sorted(people, key=lambda path: people[path].name.casefold())
        sharing = view.index.names.sharing()
        if last is None or last.settings.language != view.settings.language or self._sharing != sharing:
            self._rows = {path: _row(view, person) for path, person in people.items()}
        else:
            self._rows.update((path, _row(view, people[path])) for path in _changed(last, view) if path in people)
        self._view, self._sharing = view, sharing
        return [self._rows[path] for path in self._order]


_last = Rows()


def _changed(last: View, view: View) -> Iterator[str]:
    """Everybody whose row is made from something else than in the last view."""
    before, now = last.network, view.network
    yield from _differing(before.people, now.people)
    yield from _differing(before.contacts, now.contacts)
    yield from _differing(before.backlinks, now.backlinks)
    yield from _differing(before.goals_of, now.goals_of)
    yield from _differing(last.due, view.due)
    yield from last.due.keys() - view.due.keys()


def _differing(before: Mapping[str, object], now: Mapping[str, object]) -> Iterator[str]:
    """What has another value now, or has one only now; most values are the very same."""
    return (path for path, value in now.items() if (old := before.get(path)) is not value and old != value)


def _row(view: View, person: Person) -> str:
    path, network = person.path, view.network
    contacts, due, goals = network.contacts[path], view.due.get(path), network.goals_of[path]
    last = last_contact(person, contacts[-1].day if contacts else None)
    return row(
        (
            link_to(view.index, path, cell=True),
            cell(", ".join(person.relation)),
            links_to(view.index, goals, cell=True) if goals else "",
            last.isoformat() if last else "",
            str(len({contact.day for contact in contacts})),
            view.say.rhythm(due.cadence) if due else "",
            next_prompt(person, due).isoformat() if due else "",
            str(network.backlinks[path][0]),
        )
    )
