"""All notes of the network tied to each other. A changed note costs itself and the notes that name it."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from vault_pln.core.index.index import Index
from vault_pln.core.kinds.kind import recognise
from vault_pln.core.kinds.readers import READERS, AnyKind, source_of_person
from vault_pln.core.kinds.values import Properties
from vault_pln.core.network.traces import Reader, Trace, Traces
from vault_pln.model.kinds import Goal, Me, Person, Source
from vault_pln.model.network import Contact, Network
from vault_pln.model.problem import Problem
from vault_pln.model.settings import Settings
from vault_pln.model.vault import Conventions

FirstSeen = Callable[[str], date | None]
"""The day on which the tick of one of our lines was first seen, by its id."""


class Survey:
    """What all notes of an index say of each other, under one set of settings and conventions.

    After the index changed, ``update`` brings it in line; the answers equal those of a new survey.
    """

    def __init__(self, index: Index, settings: Settings, conventions: Conventions) -> None:
        self._index, self._settings, self._conventions = index, settings, conventions
        self._reader = Reader(index, settings, conventions)
        self._values: dict[str, AnyKind] = {}
        self._problems: dict[str, tuple[Problem, ...]] = {}
        self._traces: dict[str, Traces] = {}
        self._contacts: dict[str, dict[str, list[Trace]]] = {}
        self._linked: dict[str, dict[str, int]] = {}
        self.update(index.notes)

    def update(self, paths: Iterable[str]) -> None:
        """Look again at these notes: changed, new or gone, and those whose links may mean something else now."""
        for path in list(paths):
            self._forget(path)
            if path in self._index.notes:
                self._learn(path)

    def network(self, today: date, first_seen: FirstSeen = lambda _: None) -> Network:
        """The network as it stands on a day. A person who publishes is a source under their own note too."""
        values = {path: self._values[path] for path in sorted(self._values)}
        people = {path: value for path, value in values.items() if isinstance(value, Person)}
        sources = {path: value for path, value in values.items() if isinstance(value, Source)}
        for person in people.values():
            sources.update({source.path: source for source in source_of_person(person)[:1]})
        goals = {path: value for path, value in values.items() if isinstance(value, Goal)}
        return Network(
            today=today,
            people=people,
            sources=sources,
            goals=goals,
            me=next((value for value in values.values() if isinstance(value, Me)), None),
            contacts={path: self._contacts_of(path, today, first_seen) for path in people},
            goals_of=self._goals_of(sources, people, goals),
            backlinks={path: self._backlinks_of(path, today) for path in values},
            problems=tuple(problem for path in sorted(self._problems) for problem in self._problems[path]),
        )

    def links(self) -> tuple[int, int]:
        """How many links the user's notes have, and how many of them mean nothing."""
        found = self._traces.values()
        return sum(traces.links for traces in found), sum(traces.missing for traces in found)

    def _learn(self, path: str) -> None:
        note = self._index.notes[path]
        kind = recognise(note, self._settings, self._conventions)
        problems = note.problems
        if kind is not None:
            properties = Properties(note, self._settings.property_names)
            self._values[path] = READERS[kind.kind](note, properties)
            problems = (*problems, *properties.problems)
        if problems:
            self._problems[path] = problems
        found = self._reader.traces(note, person=kind is not None and kind.kind == "person")
        self._traces[path] = found
        for target in found.targets:
            linked = self._linked.get(target)
            if linked is None:
                linked = self._linked[target] = {}
            linked[path] = linked.get(path, 0) + 1
        for trace in found.contacts:
            self._contacts.setdefault(trace.target, {}).setdefault(path, []).append(trace)

    def _forget(self, path: str) -> None:
        self._values.pop(path, None)
        self._problems.pop(path, None)
        old = self._traces.pop(path, None)
        if old is None:
            return
        for target in set(old.targets):
            self._linked[target].pop(path, None)
        for trace in old.contacts:
            self._contacts[trace.target].pop(path, None)

    def _contacts_of(self, path: str, today: date, first_seen: FirstSeen) -> tuple[Contact, ...]:
        """All contacts up to today, oldest first, one a line."""
        rows = {
            Contact(day, source, trace.line, trace.text, trace.direction)
            for source, traces in self._contacts.get(path, {}).items()
            for trace in traces
            if (day := (trace.tick and first_seen(trace.tick)) or trace.day) is not None
        }
        for target, link, text in self._traces[path].mentions:
            dated = self._traces.get(target)
            if dated is not None and dated.day is not None:
                rows.add(Contact(dated.day, path, link.line, text, self._reader.direction(text, link)))
        return tuple(sorted(row for row in rows if row.day <= today)) if rows else ()

    def _goals_of(
        self, sources: Mapping[str, Source], people: Mapping[str, Person], goals: Mapping[str, Goal]
    ) -> dict[str, tuple[str, ...]]:
        """The goals each source and person names, as paths, in the order named."""
        found: dict[str, tuple[str, ...]] = {}
        for group in (sources, people):
            for path, value in group.items():
                named = (self._index.resolve(goal, path).path for goal in value.goals)
                found[path] = tuple(dict.fromkeys(goal for goal in named if goal is not None and goal in goals))
        return found

    def _backlinks_of(self, path: str, today: date) -> tuple[int, date | None]:
        """How many links mean a note, and the latest day among the dated notes that do."""
        linked = self._linked.get(path)
        if not linked:
            return 0, None
        days = (self._traces[source].day for source in linked)
        return sum(linked.values()), max((day for day in days if day is not None and day <= today), default=None)
