"""Who cites what: the links of the items that the user kept, as citations by sources the user follows."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from vault_pln.core.digest.answers import Answer, Answers
from vault_pln.core.digest.ledger import Memory
from vault_pln.core.digest.reception import Reception, Taste, is_yes, reception, receptions
from vault_pln.core.digest.scores import INTERESTS, Fit, fits_of
from vault_pln.core.digest.stock import Stock, small_stock
from vault_pln.core.kinds.readers import source_of_person
from vault_pln.core.sources.domain import owner_of
from vault_pln.core.suggest.discovery import Candidate, Citation, candidates, trust
from vault_pln.model.kinds import Source
from vault_pln.model.network import Network
from vault_pln.model.news import Cited, Item

_MOST = 500
"""So many of the items kept last are looked at."""
_STRONG, _WEAK = 1.0, 0.5
"""What a kept item counts, and one that was only ticked."""
_BESIDE = 0.25
"""What an item counts that fits no goal: it was kept all the same."""
_MOST_TERMS = 3


@dataclass(frozen=True)
class Discovery:
    """What discovery looks at. ``items`` are those remembered, ``cited`` the sites that each links to, by its id."""

    network: Network
    memory: Memory
    answers: Answers
    items: Iterable[Item] = ()
    cited: Mapping[str, Cited] = ()  # type: ignore[assignment]  # nothing is cited

    def candidates(self) -> list[Candidate]:
        """The sites worth following that no note lists, best first."""
        if not self.cited:
            return []
        citing: dict[str, set[str]] = {}
        for one in self.cited.values():
            for site in one.sites:
                citing.setdefault(self._owner(site), set()).add(one.source)
        count = len({one.source for one in self.cited.values()})
        return candidates(self._citations(), {owner: len(found) for owner, found in citing.items()}, count)

    def received(self, source: Source) -> Reception:
        """What became of the items of a source."""
        rows = self._receptions
        return reception(answer for digest in self.memory.names(source.name) for answer in rows.get(digest, ()))

    def _citations(self) -> Iterator[Citation]:
        """What kept items cite of others than those the user follows, and than whoever wrote them."""
        kept = self._kept()
        stock = small_stock((item for item, _, _ in kept), self.network)
        taste = Taste(self.answers, self.network.today)
        fits = fits_of(stock.items, stock, self.network, self.memory, taste)
        for item, source, answer in kept:
            goals = {path: min(one.score, 1.0) for path, one in fits.get(item.id, {}).items() if _is_for(path, one)}
            strength = _STRONG if answer.said == "kept" else _WEAK
            match = strength * max(goals.values(), default=_BESIDE)
            received = self.received(source)
            told, terms = trust(received.shown, received.kept), _terms(item, goals, stock)
            for site in self.cited[item.id].sites:
                owner = self._owner(site)
                if owner and owner not in self._followed and owner != self._owner(item.url):
                    yield Citation(owner, site, source.path, item.id, told, match, goals, terms)

    def _kept(self) -> list[tuple[Item, Source, Answer]]:
        """The items the user said yes to that cite anything, the newest answers first, with their sources."""
        found = []
        for key, answer in self.answers.items():
            source = self._sources.get(answer.of)
            if key in self.cited and answer.sort == "item" and is_yes(answer) and source is not None:
                found.append((answer.given or date.min, key, source, answer))
        found.sort(key=lambda row: row[:2], reverse=True)
        items = {item.id: item for item in self.items}
        return [(items[key], source, answer) for _, key, source, answer in found[:_MOST] if key in items]

    @cached_property
    def _sources(self) -> dict[str, Source]:
        """The sources, and people who publish, by the digests of all names they ever had."""
        memory, sources = self.memory, self.network.sources
        return {digest: source for source in sources.values() for digest in memory.names(source.name)}

    @cached_property
    def _receptions(self) -> Mapping[str, tuple[Answer, ...]]:
        return receptions(self.answers)

    @cached_property
    def _followed(self) -> frozenset[str]:
        """Whose sites a note lists already, whatever became of them."""
        people = self.network.people.values()
        addresses = [address for one in self.network.sources.values() for address in (one.feed, one.url)]
        addresses += [source.feed for person in people for source in source_of_person(person)]
        addresses += [profile for person in people for profile in person.profiles]
        return frozenset(map(owner_of, filter(None, addresses)))

    @cached_property
    def _owners(self) -> dict[str, str]:
        return {}

    def _owner(self, site: str) -> str:
        """Whose a site is; each is asked for once."""
        known = self._owners.get(site)
        if known is None:
            known = self._owners[site] = owner_of(site)
        return known


def _is_for(path: str, fit: Fit) -> bool:
    return fit.fits and path != INTERESTS


def _terms(item: Item, goals: Iterable[str], stock: Stock) -> tuple[str, ...]:
    """The words of the goals that stand in an item."""
    times = stock.texts[item.id].times
    asked = {term for goal in goals for term in stock.queries[goal].asked if term in times}
    return tuple(sorted(asked, key=lambda term: (-times[term], term))[:_MOST_TERMS])
