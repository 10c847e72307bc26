"""A goal's query sharpened: by what its best matches have in common, and by what the user kept and rejected.

Rocchio's relevance feedback: the centroid of the kept is added, a little of that of the rejected is taken away. The
best matches count as if they had been kept (pseudo-relevance feedback), which finds the words that go with a keyword.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from vault_pln.core.digest.matching import Text, centroid, gains_of, has_keyword, score, usual_score
from vault_pln.core.digest.queries import Query
from vault_pln.model.terms import Statistics

SAMPLE = 100
"""So many of the best matches tell what goes with a goal; measured on labelled titles, see the benchmarks."""
_FEWEST = 10
"""Fewer matches tell nothing."""
_MATCHES, _KEPT, _REJECTED = 0.5, 0.25, 0.1
_MOST_TERMS = 100


def best_matches(texts: Iterable[Text], query: Query, statistics: Statistics, most: int = SAMPLE) -> list[Text]:
    """The texts that have a keyword, best first."""
    gains = gains_of(query.weights, statistics)
    having = [text for text in texts if has_keyword(text, query, statistics)]
    return sorted(having, key=lambda text: (-score(text, gains, statistics), text.id))[:most]


def liked(query: Query, kept: Sequence[Text], rejected: Sequence[Text], statistics: Statistics) -> Query:
    """The query with what the user kept, and without what the user rejected."""
    weights = _with(query.weights, kept, _KEPT, statistics)
    for term, value in _strongest(rejected, statistics).items():
        # what the user asked for in so many words is never turned into its opposite
        if term not in query.weights:
            weights[term] = weights.get(term, 0.0) - _REJECTED * value
    return replace(query, weights=weights)


def sharpened(query: Query, matching: Sequence[Text], statistics: Statistics) -> Query:
    """The query with what its best matches have in common, what its terms are worth, and what it usually comes to."""
    enough = len(matching) >= _FEWEST
    # what one text alone says is no word that goes with the goal
    shared = _shared(matching) if enough else frozenset()
    common = [text._replace(times={t: n for t, n in text.times.items() if t in shared}) for text in matching]
    weights = _with(query.weights, common, _MATCHES, statistics) if enough else query.weights
    gains = gains_of(weights, statistics)
    asked = replace(query, weights=weights, gains=gains)
    scores = sorted(score(text, gains, statistics) for text in matching)
    usual = scores[len(scores) // 2] if enough else usual_score(asked, statistics)
    return replace(asked, usual=usual if usual > 0 else 1.0)


def strongest(query: Query, statistics: Statistics, most: int) -> list[str]:
    """The terms that add most to a score, as long as no more texts than this have them, each text counted for each."""
    found, texts = [], 0
    for term in sorted(query.gains, key=lambda term: (-query.gains[term], term)):
        texts += statistics.often.get(term, 0)
        if texts > most or query.gains[term] <= 0:
            break
        found.append(term)
    return found


def _shared(texts: Iterable[Text]) -> frozenset[str]:
    """The terms that more than one text has."""
    once: set[str] = set()
    again: set[str] = set()
    for text in texts:
        again |= once & text.times.keys()
        once |= text.times.keys()
    return frozenset(again)


def _with(weights: Mapping[str, float], texts: Sequence[Text], much: float, statistics: Statistics) -> dict[str, float]:
    found = dict(weights)
    for term, value in _strongest(texts, statistics).items():
        found[term] = found.get(term, 0.0) + much * value
    return found


def _strongest(texts: Iterable[Text], statistics: Statistics) -> Mapping[str, float]:
    """The terms of a centroid that say most, the strongest of them 1."""
    centre = centroid(texts, statistics)
    kept = sorted(centre, key=lambda term: (-centre[term], term))[:_MOST_TERMS]
    top = max((centre[term] for term in kept), default=0.0)
    return {term: centre[term] / top for term in kept} if top else {}
