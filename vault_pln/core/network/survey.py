"""All notes of the network tied to each other. A changed note costs itself and the notes that name it."""

import math
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from datetime import date

from vault_pln.core.index.index import Index
from vault_pln.core.kinds.kind import recognise
from vault_pln.core.kinds.readers import READERS, AnyKind
from vault_pln.core.kinds.values import Properties
from vault_pln.core.network.found import Found, nothing
from vault_pln.core.network.standing import Standing
from vault_pln.core.network.traces import Reader, Trace, Traces, is_called
from vault_pln.model.kinds import Goal, Person, Source
from vault_pln.model.network import Contact, Network
from vault_pln.model.note import Note
from vault_pln.model.settings import Settings
from vault_pln.model.vault import Conventions

FirstSeen = Callable[[str], date | None]
"""The day on which the tick of one of our lines was first seen, by its id."""

GROUP = 12
"""In a note with more people than this, each contact counts for ``1 / √N``."""

Told = Mapping[str, tuple[Trace, ...]]
"""What the notes say of somebody, by note."""


class Survey:
    """What all notes of an index say of each other, under one set of settings and conventions.

    ``found`` is what an earlier run found. After the index changed, ``update`` brings it in line; the answers equal
    those of a new survey.
    """

    def __init__(self, index: Index, settings: Settings, conventions: Conventions, found: Found | None = None) -> None:
        self._index, self._settings, self._conventions = index, settings, conventions
        self._reader = Reader(index, settings, conventions)
        self.found = found if found is not None else nothing()
        self._standing = Standing()
        if found is None:
            self.update(index.notes)

    def update(self, paths: Iterable[str]) -> None:
        """Look again at these notes: changed, new or gone, and those whose links may mean something else now."""
        wanted = list(paths)
        before = [self.found.values.get(path) for path in wanted]
        self._standing.forget(self._touched(wanted))
        for path in wanted:
            self._forget(path)
        for path, note in self._index.notes.some(path for path in wanted if path in self._index.notes).items():
            self.learn(path, note)
        self._standing.forget(self._touched(wanted))
        after = [self.found.values.get(path) for path in wanted]
        if before != after:
            self._standing.forget_kinds()
        if list(map(_known_as, before)) != list(map(_known_as, after)):
            self._standing.forget_names()

    def _touched(self, paths: Iterable[str]) -> Iterator[str]:
        """What these notes speak of, and what names them: a person's note may name a note for its day."""
        for path in paths:
            yield path
            yield from map(self._owner, self.found.said.get(path, (0, 0, ()))[2])
            yield from self.found.linked.get(path, ())

    def _owner(self, target: str) -> str:
        """The file that a trace is of: of a name, that of the one who is called so, if there is one."""
        return self._standing.names(self.found.values).get(target, target) if is_called(target) else target

    def network(self, today: date, first_seen: FirstSeen = lambda _: None) -> Network:
        """The network as it stands on a day. A person who publishes is a source under their own note too."""
        people, sources, goals, me = self._standing.kinds(self.found.values)
        return Network(
            today=today,
            people=people,
            sources=sources,
            goals=goals,
            me=me,
            contacts=self._contacts(people, today, first_seen),
            goals_of=self._goals_of(sources, people, goals),
            backlinks=self._backlinks(self.found.values, today),
            groups=self._groups(people, today),
            problems=tuple(problem for _, problems in sorted(self.found.problems.items()) for problem in problems),
            days=self.found.days,
        )

    def links(self) -> tuple[int, int]:
        """How many links the user's notes have, and how many of them mean nothing."""
        said = self.found.said.values()
        return sum(one[0] for one in said), sum(one[1] for one in said)

    def learn(self, path: str, note: Note) -> None:
        """Look at a note that was not looked at yet."""
        found = self.found
        kind = recognise(note, self._settings, self._conventions)
        problems = note.problems
        if kind is not None:
            properties = Properties(note, self._settings.property_names)
            found.values[path] = READERS[kind.kind](note, properties)
            problems = (*problems, *properties.problems)
        if problems:
            found.problems[path] = problems
        traces = self._reader.traces(note, person=kind is not None and kind.kind == "person")
        if traces.day is not None:
            found.days[path] = traces.day
        if traces.mentions:
            found.mentions[path] = traces.mentions
        self._tie(path, traces)

    def _tie(self, path: str, traces: Traces) -> None:
        """Note at each file what is said of it."""
        found = self.found
        for target in traces.targets:
            linked = found.linked.get(target)
            if linked is None:
                linked = found.linked[target] = {}
            linked[path] = linked.get(path, 0) + 1
        for trace in traces.contacts:
            rows = found.contacts.setdefault(trace.target, {})
            rows[path] = (*rows.get(path, ()), trace)
        targets = (*traces.targets, *(trace.target for trace in traces.contacts))
        found.said[path] = traces.links, traces.missing, tuple(dict.fromkeys(targets))

    def _forget(self, path: str) -> None:
        found = self.found
        for known in (found.values, found.problems, found.days, found.mentions):
            known.pop(path, None)
        _, _, targets = found.said.pop(path, (0, 0, ()))
        for target in targets:
            found.linked.get(target, {}).pop(path, None)
            found.contacts.get(target, {}).pop(path, None)

    def _contacts(
        self, people: Mapping[str, Person], today: date, first_seen: FirstSeen
    ) -> dict[str, tuple[Contact, ...]]:
        known, all_told, found = self._standing.on(today).contacts, self._told(people), {}
        for path, person in people.items():
            rows = known.get(path)
            if rows is None:
                told = all_told.get(path, {})
                rows = self._contacts_of(person, told, today, first_seen)
                # when a tick was first seen is said anew each time
                if not any(trace.tick for traces in told.values() for trace in traces):
                    known[path] = rows
            found[path] = rows
        return found

    def _told(self, people: Container[str]) -> dict[str, Told]:
        """What the notes say of people of whom they say anything, under their own name or one that only they have."""
        contacts = self.found.contacts
        told: dict[str, Told] = {path: notes for path, notes in contacts.items() if notes and path in people}
        for name, notes in contacts.items():
            if notes and is_called(name) and (path := self._owner(name)) in people:
                own = told.get(path, {})
                told[path] = {note: (*own.get(note, ()), *notes.get(note, ())) for note in {**own, **notes}}
        return told

    def _backlinks(self, paths: Iterable[str], today: date) -> dict[str, tuple[int, date | None]]:
        known = self._standing.on(today).backlinks
        for path in paths:
            if path not in known:
                known[path] = self._backlinks_of(path, today)
        return {path: known[path] for path in paths}

    def _contacts_of(self, person: Person, told: Told, today: date, first_seen: FirstSeen) -> tuple[Contact, ...]:
        """All contacts up to today, oldest first, one a line."""
        mentions = self.found.mentions.get(person.path)
        if not told and not mentions:
            return ()
        rows = {
            Contact(day, path, trace.line, trace.text, trace.direction, trace.channel, trace.minutes,
                    trace.weight * self._share(path))
            for path, traces in told.items()
            for trace in traces
            if (trace.done or not person.ignore_journal)
            and (day := (trace.tick and first_seen(trace.tick)) or trace.day) is not None
        }  # fmt: skip
        for target, link, text in mentions or ():
            day = self.found.days.get(target)
            if day is not None:
                rows.add(Contact(day, person.path, link.line, text, *self._reader.marks(text, link)))
        return tuple(sorted(row for row in rows if row.day <= today))

    def _share(self, path: str) -> float:
        """What a contact counts for in this note, among how many."""
        targets = self.found.said[path][2]
        if len(targets) <= GROUP:
            return 1.0
        people = self._standing.kinds(self.found.values).people
        named = {self._owner(target) for target in targets if path in self.found.contacts.get(target, ())}
        number = sum(target in people for target in named)
        return 1 / math.sqrt(number) if number > GROUP else 1.0

    def _groups(self, people: Container[str], today: date) -> dict[str, frozenset[str]]:
        """The people whom a note names together in a property, by the note: none that is dated after today."""
        found: dict[str, set[str]] = {}
        for path, told in self._told(people).items():
            for source, traces in told.items():
                if any(self._reader.is_of_group(trace) and (trace.day or today) <= today for trace in traces):
                    found.setdefault(source, set()).add(path)
        return {source: frozenset(group) for source, group in found.items() if len(group) > 1}

    def _goals_of(
        self, sources: Mapping[str, Source], people: Mapping[str, Person], goals: Mapping[str, Goal]
    ) -> dict[str, tuple[str, ...]]:
        """The goals each source and person names, as paths, in the order named."""
        found: dict[str, tuple[str, ...]] = {}
        for group in (sources, people):
            for path, value in group.items():
                found[path] = self._named(value.goals, path, goals) if value.goals else ()
        return found

    def _named(self, links: Iterable[str], path: str, goals: Container[str]) -> tuple[str, ...]:
        named = (self._index.resolve(goal, path).path for goal in links)
        return tuple(dict.fromkeys(goal for goal in named if goal is not None and goal in goals))

    def _backlinks_of(self, path: str, today: date) -> tuple[int, date | None]:
        """How many links mean a note, and the latest day among the dated notes that do."""
        linked = self.found.linked.get(path)
        if not linked:
            return 0, None
        days = map(self.found.days.get, linked)
        return sum(linked.values()), max((day for day in days if day is not None and day <= today), default=None)


def _known_as(value: AnyKind | None) -> tuple[object, ...]:
    """By what names a person is known, and whether lines about them count."""
    return (value.path, value.name, value.aliases, value.ignore_journal) if isinstance(value, Person) else ()
