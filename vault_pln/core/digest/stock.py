"""What there is to choose from, with all that choosing needs to know of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from vault_pln.core.digest.answers import Answers
from vault_pln.core.digest.feedback import best_matches, liked, sharpened
from vault_pln.core.digest.ledger import Memory
from vault_pln.core.digest.matching import Text, counted
from vault_pln.core.digest.queries import Query, query_of
from vault_pln.core.digest.reception import answered_for
from vault_pln.core.digest.shares import goal_digests
from vault_pln.core.digest.terms import indexed
from vault_pln.model.kinds import Goal
from vault_pln.model.network import Network
from vault_pln.model.news import Item
from vault_pln.model.terms import Indexed, Statistics, TextOf


@dataclass(frozen=True, slots=True)
class Stock:
    """Items that wait, newest first, each story once.

    ``texts`` are their terms by id, also those of ``answered`` items; ``queries`` what each active goal asks for, by
    its path.
    """

    items: Sequence[Item] = ()
    texts: Mapping[str, Text] = field(default_factory=dict)
    statistics: Statistics = Statistics()
    queries: Mapping[str, Query] = field(default_factory=dict)
    answered: Mapping[str, Item] = field(default_factory=dict)


def active_goals(network: Network) -> dict[str, Goal]:
    """The goals that bring reading, by path."""
    return {path: goal for path, goal in network.goals.items() if goal.status == "active"}


def text_of(item: Item, network: Network) -> tuple[TextOf, str]:
    """What of an item is indexed, and the language its source is said to have."""
    source = network.sources.get(item.source)
    rest = " ".join((item.summary, *item.tags))
    return TextOf(item.title, rest), source.language if source is not None else ""


def small_stock(items: Iterable[Item], network: Network) -> Stock:
    """A few items measured against each other, where nothing else is known of how often words are used."""
    kept = list(items)
    terms = [indexed(item.id, *text_of(item, network)) for item in kept]
    texts = {item.id: counted(one) for item, one in zip(kept, terms, strict=True)}
    statistics = statistics_of(texts.values())
    languages = {one.language for one in terms}
    queries = {}
    for path, goal in active_goals(network).items():
        query = query_of(goal, "", languages)
        queries[path] = sharpened(query, best_matches(texts.values(), query, statistics), statistics)
    return Stock(kept, texts, statistics, queries)


def learned(
    queries: Mapping[str, Query],
    answered: Mapping[str, Indexed],
    answers: Answers,
    network: Network,
    memory: Memory,
    statistics: Statistics,
) -> dict[str, Query]:
    """The queries of all goals with what the user kept and rejected for each; ``answered`` are the texts known."""
    texts = {key: counted(text) for key, text in answered.items()}
    found = answered_for(answers, goal_digests(network, memory))

    def with_answers(path: str, query: Query) -> Query:
        yes, no = found.get(path, ((), ()))
        return liked(query, [texts[k] for k in yes if k in texts], [texts[k] for k in no if k in texts], statistics)

    return {path: with_answers(path, query) for path, query in queries.items()}


def statistics_of(texts: Iterable[Text]) -> Statistics:
    """How often terms are used in these texts."""
    often: dict[str, int] = {}
    count = length = 0
    for text in texts:
        count, length = count + 1, length + text.length
        for term in text.times:
            often[term] = often.get(term, 0) + 1
    return Statistics(count, length / count if count else 1.0, often)
