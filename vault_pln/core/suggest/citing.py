"""Who cites what: the links of the items that the user kept, and the blogrolls of what the user follows."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from functools import cached_property

from vault_pln.core.digest.answers import Answer, Answers
from vault_pln.core.digest.ledger import Memory
from vault_pln.core.digest.reception import Reception, Taste, is_yes, reception, receptions
from vault_pln.core.digest.scores import INTERESTS, Fit, fits_of
from vault_pln.core.digest.stock import Stock, small_stock
from vault_pln.core.kinds.readers import source_of_person
from vault_pln.core.sources.domain import owner_of
from vault_pln.core.sources.outlinks import FRONT
from vault_pln.core.suggest.discovery import Candidate, Citation, candidates, trust
from vault_pln.model.network import Network
from vault_pln.model.news import Cited, Item, ListedSite

_MOST = 500
"""So many of the items kept last are looked at."""
_STRONG, _WEAK = 1.0, 0.5
"""What a kept item counts, and one that was only ticked."""
_BESIDE = 0.25
"""What an item counts that fits no goal: it was kept all the same."""
_MOST_TERMS = 3
_LEFT = ("muted", "dropped")


@dataclass(frozen=True)
class Discovery:
    """What discovery looks at. ``items`` are those remembered, ``cited`` the sites that each links to, by its id.

    ``blogrolls`` are the lists of what others follow, by address.
    """

    network: Network
    memory: Memory
    answers: Answers
    items: Iterable[Item] = ()
    cited: Mapping[str, Cited] = field(default_factory=dict)
    blogrolls: Mapping[str, tuple[ListedSite, ...]] = field(default_factory=dict)

    @cached_property
    def candidates(self) -> list[Candidate]:
        """The sites worth following that no note lists, best first."""
        if not self.cited and not self.blogrolls:
            return []
        citing: dict[str, set[str]] = {}
        linked = [(site, one.source) for one in self.cited.values() for site in one.sites]
        listed = [(one.site, path) for path, sites in self._lists() for one in sites]
        for site, source in (*linked, *listed):
            citing.setdefault(self._owner(site), set()).add(source)
        count = len({source for _, source in (*linked, *listed)})
        found = (*self._of_items(), *self._of_lists())
        return candidates(found, {owner: len(sources) for owner, sources in citing.items()}, count)

    def trusts(self, path: str) -> bool:
        """Whether as much is kept of a source as of the others, and anything at all; or somebody who was met."""
        if self.network.contacts.get(path):
            return True
        received = self._receptions.get(path, Reception())
        rows = self._receptions.values()
        usual = trust(sum(one.shown for one in rows), sum(one.kept for one in rows))
        return received.kept > 0 and trust(received.shown, received.kept) >= usual

    def _of_items(self) -> Iterator[Citation]:
        """What kept items cite of others than those the user follows, and than whoever wrote them."""
        kept = self._kept()
        items = [item for item, _, _ in kept]
        for (item, source, answer), (goals, terms) in zip(kept, self._fitting(items), strict=True):
            strength = _STRONG if answer.said == "kept" else _WEAK
            match = strength * max(goals.values(), default=_BESIDE)
            for link in self.cited[item.id].sites:
                site, owner = link.removesuffix(FRONT), self._owner(link)
                if self._is_new(owner) and owner != self._owner(item.url):
                    told = (self._trust(source), match, goals, terms)
                    yield Citation(owner, site, source, item.id, *told, reads=not link.endswith(FRONT))

    def _of_lists(self) -> Iterator[Citation]:
        """What the sources say that they follow themselves."""
        for path, sites in self._lists():
            new = [one for one in sites if self._is_new(self._owner(one.site))]
            items = [_as_item(one, self.network.today) for one in new]
            vouches, told = self.trusts(path), self._trust(path)
            for one, (goals, terms) in zip(new, self._fitting(items), strict=True):
                match = max(goals.values(), default=_BESIDE)
                yield Citation(self._owner(one.site), one.site, path, "", told, match, goals, terms, vouches)

    def _lists(self) -> Iterator[tuple[str, tuple[ListedSite, ...]]]:
        """The lists that were read, by the notes that name them now."""
        named = {one.path: one.blogroll for one in self.network.sources.values() if one.status not in _LEFT}
        named |= {path: person.blogroll for path, person in self.network.people.items()}
        for path, addresses in sorted(named.items()):
            yield from ((path, self.blogrolls[one]) for one in addresses if one in self.blogrolls)

    def _fitting(self, items: Sequence[Item]) -> list[tuple[Mapping[str, float], tuple[str, ...]]]:
        """Of each item the goals it fits, by how well, and the words of theirs that stand in it."""
        stock = small_stock(items, self.network)
        taste = Taste(self.answers, self.network.today)
        fits = fits_of(stock.items, stock, self.network, self.memory, taste)
        found = ({path: min(one.score, 1.0) for path, one in fits.get(item.id, {}).items() if _is_for(path, one)}
                 for item in items)  # fmt: skip
        return [(goals, _terms(item, goals, stock)) for item, goals in zip(items, found, strict=True)]

    def _is_new(self, owner: str) -> bool:
        return bool(owner) and owner not in self._followed

    def _trust(self, path: str) -> float:
        received = self._receptions.get(path, Reception())
        return trust(received.shown, received.kept)

    def _kept(self) -> list[tuple[Item, str, Answer]]:
        """The items the user said yes to that cite anything, the newest answers first, with their sources."""
        found = []
        for key, answer in self.answers.items():
            source = self._sources.get(answer.of)
            if answer.sort == "item" and is_yes(answer) and source is not None and key in self.cited:
                found.append((answer.given or date.min, key, source, answer))
        found.sort(key=lambda row: row[:2], reverse=True)
        items = {item.id: item for item in self.items}
        return [(items[key], source, answer) for _, key, source, answer in found[:_MOST] if key in items]

    @cached_property
    def _sources(self) -> dict[str, str]:
        """The sources, and people who publish, by the digests of all names they ever had."""
        memory, sources = self.memory, self.network.sources
        return {digest: source.path for source in sources.values() for digest in memory.names(source.name)}

    @cached_property
    def _receptions(self) -> Mapping[str, Reception]:
        """What became of the items of each source, by the path of its note."""
        rows: dict[str, list[Answer]] = {}
        for digest, answers in receptions(self.answers).items():
            if digest in self._sources:
                rows.setdefault(self._sources[digest], []).extend(answers)
        return {path: reception(answers) for path, answers in rows.items()}

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


def _as_item(one: ListedSite, today: date) -> Item:
    """A site of a list as an item, so that it is held against the goals like one; no source of the vault's wrote it."""
    return Item(one.site, "", "", one.title, one.site, one.about, datetime.combine(today, time(), UTC), "")


def _is_for(path: str, fit: Fit) -> bool:
    return fit.fits and path != INTERESTS


def _terms(item: Item, goals: Iterable[str], stock: Stock) -> tuple[str, ...]:
    """The words of the goals that stand in an item."""
    times = stock.texts[item.id].times
    asked = {term for goal in goals for term in stock.queries[goal].asked if term in times}
    return tuple(sorted(asked, key=lambda term: (-times[term], term))[:_MOST_TERMS])
