"""Topics on the rise: terms that came more often in this week's items than in the eight weeks before."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from vault_pln.core.digest.terms import indexed, words
from vault_pln.core.markdown.escape import harmless
from vault_pln.core.review.material import Material
from vault_pln.model.news import Item
from vault_pln.model.review import Because, Row
from vault_pln.model.terms import TextOf

_WEEKS = 8
_LEAST, _SOURCES = 3, 2
"""In so many items, of so many sources, a term counts as a topic."""
_TIMES = 2.0
_MOST = 5
_SHORTEST = 3


class _Told(NamedTuple):
    """An item with its terms; ``shown`` is how it writes each of them."""

    item: Item
    shown: dict[str, str]


def rising(given: Material) -> Iterator[Row]:
    """At most five terms, the steepest first, with the titles that have them; nothing without weeks to compare with.

    A rise is twice the share: ``n / N`` of the week's items against ``(m + 1) / (M + 1)`` of those before.
    """
    now = [_told(one) for one in _between(given.items, *given.weeks(1))]
    before = [_told(one) for one in _between(given.items, *given.weeks(_WEEKS, before=1))]
    if not now or len(before) < len(now):
        return
    past = Counter(term for one in before for term in one.shown)
    counts = Counter(term for one in now for term in one.shown)
    steep = {
        term: count / len(now) / ((past[term] + 1) / (len(before) + 1))
        for term, count in counts.items()
        if count >= _LEAST and len({one.item.source for one in now if term in one.shown}) >= _SOURCES
    }
    for term in sorted((term for term in steep if steep[term] >= _TIMES), key=lambda term: (-steep[term], term))[
        :_MOST
    ]:
        yield _row(given, term, [one for one in now if term in one.shown], past[term])


def _between(items: Iterable[Item], first: date, last: date) -> Sequence[Item]:
    """The items first seen on these days."""
    return [one for one in items if first.isoformat() <= one.seen <= last.isoformat()]


def _told(item: Item) -> _Told:
    """The terms of an item's title."""
    told = indexed(item.id, TextOf(item.title, item.summary))
    shown: dict[str, str] = {}
    for word in words(item.title):
        for term in indexed(item.id, TextOf(word, ""), told.language).title:
            if term in told.title and len(term) >= _SHORTEST and not term.isdecimal():
                shown.setdefault(term, word)
    return _Told(item, shown)


def _row(given: Material, term: str, found: Sequence[_Told], past: int) -> Row:
    word = Counter(one.shown[term] for one in found).most_common(1)[0][0]
    because = (Because(one.item.source, None, one.item.title) for one in found)
    return Row(given.say("review-rises", term=harmless(word), count=len(found), past=past), tuple(because))
