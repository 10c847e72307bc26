"""Texts as the terms they are known by, and how often a term is used in all of them."""

from collections.abc import Mapping
from math import log
from typing import NamedTuple


class TextOf(NamedTuple):
    """What of an item is worth indexing: its title, and all the rest that tells what it is about."""

    title: str
    rest: str


class Indexed(NamedTuple):
    """An item as its terms, in their order. ``language`` is '' where none could be told."""

    id: str
    language: str
    title: tuple[str, ...]
    rest: tuple[str, ...]


class Statistics(NamedTuple):
    """All indexed texts together: how many, their mean length (a title counts twice), in how many a term occurs."""

    texts: int = 0
    length: float = 1.0
    often: Mapping[str, int] = {}

    def rarity(self, term: str) -> float:
        """How much a term tells: the inverse document frequency of BM25, never negative (Robertson 2009, as Lucene)."""
        often = min(self.often.get(term, 0), self.texts)
        return log(1 + (self.texts - often + 0.5) / (often + 0.5))
