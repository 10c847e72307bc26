"""What there is to read: the items that wait in the store, and what their terms tell of each goal.

store and index → terms → core's queries → candidates → a stock to choose from
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import NamedTuple

from vault_pln.core.digest.choice import HORIZON
from vault_pln.core.digest.feedback import SAMPLE, best_matches, sharpened, strongest
from vault_pln.core.digest.goal_text import goal_text
from vault_pln.core.digest.matching import Text, counted
from vault_pln.core.digest.queries import Query, query_of, query_of_words
from vault_pln.core.digest.reception import answered_ids, is_yes
from vault_pln.core.digest.scores import INTERESTS
from vault_pln.core.digest.stock import Stock, active_goals, learned, text_of
from vault_pln.core.digest.terms import FORMAT, indexed
from vault_pln.core.kinds.wishes import fits
from vault_pln.core.outputs.view import View
from vault_pln.core.sources.doubles import told_once
from vault_pln.edge import disk
from vault_pln.edge.store import Store
from vault_pln.edge.terms import Added, Terms
from vault_pln.jobs.vault import Vault, view_of
from vault_pln.jobs.waiting import under_notes
from vault_pln.model.kinds import Goal
from vault_pln.model.network import Network
from vault_pln.model.news import Item
from vault_pln.model.terms import Indexed, Statistics

_FEW = 3000
"""So many items are all looked at; of more, the best of each goal and the newest of each source."""
_BEST, _NEWEST = 60, 2
_MATCHING = 2_000
"""The strongest terms of a goal that bring candidates are in so many texts together; more are slow to sort."""
_PORTION = 2000
_ANSWERED = 1000
"""So many of the newest answers tell what the user likes."""


def stocked(vault: Vault, since: int = HORIZON, *, every: bool = False, also: Sequence[str] = ()) -> Stock:
    """What waits in the store, first seen within these days, and what the active goals ask for.

    Where that is much, what cannot come into a day anyway is left out, unless ``every`` item is wanted. The texts of
    the items ``also`` are among those known, wherever they are.
    """
    return Stocks(vault).within(since, every=every, also=also)


class Stocks:
    """What waits in the store of a vault; what the goals ask for is found out once, however often it is asked."""

    def __init__(self, vault: Vault) -> None:
        self._vault, self._view = vault, view_of(vault)
        self._asked: _Asked | None = None
        self._texts: dict[str, Text] = {}
        self._stocks: dict[_Window, Stock] = {}

    def within(self, since: int = HORIZON, *, every: bool = False, also: Sequence[str] = ()) -> Stock:
        """What was first seen within so many days; as ``stocked``."""
        first = (self._vault.today - timedelta(days=since)).isoformat()
        with Store(self._vault.places.state) as store:
            if not also and not store.has_items(first):
                return Stock()
            with Terms(self._vault.places.state, FORMAT) as terms:
                stocking = _Stocking(self._vault, self._view, store, terms, first)
                if self._asked is None:
                    index_items(store, terms, self._view.network)
                    self._asked = stocking.asked()
                    self._texts = {key: counted(text) for key, text in self._asked.answered.items()}
                # a longer time in which nothing more was seen is the same one
                window = _Window(terms.waiting(first), stocking.given(), every, tuple(also))
                if window not in self._stocks:
                    self._stocks[window] = stocking.stock(self._asked, self._texts, window)
                return self._stocks[window]


class _Asked(NamedTuple):
    """What the goals ask for, made sharp by what was answered and by what matches."""

    queries: Mapping[str, Query]
    statistics: Statistics
    answered: Mapping[str, Indexed]


class _Window(NamedTuple):
    """What decides what there is to choose from: how many items wait, which were just delivered, what is wanted too."""

    waiting: int
    given: tuple[str, ...]
    every: bool
    also: tuple[str, ...]


def index_items(store: Store, terms: Terms, network: Network) -> None:
    """Index what is not indexed yet."""
    missing = terms.missing()
    for start in range(0, len(missing), _PORTION):
        items = store.some(missing[start : start + _PORTION])
        terms.add([Added(indexed(item.id, *text_of(item, network)), item.seen) for item in items])
    if missing:
        terms.settle()


class _Stocking:
    """One look into the store."""

    def __init__(self, vault: Vault, view: View, store: Store, terms: Terms, since: str) -> None:
        self._vault, self._view, self._store, self._terms, self._since = vault, view, store, terms, since

    def asked(self) -> _Asked:
        """What the goals ask for among all that is known."""
        queries = self._queries()
        answered = self._terms.of(answered_ids(self._view.answers, _ANSWERED))
        samples = {path: self._terms.best(query.asked, SAMPLE) for path, query in queries.items()}
        statistics = self._terms.statistics(_all_terms(queries.values(), [*samples.values(), answered.values()]))
        liked = learned(queries, answered, self._view.answers, self._view.network, self._view.memory, statistics)
        return _Asked(
            {p: _sharpened(query, samples[p], statistics) for p, query in liked.items()}, statistics, answered
        )

    def given(self) -> tuple[str, ...]:
        """The ids of what was delivered in the time that is looked at."""
        return tuple(key for key, rows in self._view.memory.wrote.items() if rows[-1].day.isoformat() >= self._since)

    def stock(self, asked: _Asked, texts: dict[str, Text], window: _Window) -> Stock:
        """The items, with all that choosing among them needs to know; ``texts`` are those read before, and get more."""
        queries, statistics, _ = asked
        few = window.every or window.waiting <= _FEW
        items = self._told(self._store.items(self._since) if few else self._best(queries, statistics, window.given))
        missing = [key for key in (*(item.id for item in items), *window.also) if key not in texts]
        texts.update((key, counted(text)) for key, text in self._terms.of(missing).items())
        kept = (key for key, answer in self._view.answers.items() if is_yes(answer))
        known = {item.id: item for item in self._store.some(kept)}
        return Stock(items, dict(texts), statistics, queries, known)

    def _queries(self) -> dict[str, Query]:
        network = self._view.network
        goals = active_goals(network)
        languages = self._terms.languages()
        found = {path: query_of(goal, self._text(goal), languages) for path, goal in goals.items()}
        interests = network.me.interests if network.me is not None else ()
        return found | ({INTERESTS: query_of_words(interests, languages)} if interests else {})

    def _text(self, goal: Goal) -> str:
        """What the user wrote in the note of a goal."""
        try:
            data = disk.read_note(self._vault.places.root, goal.path)
        except OSError:
            return ""
        return goal_text(data.decode("utf-8", "replace"), self._vault.index.notes[goal.path])

    def _best(self, queries: Mapping[str, Query], statistics: Statistics, given: Iterable[str]) -> list[Item]:
        """Of much that waits what matches a goal best, what is newest, and what was just delivered."""
        ids = dict.fromkeys(self._store.newest(self._since, _NEWEST))
        for query in queries.values():
            for asked in (query.asked, strongest(query, statistics, _MATCHING)):
                ids |= dict.fromkeys(self._terms.best_ids(asked, _BEST, self._since))
        return self._store.some([*ids, *given])

    def _told(self, found: list[Item]) -> list[Item]:
        """Without what a source note mutes, or leaves out with ``only``; each story once."""
        network, found = self._view.network, under_notes(self._vault, found)
        return told_once((item for item in found if _is_wanted(item, network)), self._view.memory.has)


def _sharpened(query: Query, sample: Iterable[Indexed], statistics: Statistics) -> Query:
    return sharpened(query, best_matches(map(counted, sample), query, statistics), statistics)


def _all_terms(queries: Iterable[Query], samples: Iterable[Iterable[Indexed]]) -> set[str]:
    found = {term for query in queries for term in (*query.weights, *query.asked)}
    return found.union(*((*text.title, *text.rest) for sample in samples for text in sample))


def _is_wanted(item: Item, network: Network) -> bool:
    source = network.sources.get(item.source)
    if source is None or not (source.only or source.mute):
        return True
    return fits("\n".join((item.title, item.summary, item.author, *item.tags)), source.only, source.mute)
