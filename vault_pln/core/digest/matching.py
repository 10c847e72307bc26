"""How well a text matches weighted terms: BM25, and whether it has what was asked for.

Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009), with the usual k1 and b; a
term in the title counts twice.
"""

from collections.abc import Iterable, Mapping, Sequence
from math import log, sqrt
from typing import NamedTuple

from vault_pln.core.digest.queries import Phrase, Query
from vault_pln.model.terms import Indexed, Statistics

_K1, _B = 1.2, 0.75
TITLE = 2
"""How often a term in the title counts."""
_MOST_OF = 0.5
"""A text has a keyword of many words when it has more than this share of what they tell."""

Gains = Mapping[str, float]
"""What a term is worth: its weight times how much it tells."""


class Text(NamedTuple):
    """A text as how often each term stands in it, in the title twice as often; ``length`` is the sum."""

    id: str
    times: Mapping[str, int]
    length: int


def counted(text: Indexed) -> Text:
    """The terms of a text, counted."""
    times: dict[str, int] = {}
    for term in text.rest:
        times[term] = times.get(term, 0) + 1
    for term in text.title:
        times[term] = times.get(term, 0) + TITLE
    return Text(text.id, times, TITLE * len(text.title) + len(text.rest))


def gains_of(weights: Mapping[str, float], statistics: Statistics) -> Gains:
    """What each of these terms is worth among these texts."""
    return {term: weight * statistics.rarity(term) for term, weight in weights.items()}


def matches(text: Text, gains: Gains, statistics: Statistics) -> dict[str, float]:
    """What each term adds to the score of a text; terms that it does not have add nothing."""
    size = _K1 * (1 - _B + _B * text.length / max(statistics.length, 1.0))
    return {t: gains[t] * times * (_K1 + 1) / (times + size) for t, times in text.times.items() if t in gains}


def score(text: Text, gains: Gains, statistics: Statistics) -> float:
    """BM25 of a text."""
    return sum(matches(text, gains, statistics).values())


def scores(text: Text, asking: Mapping[str, Sequence[tuple[int, float]]], count: int, mean: float) -> list[float]:
    """BM25 of a text for many queries at once, by their numbers below ``count``; ``mean`` is a text's usual length.

    ``asking`` is who asks for a term, and what it is worth.
    """
    size = _K1 * (1 - _B + _B * text.length / max(mean, 1.0))
    found = [0.0] * count
    for term, times in text.times.items():
        if term in asking:
            part = times * (_K1 + 1) / (times + size)
            for number, gain in asking[term]:
                found[number] += gain * part
    return found


def has_keyword(text: Text, query: Query, statistics: Statistics) -> bool:
    """Whether a text has one of the keywords: of one or two words all, of more of them most of what they tell."""
    return any(_share(text.times, phrase, statistics) > _MOST_OF for phrase in query.phrases)


def _share(times: Mapping[str, int], phrase: Phrase, statistics: Statistics) -> float:
    there = [not word.isdisjoint(times) for word in phrase]
    if there and all(there):
        return 1.0
    if len(phrase) <= 2 or not any(there):
        return 0.0
    told = [max(map(statistics.rarity, word)) for word in phrase]
    return sum(rarity for rarity, has in zip(told, there, strict=True) if has) / (sum(told) or 1.0)


def usual_score(query: Query, statistics: Statistics) -> float:
    """The score of a text of mean length that has the strongest keyword in its title, and nothing else."""
    gains, times = gains_of(query.weights, statistics), TITLE * (_K1 + 1) / (TITLE + _K1)
    worth = (sum(max(gains.get(term, 0.0) for term in word) for word in phrase) for phrase in query.phrases)
    return times * max(worth, default=0.0)


def centroid(texts: Iterable[Text], statistics: Statistics) -> dict[str, float]:
    """What texts have in common: the mean of their TF-IDF vectors, each of length 1."""
    kept = list(texts)
    rarity = {term: statistics.rarity(term) for term in {term for text in kept for term in text.times}}
    found: dict[str, float] = {}
    for text in kept:
        vector = {term: (1 + log(times)) * rarity[term] for term, times in text.times.items()}
        length = sqrt(sum(value * value for value in vector.values())) * len(kept) or 1.0
        for term, value in vector.items():
            found[term] = found.get(term, 0.0) + value / length
    return found


def cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """How alike two vectors of terms are, from 0 to 1."""
    lengths = sqrt(sum(x * x for x in one.values()) * sum(x * x for x in other.values()))
    return sum(value * other.get(term, 0.0) for term, value in one.items()) / lengths if lengths else 0.0
