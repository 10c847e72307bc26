"""What an active goal lacks, each gap with a next step from what the vault already holds; never more than three.

Nothing is said where the vault names nobody and nothing that could fill the gap.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from vault_pln.core.digest.ledger import Memory
from vault_pln.core.index.index import Index
from vault_pln.core.network.coverage import missing_roles
from vault_pln.core.network.rhythm import last_contact
from vault_pln.core.network.staleness import QUIET, staleness
from vault_pln.core.suggest.discovery import Candidate, site_name
from vault_pln.core.suggest.wording import all_words, telling
from vault_pln.model.kinds import Goal, Person, Source
from vault_pln.model.network import Network
from vault_pln.model.suggestion import Evidence, Suggestion

MOST = 3
_WINDOW = 30
"""Days after which a goal that no note names is at rest."""


class _Match(NamedTuple):
    """Somebody or something that might fill a gap: its note, the property that says so, and the words there."""

    path: str
    key: str
    text: str


def gaps(
    index: Index, network: Network, memory: Memory, sites: Sequence[Candidate] = ()
) -> dict[str, tuple[Suggestion, ...]]:
    """By goal: what it lacks, the most pressing first; ``sites`` are such as could be followed, the best first."""
    looker = _Looker(index, network, memory, sites)
    goals = (goal for goal in network.goals.values() if goal.status == "active")
    return {goal.path: tuple(list(looker.look(goal))[:MOST]) for goal in goals}


class _Looker:
    def __init__(self, index: Index, network: Network, memory: Memory, sites: Sequence[Candidate]) -> None:
        self._index, self._network, self._sites = index, network, sites
        self._came = _days_by_source(memory)
        self._memory = memory

    def look(self, goal: Goal) -> Iterator[Suggestion]:
        missing = missing_roles(goal, self._network)
        yield from self._source(goal)
        if "mentor or expert" in missing:
            yield from self._person(goal, "gap-mentor", "expertise")
        yield from self._evidence(goal)
        if "peer" in missing:
            yield from self._person(goal, "gap-peer", "pursues")
        if "community" in missing:
            yield from self._community(goal)

    # sources

    def _source(self, goal: Goal) -> Iterator[Suggestion]:
        """No source that still brings something."""
        own = [one for one in self._network.sources.values() if goal.path in self._network.goals_of[one.path]]
        if any(one.status in ("active", "trial") and self._quiet_since(one) is None for one in own):
            return
        quiet = [(day, one) for one in own if (day := self._quiet_since(one)) is not None]
        for match in self._of_topic(goal, {one.path for one in own}):
            values = {"source": self._name(match.path), "topic": match.text}
            yield self._since_quiet(goal, "gap-source", values, {"source": match.path}, [match], quiet)
            return
        for site in self._sites:
            if goal.path in site.goals:
                citing = dict.fromkeys(one.source for one in site.citations)
                values = {"site": site_name(site.site), "count": str(len(citing))}
                matches = [_Match(path, "", site.site) for path in citing]
                yield self._since_quiet(goal, "gap-source-cited", values, {}, matches, quiet)
                return
        for one in own:
            if one.status == "muted":
                muted = _Match(one.path, "status", "muted")
                yield self._gap(goal, "gap-source-muted", {"source": one.name}, {"source": one.path}, [muted])
                return

    def _since_quiet(
        self, goal: Goal, phrase: str, values: dict[str, str], notes: dict[str, str], matches: Iterable[_Match],
        quiet: Sequence[tuple[date, Source]],
    ) -> Suggestion:  # fmt: skip
        """The gap, with since when the last source of the goal has brought nothing, if one did before."""
        if not quiet:
            return self._gap(goal, phrase, values, notes, matches)
        day, old = max(quiet, key=lambda one: (one[0], one[1].path))
        known = values | {"old": old.name, "day": day.isoformat()}
        return self._gap(goal, f"{phrase}-since", known, notes | {"old": old.path}, matches)

    def _quiet_since(self, source: Source) -> date | None:
        """Since when a source that used to bring something has brought nothing."""
        days = {day for name in self._memory.names(source.name) for day in self._came.get(name, ())}
        still = staleness(days, self._network.today)
        return max(days) if still is not None and still > QUIET else None

    def _of_topic(self, goal: Goal, besides: Iterable[str], mediums: Iterable[str] = ()) -> Iterator[_Match]:
        """Sources about a topic of the goal, and people who publish on one, that do not name it; by name."""
        left, wanted = set(besides), set(mediums)
        for one in sorted(self._network.sources.values(), key=lambda s: (s.person, s.name.casefold(), s.path)):
            if one.path in left or one.status in ("muted", "dropped") or (wanted and one.medium not in wanted):
                continue
            text = next((topic for topic in one.topics if _fits(goal, topic)), None)
            if text is not None and goal.path not in self._network.goals_of[one.path]:
                yield _Match(one.path, "expertise" if one.person else "topics", text)

    def _community(self, goal: Goal) -> Iterator[Suggestion]:
        for match in self._of_topic(goal, (), ("community", "forum")):
            values = {"source": self._name(match.path), "topic": match.text}
            yield self._gap(goal, "gap-community", values, {"source": match.path}, [match])
            return

    # people

    def _person(self, goal: Goal, phrase: str, key: str) -> Iterator[Suggestion]:
        """Somebody who could take a role: of those who fit, the one met last."""
        found = []
        for person in self._network.people.values():
            texts = person.expertise if key == "expertise" else person.pursues
            text = next((one for one in texts if _fits(goal, one) or self._means(one, person, goal)), None)
            if text is not None and not self._is_left_alone(person):
                found.append((self._talked(person) or date.min, person.path, text))
        if found:
            day, path, text = max(found)
            values = {"person": self._name(path), "what": text, "talked": day.isoformat()}
            match = _Match(path, key, text)
            yield self._gap(goal, phrase if day > date.min else f"{phrase}-never", values, {"person": path}, [match])

    def _means(self, link: str, person: Person, goal: Goal) -> bool:
        return self._index.resolve(link, person.path).path == goal.path

    def _is_left_alone(self, person: Person) -> bool:
        return person.cadence == 0 or (person.snooze_until or date.min) > self._network.today

    def _talked(self, person: Person) -> date | None:
        rows = self._network.contacts[person.path]
        return last_contact(person, rows[-1].day if rows else None)

    def _evidence(self, goal: Goal) -> Iterator[Suggestion]:
        """Named in no note for a month: somebody who helps with it was met last on a day."""
        last = self._network.backlinks[goal.path][1]
        if last is not None and (self._network.today - last).days <= _WINDOW:
            return
        helping = [p for p in self._network.people.values() if goal.path in self._network.goals_of[p.path]]
        met = [(day, p.path) for p in helping if not self._is_left_alone(p) and (day := self._talked(p)) is not None]
        if met:
            talked, path = max(met)
            since = last.isoformat() if last is not None else ""
            values = {"person": self._name(path), "talked": talked.isoformat(), "day": since}
            phrase = "gap-evidence" if last is not None else "gap-evidence-never"
            why = (*self._naming(goal.path, last), self._evidence_of(path, "goals", ""))
            yield Suggestion("gap", phrase, values, {"person": path}, 0.0, why)

    def _naming(self, goal: str, day: date | None) -> Iterator[Evidence]:
        """The lines of a day that name a goal; to look only there spares finding out who names whom."""
        dated = (path for path, known in self._network.days.items() if day is not None and known == day)
        for note in self._index.notes.some(dated).values():
            for link in note.links:
                if self._index.target(link, note.path) == goal:
                    yield Evidence(note.path, link.line, note.lines.get(link.line, ""))

    # what is said

    def _name(self, path: str) -> str:
        person = self._network.people.get(path)
        return person.name if person is not None else self._network.sources[path].name

    def _gap(
        self, goal: Goal, phrase: str, values: Mapping[str, str], notes: Mapping[str, str], matches: Iterable[_Match]
    ) -> Suggestion:
        why = (Evidence(goal.path, None, f"keywords: {', '.join(goal.keywords)}"),
               *(self._evidence_of(*match) for match in matches))  # fmt: skip
        return Suggestion("gap", phrase, values, notes, 0.0, why)

    def _evidence_of(self, path: str, key: str, text: str) -> Evidence:
        note = self._index.notes[path]
        if not key:
            return Evidence(path, None, f"links to {text}")
        line = next((line for name, line in note.property_lines.items() if name.lower() == key), None)
        return Evidence(path, line, f"{key}: {text}" if text else key)


def _days_by_source(memory: Memory) -> Mapping[str, set[date]]:
    """The days for which items of a source were delivered, by the digest of its name."""
    found: dict[str, set[date]] = {}
    for rows in memory.wrote.values():
        if rows[-1].what == "item":
            found.setdefault(rows[-1].of, set()).add(rows[-1].day)
    return found


def _fits(goal: Goal, text: str) -> bool:
    """Whether a few words of somebody are about what a goal is about: a keyword, or the goal by its name."""
    return _is_about(text, (*goal.keywords, goal.name))


@lru_cache(maxsize=50_000)
def _is_about(text: str, wanted: tuple[str, ...]) -> bool:
    mine = telling(text)
    theirs = [telling(one) for one in wanted]
    words = all_words(text) if mine else frozenset()
    return any(one and (one <= words or mine == one) for one in theirs)
