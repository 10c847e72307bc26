"""What was told last, and still holds: of thousands of people a change touches one or two."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple, Self

from vault_pln.core.kinds.readers import AnyKind, source_of_person
from vault_pln.core.network.traces import called
from vault_pln.model.kinds import Goal, Me, Person, Source
from vault_pln.model.network import Contact


class ByKind(NamedTuple):
    """The notes of the network by path, in that order. A person who publishes is a source under their own note too."""

    people: dict[str, Person]
    sources: dict[str, Source]
    goals: dict[str, Goal]
    me: Me | None


def by_kind(values: Mapping[str, AnyKind]) -> ByKind:
    """The notes of the network told apart."""
    ordered = dict(sorted(values.items()))
    people = {path: value for path, value in ordered.items() if isinstance(value, Person)}
    sources = {path: value for path, value in ordered.items() if isinstance(value, Source)}
    for person in people.values():
        sources.update({source.path: source for source in source_of_person(person)[:1]})
    goals = {path: value for path, value in ordered.items() if isinstance(value, Goal)}
    return ByKind(people, sources, goals, next((value for value in ordered.values() if isinstance(value, Me)), None))


class Standing:
    """What was told of each person and note on one day, until something that it comes from changes."""

    def __init__(self) -> None:
        self._day = date.min
        self._kinds: ByKind | None = None
        self._names: dict[str, str] | None = None
        self.contacts: dict[str, tuple[Contact, ...]] = {}
        self.backlinks: dict[str, tuple[int, date | None]] = {}

    def on(self, day: date) -> Self:
        """What was told on this day; of any other nothing is known."""
        if day != self._day:
            self._day = day
            self.contacts.clear()
            self.backlinks.clear()
        return self

    def kinds(self, values: Mapping[str, AnyKind]) -> ByKind:
        """The notes of the network told apart; none of these values may change without being forgotten."""
        if self._kinds is None:
            self._kinds = by_kind(values)
        return self._kinds

    def names(self, values: Mapping[str, AnyKind]) -> dict[str, str]:
        """Who is meant by a name, as ``called`` makes it; what two people are called means neither."""
        if self._names is None:
            owners: dict[str, set[str]] = {}
            for path, person in self.kinds(values).people.items():
                for name in (person.name, *person.aliases):
                    owners.setdefault(called(name), set()).add(path)
            self._names = {name: next(iter(paths)) for name, paths in owners.items() if len(paths) == 1}
        return self._names

    def forget(self, paths: Iterable[str]) -> None:
        """Something that is said of these changed."""
        if self.contacts or self.backlinks:
            for path in paths:
                self.contacts.pop(path, None)
                self.backlinks.pop(path, None)

    def forget_kinds(self) -> None:
        """A note of the network changed."""
        self._kinds = None

    def forget_names(self) -> None:
        """Somebody came or went, or is called otherwise: that may concern everybody whom a note names beside them."""
        self._names = None
        self.contacts.clear()
