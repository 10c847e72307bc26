"""Goals made sharper: a keyword that what was kept has in common, and once a month what would make each clearer."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from vault_pln.core.digest.queries import query_of
from vault_pln.core.digest.reception import is_yes
from vault_pln.core.digest.shares import goal_digests
from vault_pln.core.digest.terms import indexed, words
from vault_pln.core.health.goals import unclear
from vault_pln.core.index.titles import link_to
from vault_pln.core.markdown.escape import harmless
from vault_pln.core.review.material import Material, Shown, of_item
from vault_pln.core.review.wanted import KEYWORD, Wanted, keyword_key
from vault_pln.model.kinds import Goal
from vault_pln.model.news import Item
from vault_pln.model.review import Because, Proposal, Row
from vault_pln.model.terms import TextOf

_LEAST, _SOURCES = 3, 2
"""In the titles of so many kept items, of so many sources, a word is worth a keyword."""
_TIMES = 2.0
"""So much more often than in what was kept for other goals."""
_SHORTEST = 4
_FIRST_DAYS = 7
"""A week that ends in the first days of a month is the one in which goals are looked through."""


class _Kept(NamedTuple):
    """An item kept for a goal ('': for none), and how its title writes each of its terms."""

    shown: Shown
    item: Item
    goal: str
    terms: Mapping[str, str]


def keywords(given: Material) -> Iterator[Wanted]:
    """For each active goal the word that recurs most in the titles of what was kept for it and that it lacks."""
    kept = list(_kept(given))
    for path, goal in sorted(given.view.network.goals.items()):
        mine = [one for one in kept if one.goal == path] if goal.status == "active" else []
        term = _recurring(goal, mine, [one for one in kept if one.goal != path])
        if term:
            having = [one for one in mine if term in one.terms]
            word = Counter(one.terms[term] for one in having).most_common(1)[0][0]
            text = given.say("propose-keyword", goal=link_to(given.view.index, path), word=harmless(word),
                             count=len(having))  # fmt: skip
            yield Wanted(keyword(given, path, word), Row(text, tuple(of_item(one.shown) for one in having)))


def keyword(given: Material, path: str, word: str) -> Proposal:
    """The proposal of one more keyword; it is the same however many there are by now."""
    return Proposal(KEYWORD, path, keyword_key(given.view.settings), "", word)


def _kept(given: Material) -> Iterator[_Kept]:
    goals = goal_digests(given.view.network, given.view.memory)
    items = {item.id: item for item in given.items}
    for one in given.shown:
        if is_yes(one.answer) and one.id in items:
            item = items[one.id]
            yield _Kept(one, item, goals.get(one.answer.goal, ""), _terms(item))


def _terms(item: Item) -> dict[str, str]:
    """The terms of a title by which it could be found, and how it writes them."""
    told = indexed(item.id, TextOf(item.title, item.summary))
    found: dict[str, str] = {}
    for word in words(item.title):
        if word.isalpha() and len(word) >= _SHORTEST:
            for term in indexed(item.id, TextOf(word, ""), told.language).title:
                if term in told.title:
                    found.setdefault(term, word)
    return found


def _recurring(goal: Goal, mine: list[_Kept], others: list[_Kept]) -> str:
    counts = Counter(term for one in mine for term in one.terms)
    beside = Counter(term for one in others for term in one.terms)
    asked = query_of(goal, "", ("en", "de")).weights
    found = {
        term: count for term, count in counts.items()
        if count >= _LEAST
        and term not in asked
        and len({one.item.source for one in mine if term in one.terms}) >= _SOURCES
        and count / len(mine) >= _TIMES * (beside[term] / len(others) if others else 0)
    }  # fmt: skip
    return min(found, key=lambda term: (-found[term], term), default="")


def clearer(given: Material) -> Iterator[Row]:
    """Once a month, what would make each active goal clearer; what only the user can say is no box."""
    if given.week.sunday.day > _FIRST_DAYS:
        return
    goals = (goal for goal in given.view.network.goals.values() if goal.status == "active")
    for goal in sorted(goals, key=lambda one: (one.name.casefold(), one.path)):
        lacks = tuple(unclear(goal, given.goal_texts.get(goal.path, ""), given.week.sunday))
        if lacks and goal.path in given.goal_texts:
            what = ", ".join(given.say(f"unclear-{key}") for key in lacks)
            text = given.say("review-unclear", goal=link_to(given.view.index, goal.path), what=what)
            yield Row(text, (Because(goal.path, None, f"status: {goal.status}"),))
