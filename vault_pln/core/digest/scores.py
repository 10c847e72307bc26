"""How well an item fits a goal: its terms against what the goal asks for, its source, its age and its form."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from vault_pln.core.digest.ledger import Memory
from vault_pln.core.digest.matching import Text, has_keyword, score
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


def fit(item: Item, text: Text, goal: str, query: Query, stock: Stock, network: Network) -> Fit:
    """An item against a goal: it is for it by a keyword, by its source, or by matching as well as one usually does."""
    terms = score(text, query.gains, stock.statistics) / query.usual
    keyword = terms > 0 and has_keyword(text, query, stock.statistics)
    serves = goal in network.goals_of.get(item.source, ())
    fresh, form = freshness(item, network), preferred_form(network.sources.get(item.source), network)
    total = terms * fresh * (_PREFERRED if form else 1.0) + (_SERVES if serves else 0.0)
    return Fit(total, keyword or serves or terms >= _AS_GOOD, terms, keyword, serves, fresh, form)


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
    items: Iterable[Item], stock: Stock, network: Network, memory: Memory, taste: Taste
) -> dict[str, dict[str, Fit]]:
    """For each item (by id) how it fits each active goal, and the user's interests, that it matches at all."""
    goals = [(path, stock.queries[path]) for path in (*active_goals(network), INTERESTS) if path in stock.queries]
    named = {path: memory.names(name_of(path)) for path, _ in goals}
    sources: dict[str, frozenset[str]] = {}
    found: dict[str, dict[str, Fit]] = {}
    for item in items:
        text = stock.texts.get(item.id) or Text(item.id, {}, 0)
        rows = ((path, fit(item, text, path, query, stock, network)) for path, query in goals)
        fits = {path: one for path, one in rows if one.score > 0}
        if fits and item.source not in sources:
            sources[item.source] = memory.names(name_of(item.source))
        found[item.id] = {p: _liked(one, taste.liking(sources[item.source], named[p])) for p, one in fits.items()}
    return found


def _liked(one: Fit, liking: float) -> Fit:
    return one._replace(score=one.score * liking, liking=liking) if liking != 1.0 else one


def goal_scores(
    items: Iterable[Item], stock: Stock, network: Network, memory: Memory, taste: Taste
) -> dict[str, dict[str, float]]:
    """For each item (by id) the active goals it is for, with their scores; an item that is for none has no goals."""
    found = fits_of(items, stock, network, memory, taste)
    return {
        item: {path: round(one.score, 3) for path, one in rows.items() if one.fits and path != INTERESTS}
        for item, rows in found.items()
    }
