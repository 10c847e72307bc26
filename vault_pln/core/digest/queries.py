"""What a goal asks for: weighted terms, from its keywords, its topics, its name and its text."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from vault_pln.core.digest.capitals import in_capitals, meant, written
from vault_pln.core.digest.languages import SMALL_WORDS, language_of
from vault_pln.core.digest.terms import spelt_words, telling_terms, variants, words
from vault_pln.model.kinds import Goal

_KEYWORD, _TOPIC, _NAME, _TEXT = 1.0, 0.5, 0.2, 0.05
"""What a term counts by where it stands. What a goal's text tells decides between items that are as good otherwise."""
_MOST_OF_TEXT = 20

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
    small = _small_words(" ".join((*keywords, goal.name, text)))
    weights: dict[str, float] = {}
    parts = [(word, _KEYWORD) for word in keywords] + [(word, _TOPIC) for word in goal.topics] + [(goal.name, _NAME)]
    for said, weight in parts:
        for term in (term for word in _asked(said, known, small) for term in word):
            weights[term] = max(weight, weights.get(term, 0.0))
    for term in _telling(text):
        weights.setdefault(term, _TEXT)
    return Query(_phrases(keywords, known, small), weights)


def query_of_words(asked: Iterable[str], languages: Iterable[str]) -> Query:
    """What these words ask for, one as much as another."""
    phrases = phrases_of(asked, languages)
    return Query(phrases, {term: _KEYWORD for phrase in phrases for word in phrase for term in word})


def phrases_of(keywords: Iterable[str], languages: Iterable[str]) -> tuple[Phrase, ...]:
    """Keywords as what they may look like in texts of these languages."""
    kept = tuple(keywords)
    return _phrases(kept, tuple(languages), _small_words(" ".join(kept)))


def _phrases(keywords: Iterable[str], languages: Sequence[str], small: frozenset[str]) -> tuple[Phrase, ...]:
    found = (tuple(_asked(keyword, languages, small)) for keyword in keywords)
    return tuple(dict.fromkeys(phrase for phrase in found if phrase))


def _small_words(text: str) -> frozenset[str]:
    """What is a small word in the language of a goal, and in English, which is mixed into all others."""
    return SMALL_WORDS["en"] | SMALL_WORDS.get(language_of(words(text)), frozenset())


def _asked(keyword: str, languages: Sequence[str], small: frozenset[str]) -> list[frozenset[str]]:
    """For each word of a keyword the terms that it may be: without the small ones, by which no text is known.

    What is written in capitals is meant so. A keyword of nothing but small words is one for what they are in capitals.
    """
    spelt = spelt_words(keyword)
    capitals = in_capitals(keyword)
    found: list[frozenset[str]] = []
    for word in spelt:
        term = written(word)
        if term in capitals:
            found.append(frozenset({term}))
        elif word.casefold() not in small:
            found += variants(word, languages)
    if found:
        return found
    return [term | {meant(word)} - {""} for word in spelt for term in variants(word, languages)]


def _telling(text: str) -> list[str]:
    """The terms that a text says most often."""
    counts: dict[str, int] = {}
    for term in telling_terms(text):
        counts[term] = counts.get(term, 0) + 1
    return sorted(counts, key=lambda term: (-counts[term], term))[:_MOST_OF_TEXT]
