"""Who was met, and who gave to whom."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

from vault_pln.core.index.titles import link_to
from vault_pln.core.network.reciprocity import lines_exchanged
from vault_pln.core.network.traces import people_keys
from vault_pln.core.review.material import Material, of_contact
from vault_pln.model.network import Contact
from vault_pln.model.review import Row

_SILENCE = timedelta(days=90)
_QUARTER = 13
"""Weeks over which give and take is summed up."""

Told = list[tuple[str, Contact]]


def met(given: Material) -> Iterator[Row]:
    """The contacts of the week, who is new, and who was not met for three months."""
    rows = list(given.contacts(*given.weeks(1)))
    if not rows:
        yield Row(given.say("review-nobody"))
        return
    days = Counter({path: len({row.day for one, row in rows if one == path}) for path, _ in rows})
    names = given.names(path for path, _ in days.most_common())
    numbers = {"days": sum(days.values()), "people": len(days), "names": names}
    yield Row(given.say("review-met", **numbers), tuple(of_contact(row) for _, row in rows))
    yield from _first(given, rows)
    yield from _again(given, rows)


def _first(given: Material, rows: Told) -> Iterator[Row]:
    """Who was met for the first time, as far as the vault knows."""
    first = {path: row for path, row in reversed(rows) if given.view.network.contacts[path][0].day >= given.week.monday}
    known = {path for path in first if _known_before(given, path)}
    new = sorted(first.keys() - known)
    if new:
        yield Row(given.say("review-first", names=given.names(new)), tuple(of_contact(first[path]) for path in new))


def _known_before(given: Material, path: str) -> bool:
    person = given.view.network.people[path]
    days = [day for day in (person.met, person.last_contact) if day is not None]
    return any(day < given.week.monday for day in days)


def _again(given: Material, rows: Told) -> Iterator[Row]:
    """Who was met after a long silence."""
    for path in dict.fromkeys(path for path, _ in rows):
        known = given.view.network.contacts[path]
        before = [row for row in known if row.day < given.week.monday]
        now = next(row for row in known if given.week.has(row.day))
        if before and now.day - before[-1].day >= _SILENCE:
            text = given.say("review-again", person=link_to(given.view.index, path), day=before[-1].day.isoformat())
            yield Row(text, (of_contact(before[-1]), of_contact(now)))


def exchanged(given: Material) -> Iterator[Row]:
    """What was given and received, counted as Home does: in the week, and in three months."""
    keys = people_keys(given.view.settings)
    for key, weeks in (("review-gave-and-got", 1), ("review-gave-and-got-lately", _QUARTER)):
        rows = [row for _, row in given.contacts(*given.weeks(weeks)) if row.text not in keys]
        lines = {(row.path, row.line): row for row in rows if row.direction != "unknown"}
        if lines:
            gave, got = lines_exchanged(rows, keys)
            yield Row(given.say(key, gave=gave, got=got), tuple(map(of_contact, lines.values())))
