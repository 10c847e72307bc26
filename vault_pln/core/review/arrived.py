"""What came in, what of it was kept, and how varied it was."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from vault_pln.core.network.diversity import hill
from vault_pln.core.review.material import Material, Shown, of_item
from vault_pln.model.review import Row

_WEEKS = 4


def arrived(given: Material) -> Iterator[Row]:
    """The items of the week, then their variety over four weeks beside that of the four before."""
    shown = given.shown_between(*given.weeks(1))
    if not shown:
        yield Row(given.say("review-nothing-came"))
    else:
        counts = Counter(one.answer.said for one in shown)
        numbers = {"items": len(shown), "sources": len({one.answer.of for one in shown}),
                   "read": counts["done"], "kept": counts["kept"]}  # fmt: skip
        yield Row(given.say("review-came", **numbers), tuple(map(of_item, shown)))
    yield from _liked(given, shown)
    now = given.shown_between(*given.weeks(_WEEKS))
    before = given.shown_between(*given.weeks(_WEEKS, before=_WEEKS))
    yield from _variety(given, "review-shown-like", now, before)
    yield from _variety(given, "review-kept-like", _liked_of(now), _liked_of(before))


def _liked_of(shown: Iterable[Shown]) -> list[Shown]:
    return [one for one in shown if one.answer.said in ("done", "kept")]


def _liked(given: Material, shown: Iterable[Shown]) -> Iterator[Row]:
    """Whose items were read or kept."""
    liked = [one for one in _liked_of(shown) if one.source]
    if liked:
        names = given.names(source for source, _ in Counter(one.source for one in liked).most_common())
        yield Row(given.say("review-liked", sources=names), tuple(map(of_item, liked)))


def _variety(given: Material, key: str, now: Sequence[Shown], before: Sequence[Shown]) -> Iterator[Row]:
    if not now:
        return
    counts = Counter(one.answer.of for one in now)
    text = given.say(key, sources=len(counts), like=hill(counts.values()))
    if before:
        past = hill(Counter(one.answer.of for one in before).values())
        text += f" {given.say('review-before', like=past)}"
    yield Row(text, tuple(map(of_item, [*now, *before])))
