"""Why an item is where it is: the terms that match, the kept items that say so, and the rule by which it was chosen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from vault_pln.core.digest.answers import Answers
from vault_pln.core.digest.capitals import as_written
from vault_pln.core.digest.ledger import Memory
from vault_pln.core.digest.matching import Text, centroid, cosine, matches
from vault_pln.core.digest.reception import Taste, is_yes
from vault_pln.core.digest.scores import INTERESTS, Fit, fits_of
from vault_pln.core.digest.shares import goal_digests
from vault_pln.core.digest.stock import Stock
from vault_pln.model.network import Network
from vault_pln.model.news import Item

_MOST = 8
_LIKE = 3


@dataclass(frozen=True, slots=True)
class Term:
    """A term of the item: what part of the text's score it is, and whether the goal itself names it."""

    term: str
    share: float
    asked: bool


@dataclass(frozen=True, slots=True)
class Kept:
    """An item that the user said yes to for the same goal, and how alike the two are, from 0 to 1."""

    id: str
    alike: float


@dataclass(frozen=True, slots=True)
class Reason:
    """How an item fits a goal ('' for the user's interests), and all that makes it so."""

    goal: str
    fit: Fit
    terms: tuple[Term, ...]
    kept: tuple[Kept, ...]


def reasons(item: Item, stock: Stock, network: Network, memory: Memory, answers: Answers) -> list[Reason]:
    """For each goal that an item matches at all, why; the best first."""
    fits = fits_of([item], stock, network, memory, Taste(answers, network.today))[item.id]
    text = stock.texts.get(item.id) or Text(item.id, {}, 0)
    liked = _liked(stock, network, memory, answers)
    found = [
        Reason(goal, fit, _terms(text, goal, stock), _kept(text, liked.get(goal, ()), stock))
        for goal, fit in fits.items()
    ]
    return sorted(found, key=lambda one: (not one.fit.fits, -one.fit.score, one.goal))


def _terms(text: Text, goal: str, stock: Stock) -> tuple[Term, ...]:
    query = stock.queries[goal]
    found = matches(text, query.gains, stock.statistics)
    total = sum(value for value in found.values() if value > 0) or 1.0
    best = sorted(found, key=lambda term: (-abs(found[term]), term))[:_MOST]
    return tuple(Term(as_written(term), round(found[term] / total, 3), term in query.asked) for term in best)


def _liked(stock: Stock, network: Network, memory: Memory, answers: Answers) -> Mapping[str, Sequence[str]]:
    goals = goal_digests(network, memory)
    found: dict[str, list[str]] = {}
    for key, answer in sorted(answers.items()):
        if is_yes(answer) and answer.sort == "item" and key in stock.texts:
            found.setdefault(goals.get(answer.goal, INTERESTS), []).append(key)
    return found


def _kept(text: Text, keys: Sequence[str], stock: Stock) -> tuple[Kept, ...]:
    vector = centroid([text], stock.statistics)
    likes = ((cosine(vector, centroid([stock.texts[key]], stock.statistics)), key) for key in keys if key != text.id)
    best = sorted(((value, key) for value, key in likes if value > 0), reverse=True)[:_LIKE]
    return tuple(Kept(key, round(value, 3)) for value, key in best)
