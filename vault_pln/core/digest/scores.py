"""How well an item fits a goal: its terms against what the goal asks for, its source, its age and its form."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from vault_pln.core.digest.ledger import Memory
from vault_pln.core.digest.matching import Text, has_keyword, scores
from vault_pln.core.digest.queries import Query
from vault_pln.core.digest.reception import Taste
from vault_pln.core.digest.stock import Stock, active_goals
from vault_pln.core.index.titles import name_of
from vault_pln.model.kinds import Source
from vault_pln.model.network import Network
from vault_pln.model.news import Item

_SERVES = 0.5
"""What it is worth that the source names the goal; 1 is an item that fits as one usually does."""
_HALF_LIFE, _NEVER_BELOW = 14.0, 0.5
"""Days in which the freshness of an item halves, and the share of its score that stays."""
_AS_GOOD = 0.7
"""An item without a keyword is for a goal when its text comes to this part of what is usual for one that has it."""
_PREFERRED = 1.15
_FORMS: Mapping[str, frozenset[str]] = {
    "text": frozenset({"blog", "newsletter", "book", "journal"}),
    "audio": frozenset({"podcast"}),
    "video": frozenset({"video"}),
    "hands-on": frozenset({"course", "repository", "calendar"}),
    "discussion": frozenset({"forum", "community", "social"}),
}
"""A way to learn → the mediums that offer it."""

INTERESTS = ""
"""Stands in the place of a goal for what the user is interested in beside the goals."""


class Fit(NamedTuple):
    """How well an item fits a goal, 1 being usual; ``fits`` says whether it is for the goal at all.

    ``terms`` is what its text alone comes to, ``keyword`` whether a keyword stands in it, ``serves`` whether its source
    names the goal, ``form`` the way to learn it offers, if it is one the user prefers; ``liking`` is what the user's
    answers say of its source.
    """

    score: float
    fits: bool
    terms: float
    keyword: bool
    serves: bool
    freshness: float
    form: str
    liking: float = 1.0


@dataclass(frozen=True, slots=True)
class _Goal:
    """What a goal asks for, and its place among all goals."""

    number: int
    path: str
    query: Query


class _Shape(NamedTuple):
    """What of an item is the same for all goals; ``served`` are the goals that its source names."""

    text: Text
    served: Sequence[str]
    freshness: float
    form: str


def _fit(shape: _Shape, matched: float, goal: _Goal, stock: Stock, *, named: bool) -> Fit:
    """An item against a goal: it is for it by a keyword, by its source, or by matching as well as one usually does.

    ``matched`` is what its terms come to, ``named`` whether any word of the goal's keywords is among them.
    """
    terms = matched / goal.query.usual
    keyword = named and terms > 0 and has_keyword(shape.text, goal.query, stock.statistics)
    serves = goal.path in shape.served
    total = terms * shape.freshness * (_PREFERRED if shape.form else 1.0) + (_SERVES if serves else 0.0)
    fits = keyword or serves or terms >= _AS_GOOD
    return Fit(total, fits, terms, keyword, serves, shape.freshness, shape.form)


def freshness(item: Item, network: Network) -> float:
    """1 on the day it was published, less with time, never below a half."""
    age = max((network.today - item.published.date()).days, 0)
    return float(_NEVER_BELOW + (1 - _NEVER_BELOW) * 0.5 ** (age / _HALF_LIFE))


def preferred_form(source: Source | None, network: Network) -> str:
    """The way to learn that a source offers and the user prefers, '' where it is none of these."""
    if source is None or network.me is None:
        return ""
    wanted = (form.lower() for form in network.me.formats)
    return next((form for form in wanted if source.medium in _FORMS.get(form, ())), "")


def fits_of(
    items: Iterable[Item], stock: Stock, network: Network, memory: Memory, taste: Taste, *, every: bool = True
) -> dict[str, dict[str, Fit]]:
    """For each item (by id) how it fits each active goal, and the user's interests, that it matches at all.

    Not ``every`` goal: only those that the item is for, or of whose keywords it has a word.
    """
    paths = [path for path in (*active_goals(network), INTERESTS) if path in stock.queries]
    goals = [_Goal(number, path, stock.queries[path]) for number, path in enumerate(paths)]
    asking, naming = _asking(goals), _naming(goals)
    likings = _Likings(memory, taste, paths)
    found: dict[str, dict[str, Fit]] = {}
    for item in items:
        shape = _shape(item, stock, network)
        matched = scores(shape.text, asking, len(goals), stock.statistics.length)
        named = frozenset(number for term in shape.text.times if term in naming for number in naming[term])
        about = [
            (goal.path, _fit(shape, matched[goal.number], goal, stock, named=goal.number in named))
            for goal in goals
            if (every and matched[goal.number])
            or goal.number in named
            or goal.path in shape.served
            or matched[goal.number] >= _AS_GOOD * goal.query.usual
        ]
        found[item.id] = {path: _liked(one, likings.of(item.source, path)) for path, one in about if one.score > 0}
    return found


def _shape(item: Item, stock: Stock, network: Network) -> _Shape:
    text = stock.texts.get(item.id) or Text(item.id, {}, 0)
    form = preferred_form(network.sources.get(item.source), network)
    return _Shape(text, network.goals_of.get(item.source, ()), freshness(item, network), form)


def _asking(goals: Iterable[_Goal]) -> dict[str, list[tuple[int, float]]]:
    """The goals that ask for each term, and what it is worth to them."""
    found: dict[str, list[tuple[int, float]]] = {}
    for goal in goals:
        for term, gain in goal.query.gains.items():
            found.setdefault(term, []).append((goal.number, gain))
    return found


def _naming(goals: Iterable[_Goal]) -> dict[str, list[int]]:
    """The goals that have each term among the words of their keywords."""
    found: dict[str, list[int]] = {}
    for goal in goals:
        for term in goal.query.asked:
            found.setdefault(term, []).append(goal.number)
    return found


class _Likings:
    """What the user's answers say of a source for a goal, found out once for each pair."""

    def __init__(self, memory: Memory, taste: Taste, goals: Iterable[str]) -> None:
        self._memory, self._taste = memory, taste
        self._goals = {path: memory.names(name_of(path)) for path in goals}
        self._sources: dict[str, frozenset[str]] = {}
        self._known: dict[tuple[str, str], float] = {}

    def of(self, source: str, goal: str) -> float:
        """By what to multiply the score of an item of this source for this goal."""
        known = self._known.get((source, goal))
        if known is None:
            names = self._sources.get(source)
            if names is None:
                names = self._sources[source] = self._memory.names(name_of(source))
            known = self._known[source, goal] = self._taste.liking(names, self._goals[goal])
        return known


def _liked(one: Fit, liking: float) -> Fit:
    return one._replace(score=one.score * liking, liking=liking) if liking != 1.0 else one


def goal_scores(
    items: Iterable[Item], stock: Stock, network: Network, memory: Memory, taste: Taste
) -> dict[str, dict[str, float]]:
    """For each item (by id) the active goals it is for, with their scores; an item that is for none has no goals."""
    found = fits_of(items, stock, network, memory, taste, every=False)
    return {
        item: {path: round(one.score, 3) for path, one in rows.items() if one.fits and path != INTERESTS}
        for item, rows in found.items()
    }
