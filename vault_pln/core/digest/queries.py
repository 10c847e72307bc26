"""What a goal asks for: weighted terms, from its keywords, its topics, its name and its text."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from vault_pln.core.digest.languages import SMALL_WORDS
from vault_pln.core.digest.terms import terms_of, variants, words
from vault_pln.model.kinds import Goal

_KEYWORD, _TOPIC, _NAME, _TEXT = 1.0, 0.5, 0.2, 0.05
"""What a term counts by where it stands. What a goal's text tells decides between items that are as good otherwise."""
_MOST_OF_TEXT = 20
_SMALL = SMALL_WORDS["en"]

Phrase = tuple[frozenset[str], ...]
"""A keyword: for each of its words the terms that it may be."""


@dataclass(frozen=True, slots=True)
class Query:
    """Weighted terms. An item has a keyword by one of the ``phrases``; the other terms only tell how well it fits.

    ``gains`` is what the terms are worth among the texts at hand, ``usual`` the score of an item that fits as one
    usually does; both are known once the query is sharpened.
    """

    phrases: tuple[Phrase, ...] = ()
    weights: Mapping[str, float] = field(default_factory=dict)
    gains: Mapping[str, float] = field(default_factory=dict)
    usual: float = 1.0

    @property
    def asked(self) -> frozenset[str]:
        """Every term that the phrases may be."""
        return frozenset(term for phrase in self.phrases for word in phrase for term in word)


def query_of(goal: Goal, text: str, languages: Iterable[str]) -> Query:
    """What a goal asks for in texts of these languages. Without keywords its name is one."""
    known = tuple(languages)
    keywords = goal.keywords or (*goal.topics, goal.name)
    weights: dict[str, float] = {}
    parts = [(word, _KEYWORD) for word in keywords] + [(word, _TOPIC) for word in goal.topics] + [(goal.name, _NAME)]
    for said, weight in parts:
        for term in (term for word in variants(said, known) for term in word):
            weights[term] = max(weight, weights.get(term, 0.0))
    for term in _telling(text):
        weights.setdefault(term, _TEXT)
    return Query(phrases_of(keywords, known), weights)


def query_of_words(asked: Iterable[str], languages: Iterable[str]) -> Query:
    """What these words ask for, one as much as another."""
    phrases = phrases_of(asked, languages)
    return Query(phrases, {term: _KEYWORD for phrase in phrases for word in phrase for term in word})


def phrases_of(keywords: Iterable[str], languages: Iterable[str]) -> tuple[Phrase, ...]:
    """Keywords as what they may look like in texts of these languages."""
    known = tuple(languages)
    found = (tuple(variants(_telling_words(keyword), known)) for keyword in keywords)
    return tuple(dict.fromkeys(phrase for phrase in found if phrase))


def _telling_words(keyword: str) -> str:
    """A keyword without its small words, which no text is known by; all of it where it has no others."""
    found = words(keyword)
    return " ".join(word for word in found if word not in _SMALL) or keyword


def _telling(text: str) -> list[str]:
    """The terms that a text says most often."""
    counts: dict[str, int] = {}
    for term in terms_of(text):
        counts[term] = counts.get(term, 0) + 1
    return sorted(counts, key=lambda term: (-counts[term], term))[:_MOST_OF_TEXT]
