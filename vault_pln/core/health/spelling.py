"""Words that are nearly the same: which name a misspelt one was meant for, without comparing it with all."""

import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

_SHORT, _LONG = 5, 9
_MOST = 2


class Near(NamedTuple):
    """The names nearest to a word; ``distance`` 0 where only case, accents, spaces or signs differ."""

    names: tuple[str, ...]
    distance: int


@lru_cache(maxsize=100_000)
def bare(name: str) -> str:
    """A name without case, accents, spaces and signs."""
    if not name.isascii():
        name = unicodedata.normalize("NFD", name)
        name = unicodedata.normalize("NFC", "".join(sign for sign in name if unicodedata.category(sign) != "Mn"))
    return "".join(sign for sign in name.casefold() if sign.isalnum())


def tolerance(word: str) -> int:
    """How many mistakes a word of this length may have and still be the same: none where it is short."""
    return 0 if len(word) < _SHORT else 1 if len(word) < _LONG else _MOST


def _allowed(word: str, name: str) -> int:
    """Who misspells a name twice still begins it as it begins: internal and external are two words."""
    most = min(tolerance(word), tolerance(name))
    return most if word[:1] == name[:1] else min(most, 1)


def distance(one: str, other: str, most: int) -> int | None:
    """Letters to add, drop, change or swap with their neighbour to make one of the other; None for more than most.

    Optimal string alignment of what differs, row by row, given up as soon as two rows are too far.
    """
    if abs(len(one) - len(other)) > most:
        return None
    one, other = _differing(one, other)
    last, row = [0], list(range(len(other) + 1))
    for i, mine in enumerate(one, 1):
        before_last, last, row = last, row, [i]
        for j, theirs in enumerate(other, 1):
            cost = min(last[j] + 1, row[-1] + 1, last[j - 1] + (mine != theirs))
            if i > 1 and j > 1 and mine == other[j - 2] and theirs == one[i - 2]:
                cost = min(cost, before_last[j - 2] + 1)
            row.append(cost)
        if min(row) > most and min(last) > most:
            return None
    return row[-1] if row[-1] <= most else None


def _differing(one: str, other: str) -> tuple[str, str]:
    """Two words without the beginning and the end that they share."""
    shorter = min(len(one), len(other))
    start = next((n for n in range(shorter) if one[n] != other[n]), shorter)
    one, other, shorter = one[start:], other[start:], shorter - start
    end = next((n for n in range(shorter) if one[-1 - n] != other[-1 - n]), shorter)
    return one[: len(one) - end], other[: len(other) - end]


def nearest(word: str, words: Iterable[str], most: int) -> tuple[str, ...]:
    """Those of a few known words that are nearest to this one, if any are near at all."""
    far = {known: d for known in words if (d := distance(word, known, most)) is not None}
    return tuple(known for known, d in far.items() if d == min(far.values()))


class _Look(NamedTuple):
    """What tells at a glance that two words are far apart: which letters there are, and the digits."""

    letters: int
    digits: str

    def may_be(self, other: "_Look", most: int) -> bool:
        """Whether so few mistakes can be all; one adds or drops at most two letters, and none changes a digit."""
        return (self.letters ^ other.letters).bit_count() <= 2 * most and self.digits == other.digits


def _look(word: str) -> _Look:
    letters = 0
    for sign in word:
        letters |= 1 << ord(sign) % 64
    return _Look(letters, "".join(sign for sign in word if sign.isdigit()))


class Spellings:
    """Many names, asked for those near a word.

    Each name is cut into more pieces than mistakes can touch, so that a near one shares at least one piece with
    the word, at nearly the same place: only names that do are compared letter by letter.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._names: dict[str, list[str]] = {}
        self._looks: dict[str, _Look] = {}
        self._pieces: dict[tuple[int, int, str], list[str]] = {}
        for name in names:
            self._add(name)

    def _add(self, name: str) -> None:
        key = bare(name)
        if key not in self._names:
            self._looks[key] = _look(key)
            for number, (start, end) in enumerate(_cuts(len(key))):
                self._pieces.setdefault((len(key), number, key[start:end]), []).append(key)
        known = self._names.setdefault(key, [])
        if name not in known:
            known.append(name)

    def near(self, word: str) -> Near | None:
        """The names nearest to this word, in the order of the alphabet."""
        key = bare(word)
        if len(key) >= _SHORT and key in self._names:
            return Near(tuple(self._names[key]), 0)
        most = tolerance(key)
        far = {name: d for name in self._alike(key, most) if (d := distance(key, name, _allowed(key, name)))}
        if not far:
            return None
        least = min(far.values())
        return Near(tuple(n for key in far if far[key] == least for n in self._names[key]), least)

    def _alike(self, key: str, most: int) -> list[str]:
        """The names of nearly this length that share a piece with the word."""
        seen: set[str] = set()
        for length in range(max(len(key) - most, _SHORT), len(key) + most + 1) if most else ():
            for number, (start, end) in enumerate(_cuts(length)):
                for place in range(max(start - most, 0), start + most + 1):
                    seen.update(self._pieces.get((length, number, key[place : place + end - start]), ()))
        look = _look(key)
        return sorted(name for name in seen if look.may_be(self._looks[name], most))


@lru_cache(maxsize=256)
def _cuts(length: int) -> tuple[tuple[int, int], ...]:
    """Where a name of this length is cut: one piece more than mistakes can touch, two pieces for a swap."""
    count = min(2 * tolerance("x" * length) + 1, length)
    places = [length * number // count for number in range(count + 1)] if count else []
    return tuple(pairwise(places))
