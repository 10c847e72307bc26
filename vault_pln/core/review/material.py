"""What the review of a week is made from."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import NamedTuple

from vault_pln.core.digest.answers import Answer
from vault_pln.core.index.titles import link_to
from vault_pln.core.markdown.phrases import Phrases
from vault_pln.core.outputs.view import View
from vault_pln.core.review.wanted import site_id
from vault_pln.core.review.week import Week
from vault_pln.core.suggest.citing import Discovery
from vault_pln.core.suggest.discovery import Candidate
from vault_pln.model.network import Contact
from vault_pln.model.news import Cited, Item, ListedSite
from vault_pln.model.review import Because
from vault_pln.model.vault import Conventions

_MOST_NAMES = 7


class Shown(NamedTuple):
    """An item that came into a daily note: its id, the note of its source ('' where that is gone), the answer to it."""

    id: str
    source: str
    answer: Answer


@dataclass(frozen=True)
class Material:
    """A week, and the vault as it stood on its Sunday.

    ``items`` are all that this machine remembers, ``moves`` the feeds that have moved: address → new address. ``cited``
    are the sites that each item links to, by its id; ``blogrolls`` the lists that were read, by address, and ``named``
    those that feeds name: address of the feed → of the list. ``goal_texts`` is what the notes of active goals say, by
    path. ``offered`` are the ids of the sites that another week's review offered, ``dropped`` the days on which a tick
    dropped a source, by the digest of its note's path.
    """

    view: View
    conventions: Conventions
    week: Week
    items: tuple[Item, ...] = ()
    moves: Mapping[str, str] = field(default_factory=dict)
    cited: Mapping[str, Cited] = field(default_factory=dict)
    blogrolls: Mapping[str, tuple[ListedSite, ...]] = field(default_factory=dict)
    named: Mapping[str, str] = field(default_factory=dict)
    goal_texts: Mapping[str, str] = field(default_factory=dict)
    offered: frozenset[str] = frozenset()
    dropped: Mapping[str, date] = field(default_factory=dict)

    @property
    def say(self) -> Phrases:
        """The phrases of the vault's language."""
        return self.view.say

    @cached_property
    def discovery(self) -> Discovery:
        """What there is to discover."""
        view = self.view
        return Discovery(view.network, view.memory, view.answers, self.items, self.cited, self.blogrolls)

    @cached_property
    def sites(self) -> tuple[Candidate, ...]:
        """The sites that could be followed and were never offered before, best first."""
        found = self.discovery.candidates
        return tuple(one for one in found if site_id(one.site) not in self.offered)

    @cached_property
    def _sources(self) -> dict[str, str]:
        """The notes of sources and of people who publish, by the digests of all names they ever had."""
        memory, network = self.view.memory, self.view.network
        return {digest: path for path, source in network.sources.items() for digest in memory.names(source.name)}

    @cached_property
    def shown(self) -> tuple[Shown, ...]:
        """All items that ever came into a daily note, by day and id."""
        found = [
            Shown(key, self._sources.get(answer.of, ""), answer)
            for key, answer in self.view.answers.items()
            if answer.sort == "item" and answer.given is not None
        ]
        return tuple(sorted(found, key=lambda one: (one.answer.given or date.min, one.id)))

    def shown_between(self, first: date, last: date) -> list[Shown]:
        """The items that came into the daily notes of these days, both included."""
        return [one for one in self.shown if first <= (one.answer.given or date.min) <= last]

    def weeks(self, count: int, before: int = 0) -> tuple[date, date]:
        """First and last day of the last weeks up to this one, or up to so many weeks ``before``."""
        last = self.week.sunday - timedelta(weeks=before)
        return last - timedelta(days=7 * count - 1), last

    def contacts(self, first: date, last: date) -> Iterator[tuple[str, Contact]]:
        """The contacts of these days by the path of the person, everybody's oldest first."""
        for path, rows in sorted(self.view.network.contacts.items()):
            for row in rows:
                if first <= row.day <= last:
                    yield path, row

    def names(self, paths: Iterable[str]) -> str:
        """Links to some notes, and how many more there are."""
        found = list(dict.fromkeys(paths))
        links = ", ".join(link_to(self.view.index, path) for path in found[:_MOST_NAMES])
        more = len(found) - _MOST_NAMES
        return f"{links} {self.say('review-more', count=more)}" if more > 0 else links


def of_item(one: Shown) -> Because:
    """Where an item stands; one that is gone was in the note of its day."""
    if one.answer.places:
        path, line = one.answer.places[0]
        return Because(path, line.line, line.text.strip())
    return Because("", None, f"^pln-{one.id} {one.answer.given} ({one.answer.said})")


def of_contact(row: Contact) -> Because:
    """The line that tells of a contact."""
    return Because(row.path, row.line, row.text)
